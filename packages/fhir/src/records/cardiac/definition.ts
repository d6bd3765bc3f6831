// The cardiac record of RECORDS.md: what is measured and found, and the files of each examination.
//
// Intervals of the electrocardiogram: AHA/ACCF/HRS recommendations, J Am Coll Cardiol 2009;53:976 and 982 (QRS to 110 ms;
// QTc prolonged from 450 ms in men, 460 ms in women); PR 120 to 200 ms. Over 500 ms of QTc risks torsades de pointes (AHA/
// ACCF 2010). Ejection fraction: ASE/EACVI, J Am Soc Echocardiogr 2015;28:1, normal range by sex.

import type { Code } from '../abdm.ts';
import { composition } from '../composition.ts';
import { defineRecord, type FileSlot, type Section } from '../definition.ts';
import type { Flag, Option, QuantityField } from '../field.ts';
import { everyFileType } from '../files.ts';
import { heartRate } from '../general/vital-fields.ts';
import { totalCholesterol, triglycerides } from '../laboratory/lipid-fields.ts';

const option = (id: string, name: string, flag: Flag | null = null): Option => ({ id, name, flag });
const adult = 18;
const interval = { kind: 'quantity', unit: { ucum: 'ms', text: 'ms' }, decimals: 0 } as const;

const ejectionFraction: QuantityField = {
  kind: 'quantity',
  id: 'ejection-fraction',
  name: 'Left ventricular ejection fraction',
  loinc: '10230-1',
  unit: { ucum: '%', text: '%' },
  decimals: 0,
  plausible: { low: '5', high: '90' },
  reference: [
    { from: adult, sex: 'female', low: '54', high: '74' },
    { from: adult, sex: 'male', low: '52', high: '72' },
  ],
};

const fileOf = (section: string, name: string, code?: Code): FileSlot => ({
  id: `${section}-file`,
  name,
  ...(code && { code }),
  section,
  types: everyFileType,
});

const electrocardiogram: Section = {
  id: 'ecg',
  name: 'Electrocardiogram',
  code: { system: 'loinc', code: '11524-6', display: 'EKG study' },
  category: 'procedure',
  fields: [
    heartRate,
    {
      ...interval,
      id: 'pr-interval',
      name: 'PR interval',
      loinc: '8625-6',
      plausible: { low: '40', high: '600' },
      reference: [{ from: adult, low: '120', high: '200' }],
    },
    {
      ...interval,
      id: 'qrs-duration',
      name: 'QRS duration',
      loinc: '8633-0',
      plausible: { low: '30', high: '300' },
      reference: [{ from: adult, high: '110' }],
    },
    {
      ...interval,
      id: 'qt-interval',
      name: 'QT interval',
      loinc: '8634-8',
      plausible: { low: '150', high: '900' },
      reference: [],
    },
    {
      ...interval,
      id: 'qtc-interval',
      name: 'QTc interval',
      loinc: '8636-3',
      plausible: { low: '200', high: '900' },
      reference: [
        { from: adult, sex: 'female', high: '459' },
        { from: adult, sex: 'male', high: '449' },
      ],
      critical: { high: '500' },
    },
  ],
};

/** The cardiac record. */
export const cardiac = defineRecord({
  type: 'cardiac',
  name: 'Cardiac record',
  icon: 'M12 20S4 15 4 9.3A4.3 4.3 0 0 1 12 7a4.3 4.3 0 0 1 8 2.3C20 15 12 20 12 20zM7 12h2.5l1.5-2.5 2 4.5 1-2h3',
  writers: ['doctor', 'staff'],
  holds: ['Observation'],
  document: 'OPConsultRecord',
  time: { id: 'examinedAt', name: 'Examined' },
  head: [],
  sections: [
    electrocardiogram,
    {
      id: 'ecg-impression',
      name: 'Impression of the electrocardiogram',
      category: 'procedure',
      doctorsOnly: true,
      fields: [{ kind: 'text', id: 'ecg-impression', name: 'Impression of the electrocardiogram', max: 500 }],
    },
    { id: 'blood-lipids', name: 'Blood lipids', category: 'laboratory', fields: [totalCholesterol, triglycerides] },
    {
      id: 'stress-test',
      name: 'Exercise stress test',
      code: { system: 'loinc', code: '18752-6', display: 'Exercise stress test study' },
      category: 'procedure',
      doctorsOnly: true,
      fields: [
        {
          kind: 'choice',
          id: 'stress-result',
          name: 'Result of the stress test',
          options: [
            option('negative', 'Negative', 'N'),
            option('positive', 'Positive', 'A'),
            option('inconclusive', 'Inconclusive'),
          ],
        },
        { kind: 'text', id: 'stress-findings', name: 'Findings of the stress test', max: 4000, long: true },
      ],
    },
    {
      id: 'echocardiogram',
      name: 'Echocardiogram',
      code: { system: 'loinc', code: '34552-0', display: 'Echocardiography study' },
      category: 'procedure',
      doctorsOnly: true,
      fields: [
        ejectionFraction,
        { kind: 'text', id: 'echo-findings', name: 'Findings of the echocardiogram', max: 4000, long: true },
      ],
    },
    {
      id: 'angiogram',
      name: 'Angiogram',
      doctorsOnly: true,
      fields: [{ kind: 'text', id: 'angiogram', name: 'Angiogram', max: 4000, long: true }],
    },
  ],
  files: [
    fileOf('ecg', 'Electrocardiogram (file)', { system: 'loinc', code: '11524-6', display: 'EKG study' }),
    fileOf('stress-test', 'Exercise stress test (file)', {
      system: 'loinc',
      code: '18752-6',
      display: 'Exercise stress test study',
    }),
    fileOf('echocardiogram', 'Echocardiogram (file)', {
      system: 'loinc',
      code: '34552-0',
      display: 'Echocardiography study',
    }),
    fileOf('angiogram', 'Angiogram (file)'),
  ],
  lead: composition({ type: 'cardiac', name: 'Cardiac record' }),
});
