// What is asked at a registration besides who somebody is: blood group, allergies, medication, as FHIR R4 resources.
import { type JsonObject, objectOf } from '../json/value.ts';
import { coding, codings, head, type Named, reference, type Version } from './datatype.ts';

/** Blood groups, ABO and Rh. */
export const bloodGroups = ['A+', 'A-', 'B+', 'B-', 'AB+', 'AB-', 'O+', 'O-'] as const;

/** What somebody says of their health. No allergies is an empty list; null is that nobody asked. */
export interface StatedHealth {
  readonly bloodGroup?: string;
  readonly allergies: readonly string[] | null;
  readonly medication: readonly string[];
}

/** The resources of it, all of that patient; nothing that was not said. */
export function statedHealthResources(
  { bloodGroup, allergies, medication }: StatedHealth,
  patient: Named,
  version: () => Version,
): JsonObject[] {
  const known = allergies?.length === 0 ? [noKnownAllergy] : (allergies ?? []).map((text) => ({ text }));
  return [
    ...(bloodGroup === undefined ? [] : [bloodGroupResource(bloodGroup, patient, version())]),
    ...known.map((code) => allergyResource(code, patient, version())),
    ...medication.map((text) => medicationResource(text, patient, version())),
  ];
}

const noKnownAllergy = codings(coding('snomed', '716186003', 'No known allergies'));

function bloodGroupResource(text: string, patient: Named, version: Version): JsonObject {
  return {
    ...head('Observation', version),
    status: 'final',
    category: [codings(coding('observation-category', 'laboratory', 'Laboratory'))],
    code: codings(coding('loinc', '882-1', 'Blood group (ABO and Rh)')),
    subject: reference(patient),
    issued: version.lastUpdated,
    valueCodeableConcept: { text },
  };
}

function allergyResource(code: JsonObject, patient: Named, version: Version): JsonObject {
  return objectOf({
    ...head('AllergyIntolerance', version),
    clinicalStatus: codings(coding('allergyintolerance-clinical', 'active', 'Active')),
    verificationStatus: codings(coding('allergyintolerance-verification', 'unconfirmed', 'Unconfirmed')),
    code,
    patient: reference(patient),
    recordedDate: version.lastUpdated,
  });
}

function medicationResource(text: string, patient: Named, version: Version): JsonObject {
  return {
    ...head('MedicationStatement', version),
    status: 'active',
    medicationCodeableConcept: { text },
    subject: reference(patient),
    dateAsserted: version.lastUpdated,
  };
}
