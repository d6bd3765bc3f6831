// The filter of the access log as an address holds it: `who`, `what`, `record`, `from` and `to`.

import type { FormError, LogFilterValues } from '@patrec/web';
import { isLogKind } from '../../access/log-kinds.ts';
import type { LogFilter } from '../../access/read-log.ts';
import { INSTITUTION_OFFSET } from '../../records/clinical-time.ts';

export type LogQuery = Partial<Record<keyof LogFilterValues | 'before', string>>;

const DAY_MS = 86_400_000;

/** What the address asks for, what was typed, and what is wrong with it. `number` is the patient's. */
export function readLogFilter(
  query: LogQuery,
  number: string,
): { filter: LogFilter; values: LogFilterValues; errors: FormError[] } {
  const typed = (name: keyof LogFilterValues) =>
    String(query[name] ?? '')
      .trim()
      .slice(0, 60);
  const values = {
    who: typed('who'),
    what: typed('what'),
    record: typed('record'),
    from: typed('from'),
    to: typed('to'),
  };
  const errors: FormError[] = [];
  const record = readRecord(values.record, number, errors);
  const kind = isLogKind(values.what) ? values.what : null;
  if (values.what !== '' && kind === null) errors.push({ field: 'what', code: 'unknown-option' });
  const period = readPeriod(values, errors);
  return { filter: { login: values.who.toUpperCase() || null, kind, record, ...period }, values, errors };
}

/** A period of whole days where the institution is, both inside, as instants; what is wrong goes to `errors`. */
export function readPeriod(
  { from, to }: { from: string; to: string },
  errors: FormError[],
): { from: string | null; until: string | null } {
  const [start, end] = [readDay('from', from, errors), readDay('to', to, errors)];
  if (start !== null && end !== null && end < start) errors.push({ field: 'to', code: 'ends-before-start' });
  return {
    from: start === null ? null : new Date(start).toISOString(),
    until: end === null ? null : new Date(end + DAY_MS).toISOString(),
  };
}

/** Midnight of a typed date where the institution is, in milliseconds; null where nothing was typed, or no such day. */
export function readDay(field: string, text: string, errors: FormError[]): number | null {
  if (text === '') return null;
  const midnight = /^[12]\d{3}-\d\d-\d\d$/.test(text)
    ? Date.parse(`${text}T00:00:00${INSTITUTION_OFFSET}`)
    : Number.NaN;
  const real = new Date(`${text}T00:00:00Z`);
  if (!Number.isNaN(midnight) && real.toISOString().slice(0, 10) === text) return midnight;
  errors.push({ field, code: 'not-a-day' });
  return null;
}

function readRecord(text: string, number: string, errors: FormError[]): number | null {
  if (text === '') return null;
  const [, patient, record] = /^(?:([A-Z]{1,9}\d{1,9})-)?(?:REC)?(\d{1,9})$/i.exec(text) ?? [];
  if (record !== undefined && (patient === undefined || patient.toUpperCase() === number)) return Number(record);
  errors.push({ field: 'record', code: 'not-a-record-number', params: { example: `${number}-REC3` } });
  return null;
}
