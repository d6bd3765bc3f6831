// What a timeline is narrowed to, as its form and its address hold it.
import { paths } from './paths.ts';

/** As typed; empty is no limit. `from` and `to` are dates, both inside; `abnormal` is `1` or empty. */
export interface RecordsFilterValues {
  type: string;
  author: string;
  from: string;
  to: string;
  abnormal: string;
  /** What to search for: it stands in no address. */
  search: string;
}

export const EVERY_RECORD_LINE: RecordsFilterValues = {
  type: '',
  author: '',
  from: '',
  to: '',
  abnormal: '',
  search: '',
};

/** The longest text that is searched for, in characters. */
export const LONGEST_SEARCH = 100;

/** The address of a timeline narrowed to those values; `q` is the search, sealed by the server. */
export function recordsPath(number: string, values: Partial<RecordsFilterValues>, q: string | null): string {
  const { search = '', ...plain } = values;
  const set = Object.entries(plain).filter(([, value]) => value !== '');
  const query = new URLSearchParams(set);
  if (search !== '' && q !== null) query.set('q', q);
  return query.size === 0 ? paths.records(number) : `${paths.records(number)}?${query}`;
}
