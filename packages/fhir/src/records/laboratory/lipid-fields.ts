// The lipid profile of RECORDS.md.
//
// Adults: NCEP Adult Treatment Panel III, Circulation 2002;106:3143 (desirable or optimal; HDL by sex as in its metabolic
// syndrome criteria). From 2 to 19 years: NHLBI Expert Panel on cardiovascular health in children, Pediatrics
// 2011;128(S5):S213, "acceptable". VLDL: a fifth of the triglyceride limit (Friedewald). Ratio: average risk in the
// Framingham study (Castelli). Triglycerides over 1000 mg/dL risk pancreatitis (Endocrine Society, 2012).
// Conversion: cholesterol 386.65 g/mol, triglycerides 885.7 g/mol.
import { compareDecimals, divide } from '../decimal.ts';
import type { Section } from '../definition.ts';
import type { AlternativeUnit, QuantityField } from '../field.ts';

const millimolesPerLitre = (factor: string): AlternativeUnit => ({
  ucum: 'mmol/L',
  text: 'mmol/L',
  factor,
  offset: '0',
  decimals: 0,
});

const lipid = { kind: 'quantity', unit: { ucum: 'mg/dL', text: 'mg/dL' }, decimals: 1 } as const;
const cholesterolUnit = millimolesPerLitre('38.67');

/** Shared with the cardiac record, as triglycerides are. */
export const totalCholesterol: QuantityField = {
  ...lipid,
  id: 'cholesterol',
  name: 'Total cholesterol',
  loinc: '2093-3',
  alternative: cholesterolUnit,
  plausible: { low: '20', high: '1500' },
  reference: [
    { from: 2, below: 20, high: '169' },
    { from: 20, high: '199' },
  ],
};

export const triglycerides: QuantityField = {
  ...lipid,
  id: 'triglycerides',
  name: 'Triglycerides',
  loinc: '2571-8',
  alternative: millimolesPerLitre('88.57'),
  plausible: { low: '10', high: '10000' },
  reference: [
    { from: 2, below: 10, high: '74' },
    { from: 10, below: 20, high: '89' },
    { from: 20, high: '149' },
  ],
  critical: { high: '1000' },
};

const hdl: QuantityField = {
  ...lipid,
  id: 'hdl',
  name: 'HDL cholesterol',
  loinc: '2085-9',
  alternative: cholesterolUnit,
  plausible: { low: '2', high: '250' },
  reference: [
    { from: 2, below: 20, low: '46' },
    { from: 20, sex: 'female', low: '50' },
    { from: 20, sex: 'male', low: '40' },
  ],
};

const ldl: QuantityField = {
  ...lipid,
  id: 'ldl',
  name: 'LDL cholesterol',
  methods: [
    { id: 'calculated', loinc: '13457-7', name: 'calculated' },
    { id: 'measured', loinc: '2089-1', name: 'measured' },
  ],
  alternative: cholesterolUnit,
  plausible: { low: '1', high: '1300' },
  reference: [
    { from: 2, below: 20, high: '109' },
    { from: 20, high: '99' },
  ],
};

const vldl: QuantityField = {
  ...lipid,
  id: 'vldl',
  name: 'VLDL cholesterol',
  loinc: '13458-5',
  alternative: cholesterolUnit,
  plausible: { low: '1', high: '1000' },
  reference: [{ from: 20, high: '30' }],
};

const ratio: QuantityField = {
  kind: 'quantity',
  id: 'cholesterol-ratio',
  name: 'Total cholesterol / HDL ratio',
  loinc: '9830-1',
  unit: { ucum: '{ratio}', text: '' },
  decimals: 2,
  plausible: { low: '0.5', high: '100' },
  reference: [
    { from: 20, sex: 'female', high: '4.4' },
    { from: 20, sex: 'male', high: '5.0' },
  ],
  computed: { from: ['cholesterol', 'hdl'], by: cholesterolRatio },
};

/** The lipid profile; its ratio is computed. */
export const lipidProfile: Section = {
  id: 'lipid-profile',
  name: 'Lipid profile',
  category: 'laboratory',
  code: { system: 'loinc', code: '24331-1', display: 'Lipid 1996 panel - Serum or Plasma' },
  fields: [
    {
      kind: 'choice',
      id: 'serum-appearance',
      name: 'Serum appearance',
      options: [
        { id: 'clear', name: 'Clear', flag: 'N' },
        { id: 'turbid', name: 'Turbid', flag: 'A' },
        { id: 'milky', name: 'Milky (lipaemic)', flag: 'A' },
        { id: 'icteric', name: 'Icteric', flag: 'A' },
        { id: 'haemolysed', name: 'Haemolysed', flag: 'A' },
      ],
    },
    totalCholesterol,
    triglycerides,
    hdl,
    ldl,
    vldl,
    ratio,
  ],
};

/** Total cholesterol ÷ HDL, to two places; undefined when HDL is zero. Both in the same unit. */
function cholesterolRatio(total = '', hdl = ''): string | undefined {
  return compareDecimals(hdl, '0') === 0 ? undefined : divide(total, hdl, 2);
}
