// Illnesses of small children: ICD-10 (WHO, 2019); doses by weight.

import type { Illness } from './illness.ts';

const paracetamol = {
  name: 'Paracetamol 250 mg/5 mL syrup',
  dosage: '4 mL up to four times a day when there is fever',
};

export const childIllnesses = {
  'child-cold': {
    reason: 'Blocked nose and cough for three days, feeding well',
    vitals: { temperature: '37.8', respiration: '32', oxygen: '98' },
    diagnosis: { icd10: 'J06.9', name: 'Acute upper respiratory infection, unspecified', resolved: true },
    medicines: [{ name: 'Saline nasal drops', dosage: 'Two drops in each nostril before feeds' }],
  },
  'child-ear': {
    reason: 'Fever and pulling at the right ear since last night',
    vitals: { temperature: '39.1', heartRate: '138' },
    diagnosis: { icd10: 'H66.9', name: 'Otitis media, unspecified', resolved: true },
    medicines: [paracetamol, { name: 'Cefpodoxime 50 mg/5 mL syrup', dosage: '5 mL twice a day for seven days' }],
  },
  'child-gastroenteritis': {
    reason: 'Vomiting twice and loose stools since the morning, drinks',
    vitals: { temperature: '37.9', heartRate: '126' },
    diagnosis: { icd10: 'A09.9', name: 'Gastroenteritis and colitis of unspecified origin', resolved: true },
    medicines: [
      { name: 'Oral rehydration salts, WHO formula', dosage: '100 mL in sips after every loose stool' },
      { name: 'Zinc 20 mg dispersible tablet', dosage: 'One tablet a day for 14 days' },
    ],
  },
  'child-wheeze': {
    reason: 'Wheezing with a cold, second time this season',
    vitals: { temperature: '37.6', respiration: '38', oxygen: '95', heartRate: '128' },
    diagnosis: { icd10: 'J20.9', name: 'Acute bronchitis, unspecified', resolved: true },
    medicines: [
      { name: 'Salbutamol 100 microgram inhaler with spacer', dosage: 'Two puffs every six hours for three days' },
    ],
  },
  'child-iron': {
    reason: 'Pale; drinks much milk and eats little else',
    diagnosis: { icd10: 'D50.8', name: 'Other iron deficiency anaemias', resolved: true },
    medicines: [{ name: 'Iron drops, 50 mg elemental iron/mL', dosage: '0.5 mL a day for three months' }],
  },
} as const satisfies Readonly<Record<string, Illness>>;
