// A patient's registration: who they are, and what was asked at the desk (blood group, allergies, guardian).

import { type JsonObject, type Named, relatedPersonResource, type Version } from '@patrec/fhir';
import type { NewPatient } from '../../records/register-patient.ts';
import { daysBefore, yearsAfter } from './days.ts';
import { coded, term } from './fhir-parts.ts';
import type { Allergies, Allergy, DemoPatient } from './people/person.ts';

const COMES_OF_AGE = 18;
const bloodGroupCode = coded('loinc', '882-1', 'Blood group (ABO and Rh)');
/** SNOMED CT: known to have none, which is more than nothing being known. */
const noKnownAllergy = coded('snomed', '716186003', 'No known allergies');

/** What registerPatient is given of the person. `today` is the date on which ages are counted. */
export function registrationOf(patient: DemoPatient, today: string): Pick<NewPatient, 'registration' | 'besides'> {
  const { number: _, birth: __, kin, bloodGroup, allergies, guardian, ...rest } = patient;
  const birthDate = birthDateOf(patient, today);
  return {
    registration: { ...rest, birthDate, ...(kin && { emergencyContact: kin }) },
    besides: (named, version) => [
      ...(bloodGroup ? [bloodGroupObservation(bloodGroup, named, version())] : []),
      ...allergyResources(allergies, named, today, version),
      ...(guardian ? [guardianResource(guardian, named, birthDate, version())] : []),
    ],
  };
}

/** The date of birth. */
export function birthDateOf({ birth }: DemoPatient, today: string): string {
  return typeof birth === 'string' ? birth : daysBefore(today, birth.daysAgo);
}

function head(resourceType: string, { id, versionId, lastUpdated }: Version): JsonObject {
  return { resourceType, id, meta: { versionId, lastUpdated } };
}

function bloodGroupObservation(group: string, patient: Named, version: Version): JsonObject {
  return {
    ...head('Observation', version),
    status: 'final',
    category: [term('observation-category', 'laboratory', 'Laboratory')],
    code: bloodGroupCode,
    subject: { ...patient },
    issued: version.lastUpdated,
    valueCodeableConcept: { text: group },
  };
}

function allergyResources(
  allergies: Allergies | undefined,
  patient: Named,
  today: string,
  version: () => Version,
): JsonObject[] {
  if (!allergies) return [];
  const recordedDate = daysBefore(today, allergies.askedDaysAgo);
  const known = (about: JsonObject): JsonObject => ({
    ...head('AllergyIntolerance', version()),
    clinicalStatus: term('allergyintolerance-clinical', 'active', 'Active'),
    verificationStatus: term('allergyintolerance-verification', 'confirmed', 'Confirmed'),
    ...about,
    patient: { ...patient },
    recordedDate,
  });
  if (allergies.list.length === 0) return [known({ code: noKnownAllergy })];
  return allergies.list.map((allergy) => known(allergyTo(allergy)));
}

function allergyTo({ substance, category, reaction, severity }: Allergy): JsonObject {
  return {
    type: 'allergy',
    category: [category],
    criticality: severity === 'severe' ? 'high' : 'low',
    code: { text: substance },
    reaction: [{ manifestation: [{ text: reaction }], severity }],
  };
}

function guardianResource(
  guardian: NonNullable<DemoPatient['guardian']>,
  patient: Named,
  from: string,
  version: Version,
): JsonObject {
  return relatedPersonResource({
    ...guardian,
    ...version,
    patient,
    active: true,
    from,
    until: yearsAfter(from, COMES_OF_AGE),
  });
}
