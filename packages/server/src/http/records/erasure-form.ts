// What an administrator writes to propose an erasure, with what is wrong with it.

import { type ErasureBasis, isErasureBasis } from '@patrec/fhir';
import type { ErasureValues, FormError } from '@patrec/web';
import { readFields } from '../../identity/person-fields.ts';
import { recordNumberOf } from '../access/record-numbers.ts';
import type { Form } from '../form.ts';

/** What is proposed; `number` is the patient's, `record` null for the whole chart. */
export interface ErasureFields {
  readonly number: string;
  readonly record: number | null;
  readonly basis: ErasureBasis;
  readonly reference: string;
  readonly reason: string;
}

const LONGEST = { number: 20, reference: 200, reason: 2000 } as const;

/** What was typed, as it was typed. */
export function erasureValues({ number = '', what = '', record = '', basis = '', ...form }: Form): ErasureValues {
  return { number, what, record, basis, reference: form.reference ?? '', reason: form.reason ?? '' };
}

/** The fields, and what is wrong with them. */
export function parseErasure(form: Form): { fields: ErasureFields; errors: FormError[] } {
  const { errors, line } = readFields(form);
  const number = line('number', LONGEST.number).toUpperCase();
  const { what, basis = '', record = '' } = form;
  const chosen = readRecord(record.trim(), number);
  if (what !== 'record' && what !== 'chart') errors.push({ field: 'what', code: 'choose-what' });
  if (what === 'record' && chosen === undefined)
    errors.push({ field: 'record', code: 'not-a-record-number', params: { example: 'PAT001-REC7' } });
  // Both said: nobody erases a chart by an oversight.
  if (what === 'chart' && record.trim() !== '') errors.push({ field: 'record', code: 'record-of-chart' });
  if (!isErasureBasis(basis)) errors.push({ field: 'basis', code: 'choose-basis' });
  const reference = line('reference', LONGEST.reference);
  const reason = readReason(form, errors);
  const known = isErasureBasis(basis) ? basis : 'request';
  return {
    fields: { number, record: what === 'record' ? (chosen ?? 0) : null, basis: known, reference, reason },
    errors,
  };
}

function readRecord(text: string, patient: string): number | undefined {
  const found = recordNumberOf(text);
  return found === undefined || (found.patient !== undefined && found.patient !== patient) ? undefined : found.number;
}

function readReason({ reason = '' }: Form, errors: FormError[]): string {
  const text = reason.normalize('NFC').replaceAll('\r\n', '\n').trim();
  if (text === '') errors.push({ field: 'reason', code: 'required' });
  if ([...text].length > LONGEST.reason)
    errors.push({ field: 'reason', code: 'too-long', params: { max: String(LONGEST.reason) } });
  if (/(?![\n\t])[\p{Cc}\p{Cs}\p{Cn}]/u.test(text)) errors.push({ field: 'reason', code: 'not-text' });
  return text;
}
