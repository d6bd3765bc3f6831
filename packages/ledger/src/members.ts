// Rules for the members of statements and headers: each says what it wants in words, so that a refusal can name the
// member and what was expected. An unknown member is refused: what is not understood cannot be vouched for.
import { type Check, ProofError } from './proof-error.ts';

/** What a member must be: in words that end the sentence "… must be", and as a test. */
export interface Rule {
  readonly wants: string;
  readonly holds: (value: unknown) => boolean;
}

/** Rules by member name, as pairs: they are walked for every block of a database. */
export type Rules = readonly (readonly [name: string, rule: Rule])[];

/** Gives the rules of an object's members. */
export function rules(byName: Readonly<Record<string, Rule>>): Rules {
  return Object.entries(byName);
}

const TIME = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

/** Holds for one value only. */
export function exactly(wanted: string | number): Rule {
  return { wants: JSON.stringify(wanted), holds: (value) => value === wanted };
}

/** Holds for the listed words. */
export function oneOf(words: readonly string[]): Rule {
  return { wants: `one of ${words.join(', ')}`, holds: (value) => typeof value === 'string' && words.includes(value) };
}

/** Holds for lower-case hexadecimal of `min` to `max` bytes. */
export function hexOf(min: number, max: number = min): Rule {
  const wants = `${min === max ? min : `${min} to ${max}`} bytes in lower-case hexadecimal`;
  const holds = (text: string) =>
    text.length >= 2 * min && text.length <= 2 * max && text.length % 2 === 0 && /^[0-9a-f]*$/.test(text);
  return { wants, holds: (value) => typeof value === 'string' && holds(value) };
}

/** An opaque word: an account id, never a name. */
export const word: Rule = matching('a word of at most 128 letters, digits and . _ : -', /^[\w.:-]{1,128}$/);

/** One line of text: no control character, so that it fits in a note and in a log line. */
export const line: Rule = matching('one line of 1 to 1024 characters', /^\P{Cc}{1,1024}$/u);

/** Printable ASCII without spaces, as a FHIR reference is. */
export const reference: Rule = matching('a reference of printable ASCII without spaces', /^[!-~]{1,512}$/);

/** RFC 9110 section 8.3.1, in printable ASCII. It can hold no NUL, which ends it in the commitment. */
export const mediaType: Rule = matching('a media type', /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?:; ?[ -~]+)?$/);

/** A count: zero or more, and exact in every language. */
export const count: Rule = {
  wants: 'a whole number from 0',
  holds: (value) => Number.isSafeInteger(value) && (value as number) >= 0,
};

/** ISO 8601 in UTC with milliseconds, a day that exists. Texts of this form sort as the times do. */
export const time: Rule = {
  wants: 'a UTC time such as 2026-11-22T13:27:39.123Z',
  holds: (value) => typeof value === 'string' && TIME.test(value) && dayExists(value),
};

function matching(wants: string, form: RegExp): Rule {
  return { wants, holds: (value) => typeof value === 'string' && form.test(value) };
}

// Every month has 28 days; only later ones need the calendar. The clock is not read: 30 February comes back as 2 March.
function dayExists(time: string): boolean {
  return time.slice(8, 10) <= '28' || new Date(time).toISOString() === time;
}

/** Checks that `value` has the required members, perhaps the optional ones, and no other. Throws ProofError `check`. */
export function checkMembers(value: unknown, what: string, check: Check, required: Rules, optional: Rules = []): void {
  if (typeof value !== 'object' || value === null) throw new ProofError(check, `${what} must be an object.`);
  const members = value as Readonly<Record<string, unknown>>;
  // hasOwn, for `constructor` is a member of every object.
  const given = optional.filter(([name]) => Object.hasOwn(members, name));
  for (const [name, rule] of required) checkMember(members[name], rule, name, what, check);
  for (const [name, rule] of given) checkMember(members[name], rule, name, what, check);
  const names = Object.keys(members);
  if (names.length === required.length + given.length) return;
  const unknown = names.find((name) => ![...required, ...given].some(([known]) => known === name));
  throw new ProofError(check, `${what}.${unknown} is not a member of version 1.`);
}

function checkMember(value: unknown, rule: Rule, name: string, what: string, check: Check): void {
  if (!rule.holds(value)) throw new ProofError(check, `${what}.${name} must be ${rule.wants}.`);
}
