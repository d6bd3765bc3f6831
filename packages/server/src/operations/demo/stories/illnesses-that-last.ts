// Illnesses that last: ICD-10 (WHO, 2019) and how treatment begins.

import type { Illness } from './illness.ts';

export const lastingIllnesses = {
  hypertension: {
    reason: 'Readings above 140/90 at three visits',
    vitals: { systolic: '152', diastolic: '96', heartRate: '80' },
    diagnosis: { icd10: 'I10', name: 'Essential (primary) hypertension' },
    medicines: [{ name: 'Amlodipine 5 mg tablet', dosage: 'One tablet in the morning' }],
  },
  cholesterol: {
    reason: 'Review of results: LDL cholesterol above target',
    diagnosis: { icd10: 'E78.5', name: 'Hyperlipidaemia, unspecified' },
    medicines: [{ name: 'Rosuvastatin 10 mg tablet', dosage: 'One tablet at night' }],
  },
  diabetes: {
    reason: 'Review of results: fasting glucose above 126 mg/dL twice',
    vitals: { systolic: '138', diastolic: '86', heartRate: '82' },
    diagnosis: { icd10: 'E11.9', name: 'Type 2 diabetes mellitus without complications' },
    medicines: [{ name: 'Metformin 500 mg tablet', dosage: 'One tablet twice a day after food' }],
  },
  prediabetes: {
    reason: 'Review of results: HbA1c 5.9 %, works sitting, little exercise',
    diagnosis: { icd10: 'R73.0', name: 'Abnormal glucose tolerance test' },
    medicines: [],
  },
  thyroid: {
    reason: 'Tired, feels cold, gained 5 kg; TSH 14.2 mIU/L at another laboratory',
    vitals: { heartRate: '58', systolic: '124', diastolic: '82' },
    diagnosis: { icd10: 'E03.9', name: 'Hypothyroidism, unspecified' },
    medicines: [
      {
        name: 'Levothyroxine 50 microgram tablet',
        dosage: 'One tablet on an empty stomach, half an hour before breakfast',
      },
    ],
  },
  'iron-deficiency': {
    reason: 'Tired and short of breath on stairs; heavy periods',
    vitals: { heartRate: '98', systolic: '106', diastolic: '68', oxygen: '98' },
    diagnosis: { icd10: 'D50.9', name: 'Iron deficiency anaemia, unspecified' },
    medicines: [
      {
        name: 'Ferrous ascorbate 100 mg with folic acid 1.5 mg tablet',
        dosage: 'One tablet a day for three months, not with tea',
      },
    ],
  },
  'vitamin-d': {
    reason: 'Aching legs and back; seldom in the sun',
    diagnosis: { icd10: 'E55.9', name: 'Vitamin D deficiency, unspecified' },
    medicines: [{ name: 'Cholecalciferol 60,000 IU capsule', dosage: 'One capsule a week for eight weeks' }],
  },
  'back-pain': {
    reason: 'Low back pain for two weeks after lifting; no numbness',
    vitals: { systolic: '124', diastolic: '80', heartRate: '76' },
    diagnosis: { icd10: 'M54.5', name: 'Low back pain' },
    medicines: [{ name: 'Paracetamol 650 mg tablet', dosage: 'One tablet three times a day for a week' }],
  },
  'knee-pain': {
    title: 'Orthopaedic consultation',
    reason: 'Pain in both knees on stairs and on getting up',
    vitals: { systolic: '136', diastolic: '80', heartRate: '74' },
    diagnosis: { icd10: 'M17.9', name: 'Gonarthrosis, unspecified' },
    medicines: [{ name: 'Paracetamol 650 mg tablet', dosage: 'One tablet when it hurts, at most four a day' }],
    procedures: ['X-ray of both knees, standing'],
  },
  migraine: {
    title: 'Neurology consultation',
    reason: 'One-sided throbbing headache with vomiting, three times a month',
    vitals: { systolic: '118', diastolic: '76', heartRate: '72' },
    diagnosis: { icd10: 'G43.0', name: 'Migraine without aura [common migraine]' },
    medicines: [
      { name: 'Propranolol 40 mg tablet', dosage: 'One tablet twice a day' },
      { name: 'Sumatriptan 50 mg tablet', dosage: 'One tablet when an attack begins' },
    ],
  },
  reflux: {
    reason: 'Burning behind the breastbone after meals for two months',
    diagnosis: { icd10: 'K21.9', name: 'Gastro-oesophageal reflux disease without oesophagitis' },
    medicines: [{ name: 'Pantoprazole 40 mg tablet', dosage: 'One tablet before breakfast for four weeks' }],
  },
  asthma: {
    reason: 'Wheezing at night and after football, worse in the monsoon',
    vitals: { respiration: '22', oxygen: '96', heartRate: '92' },
    diagnosis: { icd10: 'J45.9', name: 'Asthma, unspecified' },
    medicines: [
      {
        name: 'Budesonide 200 microgram with formoterol 6 microgram inhaler',
        dosage: 'One puff morning and evening, and when wheezing',
      },
    ],
  },
  copd: {
    reason: 'Breathless on slopes, cough every winter for years; smoked for 30 years',
    vitals: { respiration: '22', oxygen: '92', heartRate: '88', systolic: '136', diastolic: '82' },
    diagnosis: { icd10: 'J44.9', name: 'Chronic obstructive pulmonary disease, unspecified' },
    medicines: [{ name: 'Tiotropium 18 microgram inhalation capsule', dosage: 'One capsule inhaled every morning' }],
    procedures: ['Spirometry: FEV1 58 % of predicted'],
  },
  cataract: {
    title: 'Eye consultation',
    reason: 'Blurred sight in the left eye, glare at night',
    diagnosis: { icd10: 'H25.9', name: 'Senile cataract, unspecified' },
    medicines: [],
    procedures: ['Slit-lamp examination'],
  },
  prostate: {
    reason: 'Gets up four times a night to pass urine, weak stream',
    diagnosis: { icd10: 'N40', name: 'Hyperplasia of prostate' },
    medicines: [{ name: 'Tamsulosin 0.4 mg capsule', dosage: 'One capsule at night' }],
  },
  'thick-blood': {
    reason: 'Headache and flushed face; lives at 3,500 m',
    vitals: { oxygen: '89', heartRate: '84', systolic: '128', diastolic: '84' },
    diagnosis: { icd10: 'D75.1', name: 'Secondary polycythaemia' },
    medicines: [],
  },
} as const satisfies Readonly<Record<string, Illness>>;
