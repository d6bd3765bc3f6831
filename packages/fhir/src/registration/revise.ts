// The next version of a registration: the parts that somebody changed are built anew, everything else stays as it stands, to
// the byte, be it from a form or from elsewhere.
import { patientResource, type Registration } from '../build/patient.ts';
import { type StatedHealth, statedHealthResources } from '../build/registration.ts';
import { allergiesOf } from '../describe/in-force.ts';
import { type JsonObject, objectOf, objectsAt } from '../json/value.ts';
import { inError } from '../records/in-error.ts';
import type { Making, Standing } from '../records/revision.ts';
import type { RegistrationPart } from './parts.ts';
import { itemIn, type PatientPart, patientSlots } from './patient-slots.ts';
import { bloodGroupOf, medicationOf, nameOfHealth } from './read-back.ts';

/** What is to stand: the form's, of which only `parts` are taken. */
export interface RegistrationChange {
  readonly parts: readonly RegistrationPart[];
  readonly registration: Omit<Registration, 'id' | 'versionId' | 'lastUpdated' | 'number'>;
  readonly health: StatedHealth;
}

/**
 * The resources that get a version: the Patient always, so that its version is the registration's, and what beside it was
 * changed. Nothing is dropped: what was said in error is marked so, a medicine that is not taken any more is stopped.
 */
export function reviseRegistration(
  before: readonly Standing[],
  change: RegistrationChange,
  { recordedAt, newId }: Making,
): Standing[] {
  const patient = before.find(({ resource }) => resource.resourceType === 'Patient');
  if (!patient) return [];
  const changed = (part: RegistrationPart) => change.parts.includes(part);
  const named = { reference: `Patient/${patient.resource.id}`, display: numberOf(patient.resource) };
  const fresh = (health: StatedHealth) =>
    statedHealthResources(health, named, () => ({ id: newId(), versionId: '1', lastUpdated: recordedAt })).map(
      (resource): Standing => ({ resource, version: 1 }),
    );
  const next = (old: JsonObject, resource: JsonObject | undefined): Standing[] => {
    const version = (before.find((one) => one.resource === old)?.version ?? 0) + 1;
    const meta = { versionId: String(version), lastUpdated: recordedAt };
    return resource === undefined ? [] : [{ resource: { ...resource, meta }, version }];
  };
  const standing = before.map(({ resource }) => resource);
  return [
    ...next(patient.resource, revisedPatient(patient.resource, change)),
    ...(changed('bloodGroup') ? bloodGroup(standing, change.health, recordedAt, next, fresh) : []),
    ...(changed('allergies') ? allergies(standing, change.health, next, fresh) : []),
    ...(changed('medication') ? medication(standing, change.health, next, fresh) : []),
  ];
}

type Next = (old: JsonObject, resource: JsonObject | undefined) => Standing[];
type Fresh = (health: StatedHealth) => Standing[];

function revisedPatient(patient: JsonObject, { parts, registration }: RegistrationChange): JsonObject {
  const version = { id: '', versionId: '', lastUpdated: '', number: '' };
  const built = patientResource({ ...registration, ...version });
  return parts
    .filter((part): part is PatientPart => part in patientSlots)
    .reduce((so, part) => withPart(so, built, part), patient);
}

function withPart(patient: JsonObject, built: JsonObject, part: PatientPart): JsonObject {
  const { element, find, with: bound = [] } = patientSlots[part];
  const without = Object.fromEntries(Object.entries(patient).filter(([name]) => !bound.includes(name)));
  if (!find) return objectOf({ ...without, [element]: built[element] });
  const [old, item] = [itemIn(patient, part), itemIn(built, part)];
  const items = objectsAt(patient, element).flatMap((one) => (one === old ? (item ?? []) : one));
  const all = old || !item ? items : [...items, item];
  return objectOf({ ...without, [element]: all.length > 0 ? all : undefined });
}

function bloodGroup(
  standing: readonly JsonObject[],
  { bloodGroup: text }: StatedHealth,
  issued: string,
  next: Next,
  fresh: Fresh,
): Standing[] {
  const old = bloodGroupOf(standing);
  if (!old) return fresh({ ...nothing, ...(text && { bloodGroup: text }) });
  if (!text) return next(old, inError(old));
  return next(old, { ...old, status: 'amended', issued, valueCodeableConcept: { text } });
}

function allergies(standing: readonly JsonObject[], said: StatedHealth, next: Next, fresh: Fresh): Standing[] {
  const { listed, none } = allergiesOf(standing);
  const [kept, texts] = [listed.map(nameOfHealth), said.allergies];
  const gone = listed.filter((one) => !texts?.includes(nameOfHealth(one)));
  const nobodyKnows = none.length > 0 && texts?.length !== 0 ? none : [];
  const added = texts?.filter((text) => !kept.includes(text)) ?? [];
  const asked = added.length > 0 || (texts?.length === 0 && none.length === 0);
  return [
    ...[...gone, ...nobodyKnows].flatMap((one) => next(one, inError(one))),
    ...(asked ? fresh({ ...nothing, allergies: added }) : []),
  ];
}

function medication(standing: readonly JsonObject[], said: StatedHealth, next: Next, fresh: Fresh): Standing[] {
  const taken = medicationOf(standing);
  const kept = taken.map(nameOfHealth);
  const stopped = taken.filter((one) => !said.medication.includes(nameOfHealth(one)));
  return [
    ...stopped.flatMap((one) => next(one, { ...one, status: 'stopped' })),
    ...fresh({ ...nothing, medication: said.medication.filter((text) => !kept.includes(text)) }),
  ];
}

const nothing: StatedHealth = { allergies: null, medication: [] };

function numberOf(patient: JsonObject): string {
  const own = objectsAt(patient, 'identifier').find(({ use }) => use === 'usual') ?? {};
  return String(own.value ?? patient.id);
}
