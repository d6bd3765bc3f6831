// The registration of a patient as it is typed at the desk or stands in a row of a table (RECORDS.md, Patient), parsed.

import {
  bloodGroups,
  type Gender,
  genders,
  isAbhaAddress,
  isPinCode,
  type PhotoCard,
  type PostalAddress,
  photoCards,
  type Sex,
  type StateCode,
  type StatedHealth,
  states,
  westernDigits,
} from '@patrec/fhir';
import { type FieldProblem, type FieldReader, readFields } from '../identity/person-fields.ts';
import type { NewPatient } from './register-patient.ts';

/** Languages of messages, and those in which a name may be written besides: the eighth schedule's, and English. */
export const LANGUAGES = ['en', 'hi', 'ta'] as const;
const NAME_LANGUAGES = ['hi', 'ta', 'bn', 'te', 'mr', 'gu', 'kn', 'ml', 'pa', 'or', 'as', 'ur', 'ne'] as const;

const OLDEST_YEARS = 130;
const MOST_LINES = 30;
const LONGEST_LINE = 200;

/** What a valid form says. The Aadhaar number is 12 digits, to be sealed. */
export interface RegistrationForm {
  readonly registration: NewPatient['registration'];
  readonly health: StatedHealth;
  readonly aadhaar: string | undefined;
}

export type ParsedRegistration =
  | { readonly ok: true; readonly value: RegistrationForm }
  | { readonly ok: false; readonly errors: readonly FieldProblem[] };

type Form = Readonly<Record<string, string>>;
type Registration = NewPatient['registration'];

/** Parses it; `today` is the date, on which ages are counted. */
export function parseRegistration(form: Form, today: string): ParsedRegistration {
  const { errors, ...value } = readRegistrationForm(form, today);
  return errors.length > 0 ? { ok: false, errors } : { ok: true, value };
}

/** The same where parts of it are asked for: what it says, beside all that is wrong with it. A field that is wrong says nothing. */
export function readRegistrationForm(
  form: Form,
  today: string,
): RegistrationForm & { readonly errors: readonly FieldProblem[] } {
  const fields = readFields(form);
  const text = fields.name('name');
  const official = officialName(fields, form);
  const sex: Sex = fields.sex();
  const gender = fields.option('gender', Object.keys(genders) as Gender[], true);
  const birthDate = birth(fields, form, today);
  const address = postalAddress(fields, form);
  const [phone, email] = [fields.phone('phone', true), fields.email()];
  const emergencyContact = contact(fields);
  const [abhaNumber, abhaAddress, aadhaar] = [fields.abha(), abhaAddressOf(fields), fields.aadhaar()];
  const photoCard = card(fields);
  const language = fields.option('language', LANGUAGES);
  const health = statedHealth(fields, form);
  const optional = {
    gender,
    address,
    phone: phone || undefined,
    email,
    emergencyContact,
    abhaNumber,
    abhaAddress,
    aadhaarLastFour: aadhaar?.slice(-4),
    photoCard,
    language,
  };
  const known = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined));
  const registration: Registration = { name: { text, ...(official && { official }) }, sex, birthDate, ...known };
  return { registration, health, aadhaar, errors: fields.errors };
}

function officialName(fields: FieldReader, form: Form) {
  if (!form.officialName?.trim()) return undefined;
  const text = fields.name('officialName');
  const language = fields.option('officialLanguage', NAME_LANGUAGES);
  return language && { text, language };
}

// Who does not know the day tells the age: the year is kept, and nothing is added to it.
function birth(fields: FieldReader, form: Form, today: string): string {
  const age = westernDigits(fields.line('age', 3, true));
  if (age === '') return fields.birthDate(today, true);
  if (form.birthDate?.trim()) fields.errors.push({ field: 'age', code: 'birth-or-age' });
  if (!/^\d{1,3}$/.test(age) || Number(age) > OLDEST_YEARS) fields.errors.push({ field: 'age', code: 'not-an-age' });
  return String(Number(today.slice(0, 4)) - Number(age));
}

function postalAddress(fields: FieldReader, form: Form): PostalAddress | undefined {
  const [line, city, district] = [
    fields.line('addressLine', 200, true),
    fields.line('city', 60, true),
    fields.line('district', 60, true),
  ];
  const state = stateOf(form.state);
  if (form.state?.trim() && !state) fields.errors.push({ field: 'state', code: 'unknown-option' });
  const pin = westernDigits(fields.line('pin', 10, true)).replaceAll(' ', '');
  if (pin !== '' && !isPinCode(pin)) fields.errors.push({ field: 'pin', code: 'not-a-pin' });
  if (!line && !city && !district && !state && !pin) return undefined;
  return {
    lines: line ? [line] : [],
    ...(city && { city }),
    ...(district && { district }),
    ...(state && { state }),
    ...(pin && { pin }),
  };
}

// Forms send the code; tables may have the name.
function stateOf(typed = ''): StateCode | undefined {
  const text = typed.trim().toLowerCase();
  const found = Object.entries(states).find(([code, name]) => [code.toLowerCase(), name.toLowerCase()].includes(text));
  return found?.[0] as StateCode | undefined;
}

function contact(fields: FieldReader): Registration['emergencyContact'] {
  const [name, relationship] = [fields.line('contactName', 100, true), fields.line('contactRelation', 60, true)];
  const phone = fields.phone('contactPhone', true);
  if (!name && !relationship && !phone) return undefined;
  for (const [field, value] of Object.entries({
    contactName: name,
    contactRelation: relationship,
    contactPhone: phone,
  }))
    if (!value && !fields.errors.some((one) => one.field === field))
      fields.errors.push({ field, code: 'contact-incomplete' });
  return { name, relationship, phone };
}

function abhaAddressOf(fields: FieldReader): string | undefined {
  const text = fields.line('abhaAddress', 100, true).toLowerCase();
  if (text !== '' && !isAbhaAddress(text)) fields.errors.push({ field: 'abhaAddress', code: 'not-an-abha-address' });
  return text || undefined;
}

// The last four characters tell two cards apart; the rest of the number is kept nowhere.
function card(fields: FieldReader): Registration['photoCard'] {
  const kind = fields.option('card', Object.keys(photoCards) as PhotoCard[], true);
  const number = fields.line('cardNumber', 30, true).replaceAll(/[^\p{L}\p{N}]/gu, '');
  if (!kind && number === '') return undefined;
  if (!kind && !fields.errors.some(({ field }) => field === 'card'))
    fields.errors.push({ field: 'card', code: 'card-incomplete' });
  if (number.length < 4) fields.errors.push({ field: 'cardNumber', code: 'card-incomplete' });
  return kind && { kind, lastFour: number.slice(-4).toUpperCase() };
}

function statedHealth(fields: FieldReader, form: Form): StatedHealth {
  const bloodGroup = fields.option('bloodGroup', bloodGroups, true);
  const [none, listed] = [form.noAllergies === 'yes', lines(fields, form, 'allergies')];
  if (none && listed.length > 0) fields.errors.push({ field: 'allergies', code: 'allergies-contradict' });
  const allergies = listed.length > 0 || none ? listed : null;
  return { ...(bloodGroup && { bloodGroup }), allergies, medication: lines(fields, form, 'medication') };
}

// One thing a line; tables have them with semicolons between.
function lines(fields: FieldReader, form: Form, field: string): string[] {
  const texts = (form[field] ?? '').split(/[\n;]/).map((one) => one.trim().normalize('NFC').replaceAll(/\s+/g, ' '));
  const found = [...new Set(texts.filter((one) => one !== ''))];
  if (found.length > MOST_LINES || found.some((one) => [...one].length > LONGEST_LINE))
    fields.errors.push({ field, code: 'lines-too-long' });
  if (found.some((one) => /\p{Cc}|\p{Cs}|\p{Cn}/u.test(one))) fields.errors.push({ field, code: 'not-text' });
  return found;
}
