// PAT003: what was found and given in the pregnancy, besides the routine.

import type { VisitEntry } from '../entry.ts';

const kept = { kind: 'visit', author: 'DOC9' } as const;

export const pregnancyTurningPoints: readonly VisitEntry[] = [
  {
    ...kept,
    key: 'confirmed',
    daysAgo: 200,
    time: '12:10',
    visit: 'complaint',
    title: 'Consultation',
    reason: 'Period two weeks late; home test positive',
    diagnoses: [{ icd10: 'Z34.0', name: 'Supervision of normal first pregnancy' }],
    medicines: [{ name: 'Folic acid 5 mg tablet', dosage: 'One tablet a day until week 12' }],
    procedures: ['Ultrasound: one living pregnancy of six weeks'],
  },
  {
    ...kept,
    key: 'anaemia',
    daysAgo: 98,
    time: '11:50',
    visit: 'prenatal',
    title: 'Review of results',
    reason: 'Haemoglobin 8.9 g/dL at 20 weeks',
    diagnoses: [{ icd10: 'O99.0', name: 'Anaemia complicating pregnancy, childbirth and the puerperium' }],
    medicines: [
      {
        name: 'Ferrous ascorbate 100 mg with folic acid 1.5 mg tablet',
        dosage: 'One tablet twice a day, not with tea or milk',
      },
      { name: 'Albendazole 400 mg tablet', dosage: 'One tablet, once' },
    ],
    vaccines: [{ name: 'Tetanus and adult diphtheria vaccine (Td)', dose: 1 }],
  },
  {
    ...kept,
    key: 'infusion',
    daysAgo: 67,
    time: '09:40',
    visit: 'prenatal',
    title: 'Iron infusion',
    reason: 'Tablets not tolerated; haemoglobin 8.4 g/dL',
    vitals: { systolic: '106', diastolic: '66', heartRate: '92', temperature: '36.8', oxygen: '99' },
    procedures: ['Infusion of ferric carboxymaltose 1000 mg over 15 minutes, without reaction'],
    vaccines: [{ name: 'Tetanus and adult diphtheria vaccine (Td)', dose: 2 }],
  },
];
