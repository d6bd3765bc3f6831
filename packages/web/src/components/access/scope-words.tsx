// What an access request or a grant covers, in words: `laboratory results and visits from 01-Jan-2026 to 30-Jun-2026`.
import { type Page, usePage } from '../../layout/page.tsx';
import type { AccessScope, RecordType } from '../../view-types.ts';

/** The scope in one phrase, for the middle of a sentence. */
export function ScopeWords({ scope }: { scope: AccessScope }) {
  return <>{scopeText(usePage(), scope)}</>;
}

/** The same as text. */
export function scopeText(page: Page, scope: AccessScope): string {
  const parts = scope.types === null ? [wholeText(page, scope)] : [typesText(page, scope.types), onlyText(page, scope)];
  return [...parts, periodText(page, scope)].filter((part) => part !== '').join(' ');
}

function wholeText(page: Page, { records }: AccessScope): string {
  if (records === null) return page.t('scope.everything');
  return page.count('scope.singles', records.length, { list: numbersText(page, records) });
}

function typesText(page: Page, types: readonly RecordType[]): string {
  return page.list(types.map((type) => page.t(`scope.${type}`)));
}

function onlyText(page: Page, { records }: AccessScope): string {
  return records === null ? '' : page.t('scope.records', { list: numbersText(page, records) });
}

function numbersText(page: Page, records: readonly number[]): string {
  return page.list(records.map((one) => `REC${one}`));
}

/** The period of the scope, empty when there is no limit. */
export function periodText(page: Page, { from, to }: AccessScope): string {
  if (from !== null && to !== null) return page.t('scope.fromTo', { from: page.date(from), to: page.date(to) });
  if (from !== null) return page.t('scope.from', { from: page.date(from) });
  return to === null ? '' : page.t('scope.to', { to: page.date(to) });
}
