// What the FHIR interface can, exactly (https://hl7.org/fhir/R4/capabilitystatement.html).
import type { JsonObject } from '../json/value.ts';

/** Where the interface is, and the types that can be recorded through it. */
export interface Capability {
  readonly url: string;
  readonly recorded: readonly string[];
}

const sinceDay = '2026-11-26';
const readOnly = [
  'AllergyIntolerance',
  'Bundle',
  'Composition',
  'Condition',
  'Consent',
  'DiagnosticReport',
  'DocumentReference',
  'Encounter',
  'Immunization',
  'MedicationRequest',
  'Observation',
  'Patient',
  'Procedure',
  'RelatedPerson',
  'Task',
];

/** The CapabilityStatement. */
export function capabilityStatement({ url, recorded }: Capability): JsonObject {
  const types = [...new Set([...readOnly, ...recorded])].sort();
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: sinceDay,
    kind: 'instance',
    software: { name: 'Patrec' },
    implementation: { description: 'Records of patients, who decide who reads them', url },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json'],
    rest: [
      {
        mode: 'server',
        security: {
          cors: false,
          description: 'A session of the web interface. What one has no right to is answered as if it were not there.',
        },
        resource: [
          ...types.map((type) => resource(type, recorded.includes(type))),
          { type: 'Binary', interaction: [{ code: 'read' }], versioning: 'no-version' },
        ],
        interaction: [{ code: 'transaction' }],
      },
    ],
  };
}

function resource(type: string, isRecorded: boolean): JsonObject {
  const codes = ['read', 'vread', 'history-instance', ...(isRecorded ? ['create'] : [])];
  const document = { name: 'document', definition: 'http://hl7.org/fhir/OperationDefinition/Composition-document' };
  return {
    type,
    ...(type === 'Composition' && { operation: [document] }),
    interaction: codes.map((code) => ({ code })),
    versioning: 'versioned',
    readHistory: true,
    updateCreate: false,
    conditionalCreate: false,
    conditionalRead: 'not-match',
    conditionalUpdate: false,
    conditionalDelete: 'not-supported',
  };
}
