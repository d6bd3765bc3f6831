// What somebody is called: by name, or in the reader's words where nobody signed in.
import type { Page } from '../layout/page.tsx';
import type { Person } from '../view-types.ts';

/** Under this number the access log has whoever did not sign in. */
const ANYBODY = 'ANYBODY';

/** True for somebody of whom nothing is known. */
export function isAnybody({ login }: Pick<Person, 'login'>): boolean {
  return login === ANYBODY;
}

/** The name to show. */
export function personName({ t }: Pick<Page, 't'>, person: Person): string {
  return isAnybody(person) ? t('log.nobody') : person.name;
}
