// When a record is about: FHIR's partial dates made instants, and the day as the institution's people count days.

import { INSTITUTION_OFFSET, INSTITUTION_ZONE } from '../zone.ts';

export { INSTITUTION_OFFSET, INSTITUTION_ZONE };

const days = new Intl.DateTimeFormat('en-CA', { timeZone: INSTITUTION_ZONE });

/** The instant, ISO 8601 UTC, at which a FHIR dateTime (`2012`, `2012-10`, `2012-10-04`, or with a time) begins. */
export function clinicalInstant(dateTime: string): string {
  const [, year, month = '01', day = '01', time] = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(T.+)?)?)?$/.exec(dateTime) ?? [];
  return new Date(time ? dateTime : `${year}-${month}-${day}T00:00:00${INSTITUTION_OFFSET}`).toISOString();
}

/** True for an instant as ours are written, UTC with milliseconds, on a day that there is. */
export function isInstant(text: string): boolean {
  const time = /^(?!0000)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString() === text;
}

/** The date of an instant, where the institution is. */
export function clinicalDay(instant: string): string {
  return days.format(new Date(instant));
}
