// Takes a file as it streams in: looks at what it is, measures it, seals it, and leaves the sealed bytes in a file of their
// own. Only a chunk of it is in memory at a time, and the sender waits for the disk.

import { createHash } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type ContentMeter, contentMeter, SALT_LENGTH } from '@patrec/ledger';
import { type Ledger, randomHex } from '../ledger/ledger.ts';
import { FileError, tooLarge } from './file-error.ts';
import { endsWell, type FileType, TYPE_HEAD, TYPE_TAIL, typeOf } from './file-type.ts';
import type { Files } from './files.ts';
import { hashBytes } from './hash-bytes.ts';
import { jpegSizeMeter, type PictureSize } from './jpeg-size.ts';
import { sealStream } from './sealed-stream.ts';

/** A file that has come in whole. `path` holds its sealed bytes, `object` is their SHA-256; the rest is of the file itself. */
export interface ReceivedFile {
  readonly path: string;
  readonly object: string;
  readonly key: Uint8Array;
  readonly type: FileType;
  readonly salt: Uint8Array;
  readonly length: number;
  readonly commitment: string;
  readonly sha1: Uint8Array;
  /** Of a JPEG whose header says so. */
  readonly picture: PictureSize | undefined;
}

const KEY_BYTES = 32;
const NO_ROOM = ['ENOSPC', 'EDQUOT', 'EFBIG'];

/** Takes a file. Throws FileError where it is refused; then nothing of it is left. */
export async function receiveFile(
  { incoming, limit }: Pick<Files, 'incoming' | 'limit'>,
  { random }: Pick<Ledger, 'random'>,
  file: AsyncIterable<Uint8Array>,
): Promise<ReceivedFile> {
  const path = join(incoming, randomHex({ random }, 16));
  try {
    const { type, bytes } = await recognise(file);
    const key = random(KEY_BYTES);
    const salt = random(SALT_LENGTH);
    const meter = contentMeter(salt, type);
    const sha1 = createHash('sha1');
    const picture = type === 'image/jpeg' ? jpegSizeMeter() : undefined;
    const object = await writeHashed(path, sealStream(key, measured(bytes, { limit, type, meter, sha1, picture })));
    return { path, object, key, type, salt, ...meter.end(), sha1: sha1.digest(), picture: picture?.size() };
  } catch (error) {
    await rm(path, { force: true });
    throw refusalOf(error);
  }
}

// Want of room on the disk is something to tell the sender.
function refusalOf(error: unknown): unknown {
  const full = NO_ROOM.includes((error as NodeJS.ErrnoException).code ?? '');
  return full ? new FileError('file-no-room', {}, { cause: error }) : error;
}

// The type is part of what the commitment is made of, so it has to be known before the first byte counts.
async function recognise(
  file: AsyncIterable<Uint8Array>,
): Promise<{ type: FileType; bytes: AsyncIterable<Uint8Array> }> {
  const pieces = file[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.length < TYPE_HEAD) {
    const { done, value } = await pieces.next();
    if (done) break;
    head = Buffer.concat([head, value]);
  }
  if (head.length === 0) throw new FileError('file-empty');
  const type = typeOf(head);
  if (type === undefined) throw new FileError('file-type');
  async function* bytes() {
    yield head;
    yield* { [Symbol.asyncIterator]: () => pieces };
  }
  return { type, bytes: bytes() };
}

interface Measure {
  readonly limit: number;
  readonly type: FileType;
  readonly meter: ContentMeter;
  readonly sha1: { update(bytes: Uint8Array): unknown };
  readonly picture: { update(bytes: Uint8Array): void } | undefined;
}

async function* measured(file: AsyncIterable<Uint8Array>, { limit, type, meter, sha1, picture }: Measure) {
  let length = 0;
  let tail = Buffer.alloc(0);
  for await (const piece of file) {
    length += piece.length;
    if (length > limit) throw tooLarge(limit);
    meter.update(piece);
    sha1.update(piece);
    picture?.update(piece);
    tail = Buffer.concat([tail, piece.subarray(-TYPE_TAIL)]).subarray(-TYPE_TAIL);
    yield piece;
  }
  if (!endsWell(type, tail)) throw new FileError('file-cut-off');
}

// Gives the SHA-256 of what was written.
async function writeHashed(path: string, bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const sha256 = createHash('sha256');
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.writeFile(hashBytes(sha256, bytes));
  } finally {
    await handle.close();
  }
  return sha256.digest('hex');
}
