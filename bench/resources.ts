// FHIR resources that the measurements make up: of no real person, as large as real ones.

/** A resource as JSON has it. */
export type Resource = Readonly<Record<string, unknown>>;

/** What resources of one bundle or chain have in common. Times are ISO 8601 UTC. */
export interface About {
  readonly patient: string;
  readonly at: string;
  readonly encounter?: string;
}

const HL7 = 'http://terminology.hl7.org/CodeSystem';

/** A laboratory result with its reference range, about 0.8 kB. */
export function observation({ patient, at, encounter }: About, value: string): Resource {
  const gramsPerDecilitre = { unit: 'g/dL', system: 'http://unitsofmeasure.org', code: 'g/dL' };
  return {
    resourceType: 'Observation',
    status: 'final',
    category: [{ coding: [{ system: `${HL7}/observation-category`, code: 'laboratory', display: 'Laboratory' }] }],
    code: { coding: [{ system: 'http://loinc.org', code: '718-7', display: 'Hemoglobin' }], text: 'Haemoglobin' },
    subject: { reference: patient },
    ...(encounter !== undefined && { encounter: { reference: encounter } }),
    effectiveDateTime: at,
    issued: at,
    valueQuantity: { value: Number(value), ...gramsPerDecilitre },
    interpretation: [{ coding: [{ system: `${HL7}/v3-ObservationInterpretation`, code: 'N', display: 'Normal' }] }],
    referenceRange: [{ low: { value: 12, ...gramsPerDecilitre }, high: { value: 15, ...gramsPerDecilitre } }],
  };
}

/** A visit of half an hour. */
export function encounter({ patient, at }: About): Resource {
  return {
    resourceType: 'Encounter',
    status: 'finished',
    class: { system: `${HL7}/v3-ActCode`, code: 'AMB', display: 'ambulatory' },
    type: [{ text: 'Consultation' }],
    subject: { reference: patient },
    period: { start: at, end: new Date(Date.parse(at) + 1_800_000).toISOString() },
    reasonCode: [{ text: 'Tiredness' }],
  };
}

/** What was found at a visit. */
export function condition({ patient, at, encounter }: About): Resource {
  return {
    resourceType: 'Condition',
    clinicalStatus: { coding: [{ system: `${HL7}/condition-clinical`, code: 'active' }] },
    verificationStatus: { coding: [{ system: `${HL7}/condition-ver-status`, code: 'confirmed' }] },
    category: [{ coding: [{ system: `${HL7}/condition-category`, code: 'encounter-diagnosis' }] }],
    code: { coding: [{ system: 'http://snomed.info/sct', code: '271737000', display: 'Anemia' }], text: 'Anaemia' },
    subject: { reference: patient },
    encounter: { reference: encounter },
    recordedDate: at,
  };
}
