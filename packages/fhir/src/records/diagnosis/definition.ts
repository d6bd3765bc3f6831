// The diagnosis of RECORDS.md: a Condition, in words and, where the doctor writes it, with its code of ICD-10.
import { coding, codings } from '../../build/datatype.ts';
import { type JsonObject, textAt } from '../../json/value.ts';
import { abdmSections } from '../abdm.ts';
import { composition } from '../composition.ts';
import {
  type ConditionFacts,
  codeAt,
  condition,
  conditionsOf,
  diagnosisName,
  icd10Code,
  nameBack,
  namedIn,
  onset,
} from '../condition.ts';
import { defineRecord } from '../definition.ts';
import type { DateField, Option } from '../field.ts';
import { type FieldError, fieldError } from '../form-error.ts';
import { type FormValues, filled } from '../read-back.ts';
import { type ClinicalRecord, optionOf } from '../record.ts';

const option = (id: string, name: string): Option => ({ id, name, flag: null });

/** Of http://hl7.org/fhir/ValueSet/condition-severity. */
const severities: Readonly<Record<string, string>> = { severe: '24484000', moderate: '6736007', mild: '255604002' };

const ended: DateField = { kind: 'date', id: 'ended', name: 'Ended', side: 'past', partial: true };

/** The diagnosis. */
export const diagnosis = defineRecord({
  type: 'diagnosis',
  name: 'Diagnosis',
  icon: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16.2 16.2L21 21M7 11h2l1.3-2.5 1.7 4.5 1-2h2',
  writers: ['doctor'],
  holds: ['Condition'],
  document: 'OPConsultRecord',
  time: { id: 'diagnosedAt', name: 'Diagnosed' },
  head: [],
  sections: [
    {
      id: 'diagnosis',
      name: 'Diagnosis',
      code: abdmSections.history,
      fields: [
        diagnosisName,
        icd10Code,
        {
          kind: 'choice',
          id: 'certainty',
          name: 'Certainty',
          options: [
            option('confirmed', 'Confirmed'),
            option('provisional', 'Provisional'),
            option('differential', 'One of several possible'),
          ],
        },
        {
          kind: 'choice',
          id: 'condition-state',
          name: 'State',
          options: [
            option('active', 'Active'),
            option('recurrence', 'Back again'),
            option('remission', 'In remission'),
            option('inactive', 'Inactive'),
            option('resolved', 'Resolved'),
          ],
        },
        {
          kind: 'choice',
          id: 'condition-severity',
          name: 'Severity of the condition',
          options: [option('mild', 'Mild'), option('moderate', 'Moderate'), option('severe', 'Severe')],
        },
        onset,
        ended,
      ],
      resources: (record, kit) => [condition(factsOf(record), kit)],
      readBack: (resources) => Object.assign({}, ...conditionsOf(resources).map(factsBack)),
    },
    {
      id: 'diagnosis-note',
      name: 'Basis of the diagnosis',
      fields: [{ kind: 'text', id: 'diagnosis-note', name: 'Basis of the diagnosis', max: 4000, long: true }],
    },
  ],
  check: endErrors,
  lead: composition({ type: 'diagnosis', name: 'Diagnosis', title: (record) => record.texts.diagnosis }),
});

function factsOf(record: ClinicalRecord): ConditionFacts {
  const severity = optionOf(record, 'condition-severity');
  const certainty = optionOf(record, 'certainty')?.id as ConditionFacts['certainty'];
  const over = record.texts.ended === undefined ? 'active' : 'resolved';
  return {
    ...namedIn(record),
    clinical: (optionOf(record, 'condition-state')?.id ?? over) as NonNullable<ConditionFacts['clinical']>,
    ...(certainty && { certainty }),
    severity: severity && { ...codings(coding('snomed', severities[severity.id] ?? '')), text: severity.name },
    onset: record.texts.onset,
    ended: record.texts.ended,
  };
}

function factsBack(resource: JsonObject): FormValues {
  const severity = codeAt(resource, 'severity');
  return {
    ...nameBack(resource),
    ...filled('certainty', codeAt(resource, 'verificationStatus')),
    ...filled('condition-state', codeAt(resource, 'clinicalStatus')),
    ...filled(
      'condition-severity',
      Object.keys(severities).find((id) => severities[id] === severity),
    ),
    ...filled(onset.id, textAt(resource, 'onsetDateTime')),
    ...filled(ended.id, textAt(resource, 'abatementDateTime')),
  };
}

/** What has ended is not active; what ended began before (Condition, con-4). */
function endErrors(record: ClinicalRecord): FieldError[] {
  const { onset: began, ended: over } = record.texts;
  if (over === undefined) return [];
  const state = optionOf(record, 'condition-state')?.id;
  const active = state === 'active' || state === 'recurrence';
  const known = Math.min(began?.length ?? 0, over.length);
  const backwards = began !== undefined && over.slice(0, known) < began.slice(0, known);
  return [
    ...(active ? [fieldError('condition-state', 'still-active')] : []),
    ...(backwards ? [fieldError('ended', 'ends-before-start')] : []),
  ];
}
