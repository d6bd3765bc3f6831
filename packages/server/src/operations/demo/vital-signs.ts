// Vital signs as FHIR R4 Observations (https://hl7.org/fhir/R4/observation-vitalsigns.html), flagged against a reference.
//
// References are for adults, but temperature and oxygen hold at every age. Blood pressure: Indian Guidelines on
// Hypertension IV (2019). Body mass index: consensus for Asian Indians, Misra et al., J Assoc Physicians India
// 2009;57:163. Heart rate: American Heart Association. Respiration and temperature: Royal College of Physicians, NEWS2
// (2017), the bands that score nothing. Oxygen: British Thoracic Society (2017); under 90 % is hypoxaemia (WHO, 2011).

import { decimal, type JsonObject } from '@patrec/fhir';
import type { Vitals } from './entry.ts';
import { coded, interpretation, UCUM } from './fhir-parts.ts';

interface Limits {
  readonly low?: string;
  readonly high?: string;
  readonly criticalLow?: string;
  readonly criticalHigh?: string;
}

interface Sign {
  readonly name: string;
  readonly loinc: string;
  readonly unit: string;
  readonly ucum: string;
  readonly adults?: Limits;
  readonly everybody?: Limits;
}

const pressure = { unit: 'mmHg', ucum: 'mm[Hg]' };
const perMinute = { unit: '/min', ucum: '/min' };

const systolic: Sign = {
  ...pressure,
  name: 'Systolic blood pressure',
  loinc: '8480-6',
  adults: { low: '90', high: '139', criticalHigh: '179' },
};
const diastolic: Sign = {
  ...pressure,
  name: 'Diastolic blood pressure',
  loinc: '8462-4',
  adults: { low: '60', high: '89', criticalHigh: '119' },
};
const bodyMassIndex: Sign = {
  name: 'Body mass index',
  loinc: '39156-5',
  unit: 'kg/m²',
  ucum: 'kg/m2',
  adults: { low: '18.5', high: '22.9' },
};

const signs = {
  weight: { name: 'Body weight', loinc: '29463-7', unit: 'kg', ucum: 'kg' },
  height: { name: 'Body height', loinc: '8302-2', unit: 'cm', ucum: 'cm' },
  heartRate: { ...perMinute, name: 'Heart rate', loinc: '8867-4', adults: { low: '60', high: '100' } },
  respiration: { ...perMinute, name: 'Respiratory rate', loinc: '9279-1', adults: { low: '12', high: '20' } },
  temperature: {
    name: 'Body temperature',
    loinc: '8310-5',
    unit: '°C',
    ucum: 'Cel',
    everybody: { low: '36.1', high: '38.0', criticalHigh: '40.5' },
  },
  oxygen: {
    name: 'Oxygen saturation',
    loinc: '2708-6',
    unit: '%',
    ucum: '%',
    everybody: { low: '94', criticalLow: '90' },
  },
} as const satisfies Readonly<Record<Exclude<keyof Vitals, 'systolic' | 'diastolic'>, Sign>>;

/** The observations of a visit, each without what the visit gives all its resources. Body mass index is computed. */
export function vitalSigns(vitals: Vitals, adult: boolean): JsonObject[] {
  const measured = Object.entries(signs).flatMap(([key, sign]) => {
    const value = vitals[key as keyof typeof signs];
    return value === undefined ? [] : [{ ...nameOf(sign), ...measure(sign, value, adult) }];
  });
  return [...pressurePanel(vitals, adult), ...measured, ...computed(vitals, adult)];
}

/** kg ÷ m², to one place. */
export function bmi(weight: string, height: string): string {
  return (Number(weight) / (Number(height) / 100) ** 2).toFixed(1);
}

function pressurePanel(vitals: Vitals, adult: boolean): JsonObject[] {
  if (vitals.systolic === undefined || vitals.diastolic === undefined) return [];
  const component = [
    { ...nameOf(systolic), ...measure(systolic, vitals.systolic, adult) },
    { ...nameOf(diastolic), ...measure(diastolic, vitals.diastolic, adult) },
  ];
  return [{ code: coded('loinc', '85354-9', 'Blood pressure'), component }];
}

function computed({ weight, height }: Vitals, adult: boolean): JsonObject[] {
  if (weight === undefined || height === undefined) return [];
  return [{ ...nameOf(bodyMassIndex), ...measure(bodyMassIndex, bmi(weight, height), adult) }];
}

function nameOf({ loinc, name }: Sign): JsonObject {
  return { code: coded('loinc', loinc, name) };
}

function measure(sign: Sign, value: string, adult: boolean): JsonObject {
  const limits = sign.everybody ?? (adult ? sign.adults : undefined);
  const quantity = (number: string) => ({ value: decimal(number), unit: sign.unit, system: UCUM, code: sign.ucum });
  if (!limits) return { valueQuantity: quantity(value) };
  const { low, high } = limits;
  const range = { ...(low && { low: quantity(low) }), ...(high && { high: quantity(high) }) };
  return {
    valueQuantity: quantity(value),
    interpretation: [interpretation(flag(value, limits))],
    referenceRange: [range],
  };
}

function flag(text: string, { low, high, criticalLow, criticalHigh }: Limits): 'LL' | 'HH' | 'L' | 'H' | 'N' {
  const value = Number(text);
  if (criticalLow !== undefined && value < Number(criticalLow)) return 'LL';
  if (criticalHigh !== undefined && value > Number(criticalHigh)) return 'HH';
  if (low !== undefined && value < Number(low)) return 'L';
  return high !== undefined && value > Number(high) ? 'H' : 'N';
}
