// The filter of a timeline as a form and an address hold it. What is searched for may be clinical: in an address it
// stands sealed, for the account and the patient that it was typed for (decision 0028).

import { isRecordType } from '@patrec/fhir';
import { type FormError, LONGEST_SEARCH, type RecordsFilterValues } from '@patrec/web';
import { searchTerms } from '../../records/search-terms.ts';
import type { RecordFilter } from '../../records/timeline.ts';
import { deriveKey, seal, tryUnseal } from '../../sealed-secret.ts';
import { readDay } from '../access/log-filter.ts';
import type { App } from '../app.ts';

/** An address: all but the search as typed, the search sealed in `q`. */
export type RecordsQuery = Partial<Record<Exclude<keyof RecordsFilterValues, 'search'> | 'q' | 'before', string>>;

/** Sealed searches are all as long as one of these many bytes or a multiple: an address does not tell how long a word is. */
const BLOCK = 64;

/** What is asked for, what was typed, and what is wrong with it. */
export function readRecordsFilter(typed: Partial<RecordsFilterValues>): {
  filter: RecordFilter;
  values: RecordsFilterValues;
  errors: FormError[];
} {
  const text = (name: keyof RecordsFilterValues) => String(typed[name] ?? '').trim();
  const short = (name: keyof RecordsFilterValues) => text(name).slice(0, 40);
  const type = isRecordType(text('type')) ? text('type') : '';
  const abnormal = text('abnormal') === '1' ? '1' : '';
  const values = {
    type,
    author: short('author'),
    from: short('from'),
    to: short('to'),
    abnormal,
    search: text('search'),
  };
  const errors: FormError[] = [];
  const [from, to] = [readDay('from', values.from, errors), readDay('to', values.to, errors)];
  if (from !== null && to !== null && to < from) errors.push({ field: 'to', code: 'ends-before-start' });
  const filter = {
    type: isRecordType(type) ? type : null,
    author: values.author.toUpperCase() || null,
    from: values.from || null,
    to: values.to || null,
    abnormalOnly: abnormal === '1',
    search: readSearch(values.search, errors),
  };
  return { filter, values, errors };
}

/** The search, sealed for an address; null where nothing is searched for. `of` is whose records are looked through. */
export function sealSearch(app: App, account: string, of: string, search: string): string | null {
  if (search === '') return null;
  const padded = search.padEnd(search.length + BLOCK - (Buffer.byteLength(search) % BLOCK));
  return seal(keyOf(app), padded, `${account} ${of}`, app.ledger.random).toString('base64url');
}

/** What was searched for; undefined where `q` does not open for this account and patient. */
export function openSearch(app: App, account: string, of: string, q: string): string | undefined {
  return tryUnseal(keyOf(app), Buffer.from(q, 'base64url'), `${account} ${of}`)?.trim();
}

function readSearch(text: string, errors: FormError[]): RecordFilter['search'] {
  if (text === '') return null;
  if (text.length > LONGEST_SEARCH) {
    errors.push({ field: 'search', code: 'too-long', params: { max: String(LONGEST_SEARCH) } });
    return null;
  }
  const terms = searchTerms(text);
  if (terms === null) errors.push({ field: 'search', code: 'no-words' });
  return terms;
}

function keyOf({ secret }: App): Buffer {
  return deriveKey(secret, 'search');
}
