// Vital signs of RECORDS.md (https://hl7.org/fhir/R4/observation-vitalsigns.html).
//
// References are for adults, but temperature and oxygen hold at every age. Blood pressure: Indian Guidelines on
// Hypertension IV (2019). Body mass index: underweight WHO, the other limits the consensus for Asian Indians, Misra et
// al., J Assoc Physicians India 2009;57:163. Heart rate: American Heart Association. Respiration and temperature: Royal
// College of Physicians, NEWS2 (2017), the bands that score nothing; at 35.0 or less it scores most. Oxygen: British
// Thoracic Society (2017); under 90 % is hypoxaemia (WHO, 2011).
import { divide, multiplyAdd } from '../decimal.ts';
import type { Section } from '../definition.ts';
import type { Panel, QuantityField, Unit } from '../field.ts';

const adult = 18;
const perMinute: Unit = { ucum: '/min', text: '/min' };
const percent: Unit = { ucum: '%', text: '%' };
const bloodPressure: Panel = { id: 'blood-pressure', name: 'Blood pressure', loinc: '85354-9' };
const pressure = {
  kind: 'quantity',
  unit: { ucum: 'mm[Hg]', text: 'mmHg' },
  decimals: 0,
  panel: bloodPressure,
} as const;

const weight: QuantityField = {
  kind: 'quantity',
  id: 'weight',
  name: 'Body weight',
  loinc: '29463-7',
  unit: { ucum: 'kg', text: 'kg' },
  alternative: { ucum: '[lb_av]', text: 'lb', factor: '0.45359237', offset: '0', decimals: 1 },
  decimals: 2,
  plausible: { low: '0.3', high: '400' },
  reference: [],
};

const height: QuantityField = {
  kind: 'quantity',
  id: 'height',
  name: 'Body height',
  loinc: '8302-2',
  unit: { ucum: 'cm', text: 'cm' },
  alternative: { ucum: '[in_i]', text: 'in', factor: '2.54', offset: '0', decimals: 1 },
  decimals: 1,
  plausible: { low: '20', high: '260' },
  reference: [],
};

const bodyMassIndex: QuantityField = {
  kind: 'quantity',
  id: 'bmi',
  name: 'Body mass index',
  loinc: '39156-5',
  unit: { ucum: 'kg/m2', text: 'kg/m²' },
  decimals: 1,
  plausible: { low: '5', high: '150' },
  reference: [{ from: adult, low: '18.5', high: '22.9' }],
  computed: { from: ['weight', 'height'], by: bmi },
  bands: {
    from: adult,
    of: [
      { id: 'underweight', name: 'Underweight', below: '18.5' },
      { id: 'normal-weight', name: 'Normal weight', below: '23' },
      { id: 'overweight', name: 'Overweight', below: '25' },
      { id: 'obese', name: 'Obese' },
    ],
  },
};

const systolic: QuantityField = {
  ...pressure,
  id: 'systolic',
  name: 'Systolic blood pressure',
  loinc: '8480-6',
  plausible: { low: '30', high: '320' },
  reference: [{ from: adult, low: '90', high: '139' }],
  critical: { high: '179' },
};

const diastolic: QuantityField = {
  ...pressure,
  id: 'diastolic',
  name: 'Diastolic blood pressure',
  loinc: '8462-4',
  plausible: { low: '10', high: '220' },
  reference: [{ from: adult, low: '60', high: '89' }],
  critical: { high: '119' },
};

/** Shared with the cardiac record. */
export const heartRate: QuantityField = {
  kind: 'quantity',
  id: 'heart-rate',
  name: 'Heart rate',
  loinc: '8867-4',
  unit: perMinute,
  decimals: 0,
  plausible: { low: '15', high: '350' },
  reference: [{ from: adult, low: '60', high: '100' }],
};

const respiration: QuantityField = {
  kind: 'quantity',
  id: 'respiration',
  name: 'Respiratory rate',
  loinc: '9279-1',
  unit: perMinute,
  decimals: 0,
  plausible: { low: '3', high: '120' },
  reference: [{ from: adult, low: '12', high: '20' }],
};

const temperature: QuantityField = {
  kind: 'quantity',
  id: 'temperature',
  name: 'Body temperature',
  loinc: '8310-5',
  unit: { ucum: 'Cel', text: '°C' },
  alternative: { ucum: '[degF]', text: '°F', factor: '0.55555555555', offset: '-17.7777777777', decimals: 1 },
  decimals: 1,
  plausible: { low: '25', high: '45' },
  reference: [{ low: '36.1', high: '38.0' }],
  critical: { low: '35.1', high: '40.5' },
};

const oxygen: QuantityField = {
  kind: 'quantity',
  id: 'oxygen',
  name: 'Oxygen saturation',
  loinc: '2708-6',
  unit: percent,
  decimals: 0,
  plausible: { low: '30', high: '100' },
  reference: [{ low: '94' }],
  critical: { low: '90' },
};

/** Vital signs; the body mass index is computed, the two pressures are one observation. */
export const vitalSigns: Section = {
  id: 'vital-signs',
  name: 'Vital signs',
  category: 'vital-signs',
  fields: [weight, height, bodyMassIndex, systolic, diastolic, heartRate, respiration, temperature, oxygen],
};

/** kg ÷ m², to one place. */
function bmi(kilograms = '', centimetres = ''): string | undefined {
  return divide(multiplyAdd(kilograms, '10000', '0', 2), multiplyAdd(centimetres, centimetres, '0', 2), 1);
}
