// The forms by which people come in: patients and doctors who sign up, staff whom an administrator invites.

import { type SpecialityId, specialities } from '@patrec/fhir';
import type { FormError } from '@patrec/web';
import { readFields } from '../../identity/person-fields.ts';
import type { NewPractitioner } from '../../identity/register-practitioner.ts';
import { clinicalDay } from '../../records/clinical-time.ts';
import type { NewPatient } from '../../records/register-patient.ts';
import type { Form } from '../form.ts';

type Parsed<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly errors: readonly FormError[] };

const LANGUAGES: readonly string[] = ['en', 'hi', 'ta'];

/** A patient's sign-up. `now` is ISO 8601 UTC; people under 18 register at the desk, with a parent. */
export function parsePatient(
  form: Form,
  now: string,
): Parsed<{ registration: NewPatient['registration']; password: string; aadhaar: string | undefined }> {
  const fields = readFields(form);
  const name = fields.name('name');
  const sex = fields.sex();
  const birthDate = fields.birthDate(clinicalDay(now));
  const phone = fields.phone('phone');
  const email = fields.email();
  const abhaNumber = fields.abha();
  const aadhaar = fields.aadhaar();
  const { language = '' } = form;
  if (!LANGUAGES.includes(language)) fields.errors.push({ field: 'language', code: 'unknown-option' });
  const password = fields.password({ name });
  if (form.consent !== 'yes') fields.errors.push({ field: 'consent', code: 'consent-missing' });
  if (fields.errors.length > 0) return { ok: false, errors: fields.errors };
  const more = { ...(email && { email }), ...(abhaNumber && { abhaNumber }) };
  const registration = { name: { text: name }, sex, birthDate, phone, language, ...more };
  return { ok: true, value: { registration, password, aadhaar } };
}

type NewPerson = Omit<NewPractitioner, 'passwordHash' | 'demo'>;

/** A doctor's sign-up. */
export function parseDoctor(form: Form): Parsed<{ person: NewPerson; password: string }> {
  const fields = readFields(form);
  const text = fields.name('name');
  const sex = fields.sex();
  const number = fields.line('registration', 40);
  const council = fields.line('council', 100);
  const speciality = specialityOf(form.speciality);
  if (!speciality) fields.errors.push({ field: 'speciality', code: 'unknown-option' });
  const workplace = fields.line('workplace', 120);
  const city = fields.line('city', 60);
  const workPhone = fields.phone('phone');
  const password = fields.password({ name: text });
  if (fields.errors.length > 0 || !speciality) return { ok: false, errors: fields.errors };
  const details = { name: { text }, sex, registration: { number, council }, workPhone };
  const person = { role: 'doctor', details, speciality, hours: [], workplace, city, waits: true } as const;
  return { ok: true, value: { person, password } };
}

/** A member of staff, as an administrator enters them. */
export function parseStaff(form: Form): Parsed<NewPerson> {
  const fields = readFields(form);
  const text = fields.name('name');
  const sex = fields.sex();
  const workplace = fields.line('workplace', 120);
  const city = fields.line('city', 60);
  if (fields.errors.length > 0) return { ok: false, errors: fields.errors };
  const details = { name: { text }, sex };
  return { ok: true, value: { role: 'staff', details, speciality: null, hours: [], workplace, city } };
}

function specialityOf(text = ''): SpecialityId | undefined {
  return Object.hasOwn(specialities, text) ? (text as SpecialityId) : undefined;
}
