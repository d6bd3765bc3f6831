// Illnesses that pass: ICD-10 (WHO, 2019) and the usual treatment.

import type { Illness } from './illness.ts';

const passed = (icd10: string, name: string) => ({ icd10, name, resolved: true }) as const;
const paracetamol = {
  name: 'Paracetamol 650 mg tablet',
  dosage: 'One tablet up to three times a day when there is fever or pain',
};

export const passingIllnesses = {
  'sore-throat': {
    reason: 'Fever and sore throat for three days',
    vitals: { temperature: '38.4', heartRate: '96', systolic: '118', diastolic: '76' },
    diagnosis: passed('J02.9', 'Acute pharyngitis, unspecified'),
    medicines: [paracetamol, { name: 'Azithromycin 500 mg tablet', dosage: 'One tablet a day for three days' }],
  },
  cold: {
    reason: 'Running nose and cough for five days',
    vitals: { temperature: '37.4', heartRate: '84', oxygen: '98' },
    diagnosis: passed('J06.9', 'Acute upper respiratory infection, unspecified'),
    medicines: [paracetamol, { name: 'Cetirizine 10 mg tablet', dosage: 'One tablet at night for five days' }],
  },
  gastroenteritis: {
    reason: 'Loose stools six times since yesterday, cramps, able to drink',
    vitals: { temperature: '37.6', heartRate: '98', systolic: '108', diastolic: '70' },
    diagnosis: passed('A09.9', 'Gastroenteritis and colitis of unspecified origin'),
    medicines: [
      { name: 'Oral rehydration salts, WHO formula', dosage: 'One glass after every loose stool' },
      { name: 'Zinc 20 mg tablet', dosage: 'One tablet a day for ten days' },
    ],
  },
  typhoid: {
    reason: 'Fever in steps for eight days, no appetite, abdominal discomfort',
    vitals: { temperature: '39.3', heartRate: '92', systolic: '112', diastolic: '72' },
    diagnosis: passed('A01.0', 'Typhoid fever'),
    medicines: [paracetamol, { name: 'Cefixime 200 mg tablet', dosage: 'One tablet twice a day for 14 days' }],
  },
  'urinary-infection': {
    reason: 'Burning on passing urine for two days',
    vitals: { temperature: '37.7', heartRate: '88', systolic: '116', diastolic: '74' },
    diagnosis: passed('N39.0', 'Urinary tract infection, site not specified'),
    medicines: [{ name: 'Nitrofurantoin 100 mg capsule', dosage: 'One capsule twice a day after food for five days' }],
  },
  bronchitis: {
    reason: 'Cough with phlegm for nine days, worse at night',
    vitals: { temperature: '37.9', heartRate: '90', respiration: '21', oxygen: '95' },
    diagnosis: passed('J20.9', 'Acute bronchitis, unspecified'),
    medicines: [{ name: 'Doxycycline 100 mg capsule', dosage: 'One capsule twice a day for five days' }],
  },
  'red-eye': {
    title: 'Eye consultation',
    reason: 'Red, sticky right eye since two days',
    diagnosis: passed('H10.9', 'Conjunctivitis, unspecified'),
    medicines: [
      { name: 'Moxifloxacin 0.5 % eye drops', dosage: 'One drop in the right eye four times a day for five days' },
    ],
  },
  ringworm: {
    title: 'Skin consultation',
    reason: 'Itching ring-shaped patches on the trunk for three weeks',
    diagnosis: passed('B35.4', 'Tinea corporis'),
    medicines: [{ name: 'Luliconazole 1 % cream', dosage: 'Thinly once a day for two weeks' }],
  },
  'kidney-stone': {
    reason: 'Sudden pain in the left flank, going to the groin',
    vitals: { temperature: '37.1', heartRate: '102', systolic: '146', diastolic: '88' },
    diagnosis: passed('N20.1', 'Calculus of ureter'),
    medicines: [
      { name: 'Tamsulosin 0.4 mg capsule', dosage: 'One capsule at night for four weeks' },
      { name: 'Diclofenac 50 mg tablet', dosage: 'One tablet twice a day after food for three days' },
    ],
    procedures: ['Ultrasound of the kidneys and bladder: stone of 5 mm in the left ureter'],
  },
  'stroke-warning': {
    title: 'Neurology consultation',
    reason: 'Weakness of the left hand for twenty minutes yesterday, fully recovered',
    vitals: { systolic: '158', diastolic: '90', heartRate: '78', oxygen: '97' },
    diagnosis: passed('G45.9', 'Transient cerebral ischaemic attack, unspecified'),
    medicines: [
      { name: 'Clopidogrel 75 mg tablet', dosage: 'One tablet after lunch' },
      { name: 'Atorvastatin 40 mg tablet', dosage: 'One tablet at night' },
    ],
    procedures: ['Magnetic resonance imaging of the brain: no infarct'],
  },
} as const satisfies Readonly<Record<string, Illness>>;
