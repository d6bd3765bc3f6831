// What an access request or a grant covers, in words: `laboratory results and visits from 01-Jan-2026 to 30-Jun-2026`.
import { type Page, usePage } from '../layout/page.tsx';
import type { AccessScope } from '../view-types.ts';

/** The scope in one phrase, for the middle of a sentence. */
export function ScopeWords({ scope }: { scope: AccessScope }) {
  return <>{scopeText(usePage(), scope)}</>;
}

/** The same as text. */
export function scopeText(page: Page, scope: AccessScope): string {
  const what =
    scope.types === null ? page.t('scope.everything') : page.list(scope.types.map((type) => page.t(`scope.${type}`)));
  return [what, recordsText(page, scope), periodText(page, scope)].filter((part) => part !== '').join(' ');
}

function recordsText(page: Page, { records }: AccessScope): string {
  return records === null ? '' : page.t('scope.records', { list: page.list(records.map((one) => `REC${one}`)) });
}

/** The period of the scope, empty when there is no limit. */
export function periodText(page: Page, { from, to }: AccessScope): string {
  if (from !== null && to !== null) return page.t('scope.fromTo', { from: page.date(from), to: page.date(to) });
  if (from !== null) return page.t('scope.from', { from: page.date(from) });
  return to === null ? '' : page.t('scope.to', { to: page.date(to) });
}
