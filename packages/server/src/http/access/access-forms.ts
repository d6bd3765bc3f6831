// The forms of access, parsed: what a doctor asks for, and what a patient gives.

import { type AccessScope, isPurpose, isRecordType, type Purpose } from '@patrec/fhir';
import type { FormError, RequestValues } from '@patrec/web';
import type { FastifyRequest } from 'fastify';
import type { Terms } from '../../access/answer-request.ts';
import type { AccessQuestion } from '../../access/request-access.ts';
import type { AccessRequest } from '../../access/request-store.ts';
import { isWithin } from '../../access/scope.ts';
import { clinicalDay, INSTITUTION_OFFSET } from '../../records/clinical-time.ts';
import { formOf, listOf } from '../form.ts';
import { readRecordNumbers } from './record-numbers.ts';

/** What was wrong, and what was typed, to be shown again. */
export interface FormFailure {
  readonly ok: false;
  readonly errors: readonly FormError[];
  readonly values: RequestValues;
}

export type ParsedQuestion = { readonly ok: true; readonly question: Omit<AccessQuestion, 'chain'> } | FormFailure;
export type ParsedTerms = { readonly ok: true; readonly terms: Terms } | FormFailure;

const ASKABLE: readonly Purpose[] = ['CAREMGT', 'HPAYMT', 'PUBHLTH', 'DSRCH'];
const LONGEST_NOTE = 500;
const LONGEST_DAYS = 366;
const DAY_MS = 86_400_000;

/** A doctor's request. `now` is ISO 8601 UTC; access ends with a day, where the institution is, within a year. */
export function parseQuestion(request: FastifyRequest, patientNumber: string, now: string): ParsedQuestion {
  const { values, scope, errors } = readScope(request, patientNumber);
  const until = readLastDay(values.until, now, errors);
  requirePurpose(request, errors);
  if (values.note.length > LONGEST_NOTE)
    errors.push({ field: 'note', code: 'too-long', params: { max: String(LONGEST_NOTE) } });
  if (errors.length > 0 || until === undefined) return { ok: false, errors, values };
  return { ok: true, question: { scope, purpose: values.purpose, until, note: values.note } };
}

/** Which of those records there are that the patient can give. */
export type Sharable = (numbers: readonly number[]) => Promise<ReadonlySet<number>>;

/**
 * A patient's answer to a request: as asked, or narrower. Of single records it gives those that there are: a number
 * that is free today stands for nothing tomorrow either.
 */
export async function parseTerms(
  request: FastifyRequest,
  asked: AccessRequest,
  patientNumber: string,
  now: string,
  sharable: Sharable,
): Promise<ParsedTerms> {
  const { values, scope: given, errors } = readScope(request, patientNumber);
  const records = await recordsToGive(given.records ?? asked.scope.records, asked, sharable, errors);
  const types = values.extent === 'records' ? asked.scope.types : given.types;
  const scope = { ...given, types, records };
  const lastDay = clinicalDay(asked.until);
  const until = readUntil(values.until, now, lastDay, errors);
  if (errors.length === 0 && !isWithin(scope, asked.scope)) {
    errors.push({ field: widerField(scope, asked.scope), code: 'wider-than-asked' });
  }
  if (errors.length > 0 || until === undefined) return { ok: false, errors, values };
  return { ok: true, terms: { scope, until: values.until === lastDay ? asked.until : until } };
}

async function recordsToGive(
  single: readonly number[] | null,
  { scope: { records: askedFor } }: AccessRequest,
  sharable: Sharable,
  errors: FormError[],
): Promise<readonly number[] | null> {
  if (single === null || errors.length > 0) return single;
  const there = await sharable(single);
  if (single.some((number) => !there.has(number) && !askedFor?.includes(number)))
    errors.push({ field: 'records', code: 'unknown-record' });
  else if (there.size === 0) errors.push({ field: 'records', code: 'no-record-chosen' });
  return single.filter((number) => there.has(number));
}

function widerField(scope: AccessScope, asked: AccessScope): string {
  if (isWithin({ ...scope, records: asked.records }, asked)) return 'records';
  return isWithin({ ...scope, types: asked.types }, asked) ? 'types' : 'from';
}

/** Refuses a purpose that has no place in these forms. */
export function requirePurpose(request: FastifyRequest, errors: FormError[]): void {
  const { purpose } = formOf(request);
  if (!purpose || !isPurpose(purpose) || !ASKABLE.includes(purpose))
    errors.push({ field: 'purpose', code: 'unknown-option' });
}

/** The last moment of the day that was typed, within a year of `now`; undefined where it is wrong. */
export function readLastDay(text: string, now: string, errors: FormError[]): string | undefined {
  const latest = clinicalDay(new Date(Date.parse(now) + LONGEST_DAYS * DAY_MS).toISOString());
  return readUntil(text, now, latest, errors);
}

/** The fields that all forms of access have, and what is wrong with the scope. */
export function readScope(
  request: FastifyRequest,
  patientNumber: string,
): { values: RequestValues; scope: AccessScope; errors: FormError[] } {
  const form = formOf(request);
  const errors: FormError[] = [];
  const ticked = listOf(request, 'types').filter(isRecordType);
  const values: RequestValues = {
    extent: form.extent === 'all' || form.extent === 'records' ? form.extent : 'types',
    types: ticked,
    records: listOf(request, 'records')
      .map((text) => text.trim())
      .filter((text) => text !== ''),
    from: (form.from ?? '').trim(),
    to: (form.to ?? '').trim(),
    purpose: isPurpose(form.purpose ?? '') ? (form.purpose as Purpose) : 'CAREMGT',
    until: (form.until ?? '').trim(),
    note: (form.note ?? '').trim(),
  };
  if (values.extent === 'types' && ticked.length === 0) errors.push({ field: 'types', code: 'none-chosen' });
  const from = readDay('from', values.from, errors);
  const to = readDay('to', values.to, errors);
  if (from !== null && to !== null && to < from) errors.push({ field: 'to', code: 'ends-before-start' });
  const types = values.extent === 'types' ? ticked : null;
  return { values, scope: { types, records: readSingles(values, patientNumber, errors), from, to }, errors };
}

// Single records that were chosen beside something wider would widen it unseen.
function readSingles({ extent, records = [] }: RequestValues, patientNumber: string, errors: FormError[]) {
  if (extent === 'records') return readRecordNumbers(records, patientNumber, errors);
  if (records.length > 0) errors.push({ field: 'records', code: 'extent-not-single' });
  return null;
}

function readDay(field: string, text: string, errors: FormError[]): string | null {
  if (text === '') return null;
  if (isDay(text)) return text;
  errors.push({ field, code: 'not-a-date' });
  return null;
}

/** True for a date that there is, such as `2026-11-22`. */
export function isDay(text: string): boolean {
  const time = /^[12]\d{3}-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** The last moment of the day that was typed, where the institution is, `latest` at the latest; undefined where it is wrong. */
export function readUntil(text: string, now: string, latest: string, errors: FormError[]): string | undefined {
  const code = untilError(text, clinicalDay(now), latest);
  if (!code) return new Date(`${text}T23:59:59.999${INSTITUTION_OFFSET}`).toISOString();
  errors.push({ field: 'until', code, params: { max: latest } });
  return undefined;
}

function untilError(text: string, today: string, latest: string): string | undefined {
  if (text === '') return 'required';
  if (!isDay(text)) return 'not-a-date';
  if (text < today) return 'in-past';
  return text > latest ? 'too-far' : undefined;
}
