// A registration read back into the form of the desk: what stands there, as somebody would type it.
import { genders, photoCards } from '../build/patient.ts';
import { LANGUAGE_OF_TEXT } from '../build/person.ts';
import { states } from '../build/states.ts';
import { displayOf } from '../describe/display.ts';
import { allergiesOf, isInForce, isTakenBack } from '../describe/in-force.ts';
import { type JsonObject, objectAt, objectsAt, textAt } from '../json/value.ts';
import { medicationConcept } from '../records/prescription/medication.ts';
import type { RegistrationValues } from './parts.ts';
import { itemIn } from './patient-slots.ts';

const BLOOD_GROUP = '882-1'; // LOINC, ABO and Rh group

/**
 * The values of the form. `born` beside them is as much of a birth as is known, where that is no whole day: `1961`. What the
 * form has no field for is not here.
 */
export function registrationValues(resources: readonly JsonObject[]): RegistrationValues {
  const patient = patientOf(resources);
  const birth = textAt(patient, 'birthDate') ?? '';
  const whole = birth.length === 10;
  const sex = textAt(patient, 'gender');
  const all = {
    ...nameValues(patient),
    sex: sex === 'unknown' ? undefined : sex,
    gender: keyOf(genders, displayOf(itemIn(patient, 'gender')?.valueCodeableConcept)),
    ...(whole ? { birthDate: birth } : { born: birth }),
    language: languageOf(itemIn(patient, 'language')),
    phone: textAt(itemIn(patient, 'phone'), 'value'),
    email: textAt(itemIn(patient, 'email'), 'value'),
    ...addressValues(itemIn(patient, 'address')),
    ...contactValues(itemIn(patient, 'emergencyContact')),
    abha: textAt(itemIn(patient, 'abhaNumber'), 'value'),
    abhaAddress: textAt(itemIn(patient, 'abhaAddress'), 'value'),
    ...cardValues(itemIn(patient, 'photoCard')),
    ...healthValues(resources),
  };
  return Object.fromEntries(Object.entries(all).flatMap(([name, value]) => (value ? [[name, value]] : [])));
}

/** The Patient of a registration. */
export function patientOf(resources: readonly JsonObject[]): JsonObject | undefined {
  return resources.find(({ resourceType }) => resourceType === 'Patient');
}

/** The blood group that holds; undefined where none was said. */
export function bloodGroupOf(resources: readonly JsonObject[]): JsonObject | undefined {
  return resources.find(
    (one) => !isTakenBack(one) && objectsAt(objectAt(one, 'code'), 'coding').some(({ code }) => code === BLOOD_GROUP),
  );
}

/** What an allergy or a medicine is called. */
export function nameOfHealth(resource: JsonObject): string {
  return displayOf(objectAt(resource, 'code') ?? medicationConcept(resource)) ?? '';
}

/** The medicines that are taken. */
export function medicationOf(resources: readonly JsonObject[]): JsonObject[] {
  return resources.filter((one) => one.resourceType === 'MedicationStatement' && isInForce(one));
}

function nameValues(patient: JsonObject | undefined) {
  const official = itemIn(patient, 'official');
  const language = objectsAt(official, 'extension').find(({ url }) => url === LANGUAGE_OF_TEXT);
  return {
    name: displayOf(itemIn(patient, 'name')),
    officialName: textAt(official, 'text'),
    officialLanguage: textAt(language, 'valueCode'),
  };
}

function languageOf(communication: JsonObject | undefined): string | undefined {
  const [coded] = objectsAt(objectAt(communication, 'language'), 'coding');
  return textAt(coded, 'code')?.split('-')[0];
}

function addressValues(address: JsonObject | undefined) {
  const lines = Array.isArray(address?.line) ? address.line.map(String) : [];
  return {
    addressLine: lines.join(', '),
    city: textAt(address, 'city'),
    district: textAt(address, 'district'),
    state: keyOf(states, textAt(address, 'state')),
    pin: textAt(address, 'postalCode'),
  };
}

function contactValues(contact: JsonObject | undefined) {
  return {
    contactName: displayOf(objectAt(contact, 'name')),
    contactRelation: textAt(objectsAt(contact, 'relationship')[0], 'text'),
    contactPhone: textAt(objectsAt(contact, 'telecom')[0], 'value'),
  };
}

function cardValues(card: JsonObject | undefined) {
  const [kind] = (textAt(objectAt(card, 'type'), 'text') ?? '').split(', last four');
  return { card: keyOf(photoCards, kind), cardNumber: textAt(card, 'value') };
}

function healthValues(resources: readonly JsonObject[]) {
  const { listed, none } = allergiesOf(resources);
  return {
    bloodGroup: textAt(objectAt(bloodGroupOf(resources), 'valueCodeableConcept'), 'text'),
    allergies: listed.map(nameOfHealth).join('\n'),
    noAllergies: none.length > 0 ? 'yes' : '',
    medication: medicationOf(resources).map(nameOfHealth).join('\n'),
  };
}

function keyOf(names: Readonly<Record<string, string>>, name: string | undefined): string | undefined {
  return Object.keys(names).find((key) => names[key] === name);
}
