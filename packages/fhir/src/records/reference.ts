// Reference ranges and flags (FHIR R4 Observation.interpretation, v3-ObservationInterpretation).
import { splitCount } from './count.ts';
import { compareDecimals, decimalPlaces, isDecimal, truncated } from './decimal.ts';
import type { Band, ChoiceField, Flag, Limits, Person, QuantityField, ReferenceRange } from './field.ts';

/**
 * The reference limits of a field for a person, or undefined where none is known. Where the limits differ by sex and
 * the sex is neither male nor female, the widest: what is outside is then outside for everybody.
 */
export function referenceOf(field: QuantityField, person: Person): Limits | undefined {
  const matching = field.reference.filter((range) => holdsFor(range, person));
  if (matching.length === 0) return undefined;
  const low = extreme(matching, 'low', -1);
  const high = extreme(matching, 'high', 1);
  return { ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }) };
}

/**
 * The flag of a value: a decimal (or a count such as `2-4`) in the field's conventional unit, or an option's id.
 * Null where no reference is known, or the value is neither. A high limit holds for the whole unit of its last digit,
 * as laboratories print it: 99 for "below 100", so 99.6 is within.
 */
export function flagOf(field: QuantityField | ChoiceField, value: string, person: Person): Flag | null {
  if (field.kind === 'choice') return field.options.find((option) => option.id === value)?.flag ?? null;
  const count = field.counted ? splitCount(value) : undefined;
  const [low, high] = count ? [count.low, count.high] : [value, value];
  if (!isDecimal(low) || !isDecimal(high)) return null;
  if (compareToLimit(low, field.critical?.low) < 0) return 'LL';
  if (compareToLimit(high, field.critical?.high) > 0) return 'HH';
  const reference = referenceOf(field, person);
  if (!reference) return null;
  if (compareToLimit(low, reference.low) < 0) return 'L';
  if (reference.high !== undefined && isAbove(high, reference.high)) return 'H';
  return count?.more ? null : 'N';
}

/** What a value of that size is called, where the field has names for sizes and the person is of the age for them. */
export function bandOf({ bands }: QuantityField, value: string, { ageYears }: Person): Band | undefined {
  if (!bands || ageYears < bands.from) return undefined;
  return bands.of.find(({ below }) => below === undefined || compareDecimals(value, below) < 0);
}

function holdsFor(range: ReferenceRange, { sex, ageYears }: Person): boolean {
  if (ageYears < (range.from ?? 0) || ageYears >= (range.below ?? Number.POSITIVE_INFINITY)) return false;
  return range.sex === undefined || range.sex === sex || (sex !== 'male' && sex !== 'female');
}

function extreme(ranges: readonly Limits[], side: 'low' | 'high', sign: 1 | -1): string | undefined {
  const limits = ranges.map((range) => range[side]).filter((limit) => limit !== undefined);
  return limits.reduce<string | undefined>(
    (widest, limit) => (widest === undefined || compareDecimals(limit, widest) * sign > 0 ? limit : widest),
    undefined,
  );
}

function compareToLimit(value: string, limit: string | undefined): number {
  return limit === undefined ? 0 : compareDecimals(value, limit);
}

function isAbove(value: string, limit: string): boolean {
  return compareDecimals(truncated(value, decimalPlaces(limit)), limit) > 0;
}
