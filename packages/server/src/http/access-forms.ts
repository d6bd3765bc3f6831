// The forms of access, parsed: what a doctor asks for, and what a patient gives.

import { type AccessScope, isPurpose, isRecordType, type Purpose } from '@patrec/fhir';
import type { FormError, RequestValues } from '@patrec/web';
import type { FastifyRequest } from 'fastify';
import type { Terms } from '../access/answer-request.ts';
import type { AccessQuestion } from '../access/request-access.ts';
import type { AccessRequest } from '../access/request-store.ts';
import { isWithin } from '../access/scope.ts';
import { clinicalDay, INSTITUTION_OFFSET } from '../records/clinical-time.ts';
import { formOf, listOf } from './form.ts';

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
export function parseQuestion(request: FastifyRequest, now: string): ParsedQuestion {
  const { values, scope, errors } = readScope(request);
  const until = readUntil(
    values.until,
    now,
    clinicalDay(new Date(Date.parse(now) + LONGEST_DAYS * DAY_MS).toISOString()),
    errors,
  );
  const { purpose } = formOf(request);
  if (!purpose || !isPurpose(purpose) || !ASKABLE.includes(purpose))
    errors.push({ field: 'purpose', code: 'unknown-option' });
  if (values.note.length > LONGEST_NOTE)
    errors.push({ field: 'note', code: 'too-long', params: { max: String(LONGEST_NOTE) } });
  if (errors.length > 0 || until === undefined) return { ok: false, errors, values };
  return { ok: true, question: { scope, purpose: values.purpose, until, note: values.note } };
}

/** A patient's answer to a request: as asked, or narrower. */
export function parseTerms(request: FastifyRequest, asked: AccessRequest, now: string): ParsedTerms {
  const { values, scope: given, errors } = readScope(request);
  const scope = { ...given, records: asked.scope.records };
  const lastDay = clinicalDay(asked.until);
  const until = readUntil(values.until, now, lastDay, errors);
  if (errors.length === 0 && !isWithin(scope, asked.scope)) {
    errors.push({
      field: isWithin({ ...scope, types: asked.scope.types }, asked.scope) ? 'types' : 'from',
      code: 'wider-than-asked',
    });
  }
  if (errors.length > 0 || until === undefined) return { ok: false, errors, values };
  return { ok: true, terms: { scope, until: values.until === lastDay ? asked.until : until } };
}

function readScope(request: FastifyRequest): { values: RequestValues; scope: AccessScope; errors: FormError[] } {
  const form = formOf(request);
  const errors: FormError[] = [];
  const ticked = listOf(request, 'types').filter(isRecordType);
  const values: RequestValues = {
    extent: form.extent === 'all' ? 'all' : 'types',
    types: ticked,
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
  return { values, scope: { types: values.extent === 'all' ? null : ticked, records: null, from, to }, errors };
}

function readDay(field: string, text: string, errors: FormError[]): string | null {
  if (text === '') return null;
  if (isDay(text)) return text;
  errors.push({ field, code: 'not-a-date' });
  return null;
}

function isDay(text: string): boolean {
  const time = /^[12]\d{3}-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

// The last moment of a day where the institution is.
function readUntil(text: string, now: string, latest: string, errors: FormError[]): string | undefined {
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
