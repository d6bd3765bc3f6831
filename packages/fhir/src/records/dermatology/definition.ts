// The dermatology record of RECORDS.md: four kinds of finding, each with its type and site, and a biopsy. All are words.
import { composition } from '../composition.ts';
import { defineRecord } from '../definition.ts';
import { type Field, type Option, yesNo } from '../field.ts';
import { everyFileType } from '../files.ts';
import { type FieldError, fieldError } from '../form-error.ts';
import { type ClinicalRecord, optionOf } from '../record.ts';

const option = (id: string, name: string, flag: Option['flag'] = null): Option => ({ id, name, flag });

const findings: readonly (readonly [id: string, name: string])[] = [
  ['acne', 'Acne vulgaris'],
  ['vascular', 'Cutaneous vascular disease'],
  ['appendages', 'Disease of skin appendages'],
  ['pigment', 'Pigment anomaly'],
];

const presence: readonly Option[] = [option('absent', 'Absent', 'N'), option('present', 'Present', 'A')];

const fieldsOfFinding = ([id, name]: (typeof findings)[number]): Field[] => [
  { kind: 'choice', id, name, options: presence },
  { kind: 'text', id: `${id}-type`, name: `${name}: type`, max: 120 },
  { kind: 'text', id: `${id}-site`, name: `${name}: site`, max: 120 },
];

/** The dermatology record. */
export const dermatology = defineRecord({
  type: 'dermatology',
  name: 'Dermatology record',
  icon: 'M3 7c3-2.5 6 2.5 9 0s6 2.5 9 0M3 13c3-2.5 6 2.5 9 0s6 2.5 9 0M7 18v.01M12 19v.01M17 18v.01',
  writers: ['doctor'],
  holds: ['Observation'],
  document: 'OPConsultRecord',
  time: { id: 'examinedAt', name: 'Examined' },
  head: [],
  sections: [
    { id: 'skin-findings', name: 'Findings of the skin', fields: findings.flatMap(fieldsOfFinding) },
    {
      id: 'skin-course',
      name: 'Severity and duration',
      fields: [
        {
          kind: 'choice',
          id: 'skin-severity',
          name: 'Severity of the skin disease',
          options: [option('mild', 'Mild'), option('moderate', 'Moderate'), option('severe', 'Severe')],
        },
        { kind: 'text', id: 'skin-duration', name: 'Duration of the skin disease', max: 60 },
      ],
    },
    {
      id: 'biopsy',
      name: 'Biopsy',
      fields: [
        { kind: 'choice', id: 'biopsy', name: 'Biopsy done', options: yesNo },
        { kind: 'date', id: 'biopsy-on', name: 'Biopsy on', side: 'past' },
        { kind: 'text', id: 'biopsy-findings', name: 'Findings of the biopsy', max: 4000, long: true },
      ],
    },
  ],
  files: [
    {
      id: 'skin-photograph',
      name: 'Photograph of the skin',
      section: 'skin-findings',
      types: ['image/jpeg'],
      least: [1024, 768],
    },
    { id: 'biopsy-report', name: 'Report of the biopsy (file)', section: 'biopsy', types: everyFileType },
  ],
  check: contradictions,
  lead: composition({ type: 'dermatology', name: 'Dermatology record' }),
});

/** Where and which, of what is absent; when and what, of a biopsy that was not done. */
function contradictions(record: ClinicalRecord): FieldError[] {
  const absent = findings.filter(([id]) => optionOf(record, id)?.id === 'absent');
  const parts = absent.flatMap(([id]) => [`${id}-type`, `${id}-site`]);
  const undone = optionOf(record, 'biopsy')?.id === 'no' ? ['biopsy-on', 'biopsy-findings'] : [];
  return [...parts, ...undone]
    .filter((id) => record.texts[id] !== undefined)
    .map((id) => fieldError(id, 'contradicts'));
}
