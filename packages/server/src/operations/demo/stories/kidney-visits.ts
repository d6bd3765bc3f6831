// PAT006: the visits at which something began or changed. The nephrologist is far away, and consulted by video.

import type { VisitEntry } from '../entry.ts';

const kept = { kind: 'visit', author: 'DOC10' } as const;

export const kidneyTurningPoints: readonly VisitEntry[] = [
  {
    ...kept,
    key: 'pressure',
    daysAgo: 1752,
    time: '10:35',
    visit: 'complaint',
    title: 'Consultation',
    reason: 'Morning headaches; blood pressure high for years, treatment irregular',
    vitals: { systolic: '162', diastolic: '98', heartRate: '80', weight: '81.6', height: '176' },
    diagnoses: [{ icd10: 'I10', name: 'Essential (primary) hypertension' }],
    medicines: [{ name: 'Amlodipine 5 mg tablet', dosage: 'One tablet in the morning' }],
  },
  {
    ...kept,
    key: 'nephrologist',
    author: 'DOC2',
    daysAgo: 905,
    time: '12:00',
    visit: 'video',
    title: 'Video consultation, nephrology',
    reason: 'Protein in the urine 3+, creatinine 1.7 mg/dL at another laboratory',
    diagnoses: [{ icd10: 'N18.3', name: 'Chronic kidney disease, stage 3' }],
    medicines: [{ name: 'Telmisartan 80 mg tablet', dosage: 'One tablet in the morning' }],
  },
  {
    ...kept,
    key: 'infection',
    daysAgo: 748,
    time: '18:10',
    visit: 'complaint',
    title: 'Consultation',
    reason: 'Fever with shivering and burning on passing urine',
    vitals: { temperature: '38.9', heartRate: '104', systolic: '142', diastolic: '84', oxygen: '97' },
    diagnoses: [{ icd10: 'N39.0', name: 'Urinary tract infection, site not specified', resolved: true }],
    medicines: [{ name: 'Cefixime 200 mg tablet', dosage: 'One tablet twice a day for seven days' }],
  },
  {
    ...kept,
    key: 'nephrologist-again',
    author: 'DOC2',
    daysAgo: 560,
    time: '12:30',
    visit: 'video',
    title: 'Video consultation, nephrology',
    reason: 'Haemoglobin falling with the kidneys; protein still 2+',
    diagnoses: [{ icd10: 'D63.8', name: 'Anaemia in other chronic diseases classified elsewhere' }],
    medicines: [
      { name: 'Dapagliflozin 10 mg tablet', dosage: 'One tablet in the morning' },
      { name: 'Ferrous ascorbate 100 mg with folic acid 1.5 mg tablet', dosage: 'One tablet a day' },
    ],
  },
];
