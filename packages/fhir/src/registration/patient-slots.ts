// Where in a Patient each part of a registration stands. One that came from elsewhere holds more: what no slot names is
// nobody's to change here.
import { coding } from '../build/datatype.ts';
import { GENDER_IDENTITY } from '../build/patient.ts';
import { LANGUAGE_OF_TEXT } from '../build/person.ts';
import { type JsonObject, objectAt, objectsAt, textAt } from '../json/value.ts';
import type { RegistrationPart } from './parts.ts';

/** The parts that are not of the Patient, but of resources beside it. */
export type HealthPart = 'bloodGroup' | 'allergies' | 'medication';
export type PatientPart = Exclude<RegistrationPart, HealthPart>;

/** An element, or with `find` one item of a list; `with` are elements that mean nothing without it. */
export interface Slot {
  readonly element: string;
  readonly find?: (items: readonly JsonObject[]) => JsonObject | undefined;
  readonly with?: readonly string[];
}

const named = (text: string) => (items: readonly JsonObject[]) =>
  items.find((one) => textAt(objectAt(one, 'type'), 'text') === text);
const ofSystem = (system: string) => (items: readonly JsonObject[]) => items.find((one) => one.system === system);
const inOtherScript = (name: JsonObject) => objectsAt(name, 'extension').some(({ url }) => url === LANGUAGE_OF_TEXT);
const isCard = (one: JsonObject) => (textAt(objectAt(one, 'type'), 'text') ?? '').endsWith(', last four characters');
const emergency = coding('v2-0131', 'C').code;

/** The slots. */
export const patientSlots: Readonly<Record<PatientPart, Slot>> = {
  name: { element: 'name', find: (names) => names.find(({ use }) => use === 'official') ?? names[0] },
  official: { element: 'name', find: (names) => names.find(inOtherScript) },
  sex: { element: 'gender' },
  gender: { element: 'extension', find: (all) => all.find(({ url }) => url === GENDER_IDENTITY) },
  birthDate: { element: 'birthDate', with: ['_birthDate'] },
  language: {
    element: 'communication',
    find: (all) => all.find(({ preferred }) => preferred === true) ?? all[0],
  },
  phone: { element: 'telecom', find: ofSystem('phone') },
  email: { element: 'telecom', find: ofSystem('email') },
  address: { element: 'address', find: ([first]) => first },
  emergencyContact: {
    element: 'contact',
    find: (all) =>
      all.find((one) =>
        objectsAt(one, 'relationship').some((kind) => objectsAt(kind, 'coding').some(({ code }) => code === emergency)),
      ),
  },
  abhaNumber: { element: 'identifier', find: named('ABHA number') },
  abhaAddress: { element: 'identifier', find: named('ABHA address') },
  photoCard: { element: 'identifier', find: (all) => all.find(isCard) },
};

/** What stands in a slot that is an item of a list; undefined where nothing does. */
export function itemIn(patient: JsonObject | undefined, part: PatientPart): JsonObject | undefined {
  const { element, find } = patientSlots[part];
  return find?.(objectsAt(patient, element));
}
