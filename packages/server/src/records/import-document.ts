// A document that somebody brings: into the chart of the patient whom it names, by whoever may write what is in it.

import { formatAbhaNumber } from '@patrec/fhir';
import type { DocumentSubject, ReadDocument } from '@patrec/fhir/bundle';
import type { Actor } from '../access/actor.ts';
import { decide } from '../access/decide.ts';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import { transaction } from '../db/transaction.ts';
import { AppError } from '../errors.ts';
import type { UploadPlace } from '../files/uploads.ts';
import { now } from '../ledger/ledger.ts';
import type { Parts } from './open-chart.ts';
import type { Patient } from './patient-store.ts';
import type { CarriedFile } from './receive-document.ts';
import { recordByNonce } from './record-store.ts';
import { requireWriter, type SubmittedRecord, submitRecords } from './submit-records.ts';
import { type TakingFiles, withDocumentFiles } from './take-document-files.ts';

/** What is brought, by whom (`Practitioner/<id>`); `nonce` (32 hex) is the submission's. */
export interface BroughtDocument {
  readonly document: ReadDocument;
  /** The files that came in it. */
  readonly files: readonly CarriedFile[];
  readonly author: string;
  readonly nonce: string;
  /** The chart that is open; without it, that of the patient whom the document names. */
  readonly chart?: Patient;
}

const selectByAbha = statement('import.by-abha', 'SELECT number FROM patient WHERE abha = ANY ($1) LIMIT 2');

/**
 * Records the document, whole or not at all. Throws AppError: forbidden, invalid where it is of nobody here or of another
 * patient, BundleError for what cannot be recorded.
 */
export async function importDocument(
  parts: Parts & TakingFiles,
  actor: Actor,
  brought: BroughtDocument,
): Promise<SubmittedRecord> {
  const { document, files, author, nonce } = brought;
  const decision = decide(actor, { action: 'find-patient' }, [], now(parts.ledger));
  if (!decision.permit) throw new AppError('forbidden', 'An administrator has to verify your registration first.');
  const chart = await chartOf(parts, document.subject, brought.chart);
  if (!chart) throw ofAnother();
  const submission = document.submission(`Patient/${chart.resourceId}`, author);
  requireWriter(parts, actor, submission);
  const place = { chain: chart.chain, account: actor.account };
  const submit = (uploads: readonly string[]) => submitRecords(parts, actor, [submission], nonce, uploads);
  const [done] = (await isHere(parts.db, place, nonce))
    ? await submit([])
    : await withDocumentFiles(parts, place, { submission, carried: files }, submit);
  if (!done) throw new RangeError('a document is one record');
  return done;
}

/** Whether the same document was recorded before: then its files are here. */
export async function isHere(db: Db, { chain, account }: UploadPlace, nonce: string): Promise<boolean> {
  return (await transaction(db, (tx) => recordByNonce(tx, chain, account, nonce))) !== undefined;
}

/** The chart of whom a document names: that which is open, or the one that is found. Undefined where it is of nobody, or of another. */
export async function chartOf(
  parts: Pick<Parts, 'db' | 'patientByNumber'>,
  subject: DocumentSubject,
  open?: Patient,
): Promise<Patient | undefined> {
  const chart = open ?? (await patientOf(parts, subject));
  return chart && isOf(subject, chart) ? chart : undefined;
}

async function patientOf(
  parts: Pick<Parts, 'db' | 'patientByNumber'>,
  { abha, numbers }: DocumentSubject,
): Promise<Patient | undefined> {
  const written = abha.flatMap((digits) => [digits, formatAbhaNumber(digits) ?? digits]);
  const rows = await parts.db.rows<{ number: string }>(selectByAbha, [written]);
  const [found] = rows.length === 1 ? rows.map(({ number }) => number) : numbers.map((number) => number.toUpperCase());
  return found === undefined ? undefined : parts.patientByNumber(found);
}

// The ABHA number says it; else our number and the name, or the name and the day of birth. Numbers such as PAT001 are other
// people's elsewhere. What contradicts is of another.
function isOf({ abha, numbers, name, birthDate }: DocumentSubject, chart: Patient): boolean {
  const own = chart.abha?.replace(/\D/g, '');
  if (own !== undefined && abha.length > 0 && !abha.includes(own)) return false;
  if (birthDate !== undefined && chart.birthDate !== null && birthDate !== chart.birthDate) return false;
  if (own !== undefined && abha.includes(own)) return true;
  const numbered = numbers.some((number) => number.toUpperCase() === chart.number);
  return plain(name) === plain(chart.name) && (numbered || (birthDate !== undefined && birthDate === chart.birthDate));
}

function plain(name: string): string {
  return name.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim();
}

function ofAnother(): AppError {
  return new AppError(
    'invalid',
    'The document is not of this patient: its ABHA number, or our number, name and date of birth in it are not those of a patient here.',
  );
}
