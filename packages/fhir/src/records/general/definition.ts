// The general medical record of RECORDS.md: what is measured, asked and advised at a consultation.

import { textAt } from '../../json/value.ts';
import { composition } from '../composition.ts';
import { codeAt, condition, conditionsOf } from '../condition.ts';
import { compareDecimals } from '../decimal.ts';
import { defineRecord, type Section } from '../definition.ts';
import type { Option } from '../field.ts';
import { type FieldError, fieldError } from '../form-error.ts';
import { filled } from '../read-back.ts';
import { type ClinicalRecord, optionOf, quantityOf } from '../record.ts';
import { observations } from '../resource-kit.ts';
import { allergyErrors, allergySection } from './allergies.ts';
import { advice, complaints, examination, followUp, history } from './sections.ts';
import { vitalSigns } from './vital-fields.ts';

const option = (id: string, name: string): Option => ({ id, name, flag: null });
const groups = ['A+', 'A-', 'B+', 'B-', 'AB+', 'AB-', 'O+', 'O-'];

const bloodGroup: Section = {
  id: 'blood',
  name: 'Blood',
  category: 'laboratory',
  fields: [
    {
      kind: 'choice',
      id: 'blood-group',
      name: 'Blood group (ABO and Rh)',
      loinc: '882-1',
      options: groups.map((group) => option(group, group)),
    },
  ],
};

/** ICD-10, E10 to E14, by the answer. */
const diabetesTypes: Readonly<Record<string, string>> = {
  'type-1': 'E10',
  'type-2': 'E11',
  malnutrition: 'E12',
  'other-diabetes': 'E13',
  unspecified: 'E14',
};

const diabetes: Section = {
  id: 'diabetes',
  name: 'Diabetes',
  doctorsOnly: true,
  fields: [
    {
      kind: 'choice',
      id: 'diabetes',
      name: 'Diabetes',
      options: [
        option('no', 'No'),
        option('type-1', 'Type 1 diabetes mellitus'),
        option('type-2', 'Type 2 diabetes mellitus'),
        option('malnutrition', 'Malnutrition-related diabetes mellitus'),
        option('other-diabetes', 'Other specified diabetes mellitus'),
        option('unspecified', 'Diabetes mellitus, type not known'),
      ],
    },
    { kind: 'date', id: 'diabetes-since', name: 'Diabetes since', side: 'past', partial: true },
  ],
  resources: (record, kit) => {
    const answer = optionOf(record, 'diabetes');
    if (answer === undefined) return [];
    const icd10 = diabetesTypes[answer.id];
    if (icd10 === undefined) return observations(record, diabetes, kit);
    const since = record.texts['diabetes-since'];
    return [condition({ name: answer.name, icd10, onset: since, category: 'problem-list-item' }, kit)];
  },
  readBack: (resources) => {
    const [found] = conditionsOf(resources);
    if (found === undefined) return {};
    const icd10 = codeAt(found, 'code');
    return {
      ...filled(
        'diabetes',
        Object.keys(diabetesTypes).find((id) => diabetesTypes[id] === icd10),
      ),
      ...filled('diabetes-since', textAt(found, 'onsetDateTime')),
    };
  },
};

/** The general medical record. */
export const general = defineRecord({
  type: 'general',
  name: 'General medical record',
  icon: 'M9 4h6v3H9zM9 5H6a1 1 0 0 0-1 1v14a1 1 0 0 0 1 1h12a1 1 0 0 0 1-1V6a1 1 0 0 0-1-1h-3M8 14h2l1.5-3 2 5 1-2H16',
  writers: ['doctor', 'staff'],
  holds: ['Observation', 'AllergyIntolerance', 'Condition'],
  document: 'OPConsultRecord',
  time: { id: 'examinedAt', name: 'Examined' },
  head: [],
  sections: [vitalSigns, complaints, history, allergySection, diabetes, bloodGroup, examination, advice, followUp],
  check: (record) => [...pressureErrors(record), ...allergyErrors(record), ...diabetesErrors(record)],
  lead: composition({
    type: 'general',
    name: 'General medical record',
  }),
});

function pressureErrors(record: ClinicalRecord): FieldError[] {
  const [systolic, diastolic] = [quantityOf(record, 'systolic'), quantityOf(record, 'diastolic')];
  if (systolic === undefined || diastolic === undefined || compareDecimals(diastolic, systolic) < 0) return [];
  return [fieldError('diastolic', 'not-above', { systolic })];
}

/** Since when, but not what; or since when, although there is none. */
function diabetesErrors(record: ClinicalRecord): FieldError[] {
  const answer = optionOf(record, 'diabetes')?.id;
  if (record.texts['diabetes-since'] === undefined || (answer !== undefined && answer !== 'no')) return [];
  return [answer === 'no' ? fieldError('diabetes-since', 'contradicts') : fieldError('diabetes', 'required')];
}
