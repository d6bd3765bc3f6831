// The fields of a document as names and texts, whatever they hold within.

import { isObject, type JsonObject, type JsonValue, textAt, textOf } from '@patrec/fhir';

/** A field: its name as it stands, those above it before it, and what it holds in words. */
export interface MongoField {
  readonly name: string;
  readonly text: string;
}

const SECRET = /pass(word|wd|phrase|code)|token|secret|^pwd$/;

/** The letters and digits of a name in lower case: `Date of birth`, `dateOfBirth` and `date_of_birth` are one. */
export function plainName(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** All fields that hold something. Passwords and the like are none: they stand nowhere as text. */
export function fieldsOf(value: JsonObject, above = ''): MongoField[] {
  return Object.entries(value).flatMap(([key, inner]) => {
    if (SECRET.test(plainName(key))) return [];
    return fieldsAt(above === '' ? key : `${above}.${key}`, inner);
  });
}

function fieldsAt(name: string, value: JsonValue): MongoField[] {
  if (isObject(value)) return fieldsOf(value, name);
  if (Array.isArray(value)) return value.flatMap((item, i) => fieldsAt(`${name}.${i + 1}`, item));
  const text = typeof value === 'boolean' ? String(value) : (textOf(value) ?? '').trim();
  return text === '' ? [] : [{ name, text }];
}

/** What an entry holds as a password; undefined where it has none. */
export function passwordIn(value: JsonObject): string | undefined {
  const key = Object.keys(value).find((name) =>
    ['password', 'passwordhash', 'passwd', 'pwd'].includes(plainName(name)),
  );
  return key === undefined ? undefined : textAt(value, key);
}

/** The first field for each of those that holds something: `names` are the plain names that stand for it. */
export function fieldsNamed(
  fields: readonly MongoField[],
  names: Readonly<Record<string, readonly string[]>>,
): Map<string, MongoField> {
  return new Map(
    Object.entries(names).flatMap(([field, plain]) => {
      const found = fields.find(({ name }) => plain.includes(plainName(name)));
      return found ? [[field, found] as const] : [];
    }),
  );
}

/** True for a field that is named as an Aadhaar number, which stands nowhere as text. */
export function isOfAadhaar({ name }: MongoField): boolean {
  return /^(?:aadhaar|aadhar|adhaar|adhar)(?:number|no|card|cardnumber|id)?$/.test(
    plainName(name.split('.').at(-1) ?? ''),
  );
}

/** True for text that can be stored and shown: no control characters but tabs and ends of lines. */
export function isShowable(text: string): boolean {
  return !/[\p{Cc}\p{Cs}]/u.test(text.replaceAll(/[\t\r\n]/g, ''));
}
