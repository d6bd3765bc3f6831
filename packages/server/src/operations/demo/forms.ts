// Parts of the laboratory form that stories fill in together.

import type { Form } from './entry.ts';

/** The lipid profile: VLDL and LDL are calculated after Friedewald (Clin Chem 1972;18:499). All in mg/dL. */
export function lipids(total: number, triglycerides: number, hdl: number): Form {
  const vldl = Math.round(triglycerides / 5);
  return {
    'serum-appearance': triglycerides > 250 ? 'turbid' : 'clear',
    cholesterol: String(Math.round(total)),
    triglycerides: String(Math.round(triglycerides)),
    hdl: String(Math.round(hdl)),
    ldl: String(Math.round(total) - Math.round(hdl) - vldl),
    'ldl.method': 'calculated',
    vldl: String(vldl),
  };
}

const normalUrine: Form = {
  'urine-colour': 'pale-yellow',
  'urine-appearance': 'clear',
  'urine-ph': '6.0',
  'specific-gravity': '1.015',
  'urine-protein': 'nil',
  'urine-sugar': 'nil',
  'urine-ketones': 'nil',
  'bile-salts': 'absent',
  'bile-pigment': 'absent',
  'pus-cells': '1-2',
  'red-cells': '0',
  'epithelial-cells': '1-2',
  casts: 'absent',
  crystals: 'absent',
};

/** Urine examination and microscopy: normal but for what differs. */
export function urine(differs: Form = {}): Form {
  return { ...normalUrine, ...differs };
}
