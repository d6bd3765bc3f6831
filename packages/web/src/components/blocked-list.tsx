// Whom the patient blocks, each with the way to end it.
import { usePage } from '../layout/page.tsx';
import { paths } from '../paths.ts';
import type { Requester } from '../view-types.ts';
import { Avatar } from './grant-list.tsx';
import { RequesterName } from './request-card.tsx';

/** Somebody who is blocked; `since` is an instant. */
export interface BlockedPerson {
  id: string;
  who: Requester;
  since: string;
}

/** One row for each person. */
export function BlockedList({ people }: { people: readonly BlockedPerson[] }) {
  const { t, csrf, date } = usePage();
  return (
    <ul class="rows">
      {people.map(({ id, who, since }) => (
        <li key={id} class="row" data-key={id}>
          <Avatar name={who.name} />
          <div class="row-body">
            <p class="row-title">
              <RequesterName requester={who} />
            </p>
            <p class="muted">{t('block.since', { date: date(since) })}</p>
          </div>
          <form method="post" action={paths.unblock(id)}>
            <input type="hidden" name="_csrf" value={csrf} />
            <button class="button quiet" type="submit" aria-label={t('block.endWho', { who: who.name })}>
              {t('block.end')}
            </button>
          </form>
        </li>
      ))}
    </ul>
  );
}
