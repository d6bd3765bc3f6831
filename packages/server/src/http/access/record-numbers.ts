// Numbers of single records in a form, `PAT001-REC3, REC7`: checked for their form alone, never for what exists.

import type { FormError } from '@patrec/web';

/** The most single records that a request or a permission names. */
export const MOST_RECORDS = 50;

const NUMBER = /^(?:([A-Z]{1,9}\d{1,9})-)?(?:REC)?(\d{1,9})$/i;

/** The record of a text such as `7` or `PAT001-REC7`, and the patient where it names one; undefined for what is none. */
export function recordNumberOf(text: string): { patient: string | undefined; number: number } | undefined {
  const match = NUMBER.exec(text);
  const number = Number(match?.[2] ?? 0);
  return number === 0 ? undefined : { patient: match?.[1]?.toUpperCase(), number };
}

/** The numbers in the texts of the field `records`, each once, in order; what is wrong goes to `errors`. */
export function readRecordNumbers(texts: readonly string[], patientNumber: string, errors: FormError[]): number[] {
  const words = texts.flatMap((text) => text.split(/[\s,;]+/)).filter((word) => word !== '');
  const matches = words.map((word) => NUMBER.exec(word));
  const numbers = [...new Set(matches.map((match) => Number(match?.[2] ?? 0)))];
  const code = errorOf(matches, numbers, patientNumber);
  if (!code) return numbers.sort((a, b) => a - b);
  const params = { example: `${patientNumber}-REC3, REC7`, patient: patientNumber, max: String(MOST_RECORDS) };
  errors.push({ field: 'records', code, params });
  return [];
}

function errorOf(
  matches: readonly (RegExpExecArray | null)[],
  numbers: readonly number[],
  patientNumber: string,
): string | undefined {
  if (numbers.length === 0) return 'no-record-chosen';
  if (numbers.length > MOST_RECORDS) return 'too-many';
  if (numbers.includes(0)) return 'not-record-numbers';
  const foreign = matches.some((match) => match?.[1] && match[1].toUpperCase() !== patientNumber);
  return foreign ? 'other-patient' : undefined;
}
