// Imports one document Bundle as a record of a patient who is here: by whoever has the machine, in the institution's name.

import { createHash } from 'node:crypto';
import { BundleError, finishSubmission, type ReadDocument, readDocument, type Submission } from '@patrec/fhir/bundle';
import { insertEvent, makeEvent } from '../access/access-log.ts';
import type { Db } from '../db/pool.ts';
import { transaction } from '../db/transaction.ts';
import { AppError } from '../errors.ts';
import type { Files } from '../files/files.ts';
import { hashBytes } from '../files/hash-bytes.ts';
import { claimUploads } from '../files/uploads.ts';
import { lockHead } from '../ledger/append.ts';
import { type Ledger, newResourceId } from '../ledger/ledger.ts';
import { chartOf, isHere } from '../records/import-document.ts';
import { type Patient, patientReader } from '../records/patient-store.ts';
import { type CarriedDocument, receiveDocument } from '../records/receive-document.ts';
import { recordByNonce, takeRecordNumbers } from '../records/record-store.ts';
import { momentOf } from '../records/submit-records.ts';
import { filesBy, withDocumentFiles } from '../records/take-document-files.ts';
import { writeRecords } from '../records/write-records.ts';
import { type ImportedBundle, importBundle, type NewAccount } from './import-bundle.ts';

interface Parts {
  readonly db: Db;
  readonly ledger: Ledger;
  readonly files: Files;
}

interface Coming {
  readonly submission: Submission;
  readonly uploads: readonly string[];
  readonly nonce: string;
}

/** What a file may have besides the files that a document brings. */
const AROUND_BYTES = 256 * 1024 * 1024;

/** Imports what comes: a transaction as a new patient, a document into the chart of whom it names. Throws as `importBundle`. */
export async function importFile(
  parts: Parts,
  pieces: AsyncIterable<Uint8Array>,
  account: NewAccount,
): Promise<ImportedBundle> {
  const hash = createHash('sha256');
  const coming = { pieces: hashBytes(hash, pieces), limit: AROUND_BYTES };
  return receiveDocument(parts, coming, async (carried) => {
    try {
      return await importBundle(parts, carried.bytes, account);
    } catch (error) {
      const untold = !(error instanceof BundleError) || error.issues[0]?.expression !== 'Bundle.type';
      const document = untold ? undefined : readDocument(carried.bytes);
      if (!document) throw error;
      return importDocument(parts, document, carried, hash.digest('hex').slice(0, 32));
    }
  });
}

async function importDocument(
  parts: Parts,
  document: ReadDocument,
  { files: carried }: Pick<CarriedDocument, 'files'>,
  nonce: string,
): Promise<ImportedBundle> {
  const { db, ledger } = parts;
  const chart = await chartOf({ db, patientByNumber: patientReader(db) }, document.subject);
  if (!chart) throw refusal('It is of no patient here, or its name, date of birth or ABHA number is another');
  const submission = document.submission(`Patient/${chart.resourceId}`, '');
  if (!submission.led) throw refusal('It has neither words nor a report: bring it in at the chart');
  const place = { chain: chart.chain, account: ledger.systemAccount };
  const record = (uploads: readonly string[]) => writeDocument(parts, chart, { submission, uploads, nonce });
  if (await isHere(db, place, nonce)) return record([]);
  return withDocumentFiles(parts, place, { submission, carried }, record);
}

async function writeDocument(
  { db, ledger }: Parts,
  { chain, number: patient, birthDate }: Patient,
  { submission, uploads, nonce }: Coming,
): Promise<ImportedBundle> {
  const author = ledger.systemAccount;
  const place = { chain, account: author };
  return transaction(db, async (tx) => {
    const number = await takeRecordNumbers(tx, chain, 1);
    const head = await lockHead(tx, ledger, chain);
    const earlier = await recordByNonce(tx, chain, author, nonce);
    if (number === undefined || earlier !== undefined) throw refusal(`It is here already, as ${patient}-REC${earlier}`);
    const { recordedAt } = head;
    const blockSeq = head.seq + 1;
    const files = await claimUploads(tx, ledger, place, uploads, { record: number, blockSeq });
    const { resources } = finishSubmission(submission, {
      files: filesBy(submission, files),
      newId: () => newResourceId(ledger, chain),
      recordedAt,
      patient: { reference: submission.patient, display: patient },
      author: { reference: '', display: '' }, // asked for only where a record has no lead of its own
    });
    const occurredAt = momentOf(submission, birthDate, recordedAt);
    const block = await writeRecords(tx, ledger, head, { type: 'record', author, occurredAt, nonce }, [
      { number, resources, files },
    ]);
    const event = { chain, basis: { kind: 'duty' }, record: number, at: recordedAt } as const;
    await insertEvent(tx, makeEvent(ledger, { account: author }, 'write-record', event), block.seq);
    return { patient, records: 1, resources: resources.length };
  });
}

function refusal(reason: string): AppError {
  return new AppError('conflict', `${reason}. Nothing was imported.`);
}
