// The forms of the desk, parsed: what was typed, what is wrong with it, and whom its numbers and dates of birth are of.

import { deskBases, documentKinds, type FormError, relations } from '@patrec/web';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../access/actor.ts';
import { type Candidate, candidateByNumber } from '../../access/candidate-store.ts';
import type { GuardianAtDesk } from '../../access/desk-guardian.ts';
import { beginAttempt, endGuess, guessKeys } from '../../identity/attempts.ts';
import { type DeskPatient, patientAtDesk } from '../../identity/desk-act-store.ts';
import type { DocumentKind } from '../../identity/desk-recovery-store.ts';
import { type FieldReader, readFields } from '../../identity/person-fields.ts';
import { isDay, readUntil } from '../access/access-forms.ts';
import type { App } from '../app.ts';
import { formOf } from '../form.ts';

const LAST_DAY = '2099-12-31';
const LONGEST_NUMBER = 20;
const LONGEST_NOTE = 200;

/** The fields of a form of the desk, read; `pair` is a number with a date of birth, of which no more may be known than a part. */
export interface DeskFields extends FieldReader {
  readonly pair: (number: string, birthDate: string, known?: Pair['known']) => Pair;
  readonly document: () => DocumentKind | undefined;
}

interface Pair {
  readonly field: string;
  readonly number: string;
  readonly birthDate: string;
  readonly known: 'whole' | 'in-part';
}

export type WhoIsThere =
  | { readonly waitSeconds: number }
  | { readonly patient: DeskPatient | undefined; readonly guardian: Candidate | undefined };

/** Gives a reader of the form's fields. */
export function deskFields(request: FastifyRequest): DeskFields {
  const form = formOf(request);
  const fields = readFields(form);
  const { errors } = fields;
  return {
    ...fields,
    pair(number, birthDate, known = 'whole') {
      const [text, day] = [fields.line(number, LONGEST_NUMBER).toUpperCase(), (form[birthDate] ?? '').trim()];
      if (!isDay(day)) errors.push({ field: birthDate, code: day === '' ? 'required' : 'not-a-date' });
      return { field: number, number: text, birthDate: day, known };
    },
    document: () => chosen(documentKinds, form.document, 'document', errors),
  };
}

/** What else the form of a guardian says; undefined where something is wrong. `now` is ISO 8601 UTC. */
export function guardianTerms(
  request: FastifyRequest,
  fields: DeskFields,
  now: string,
): Omit<GuardianAtDesk, 'patient' | 'guardian'> | undefined {
  const form = formOf(request);
  const { errors } = fields;
  const basis = chosen(deskBases, form.basis, 'basis', errors);
  const relationship = chosen(relations, form.relation, 'relation', errors);
  const level = form.level === 'view' || form.level === 'complete' ? form.level : undefined;
  if (!level) errors.push({ field: 'level', code: 'none-chosen' });
  const until = form.until?.trim() ? readUntil(form.until.trim(), now, LAST_DAY, errors) : null;
  const document = fields.document();
  const note = fields.line('note', LONGEST_NOTE, basis === 'consent' || basis === undefined);
  if (errors.length > 0 || !basis || !relationship || !level || !document || until === undefined) return undefined;
  return { basis, relationship, level, until, document, note };
}

/**
 * Whose the pairs are. A number alone tells who is a patient here; a slip in it would meet a stranger. Wrong pairs are
 * counted like wrong passwords, and are errors at the number.
 */
export async function whoIsThere(
  app: App,
  actor: Actor,
  errors: FormError[],
  ofPatient: Pair,
  ofGuardian?: Pair,
): Promise<WhoIsThere> {
  const keys = guessKeys(app.secret, 'desk', actor.account);
  const attempt = await beginAttempt(app.db, app.ledger, keys);
  if (!attempt.allowed) return attempt;
  const [patient, guardian] = await Promise.all([
    patientAtDesk(app.db, ofPatient.number, ofPatient.birthDate, ofPatient.known === 'in-part'),
    ofGuardian && candidateByNumber(app.db, ofGuardian.number, ofGuardian.birthDate),
  ]);
  if (!patient) errors.push({ field: ofPatient.field, code: 'no-such-guardian' });
  if (ofGuardian && !guardian) errors.push({ field: ofGuardian.field, code: 'no-such-guardian' });
  if (errors.length === 0) await endGuess(app.db, keys);
  return { patient, guardian };
}

function chosen<Option extends string>(
  options: readonly Option[],
  text: string | undefined,
  field: string,
  errors: FormError[],
): Option | undefined {
  const found = options.find((option) => option === text);
  if (!found) errors.push({ field, code: 'unknown-option' });
  return found;
}
