// Dates as clinicians write them, `14-Jul-1980`, with the month in the reader's language and western digits, in the
// zone of the institution. A date without a time stays that date in every zone.
import type { Language } from '../view-types.ts';

const dateOnly = /^\d{4}-\d{2}-\d{2}$/;
const dateOnlyLength = '2026-11-22'.length;
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(lang: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([lang, options]);
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(`${lang === 'en' ? 'en-US' : `${lang}-IN`}-u-nu-latn`, options);
  formats.set(key, made);
  return made;
}

/** `14-Jul-1980` from a date or an instant; a text that is neither is given back as it is. */
export function formatDate(lang: Language, timeZone: string, at: string): string {
  if (/^\d{4}(-\d{2})?$/.test(at)) return formatPartial(lang, at);
  const day = dateOnly.test(at);
  const time = Date.parse(day ? `${at}T00:00:00Z` : at);
  if (Number.isNaN(time)) return at;
  const zone = day ? 'UTC' : timeZone;
  const parts = formatOf(lang, { day: '2-digit', month: 'short', year: 'numeric', timeZone: zone }).formatToParts(time);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('day')}-${part('month').replace(/[.॰]$/, '')}-${part('year')}`;
}

/** FHIR dates may be a year, or a year and a month: nothing is added to them. */
function formatPartial(lang: Language, at: string): string {
  return at.length === 4 ? at : formatDate(lang, 'UTC', `${at}-01`).slice(3);
}

/** `14-Jul-1980, 10:30 am`; a date without a time stays a date. */
export function formatDateTime(lang: Language, timeZone: string, at: string): string {
  const date = formatDate(lang, timeZone, at);
  if (at.length <= dateOnlyLength || Number.isNaN(Date.parse(at))) return date;
  return `${date}, ${formatTime(lang, timeZone, at)}`;
}

/** `10:30 am` of an instant; in Hindi and Tamil with the part of the day before it, as people say it. */
export function formatTime(lang: Language, timeZone: string, at: string): string {
  const part = lang === 'en' ? {} : ({ dayPeriod: 'short' } as const);
  const text = formatOf(lang, { hour: 'numeric', minute: '2-digit', timeZone, ...part }).format(new Date(at));
  return text.replace(/\s/g, ' ').replace(/AM$/, 'am').replace(/PM$/, 'pm');
}

/** `2026-11-22` of an instant in the zone: what a date input wants. */
export function isoDate(timeZone: string, at: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone }).format(new Date(at));
}

/** `12,345`: digits stay western, groups are Indian. */
export function formatCount(count: number): string {
  return new Intl.NumberFormat('en-IN').format(count);
}
