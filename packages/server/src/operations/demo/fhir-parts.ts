// Parts of FHIR R4 resources that the demonstration's records need (https://hl7.org/fhir/R4/datatypes.html).

import type { JsonObject } from '@patrec/fhir';

export const UCUM = 'http://unitsofmeasure.org';

const systems = {
  loinc: 'http://loinc.org',
  snomed: 'http://snomed.info/sct',
  icd10: 'http://hl7.org/fhir/sid/icd-10',
  cvx: 'http://hl7.org/fhir/sid/cvx',
} as const;

/** A CodeableConcept with one code, and the text that people read. */
export function coded(system: keyof typeof systems, code: string, text: string): JsonObject {
  return { coding: [{ system: systems[system], code }], text };
}

/** A code of one of HL7's own systems, as a CodeableConcept. */
export function term(system: string, code: string, display: string): JsonObject {
  return { coding: [{ system: `http://terminology.hl7.org/CodeSystem/${system}`, code, display }] };
}

/** A flag as Observation.interpretation has it. */
export function interpretation(flag: string): JsonObject {
  return { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation', code: flag }] };
}
