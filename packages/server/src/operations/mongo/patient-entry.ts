// An entry of Blockhead as the registration of a patient. What the registration does not know is left over, as text.

import { isAadhaar } from '@patrec/fhir';
import type { FieldProblem } from '../../identity/person-fields.ts';
import type { NewPatient } from '../../records/register-patient.ts';
import { parseRegistration } from '../../records/registration-form.ts';
import { fieldsNamed, fieldsOf, isOfAadhaar, isShowable, type MongoField, plainName } from './fields.ts';
import type { Entry } from './read-collection.ts';

/** Field of the registration, and the plain names that stand for it. The first that holds something is taken. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  name: ['name', 'fullname', 'patientname'],
  sex: ['sex', 'gender'],
  birthDate: ['birthdate', 'dateofbirth', 'dob'],
  age: ['age'],
  phone: ['phone', 'phonenumber', 'mobile', 'mobilenumber', 'contact', 'contactnumber'],
  email: ['email', 'emailaddress', 'mail'],
  addressLine: ['address', 'addressline'],
  city: ['city'],
  district: ['district'],
  state: ['state'],
  pin: ['pin', 'pincode', 'zip', 'zipcode'],
  abha: ['abha', 'abhanumber'],
};
const MUST = ['name', 'sex', 'birthDate', 'age'];
const ID_KEYS = ['id', 'patientid', 'pid'];

/** The patient, or what is wrong with the entry. `left` are fields that became nothing of the registration. */
export type PatientEntry =
  | { readonly ok: true; readonly registration: NewPatient['registration']; readonly left: readonly MongoField[] }
  | { readonly ok: false; readonly problems: readonly FieldProblem[] };

/** The patient's id in the export, `PAT001`; undefined where the entry has none. */
export function patientId({ value }: Entry): string | undefined {
  const texts = fieldsOf(value).filter(({ name }) => ID_KEYS.includes(plainName(name)));
  return texts.map(({ text }) => text.toUpperCase()).find((text) => /^PAT\d{1,9}$/.test(text));
}

/**
 * Reads an entry; `today` is the date, on which ages are counted. What the registration refuses of a field that it can do
 * without is left over as text. An Aadhaar number is never text: its last four digits come, where it is one.
 */
export function readPatient({ value }: Entry, today: string): PatientEntry {
  const fields = fieldsOf(value);
  if (fields.some(({ name, text }) => !isShowable(name) || !isShowable(text)))
    return { ok: false, problems: [{ field: '', code: 'not-text' }] };
  const taken = fieldsNamed(fields, NAMES);
  if (taken.has('birthDate')) taken.delete('age');
  const aadhaar = fields.filter(isOfAadhaar);
  const number = aadhaar.map(({ text }) => text.replaceAll(/[\s-]/g, '')).find(isAadhaar) ?? '';
  for (;;) {
    const form = { ...formOf(taken), aadhaar: number, language: 'en' };
    const parsed = parseRegistration(form, today);
    if (parsed.ok) {
      const used = [...taken.values(), ...aadhaar];
      const { language: _, ...registration } = parsed.value.registration; // the export does not say it
      return { ok: true, registration, left: fields.filter((one) => !used.includes(one)) };
    }
    const optional = parsed.errors.filter(({ field }) => !MUST.includes(field) && taken.delete(field));
    if (optional.length === 0) return { ok: false, problems: parsed.errors };
  }
}

function formOf(taken: ReadonlyMap<string, MongoField>): Record<string, string> {
  const form = Object.fromEntries([...taken].map(([field, { text }]) => [field, text]));
  return {
    ...form,
    ...(form.birthDate && { birthDate: dayOf(form.birthDate) }),
    sex: sexOfText(form.sex),
  };
}

/** A sex as forms send it, of a text such as `M`. */
export function sexOfText(text = ''): string {
  const sex = text.toLowerCase();
  return { m: 'male', f: 'female', o: 'other' }[sex] ?? sex;
}

// MongoDB has no days: a day of birth is its midnight, in UTC.
function dayOf(text: string): string {
  return /^(\d{4}-\d\d-\d\d)T00:00:00(?:\.0+)?(?:Z|\+00:00)?$/.exec(text)?.[1] ?? text;
}
