// Haematology and biochemistry of RECORDS.md. Ranges are for adults unless they name an age.
//
// Haemoglobin: lower limits from WHO, "Guideline on haemoglobin cutoffs to define anaemia" (2024), not pregnant, at sea
// level; upper limits from Bain et al., "Dacie and Lewis Practical Haematology", 12th ed., table 2-1 (mean + 2 SD).
// Glucose and HbA1c: American Diabetes Association, "Standards of Care in Diabetes: Diagnosis and classification",
// which RSSDI's Indian recommendations follow. Critical limits: rounded towards caution from the means in Kost,
// "Critical limits for urgent clinician notification at US medical centers", JAMA 1990;263:704.
// Conversion: glucose 180.16 g/mol; HbA1c by the IFCC-NGSP master equation, NGSP = 0.09148 × IFCC + 2.152.
import type { Section } from '../definition.ts';
import type { QuantityField, Unit } from '../field.ts';

const milligramsPerDecilitre: Unit = { ucum: 'mg/dL', text: 'mg/dL' };

const glucose = {
  kind: 'quantity',
  unit: milligramsPerDecilitre,
  alternative: { ucum: 'mmol/L', text: 'mmol/L', factor: '18.016', offset: '0', decimals: 0 },
  decimals: 1,
  plausible: { low: '10', high: '2000' },
  critical: { low: '50', high: '450' },
} as const;

const haemoglobin: QuantityField = {
  kind: 'quantity',
  id: 'haemoglobin',
  name: 'Haemoglobin',
  loinc: '718-7',
  unit: { ucum: 'g/dL', text: 'g/dL' },
  alternative: { ucum: 'g/L', text: 'g/L', factor: '0.1', offset: '0', decimals: 1 },
  decimals: 2,
  plausible: { low: '1', high: '30' },
  reference: [
    { from: 0.5, below: 2, low: '10.5', high: '14.1' },
    { from: 2, below: 5, low: '11.0', high: '14.0' },
    { from: 5, below: 12, low: '11.5', high: '15.5' },
    { from: 12, below: 15, low: '12.0', high: '15.5' },
    { from: 15, sex: 'female', low: '12.0', high: '15.0' },
    { from: 15, sex: 'male', low: '13.0', high: '17.0' },
  ],
  critical: { low: '7.0', high: '20.0' },
};

const hba1c: QuantityField = {
  kind: 'quantity',
  id: 'hba1c',
  name: 'HbA1c',
  loinc: '4548-4',
  unit: { ucum: '%', text: '%' },
  alternative: { ucum: 'mmol/mol', text: 'mmol/mol', factor: '0.09148', offset: '2.152', decimals: 1 },
  decimals: 2,
  plausible: { low: '2', high: '25' },
  reference: [{ low: '4.0', high: '5.6' }],
};

/** Haematology: haemoglobin. */
export const haematology: Section = {
  id: 'haematology',
  name: 'Haematology',
  category: 'laboratory',
  fields: [haemoglobin],
};

/** Biochemistry: glucose in three circumstances, and HbA1c. */
export const biochemistry: Section = {
  id: 'biochemistry',
  name: 'Biochemistry',
  category: 'laboratory',
  fields: [
    {
      ...glucose,
      id: 'glucose-fasting',
      name: 'Glucose, fasting',
      loinc: '1558-6',
      reference: [{ low: '70', high: '99' }],
    },
    {
      ...glucose,
      id: 'glucose-post-meal',
      name: 'Glucose, 2 hours after a meal',
      loinc: '1521-4',
      reference: [{ low: '70', high: '139' }],
    },
    {
      ...glucose,
      id: 'glucose-random',
      name: 'Glucose, random',
      loinc: '2345-7',
      reference: [{ low: '70', high: '139' }],
    },
    hba1c,
  ],
};
