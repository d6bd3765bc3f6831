// A form of every record type as a doctor fills it in, and what its reader finds on the record's page.

import { randomBytes } from 'node:crypto';
import type { DefinedType } from '@patrec/fhir';

const at = '2026-10-01T08:30';

/** What is typed into each form. */
export const recordForms: Readonly<Record<DefinedType, Readonly<Record<string, string>>>> = {
  general: {
    examinedAt: at,
    weight: '71.5',
    height: '158',
    systolic: '152',
    diastolic: '94',
    complaints: 'Tired for <three> weeks.',
    'allergies.0.substance': 'Peanut',
    'allergies.0.reaction': 'Hives',
    diabetes: 'type-2',
    advice: 'Walk half an hour a day.',
  },
  laboratory: { collectedAt: at, haemoglobin: '9.50', comment: 'Please repeat.' },
  prescription: {
    prescribedAt: at,
    'medicines.0.drug': 'Metformin',
    'medicines.0.strength': '500 mg',
    'medicines.0.dose': '1 tablet',
    'medicines.0.frequency': 'twice-a-day',
    'medicines.0.days': '30',
    'medicines.0.dosage-form': 'tablet',
    'medicines.0.supply': '60',
    'medicines.0.repeats': '2',
    'medicines.0.substitution': 'no',
  },
  diagnosis: { diagnosedAt: at, diagnosis: 'Essential hypertension', icd10: 'i10', onset: '2021' },
  immunisation: { givenAt: at, vaccine: 'Influenza', 'dose-number': '1', batch: 'IN2609', 'vaccine-site': 'left-arm' },
  procedure: {
    performedAt: at,
    procedure: 'Removal of a mole',
    outcome: 'successful',
    'procedure-site': 'Left forearm',
  },
  discharge: {
    dischargedAt: at,
    admitted: '2026-09-24',
    'diagnoses.0.diagnosis': 'Pneumonia',
    'diagnoses.0.icd10': 'J18.9',
    course: 'Oxygen for two days.',
  },
  cardiac: {
    examinedAt: at,
    'qtc-interval': '474',
    'ecg-impression': 'QTc prolonged.',
    'echo-findings': 'Valves normal.',
  },
  dermatology: { examinedAt: at, acne: 'present', 'acne-site': 'Upper back', biopsy: 'no' },
};

/** What a reader finds of it, in words. */
export const recordWords: Readonly<Record<DefinedType, readonly string[]>> = {
  general: [
    '28.6',
    'Obese',
    '152',
    'Tired for &lt;three> weeks.',
    'Peanut',
    'Type 2 diabetes mellitus',
    'Walk half an hour',
  ],
  laboratory: ['9.50', 'Please repeat.'],
  prescription: ['Metformin 500 mg', '1 tablet, twice a day, for 30 days', 'Tablet', '60', 'not allowed'],
  diagnosis: ['Essential hypertension', 'I10'],
  immunisation: ['Influenza', 'IN2609', 'Left arm'],
  procedure: ['Removal of a mole', 'Successful', 'Left forearm'],
  discharge: ['24-Sep-2026', 'Pneumonia', 'J18.9', 'Oxygen for two days.'],
  cardiac: ['474', 'QTc prolonged.', 'Valves normal.'],
  dermatology: ['Acne vulgaris', 'Upper back'],
};

/** The form as a browser sends it, once. */
export function recordForm(type: DefinedType, more: Readonly<Record<string, string>> = {}): Record<string, string> {
  return { nonce: randomBytes(16).toString('hex'), ...recordForms[type], ...more };
}

/** One field of each form as it is corrected later, and what a reader finds of it. */
export const amendedFields: Readonly<Record<DefinedType, { name: string; value: string; shown: string }>> = {
  general: { name: 'weight', value: '61.5', shown: '61.5' },
  laboratory: { name: 'haemoglobin', value: '12.51', shown: '12.51' },
  prescription: { name: 'medicines.0.drug', value: 'Glimepiride', shown: 'Glimepiride' },
  diagnosis: { name: 'diagnosis', value: 'Secondary hypertension', shown: 'Secondary hypertension' },
  immunisation: { name: 'batch', value: 'IN2611', shown: 'IN2611' },
  procedure: { name: 'procedure-site', value: 'Right forearm', shown: 'Right forearm' },
  discharge: { name: 'course', value: 'Oxygen for five days.', shown: 'Oxygen for five days.' },
  cardiac: { name: 'qtc-interval', value: '447', shown: '447' },
  dermatology: { name: 'acne-site', value: 'Lower back', shown: 'Lower back' },
};

/** One field of each form as somebody gets it wrong, and what the form says beside it. */
export const failingFields: Readonly<Record<DefinedType, { name: string; value: string; says: string }>> = {
  general: { name: 'weight', value: '7150', says: 'Expected between' },
  laboratory: { name: 'haemoglobin', value: '9,50', says: 'Write a point, not a comma' },
  prescription: { name: 'medicines.0.dosage-form', value: '', says: 'Choose the dosage form' },
  diagnosis: { name: 'icd10', value: 'pressure', says: 'Write a code of ICD-10' },
  immunisation: { name: 'vaccine', value: '', says: 'Fill this in.' },
  procedure: { name: 'procedure', value: '', says: 'Fill this in.' },
  discharge: { name: 'admitted', value: '2099-01-01', says: 'This is in the future.' },
  cardiac: { name: 'qtc-interval', value: '4740', says: 'Expected between' },
  dermatology: { name: 'biopsy-findings', value: 'Naevus', says: 'does not agree with the answer above it' },
};
