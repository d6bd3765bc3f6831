// A visit as FHIR R4 resources: the Encounter, and all that hangs on it (https://hl7.org/fhir/R4/encounter.html).
//
// SNOMED CT codes of visits are those of Synthea's published bundles; ICD-10 codes are WHO's.

import { decimal, type JsonObject, type Named } from '@patrec/fhir';
import type { Diagnosis, Medicine, Vaccine, VisitEntry, VisitKind } from './entry.ts';
import { coded, term } from './fhir-parts.ts';
import { vitalSigns } from './vital-signs.ts';

/** What every resource of a visit carries. `start` is an instant in UTC; `workplace` is where the author practises. */
export interface VisitContext {
  readonly newId: () => string;
  readonly recordedAt: string;
  readonly start: string;
  readonly patient: Named;
  readonly author: Named;
  readonly workplace: string;
  readonly adult: boolean;
}

interface Part extends VisitContext {
  readonly encounter: JsonObject;
}

const kinds: Readonly<Record<VisitKind, { readonly snomed?: string; readonly minutes: number }>> = {
  'check-up': { snomed: '185349003', minutes: 20 },
  'follow-up': { snomed: '390906007', minutes: 15 },
  complaint: { snomed: '185345009', minutes: 15 },
  prenatal: { snomed: '424619006', minutes: 25 },
  'well-child': { minutes: 20 },
  emergency: { snomed: '50849002', minutes: 180 },
  video: { minutes: 15 },
};

/** The encounter first, then what was measured, found, ordered and given. */
export function visitResources(visit: VisitEntry, context: VisitContext): JsonObject[] {
  const encounter = encounterOf(visit, context);
  const part: Part = { ...context, encounter: { reference: `Encounter/${encounter.id}` } };
  return [
    encounter,
    ...vitalSigns(visit.vitals ?? {}, context.adult).map((sign) => observation(sign, part)),
    ...(visit.diagnoses ?? []).map((diagnosis) => condition(diagnosis, part)),
    ...(visit.procedures ?? []).map((name) => procedure(name, part)),
    ...(visit.medicines ?? []).map((medicine) => medicationRequest(medicine, part)),
    ...(visit.vaccines ?? []).map((vaccine) => immunization(vaccine, part)),
  ];
}

function encounterOf({ visit, title, reason }: VisitEntry, context: VisitContext): JsonObject {
  const { snomed, minutes } = kinds[visit];
  return {
    ...head('Encounter', context),
    status: 'finished',
    class: classOf(visit),
    type: [snomed === undefined ? { text: title } : coded('snomed', snomed, title)],
    subject: { ...context.patient },
    participant: [{ individual: { ...context.author } }],
    period: { start: context.start, end: new Date(Date.parse(context.start) + minutes * 60_000).toISOString() },
    reasonCode: [{ text: reason }],
    serviceProvider: { display: context.workplace },
  };
}

function classOf(visit: VisitKind): JsonObject {
  const system = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';
  if (visit === 'emergency') return { system, code: 'EMER', display: 'emergency' };
  if (visit === 'video') return { system, code: 'VR', display: 'virtual' };
  return { system, code: 'AMB', display: 'ambulatory' };
}

function observation(sign: JsonObject, part: Part): JsonObject {
  return {
    ...head('Observation', part),
    status: 'final',
    category: [term('observation-category', 'vital-signs', 'Vital Signs')],
    subject: { ...part.patient },
    encounter: part.encounter,
    effectiveDateTime: part.start,
    performer: [{ ...part.author }],
    ...sign,
  };
}

function condition({ icd10, name, resolved }: Diagnosis, part: Part): JsonObject {
  const status = resolved
    ? term('condition-clinical', 'resolved', 'Resolved')
    : term('condition-clinical', 'active', 'Active');
  return {
    ...head('Condition', part),
    clinicalStatus: status,
    verificationStatus: term('condition-ver-status', 'confirmed', 'Confirmed'),
    category: [term('condition-category', 'encounter-diagnosis', 'Encounter Diagnosis')],
    code: coded('icd10', icd10, name),
    subject: { ...part.patient },
    encounter: part.encounter,
    onsetDateTime: part.start,
    recordedDate: part.start,
    recorder: { ...part.author },
  };
}

function procedure(name: string, part: Part): JsonObject {
  return {
    ...head('Procedure', part),
    status: 'completed',
    code: { text: name },
    subject: { ...part.patient },
    encounter: part.encounter,
    performedDateTime: part.start,
    performer: [{ actor: { ...part.author } }],
  };
}

function medicationRequest({ name, dosage }: Medicine, part: Part): JsonObject {
  return {
    ...head('MedicationRequest', part),
    status: 'active',
    intent: 'order',
    medicationCodeableConcept: { text: name },
    subject: { ...part.patient },
    encounter: part.encounter,
    authoredOn: part.start,
    requester: { ...part.author },
    dosageInstruction: [{ text: dosage }],
  };
}

function immunization({ name, cvx, dose }: Vaccine, part: Part): JsonObject {
  return {
    ...head('Immunization', part),
    status: 'completed',
    vaccineCode: cvx === undefined ? { text: name } : coded('cvx', cvx, name),
    patient: { ...part.patient },
    encounter: part.encounter,
    occurrenceDateTime: part.start,
    primarySource: true,
    performer: [{ actor: { ...part.author } }],
    ...(dose !== undefined && { protocolApplied: [{ doseNumberPositiveInt: decimal(String(dose)) }] }),
  };
}

function head(resourceType: string, { newId, recordedAt }: VisitContext): JsonObject {
  return { resourceType, id: newId(), meta: { versionId: '1', lastUpdated: recordedAt } };
}
