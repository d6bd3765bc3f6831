// Parts that patients, practitioners and guardians share (https://hl7.org/fhir/R4/datatypes.html#HumanName).
import { decimal, type JsonObject, objectOf } from '../json/value.ts';
import { type StateCode, states } from './states.ts';

/** The extension that says in which language a name is written. */
export const LANGUAGE_OF_TEXT = 'http://hl7.org/fhir/StructureDefinition/language';

/** A name as written, its parts, and how it is written in an official language of India. */
export interface PersonName {
  readonly text: string;
  readonly given?: readonly string[];
  readonly family?: string;
  readonly official?: { readonly text: string; readonly language: string };
}

/** A postal address in India. */
export interface PostalAddress {
  readonly lines: readonly string[];
  readonly city?: string;
  readonly district?: string;
  readonly state?: StateCode;
  readonly pin?: string;
}

/** HumanNames: as written, and in the official language where that is known. */
export function humanNames({ text, given, family, official }: PersonName): JsonObject[] {
  const parts = objectOf({ use: 'official', text, family, given: given?.length ? [...given] : undefined });
  if (!official) return [parts];
  const extension = { url: LANGUAGE_OF_TEXT, valueCode: official.language };
  return [parts, { extension: [extension], use: 'usual', text: official.text }];
}

/** An Address. */
export function address({ lines, city, district, state, pin }: PostalAddress): JsonObject {
  return objectOf({
    use: 'home',
    line: lines.length > 0 ? [...lines] : undefined,
    city,
    district,
    state: state && states[state],
    postalCode: pin,
    country: 'IN',
  });
}

/** ContactPoints of a phone and an e-mail address, the phone first. */
export function contactPoints(
  phone: string | undefined,
  email: string | undefined,
  use: 'home' | 'work',
): JsonObject[] {
  const rank = (place: number): JsonObject => ({ rank: decimal(String(place)) });
  const phones = phone === undefined ? [] : [{ system: 'phone', value: phone, use, ...rank(1) }];
  const emails = email === undefined ? [] : [{ system: 'email', value: email, use, ...rank(phones.length + 1) }];
  return [...phones, ...emails];
}

/** A language (BCP 47) as a CodeableConcept. */
export function languageConcept(language: string): JsonObject {
  return { coding: [{ system: 'urn:ietf:bcp:47', code: language }] };
}
