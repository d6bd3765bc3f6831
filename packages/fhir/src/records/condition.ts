// A Condition (https://hl7.org/fhir/R4/condition.html), as diagnoses of several records become.
import { coding, codings } from '../build/datatype.ts';
import { type JsonObject, objectAt, objectOf, objectsAt, textAt } from '../json/value.ts';
import type { ResourceKit } from './definition.ts';
import type { DateField, LinesField, TextField } from './field.ts';
import { type FormValues, filled, lineValues } from './read-back.ts';
import { type ClinicalRecord, type Entries, linesOf } from './record.ts';

/** What a condition says beside who and when. */
export interface ConditionFacts {
  readonly name: string;
  readonly icd10?: string | undefined;
  readonly clinical?: 'active' | 'recurrence' | 'remission' | 'resolved' | 'inactive';
  readonly certainty?: 'confirmed' | 'provisional' | 'differential';
  readonly severity?: JsonObject | undefined;
  readonly onset?: string | undefined;
  readonly ended?: string | undefined;
  readonly category?: 'encounter-diagnosis' | 'problem-list-item';
}

/** A diagnosis in words. */
export const diagnosisName: TextField = { kind: 'text', id: 'diagnosis', name: 'Diagnosis', max: 200, required: true };

/** Its code, which whoever diagnoses writes: we propose none. */
export const icd10Code: TextField = { kind: 'text', id: 'icd10', name: 'ICD-10 code', max: 8, format: 'icd10' };

/** Since when: a year will do. */
export const onset: DateField = { kind: 'date', id: 'onset', name: 'Since', side: 'past', partial: true };

/** Diagnoses, a line each. */
export const diagnoses: LinesField = {
  kind: 'lines',
  id: 'diagnoses',
  name: 'Diagnoses',
  fields: [diagnosisName, icd10Code],
  shown: 2,
};

/** The condition of those facts; active and confirmed unless they say otherwise. */
export function condition(facts: ConditionFacts, kit: ResourceKit): JsonObject {
  const { name, icd10, clinical = 'active', certainty = 'confirmed', category = 'encounter-diagnosis' } = facts;
  return objectOf({
    ...kit.head('Condition'),
    clinicalStatus: codings(coding('condition-clinical', clinical)),
    verificationStatus: codings(coding('condition-ver-status', certainty)),
    category: [codings(coding('condition-category', category))],
    severity: facts.severity,
    code: icd10 === undefined ? { text: name } : { ...codings(coding('icd-10', icd10)), text: name },
    subject: kit.patient,
    onsetDateTime: facts.onset,
    abatementDateTime: facts.ended,
    recordedDate: kit.occurredAt,
    recorder: kit.author,
  });
}

/** The conditions of the lines of `diagnoses`. */
export function diagnosed(record: ClinicalRecord, kit: ResourceKit): JsonObject[] {
  return linesOf(record, diagnoses.id).map(({ texts }) => condition(namedIn({ texts, results: [] }), kit));
}

/** The name and the code that were written. */
export function namedIn({ texts }: Entries): Pick<ConditionFacts, 'name' | 'icd10'> {
  return { name: texts.diagnosis ?? '', icd10: texts.icd10 };
}

/** The lines of `diagnoses`, read back. */
export function diagnosedBack(resources: readonly JsonObject[]): FormValues {
  return lineValues(diagnoses.id, conditionsOf(resources).map(nameBack));
}

/** The conditions of a record. */
export function conditionsOf(resources: readonly JsonObject[]): JsonObject[] {
  return resources.filter(({ resourceType }) => resourceType === 'Condition');
}

/** The name and the code of a condition, read back. */
export function nameBack(resource: JsonObject): FormValues {
  return {
    ...filled(diagnosisName.id, textAt(objectAt(resource, 'code'), 'text')),
    ...filled(icd10Code.id, codeAt(resource, 'code')),
  };
}

/** The first code of a CodeableConcept. */
export function codeAt(resource: JsonObject, member: string): string | undefined {
  return textAt(objectsAt(objectAt(resource, member), 'coding')[0], 'code');
}
