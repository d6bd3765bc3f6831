// Days of the demonstration: all are counted back from the day on which it is made.

import { INSTITUTION_OFFSET } from '../../records/clinical-time.ts';

const DAY_MS = 86_400_000;
const SUNDAY = 0;

/** The date that many days before a date. */
export function daysBefore(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) - days * DAY_MS).toISOString().slice(0, 10);
}

/** The same, or the Saturday before where that is a Sunday: nobody is in. */
export function workingDayBefore(date: string, days: number): string {
  const day = daysBefore(date, days);
  return new Date(`${day}T00:00:00Z`).getUTCDay() === SUNDAY ? daysBefore(day, 1) : day;
}

/** How many days there are from one date to a later one. */
export function daysBetween(earlier: string, later: string): number {
  return Math.round((Date.parse(later) - Date.parse(earlier)) / DAY_MS);
}

/** About that many months, in days. */
export function months(count: number): number {
  return Math.round(count * 30.4375);
}

/** The date of that many years later; of 29 February, 1 March where there is none. */
export function yearsAfter(date: string, years: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  return new Date(Date.UTC(year + years, month - 1, day)).toISOString().slice(0, 10);
}

/** The last moment of a date where the institution is, in UTC. */
export function endOfDay(date: string): string {
  return new Date(`${date}T23:59:59.999${INSTITUTION_OFFSET}`).toISOString();
}

/** The last date of the year; in December, of the next year. */
export function yearEnd(date: string): string {
  const [year = 0, month = 0] = date.split('-').map(Number);
  return `${month === 12 ? year + 1 : year}-12-31`;
}

/** The instant, in UTC, of a local date and time such as `2026-11-22T10:30`. */
export function instantAt(local: string): string {
  return new Date(`${local}:00${INSTITUTION_OFFSET}`).toISOString();
}
