// Records that arrive as FHIR resources: the same right, the same block and the same event as by a form.

import { attachedFiles, formatJson, issue, type JsonObject, parseJson, recordHeading } from '@patrec/fhir';
import { type FinishedSubmission, finishSubmission, type Submission } from '@patrec/fhir/bundle';
import type { Actor } from '../access/actor.ts';
import { decide } from '../access/decide.ts';
import { party } from '../access/party-store.ts';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import { type Tx, transaction } from '../db/transaction.ts';
import { AppError } from '../errors.ts';
import { type Ledger, now, routeOf } from '../ledger/ledger.ts';
import { clinicalInstant, isInstant } from './clinical-time.ts';
import { addRecord } from './create-record.ts';
import { refused } from './open-chart.ts';
import { mustBeSigned } from './sign-record.ts';
import { filesBy } from './take-document-files.ts';

/** One record as it stands now. `repeated` where the same had come before. */
export interface SubmittedRecord extends FinishedSubmission {
  readonly number: number;
  readonly submission: Submission;
  readonly recordedAt: string;
  readonly repeated: boolean;
}

interface Parts {
  readonly db: Db;
  readonly ledger: Ledger;
}

const selectPatients = statement(
  'submit.patients',
  `SELECT p.chain, p.resource_id AS id, p.birth_date::text AS "birthDate"
   FROM unnest($1::text[]) AS wanted (route) JOIN chain_head h ON substr(h.chain, 1, 12) = wanted.route
   JOIN patient p ON p.chain = h.chain`,
);
const selectStored = statement(
  'submit.stored',
  `SELECT v.id, v.bytes, b.recorded_at AS "recordedAt" FROM block b
   JOIN resource_version v ON v.chain = b.chain AND v.block_seq = b.seq
   WHERE b.chain = $1 AND b.author = $2 AND b.nonce = $3 ORDER BY v.place`,
);

/**
 * Records all of it, a block for each patient, or nothing. `nonce` (32 hex) is the submission's: what comes twice is recorded
 * once. `uploads` are the files of a document, which is one submission. Throws AppError: forbidden, not-found for a patient
 * who is not here, conflict for a nonce that came with something else.
 */
export async function submitRecords(
  parts: Parts,
  actor: Actor,
  submissions: readonly Submission[],
  nonce: string,
  uploads: readonly string[] = [],
): Promise<SubmittedRecord[]> {
  for (const submission of submissions) requireWriter(parts, actor, submission);
  const placed = await placesOf(parts, actor, submissions);
  return transaction(parts.db, async (tx) => {
    const done: SubmittedRecord[] = [];
    for (const place of placed) done.push(await submit(tx, parts.ledger, actor, place, { nonce, uploads }));
    if (new Set(done.map(({ repeated }) => repeated)).size > 1) throw otherContent();
    return done;
  });
}

/** Throws forbidden where the actor writes no such record. */
export function requireWriter(
  { ledger }: Pick<Parts, 'ledger'>,
  actor: Actor,
  { type, judging }: Pick<Submission, 'type' | 'judging'>,
): void {
  const unsigned = mustBeSigned(ledger, type);
  const decision = decide(actor, { action: 'create-record', chain: '', type, judging, unsigned }, [], now(ledger));
  if (!decision.permit) throw mayNot(decision.reason);
}

interface Place {
  readonly chain: string;
  readonly submission: Submission;
  readonly occurredAt: string;
}

// In the order in which chains are locked.
async function placesOf(parts: Parts, actor: Actor, submissions: readonly Submission[]): Promise<Place[]> {
  const ids = submissions.map(({ patient }) => patient.slice('Patient/'.length));
  const rows = await parts.db.rows<{ chain: string; id: string; birthDate: string | null }>(selectPatients, [
    ids.map((id) => routeOf(id) ?? ''),
  ]);
  const places = await Promise.all(
    submissions.map(async (submission, i) => {
      const row = rows.find(({ id }) => id === ids[i]);
      const target = `fhir/${routeOf(ids[i] ?? '') ?? ''}`;
      if (!row) throw await refused(parts, actor, { target, chain: null, record: null });
      return { chain: row.chain, submission, occurredAt: momentOf(submission, row.birthDate, now(parts.ledger)) };
    }),
  );
  return places.sort((a, b) => (a.chain < b.chain ? -1 : 1));
}

/**
 * The moment that a submission is about, or the present where it says none. Throws AppError invalid where that, or what
 * one of its resources says, is no time that there is, is yet to come, or was before the patient was born.
 */
export function momentOf(
  { effective, entries }: Pick<Submission, 'effective' | 'entries'>,
  birthDate: string | null,
  present: string,
): string {
  const issues = entries.flatMap(({ resource: { meta: _, ...resource }, path }) => {
    const when = recordHeading([resource]).effective;
    const text = when === undefined ? undefined : timeProblem(when, birthDate ?? '', present);
    return text === undefined ? [] : [issue('value', path, `is of ${when}, which ${text}`)];
  });
  if (issues.length > 0) throw new AppError('invalid', 'A time is not right.', { issues });
  return (effective && instantOf(effective)) ?? present;
}

function timeProblem(when: string, birthDate: string, present: string): string | undefined {
  const moment = instantOf(when);
  if (moment === undefined) return 'is no time that there is';
  if (moment > present) return 'is in the future';
  return when.slice(0, birthDate.length) < birthDate.slice(0, when.length)
    ? 'is before the patient was born'
    : undefined;
}

// FHIR allows leap seconds and years that no instant of ours has.
function instantOf(when: string): string | undefined {
  try {
    const moment = clinicalInstant(when);
    return isInstant(moment) ? moment : undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

async function submit(
  tx: Tx,
  ledger: Ledger,
  actor: Actor,
  { chain, submission, occurredAt }: Place,
  { nonce, uploads }: { readonly nonce: string; readonly uploads: readonly string[] },
): Promise<SubmittedRecord> {
  const { type, judging } = submission;
  let made: { finished: FinishedSubmission; recordedAt: string } | undefined;
  const saved = await addRecord(tx, ledger, actor, {
    type,
    judging,
    chain,
    occurredAt,
    nonce,
    uploads,
    resources: (known) => {
      const files = filesBy(submission, known.files);
      made = { finished: finishSubmission(submission, { ...known, files }), recordedAt: known.recordedAt };
      return [...made.finished.resources];
    },
  });
  if (!saved.created) throw mayNot(saved.reason);
  const { number } = saved;
  if (made) return { number, submission, ...made.finished, recordedAt: made.recordedAt, repeated: false };
  return { number, submission, ...(await earlier(tx, actor, chain, nonce, submission)), repeated: true };
}

// What stands is made again from what was sent now: where that is not the same bytes, it is not the same submission.
async function earlier(tx: Tx, actor: Actor, chain: string, nonce: string, submission: Submission) {
  const rows = await tx.rows<{ id: string; bytes: Uint8Array; recordedAt: Date }>(selectStored, [
    chain,
    actor.account,
    nonce,
  ]);
  const { patient, practitioner: author } = await party(tx, chain, actor.account);
  const recordedAt = rows[0]?.recordedAt.toISOString() ?? '';
  let next = 0;
  const newId = () => rows[next++]?.id ?? '';
  const stored = rows.flatMap(({ bytes }) => attachedFiles(parseJson(bytes) as JsonObject));
  const files = filesBy(
    submission,
    stored.map((id) => ({ id })),
  );
  const finished = finishSubmission(submission, { newId, recordedAt, patient, author, files });
  const same =
    finished.resources.length === rows.length &&
    rows.every(({ bytes }, i) => Buffer.from(bytes).equals(formatJson(finished.resources[i] ?? null)));
  if (!same) throw otherContent();
  return { ...finished, recordedAt };
}

function otherContent(): AppError {
  return new AppError('conflict', 'This Idempotency-Key came before with something else. Send another key.');
}

function mayNot(reason: string): AppError {
  if (reason === 'unsigned')
    return new AppError('forbidden', 'Prescriptions are signed here, with a key in the browser. Write it by its form.');
  if (reason === 'not-verified')
    return new AppError('forbidden', 'An administrator has to verify your registration first.');
  return new AppError('forbidden', 'You may not write records of this kind.');
}
