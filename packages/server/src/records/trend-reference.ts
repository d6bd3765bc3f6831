// The reference range of a value over time: as its laboratory gave it, else ours for the person's sex and age that day.

import { fieldOf, personOn, referenceOf } from '@patrec/fhir';
import { clinicalDay } from './clinical-time.ts';
import type { Patient } from './patient-store.ts';
import type { TrendValue } from './trends.ts';

/** Limits as decimals; `given` is by the laboratory. */
export interface TrendReference {
  readonly low: string | null;
  readonly high: string | null;
  readonly given: boolean;
}

/** The range that holds for a value of a patient. Ours is for our own unit; in another there is none. */
export function referenceFor(
  value: TrendValue,
  { sex, birthDate }: Pick<Patient, 'sex' | 'birthDate'>,
): TrendReference {
  const { low, high, code, label, unit, at } = value;
  if (low !== null || high !== null) return { low, high, given: true };
  const field = fieldOf(code, label);
  if (field?.kind !== 'quantity' || field.unit.text !== unit || birthDate === null) return { low, high, given: true };
  const known = sex === 'male' || sex === 'female' ? sex : 'unknown';
  const ours = referenceOf(field, personOn({ sex: known, birthDate }, clinicalDay(at)));
  return { low: ours?.low ?? null, high: ours?.high ?? null, given: false };
}
