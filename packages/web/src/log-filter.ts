// The filter of the access log, as its form and its address hold it.
import { paths } from './paths.ts';

/** As typed; empty is no limit. `from` and `to` are dates, both inside. */
export interface LogFilterValues {
  who: string;
  what: string;
  record: string;
  from: string;
  to: string;
}

/** People of the log, with how many lines are theirs. */
export type LogPeople = readonly { login: string; name: string; count: number }[];

export const EVERY_LINE: LogFilterValues = { who: '', what: '', record: '', from: '', to: '' };

/** The address of the log, looked through for those values. */
export function logPath(values: Partial<LogFilterValues> = {}): string {
  const set = Object.entries(values).filter(([, value]) => value !== '');
  return set.length === 0 ? paths.accessLog : `${paths.accessLog}?${new URLSearchParams(set)}`;
}
