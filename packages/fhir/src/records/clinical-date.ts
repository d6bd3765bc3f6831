// When something happened: a local date and time (HTML datetime-local) in the patient's zone, and the age then.
import type { Person, Sex } from './field.ts';

const localPattern = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2}))?$/;

/**
 * The instant (ISO 8601, UTC, milliseconds) of a local date and time in an IANA zone. Undefined when the text is not
 * such a time or the zone has no such time (the hour that daylight saving skips). Of an hour that comes twice, the first.
 */
export function instantOf(local: string, timeZone: string): string | undefined {
  const [, year, month, day, hour, minute, second = '00'] = localPattern.exec(local) ?? [];
  if (year === undefined) return undefined;
  const wanted = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const asUtc = Date.parse(`${wanted}Z`);
  if (Number.isNaN(asUtc)) return undefined;
  const around = [asUtc - 86_400_000, asUtc + 86_400_000].map((instant) => asUtc - offsetAt(instant, timeZone));
  const found = around.sort((a, b) => a - b).find((instant) => localTime(instant, timeZone) === wanted);
  return found === undefined ? undefined : new Date(found).toISOString();
}

/** The local date and time (`2026-11-22T18:57`) of an instant in an IANA zone, for a datetime-local input. */
export function localTimeOf(instant: string, timeZone: string): string {
  return localTime(Date.parse(instant), timeZone).slice(0, 16);
}

/** Age on a date, in years: completed months / 12. A birth date of year or month only counts from its first day. */
export function ageYears(birthDate: string, date: string): number {
  const [birthYear = 0, birthMonth = 1, birthDay = 1] = birthDate.split('-').map(Number);
  const [year = 0, month = 1, day = 1] = date.slice(0, 10).split('-').map(Number);
  return ((year - birthYear) * 12 + month - birthMonth - (day < birthDay ? 1 : 0)) / 12;
}

/** Whom reference ranges are chosen for, of a patient on a date. */
export function personOn(patient: { readonly sex: Sex; readonly birthDate: string }, date: string): Person {
  return { sex: patient.sex, ageYears: ageYears(patient.birthDate, date) };
}

function offsetAt(instant: number, timeZone: string): number {
  return Date.parse(`${localTime(instant, timeZone)}Z`) - Math.floor(instant / 1000) * 1000;
}

function localTime(instant: number, timeZone: string): string {
  const parts = formatOf(timeZone).formatToParts(instant);
  const part = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
  return `${part.year?.padStart(4, '0')}-${part.month}-${part.day}T${part.hour}:${part.minute}:${part.second}`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

// Making a format takes thirty times as long as using it.
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const digits = { month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, hourCycle: 'h23', year: 'numeric', ...digits });
  formats.set(timeZone, format);
  return format;
}
