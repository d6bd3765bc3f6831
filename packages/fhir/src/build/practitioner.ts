// Doctors: who they are (Practitioner) and where, when and as what they practise (PractitionerRole).
// https://hl7.org/fhir/R4/practitioner.html, https://hl7.org/fhir/R4/practitionerrole.html
import { type JsonObject, objectOf } from '../json/value.ts';
import type { Sex } from '../records/field.ts';
import { coding, codings, head, listOf, type Named, reference, type Version } from './datatype.ts';
import { contactPoints, humanNames, languageConcept, type PersonName } from './person.ts';
import { type SpecialityId, specialityConcept } from './specialities.ts';

/** What is public of a doctor. The personal phone number is not among it. */
export interface PractitionerDetails extends Version {
  readonly number: string;
  readonly name: PersonName;
  readonly sex: Sex;
  readonly birthDate?: string;
  readonly registration?: { readonly number: string; readonly council: string };
  readonly qualifications?: readonly { readonly degree: string; readonly place?: string }[];
  readonly languages?: readonly string[];
  readonly workPhone?: string;
  /** False while an administrator has not verified the registration; true where nothing is said. */
  readonly active?: boolean;
}

/** Hours on some days of the week: `from` and `to` are local times, `09:30`. */
export interface Hours {
  readonly days: readonly ('mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun')[];
  readonly from: string;
  readonly to: string;
}

/** What a doctor practises at a place. */
export interface PractitionerRoleDetails extends Version {
  readonly practitioner: Named;
  /** The name of the institution and its city. */
  readonly workplace?: string;
  readonly city?: string;
  readonly specialities: readonly SpecialityId[];
  readonly hours: readonly Hours[];
  readonly workPhone?: string;
}

/** The Practitioner of a doctor or a member of staff. */
export function practitionerResource(details: PractitionerDetails): JsonObject {
  return objectOf({
    ...head('Practitioner', details),
    identifier: identifiers(details),
    active: details.active ?? true,
    name: humanNames(details.name),
    telecom: listOf(contactPoints(details.workPhone, undefined, 'work')),
    gender: details.sex,
    birthDate: details.birthDate,
    qualification: listOf((details.qualifications ?? []).map(qualification)),
    communication: listOf((details.languages ?? []).map(languageConcept)),
  });
}

/** The PractitionerRole of a doctor at a place. */
export function practitionerRoleResource(details: PractitionerRoleDetails): JsonObject {
  return objectOf({
    ...head('PractitionerRole', details),
    active: true,
    practitioner: reference(details.practitioner),
    organization: details.workplace ? { display: details.workplace } : undefined,
    location: listOf(details.city ? [{ display: details.city }] : []),
    specialty: listOf(details.specialities.map(specialityConcept)),
    telecom: listOf(contactPoints(details.workPhone, undefined, 'work')),
    availableTime: listOf(details.hours.map(availableTime)),
  });
}

function identifiers({ number, registration }: PractitionerDetails): JsonObject[] {
  const ours = { use: 'usual', type: codings(coding('v2-0203', 'PRN', 'Provider number')), value: number };
  if (!registration) return [ours];
  const type = codings(coding('v2-0203', 'MD', 'Medical License number'));
  const { number: value, council } = registration;
  const assigner = council === '' ? undefined : { display: council };
  return [ours, objectOf({ use: 'official', type, value, assigner })];
}

function qualification({ degree, place }: { readonly degree: string; readonly place?: string }): JsonObject {
  return objectOf({ code: { text: degree }, issuer: place === undefined ? undefined : { display: place } });
}

function availableTime({ days, from, to }: Hours): JsonObject {
  return { daysOfWeek: [...days], availableStartTime: `${from}:00`, availableEndTime: `${to}:00` };
}
