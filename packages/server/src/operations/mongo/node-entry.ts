// An entry of Nodes as somebody who works here. What the directory does not know is left out, and its names are told.

import { type SpecialityId, specialities } from '@patrec/fhir';
import { type FieldProblem, readFields } from '../../identity/person-fields.ts';
import type { NewPractitioner } from '../../identity/register-practitioner.ts';
import { fieldsNamed, fieldsOf, type MongoField, plainName } from './fields.ts';
import { sexOfText } from './patient-entry.ts';
import type { Entry } from './read-collection.ts';

/** Field of the form, and the plain names that stand for it. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  name: ['name', 'fullname', 'doctorname', 'adminname'],
  sex: ['sex', 'gender'],
  registration: ['registration', 'registrationnumber', 'regno', 'licence', 'license', 'licensenumber'],
  council: ['council', 'medicalcouncil', 'registrationcouncil'],
  speciality: ['speciality', 'specialty', 'specialization', 'specialisation', 'department'],
  workplace: ['workplace', 'hospital', 'clinic', 'organization', 'organisation', 'institution'],
  city: ['city'],
  phone: ['workphone', 'phone', 'phonenumber', 'mobile', 'contact', 'contactnumber'],
};
const ID_KEYS = ['id', 'nodeid', 'userid', 'doctorid', 'docid', 'adminid', 'login', 'username'];

/** Somebody who works there; `left` are the names of fields that became nothing. */
export interface Node extends Pick<NewPractitioner, 'details' | 'speciality' | 'workplace' | 'city'> {
  readonly left: readonly string[];
}

export type NodeEntry =
  | { readonly ok: true; readonly node: Node }
  | { readonly ok: false; readonly problems: readonly FieldProblem[] };

/** The id in the export, `DOC1` or `ADM1`; undefined where the entry has none. */
export function nodeId({ value }: Entry): string | undefined {
  const texts = fieldsOf(value).filter(({ name }) => ID_KEYS.includes(plainName(name)));
  return texts.map(({ text }) => text.toUpperCase()).find((text) => /^(?:DOC|ADM)\d{1,9}$/.test(text));
}

/** Reads an entry. Only a name has to be there; what the form refuses of the rest is left out. */
export function readNode({ value }: Entry): NodeEntry {
  const fields = fieldsOf(value);
  const taken = fieldsNamed(fields, NAMES);
  for (;;) {
    const { node, errors } = parseNode(taken);
    if (errors.length === 0) {
      const used = [...taken.values()];
      const rest = fields.filter((one) => !used.includes(one) && !ID_KEYS.includes(plainName(one.name)));
      return { ok: true, node: { ...node, left: rest.map(({ name }) => tellable(name)) } };
    }
    const optional = errors.filter(({ field }) => field !== 'name' && taken.delete(field));
    if (optional.length === 0) return { ok: false, problems: errors };
  }
}

// The name of a field is told on a terminal.
function tellable(name: string): string {
  return name.replaceAll(/[^\p{L}\p{N}._ -]/gu, '').slice(0, 40);
}

function parseNode(taken: ReadonlyMap<string, MongoField>): { node: Omit<Node, 'left'>; errors: FieldProblem[] } {
  const typed = Object.fromEntries([...taken].map(([field, { text }]) => [field, text]));
  const form = { ...typed, ...(typed.sex && { sex: sexOfText(typed.sex) }) };
  const fields = readFields(form);
  const text = fields.name('name');
  const sex = taken.has('sex') ? fields.sex() : 'unknown';
  const number = fields.line('registration', 40, true);
  const council = fields.line('council', 100, true);
  const speciality = specialityOf(typed.speciality);
  if (taken.has('speciality') && !speciality) fields.errors.push({ field: 'speciality', code: 'unknown-option' });
  const place = { workplace: fields.line('workplace', 120, true), city: fields.line('city', 60, true) };
  const workPhone = fields.phone('phone', true);
  const registration = number === '' ? {} : { registration: { number, council } };
  const details = { name: { text }, sex, ...registration, ...(workPhone && { workPhone }) };
  return { node: { details, speciality, ...place }, errors: fields.errors };
}

function specialityOf(text = ''): SpecialityId | null {
  const ids = Object.keys(specialities) as SpecialityId[];
  const same = (name: string) => plainName(name) === plainName(text);
  return ids.find((id) => same(id) || same(specialities[id].name)) ?? null;
}
