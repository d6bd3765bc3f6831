// One typed value of a form, read: digits of three scripts, a unit, a count, a plausible size.
import { formatCount, splitCount } from './count.ts';
import { compareDecimals, decimalPlaces, multiplyAdd } from './decimal.ts';
import type { AlternativeUnit, QuantityField } from './field.ts';
import { type FieldError, fieldError } from './form-error.ts';

/** A value in the conventional unit; `entered` is what was typed when that was in the alternative unit. */
export interface Entry {
  readonly value: string;
  readonly entered?: { readonly value: string; readonly unit: string };
}

export type EntryResult = ({ readonly ok: true } & Entry) | { readonly ok: false; readonly error: FieldError };

const typedNumber = /^(?:0|[1-9]\d{0,8})(?:\.\d+)?$/;
const alternativePlaces = 3;
const zeroes = [0x0966, 0x0be6];

/** The text with Devanagari and Tamil digits as 0 to 9. */
export function westernDigits(text: string): string {
  const digit = (character: string): string => {
    const code = character.charCodeAt(0);
    return String(code - (zeroes.find((zero) => code >= zero && code <= zero + 9) ?? 0));
  };
  return text.replace(/[\u0966-\u096f\u0be6-\u0bef]/g, digit);
}

/**
 * Reads what was typed into a quantity field. `unit` is the UCUM code chosen, empty for the conventional one. The digits
 * stay as typed in the conventional unit; a value in the alternative unit is converted and rounded.
 */
export function readEntry(field: QuantityField, typed: string, unit: string): EntryResult {
  const text = westernDigits(typed.trim());
  const alternative = field.alternative?.ucum === unit ? field.alternative : undefined;
  if (unit !== '' && unit !== field.unit.ucum && !alternative) return refused(field, 'unknown-unit', { unit });
  if (field.counted) return readCount(field, text);
  if (/^\d+,\d+$/.test(text)) return refused(field, 'decimal-comma', { suggestion: text.replace(',', '.') });
  if (!typedNumber.test(text)) return refused(field, 'not-a-number');
  const places = alternative ? alternativePlaces : field.decimals;
  if (decimalPlaces(text) > places) return refused(field, 'too-many-decimals', { decimals: String(places) });
  return plausible(field, alternative ? converted(text, alternative) : { value: text });
}

function readCount(field: QuantityField, text: string): EntryResult {
  const count = splitCount(text);
  if (!count) return refused(field, 'not-a-count');
  const size = plausible(field, { value: count.high });
  return size.ok ? { ok: true, value: formatCount(count) } : size;
}

function converted(typed: string, { factor, offset, decimals, text }: AlternativeUnit): Entry {
  return { value: multiplyAdd(typed, factor, offset, decimals), entered: { value: typed, unit: text } };
}

function plausible(field: QuantityField, entry: Entry): EntryResult {
  const { low, high } = field.plausible;
  if (compareDecimals(entry.value, low) >= 0 && compareDecimals(entry.value, high) <= 0) return { ok: true, ...entry };
  return refused(field, 'implausible', { value: entry.value, low, high, unit: field.unit.text });
}

function refused(field: QuantityField, code: FieldError['code'], params: FieldError['params'] = {}): EntryResult {
  return { ok: false, error: fieldError(code === 'unknown-unit' ? `${field.id}.unit` : field.id, code, params) };
}
