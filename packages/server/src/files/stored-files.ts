// The files of records as rows, and the way to their bytes.

import { contentMeter } from '@patrec/ledger';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import { openFileKey } from './file-key.ts';
import { MissingObject } from './file-store.ts';
import type { FileType } from './file-type.ts';
import type { Files } from './files.ts';
import { openStream, SealError, sealedLength, sealedRange } from './sealed-stream.ts';

/** A file of a record. `commitment` is hexadecimal, `length` in bytes. */
export interface StoredFile {
  readonly chain: string;
  readonly id: string;
  readonly record: number;
  readonly blockSeq: number;
  readonly mediaType: FileType;
  readonly length: number;
  readonly salt: Buffer;
  readonly commitment: string;
  readonly object: string;
  readonly sealedKey: Buffer;
}

/** How a file's bytes are: as they were recorded, gone, or not those. */
export type FileState = 'whole' | 'missing' | 'altered';

const FILES = `SELECT chain, id, record, block_seq AS "blockSeq", media_type AS "mediaType", length, salt,
  encode(commitment, 'hex') AS commitment, object, sealed_key AS "sealedKey" FROM file`;
const selectOfRecord = statement('file.of-record', `${FILES} WHERE chain = $1 AND record = $2 ORDER BY id`);
const selectOfBlocks = statement('file.of-blocks', `${FILES} WHERE chain = $1 AND block_seq BETWEEN $2 AND $3`);
const selectById = statement(
  'file.by-id',
  `${FILES} WHERE chain = (SELECT chain FROM chain_head WHERE substr(chain, 1, 12) = $1) AND id = $2`,
);

/** The files of a record. */
export function filesOfRecord(db: Db, chain: string, record: number): Promise<StoredFile[]> {
  return db.rows<StoredFile>(selectOfRecord, [chain, record]);
}

/** The files that blocks `first` to `last` of a chain brought. */
export function filesOfBlocks(db: Db, chain: string, first: number, last: number): Promise<StoredFile[]> {
  return db.rows<StoredFile>(selectOfBlocks, [chain, first, last]);
}

/** The file of that id, on the chain whose ids begin with `route`. Tells nothing of who may read it. */
export async function fileById(db: Db, route: string, id: string): Promise<StoredFile | undefined> {
  return (await db.rows<StoredFile>(selectById, [route, id]))[0];
}

/** The bytes `start` to `end` (outside) of a file. Throws MissingObject or SealError, perhaps on the way. */
export async function* readBytes(
  files: Pick<Files, 'store' | 'key'>,
  file: StoredFile,
  start = 0,
  end = file.length,
): AsyncGenerator<Buffer> {
  const key = openFileKey(files, file.sealedKey, file);
  const range = sealedRange(file.length, start, end);
  yield* openStream(key, await files.store.read(file.object, range.start, range.end), { ...file, start, end });
}

/** Reads the whole of a file and says how it is. Throws where the store cannot be asked. */
export async function checkFile(files: Pick<Files, 'store' | 'key'>, file: StoredFile): Promise<FileState> {
  const size = await files.store.stat(file.object);
  if (size === undefined) return 'missing';
  if (size !== sealedLength(file.length)) return 'altered';
  try {
    const meter = contentMeter(file.salt, file.mediaType);
    for await (const piece of readBytes(files, file)) meter.update(piece);
    return meter.end().commitment === file.commitment ? 'whole' : 'altered';
  } catch (error) {
    if (error instanceof MissingObject) return 'missing';
    if (error instanceof SealError) return 'altered';
    throw error;
  }
}
