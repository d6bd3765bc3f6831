// Uploads: files that have come in and wait for the record that they are for. Whoever sent one, for the patient for whom it
// was sent, may put it into a record, once; after a day it is gone.

import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ContentRef } from '@patrec/ledger';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import { type Tx, transaction } from '../db/transaction.ts';
import { type Ledger, newResourceId, now } from '../ledger/ledger.ts';
import { FileError } from './file-error.ts';
import { sealFileKey } from './file-key.ts';
import type { FileType } from './file-type.ts';
import type { Files } from './files.ts';
import type { ReceivedFile } from './receive-file.ts';

/** Whose upload it is, and for whom. */
export interface UploadPlace {
  readonly chain: string;
  readonly account: string;
}

/** An upload as its sender sees it. `length` is in bytes. */
export interface Upload {
  readonly id: string;
  readonly name: string;
  readonly type: FileType;
  readonly length: number;
  /** The pixels of a JPEG; null where they are not known. */
  readonly width: number | null;
  readonly height: number | null;
}

/** A file that a record has taken. `sha1` is what FHIR's Attachment.hash is made of. */
export interface ClaimedFile extends ContentRef {
  readonly id: string;
  readonly sha1: Uint8Array;
}

interface Parts {
  readonly db: Db;
  readonly ledger: Ledger;
  readonly files: Files;
}

/** How long an upload waits for its record, in milliseconds. */
export const WAITS_MS = 86_400_000;
/** How many uploads of one account wait at most. */
export const WAITING_AT_MOST = 50;

const insertUpload = statement(
  'upload.insert',
  `INSERT INTO upload (chain, id, account, name, media_type, length, salt, commitment, sha1, object, sealed_key, created_at,
     width, height)
   SELECT $1, $2, $3, $4, $5, $6, $7, decode($8, 'hex'), $9, $10, $11, $12, $13, $14
   WHERE (SELECT count(*) FROM upload WHERE account = $3) < ${WAITING_AT_MOST} RETURNING id`,
);
const deleteUpload = statement('upload.delete', 'DELETE FROM upload WHERE chain = $1 AND id = $2');
const deleteUnclaimed = statement(
  'upload.delete-unclaimed',
  'DELETE FROM upload WHERE chain = $1 AND account = $2 AND id = ANY ($3::text[]) RETURNING object',
);
const selectUpload = statement(
  'upload.select',
  `SELECT id, name, media_type AS type, length, width, height FROM upload
   WHERE chain = $1 AND account = $2 AND id = ANY ($3::text[]) AND created_at > $4`,
);
const claimRows = statement(
  'upload.claim',
  `WITH claimed AS (
     DELETE FROM upload WHERE chain = $1 AND account = $2 AND id = ANY ($3::text[]) AND created_at > $4 RETURNING *),
   kept AS (
     INSERT INTO file (chain, id, record, block_seq, media_type, length, salt, commitment, object, sealed_key)
     SELECT chain, id, $5, $6, media_type, length, salt, commitment, object, sealed_key FROM claimed)
   SELECT id, media_type AS "mediaType", length, encode(commitment, 'hex') AS commitment, sha1 FROM claimed`,
);
const selectOld = statement(
  'upload.old',
  'SELECT chain, id, object FROM upload WHERE created_at <= $1 ORDER BY created_at LIMIT 1000',
);

/** The name of a file's content in a statement: a file has one version. */
export function fileRef(id: string): string {
  return `Binary/${id}/_history/1`;
}

/** Keeps a file that has come in. Throws FileError where too many wait already. */
export async function keepUpload(
  { db, ledger, files }: Parts,
  { chain, account }: UploadPlace,
  { path, object, key, type, salt, length, commitment, sha1, picture }: ReceivedFile,
  name: string,
): Promise<Upload> {
  const id = newResourceId(ledger, chain);
  const sealedKey = sealFileKey(files, ledger, key, { chain, id });
  const values = [chain, id, account, name, type, length, Buffer.from(salt), commitment, Buffer.from(sha1), object];
  try {
    // The row first: an object that no row names would never be found to be removed.
    const pixels = [picture?.width ?? null, picture?.height ?? null];
    if ((await db.rows(insertUpload, [...values, sealedKey, now(ledger), ...pixels])).length === 0)
      throw new FileError('file-too-many', { count: String(WAITING_AT_MOST) });
    await files.store.put(object, path);
  } catch (error) {
    await rm(path, { force: true });
    await db.rows(deleteUpload, [chain, id]);
    throw error;
  }
  return { id, name, type, length, width: picture?.width ?? null, height: picture?.height ?? null };
}

/** Those of the uploads that wait still and are theirs, in no order. */
export async function waitingUploads(
  { db, ledger }: Pick<Parts, 'db' | 'ledger'>,
  { chain, account }: UploadPlace,
  ids: readonly string[],
): Promise<Upload[]> {
  if (ids.length === 0) return [];
  return db.rows<Upload>(selectUpload, [chain, account, ids, oldest(ledger)]);
}

/**
 * Makes uploads files of a record, in the order of `ids`. Of two who claim one, the second is told that it is gone. Throws
 * FileError.
 */
export async function claimUploads(
  tx: Tx,
  ledger: Ledger,
  { chain, account }: UploadPlace,
  ids: readonly string[],
  { record, blockSeq }: { readonly record: number; readonly blockSeq: number },
): Promise<ClaimedFile[]> {
  if (ids.length === 0) return [];
  type Row = Omit<ClaimedFile, 'ref'>;
  const rows = await tx.rows<Row>(claimRows, [chain, account, ids, oldest(ledger), record, blockSeq]);
  return ids.map((id) => {
    const row = rows.find((one) => one.id === id);
    if (!row) throw new FileError('file-gone');
    return { ...row, ref: fileRef(id) };
  });
}

/** Removes those of the uploads that no record has taken, with their bytes. */
export async function dropUploads(
  { db, files }: Pick<Parts, 'db' | 'files'>,
  { chain, account }: UploadPlace,
  ids: readonly string[],
): Promise<void> {
  await transaction(db, async (tx) => {
    const rows = await tx.rows<{ object: string }>(deleteUnclaimed, [chain, account, ids]);
    // Where this ends halfway the rows stay, and name what is to be removed.
    for (const { object } of rows) await files.store.remove(object);
  });
}

/** Removes the uploads to which no record came within a day. What was removed halfway is removed the next time. */
export async function removeOldUploads({ db, ledger, files }: Parts): Promise<void> {
  const old = await db.rows<{ chain: string; id: string; object: string }>(selectOld, [oldest(ledger)]);
  // Nobody can claim these any more: the object may go before its row.
  for (const { chain, id, object } of old) {
    await files.store.remove(object);
    await db.rows(deleteUpload, [chain, id]);
  }
}

/** Removes what uploads that a crash ended have left. Only while none is under way: at the start. */
export async function clearIncoming({ incoming }: Pick<Files, 'incoming'>): Promise<void> {
  for (const name of await readdir(incoming)) await rm(join(incoming, name), { force: true });
}

function oldest({ clock }: Ledger): string {
  return new Date(clock() - WAITS_MS).toISOString();
}
