// A receipt: one entry of a chain with all that somebody who trusts nobody needs to check it (LEDGER section 4, item 16). Who
// may have it is decided as for proofs: a record's by whoever may read all that its block holds, any other by the patient, and
// for a day by whoever wrote it.

import {
  type CheckedReceipt,
  type Content,
  checkAuthorKey,
  checkReceipt,
  formatReceipt,
  type GoneBlock,
  ProofError,
  parsePolicy,
  type Receipt,
} from '@patrec/ledger';
import { insertEvent, makeEvent } from '../access/access-log.ts';
import type { Actor } from '../access/actor.ts';
import { type Basis, inPatientsPlace } from '../access/decision.ts';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import { MissingObject } from '../files/file-store.ts';
import type { Files } from '../files/files.ts';
import { gatherBytes } from '../files/gather-bytes.ts';
import { SealError } from '../files/sealed-stream.ts';
import { filesOfBlocks, readBytes, type StoredFile } from '../files/stored-files.ts';
import { fileRef } from '../files/uploads.ts';
import { signersOf } from '../identity/signing-key-store.ts';
import { presentPolicy } from '../ledger/log-keys.ts';
import { proveLeaf } from '../ledger/prove-leaf.ts';
import type { SealedEntry } from '../ledger/sealed-entries.ts';
import { erasureManifests } from './erasure-manifests.ts';
import { noChart, openChart, type Parts, refused } from './open-chart.ts';
import { entryFor, entryOf } from './permitted-entry.ts';
import { holdsOnly, namesErased } from './prove.ts';
import { permittedRecord } from './read-record.ts';

/** What receipts are made of; `policy` is the text of the configured one. */
interface Issuing extends Parts {
  readonly files: Files;
  readonly policy: string;
}

/** Which entry: the newest of a record, or that of a place in the chain; `before`: with the headers of all before it. */
export interface ReceiptAsked {
  readonly of: { readonly record: number } | { readonly seq: number };
  readonly before: boolean;
}

/**
 * `waiting`: no checkpoint covers it yet. `failed`: what is stored is not what was sealed, or its author's key did not stand.
 * `long`: too many are before it. `patient` is the number; null where the chain is the institution's.
 */
export type ReceiptAnswer =
  | { readonly state: 'waiting' | 'failed' | 'long'; readonly patient: string | null }
  | { readonly state: 'issued'; readonly patient: string | null; readonly bytes: Uint8Array };

/** Files up to this size together are in the receipt; larger ones are named by its statement, with their fingerprints. */
const FILES_WITHIN = 5 * 1024 * 1024;
/** Checking more headers would hold everybody else up. */
const MOST_BEFORE = 20_000;

interface StoredContent extends Content {
  readonly record: number | null;
}

/** Header and statement are null where the block was erased. */
interface StoredBlock {
  readonly header: Buffer | null;
  readonly statement: Buffer | null;
  readonly leaf: number | null;
}

interface BlockBefore extends GoneBlock {
  readonly header: Buffer | null;
}

interface Entry extends SealedEntry {
  readonly patient: string | null;
  readonly basis: Basis;
  readonly record: number | null;
}

const selectBlock = statement(
  'receipt.block',
  'SELECT header, statement, leaf_index AS leaf FROM block WHERE chain = $1 AND seq = $2',
);
const selectContents = statement(
  'receipt.contents',
  `SELECT type || '/' || id || '/_history/' || version AS ref, media_type AS "mediaType", bytes, salt, record
   FROM resource_version WHERE chain = $1 AND block_seq = $2 ORDER BY place`,
);
const selectBefore = statement(
  'receipt.before',
  `SELECT header, seq, encode(prev, 'hex') AS prev, encode(hash, 'hex') AS hash FROM block
   WHERE chain = $1 AND seq < $2 ORDER BY seq`,
);

/** Gives the receipt; that it was saved is in the access log before it leaves. Throws not-found. */
export async function readReceipt(
  parts: Issuing,
  actor: Actor,
  patientNumber: string,
  { of, before }: ReceiptAsked,
): Promise<ReceiptAnswer> {
  const entry =
    'record' in of
      ? await entryOfRecord(parts, actor, patientNumber, of.record, before)
      : await entryAt(parts, actor, patientNumber, of.seq);
  return issue(parts, actor, entry, before);
}

/** The receipt of an entry for whoever wrote it, and for the patient. Throws not-found. */
export async function readEntryReceipt(parts: Issuing, actor: Actor, place: SealedEntry): Promise<ReceiptAnswer> {
  const stored = await entryOf(parts.db, place);
  const permitted = stored && entryFor(parts, actor, stored);
  const shown =
    permitted && (inPatientsPlace(permitted.basis) || !(await namesErased(parts.db, place.chain, place.seq)));
  if (permitted && shown) return issue(parts, actor, { ...place, ...permitted, record: null }, false);
  if (!stored?.patient) throw noChart();
  throw await refused(parts, actor, { target: stored.patient, chain: place.chain, record: null });
}

async function issue(parts: Issuing, actor: Actor, entry: Entry, before: boolean): Promise<ReceiptAnswer> {
  const { chain, patient, basis, record, seq } = entry;
  if (before && seq > MOST_BEFORE) return { state: 'long', patient };
  try {
    const policy = await presentPolicy(parts);
    const receipt = await receiptOf({ ...parts, policy }, entry, before);
    if (!receipt) return { state: 'waiting', patient };
    await checkSigner(parts.db, checkReceipt(receipt, parsePolicy(policy)), patient);
    const bytes = formatReceipt(receipt);
    const event = makeEvent(parts.ledger, actor, 'download-receipt', { chain, basis, record });
    if (patient !== null) await insertEvent(parts.db, event);
    return { state: 'issued', patient, bytes };
  } catch (error) {
    if (error instanceof ProofError || error instanceof MissingObject || error instanceof SealError)
      return { state: 'failed', patient };
    throw error;
  }
}

// A receipt does not hold its author's key: one that stood no more is nobody's but the server's to see. In the institution's
// chain keys are signed with themselves.
async function checkSigner(db: Db, { block, index }: CheckedReceipt, patient: string | null): Promise<void> {
  const { type, author, authorKey } = block.statement;
  if (authorKey === undefined || (patient === null && type === 'key')) return;
  const [signer] = await signersOf(db, [authorKey]);
  checkAuthorKey(author, index, signer);
}

// Statements name all that a block holds: where others' records are in it, it is for the patient alone. And the headers before
// say when anything at all happened to the patient.
async function entryOfRecord(
  parts: Issuing,
  actor: Actor,
  patientNumber: string,
  number: number,
  before: boolean,
): Promise<Entry> {
  const { patient, record, basis } = await permittedRecord(parts, actor, patientNumber, number);
  const seq = record.blockSeq;
  if (before) await openChart(parts, actor, patientNumber, 'check-chain');
  if (!inPatientsPlace(basis) && !(await holdsOnly(parts.db, patient.chain, seq, number))) throw noChart();
  return { chain: patient.chain, patient: patient.number, basis, seq, record: number };
}

async function entryAt(parts: Issuing, actor: Actor, patientNumber: string, seq: number): Promise<Entry> {
  const { patient, basis } = await openChart(parts, actor, patientNumber, 'check-chain');
  return { chain: patient.chain, patient: patient.number, basis, seq, record: null };
}

/** The receipt of an entry; of a record, with what is of that record. Undefined while no checkpoint covers it. */
async function receiptOf(parts: Issuing, entry: Entry, withBefore: boolean): Promise<Receipt | undefined> {
  const { db, policy } = parts;
  const { chain, seq, record } = entry;
  const place = [chain, seq];
  const [block] = await db.rows<StoredBlock>(selectBlock, place);
  if (!block?.header || !block.statement) throw noChart();
  const proof = block.leaf === null ? undefined : await proveLeaf(db, block.leaf, parsePolicy(policy));
  if (proof === undefined) return undefined;
  const isOf = (one: { readonly record: number | null }) => record === null || one.record === record;
  const [resources, files, erasures, before] = await Promise.all([
    db.rows<StoredContent>(selectContents, place),
    filesOfBlocks(db, chain, seq, seq),
    record === null ? erasureManifests(db, chain) : [],
    withBefore ? db.rows<BlockBefore>(selectBefore, place) : undefined,
  ]);
  const said = erasures.filter((one) => one.seq === seq);
  const contents = [...resources.filter(isOf), ...said, ...(await smallFiles(parts, files.filter(isOf)))];
  const headers = before && { before: before.map(({ header: stored, ...gone }) => stored ?? gone) };
  return { header: block.header, statement: block.statement, contents, proof, policy, ...headers };
}

async function smallFiles({ files }: Issuing, stored: readonly StoredFile[]): Promise<Content[]> {
  if (stored.reduce((size, { length }) => size + length, 0) > FILES_WITHIN) return [];
  return Promise.all(
    stored.map(async (file) => ({
      ref: fileRef(file.id),
      mediaType: file.mediaType,
      bytes: await gatherBytes(readBytes(files, file)),
      salt: file.salt,
    })),
  );
}
