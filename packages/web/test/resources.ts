// Invented records as resources: a laboratory record made as the server makes it, and a visit.
import {
  laboratory as definition,
  type JsonObject,
  parseJson,
  parseRecordForm,
  type RecordDefinition,
  recordResources,
} from '@patrec/fhir';
import { now } from './people.ts';

export const typedLaboratory = {
  collectedAt: '2026-10-28T09:45',
  laboratory: 'Sunrise Diagnostics',
  comment: 'Sample slightly haemolysed.\nPlease repeat haemoglobin.',
  haemoglobin: '6.8',
  'glucose-fasting': '9.0',
  'glucose-fasting.unit': 'mmol/L',
  hba1c: '8.20',
  'serum-appearance': 'clear',
  cholesterol: '212',
  triglycerides: '151',
  hdl: '39',
  ldl: '142',
  'ldl.method': 'measured',
  'urine-colour': 'pale-yellow',
  'urine-protein': '2+',
  'specific-gravity': '1.020',
  'pus-cells': '6-8',
  casts: 'absent',
};

/** The resources of a laboratory record, made as the server makes them. */
export function laboratory(): JsonObject[] {
  return resourcesOf(definition, typedLaboratory);
}

/** The resources of a form, made as the server makes them. */
export function resourcesOf(definition: RecordDefinition, form: Readonly<Record<string, string>>): JsonObject[] {
  const context = { sex: 'female', birthDate: '1980-07-14', now, timeZone: 'Asia/Kolkata' } as const;
  const parsed = parseRecordForm(definition, form, context);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  let made = 0;
  return recordResources(definition, parsed.record, {
    newId: () => `0123456789ab-${String(made++).padStart(20, '0')}`,
    patient: { reference: 'Patient/p', display: 'Lakshmi Narayanan' },
    author: { reference: 'Practitioner/d', display: 'Dr. Meera Iyer' },
    lastUpdated: now,
    versionId: '1',
  });
}

/** A visit with a diagnosis, a medicine, a measurement with two components, and a claim. */
export function visit(): JsonObject[] {
  return [
    {
      resourceType: 'Encounter',
      status: 'finished',
      class: { code: 'AMB' },
      type: [{ text: 'Cardiology review' }],
      period: { start: '2026-10-02T06:00:00Z', end: '2026-10-02T06:20:00Z' },
      participant: [{ individual: { display: 'Dr. Farida Khan' } }],
    },
    {
      resourceType: 'Condition',
      code: { text: 'Essential hypertension' },
      clinicalStatus: { coding: [{ code: 'active' }] },
      onsetDateTime: '2021-03-05',
    },
    {
      resourceType: 'MedicationRequest',
      status: 'active',
      medicationCodeableConcept: { text: 'Amlodipine 5 mg tablet' },
      authoredOn: '2026-10-02',
      dosageInstruction: [{ text: 'One tablet in the morning' }],
    },
    {
      resourceType: 'Observation',
      status: 'final',
      code: { coding: [{ system: 'http://loinc.org', code: '85354-9' }], text: 'Blood pressure' },
      effectiveDateTime: '2026-10-02',
      component: [
        pressure('8480-6', 'Systolic blood pressure', '148'),
        pressure('8462-4', 'Diastolic blood pressure', '94'),
      ],
    },
    { resourceType: 'Claim', status: 'active', type: { text: 'Professional' }, created: '2026-10-02' },
  ].map((resource) => parseJson(new TextEncoder().encode(JSON.stringify(resource))) as JsonObject);
}

function pressure(code: string, text: string, value: string) {
  return {
    code: { coding: [{ system: 'http://loinc.org', code }], text },
    valueQuantity: { value: Number(value), unit: 'mmHg' },
  };
}
