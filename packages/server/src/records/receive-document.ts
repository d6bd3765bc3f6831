// A document as it comes in: its files go to the disk, sealed, while it is read; what stands around them is small and is
// gathered. No file is in memory, and nothing of a document that is not recorded is left.

import { rm } from 'node:fs/promises';
import { issue } from '@patrec/fhir';
import { BundleError, type CutPiece, dataCutter } from '@patrec/fhir/bundle';
import { AppError } from '../errors.ts';
import { Base64Error, fromBase64 } from '../files/base64-stream.ts';
import { FileError } from '../files/file-error.ts';
import type { Files } from '../files/files.ts';
import { type ReceivedFile, receiveFile } from '../files/receive-file.ts';
import { WAITING_AT_MOST } from '../files/uploads.ts';
import type { Ledger } from '../ledger/ledger.ts';

/** A file that came in a document, and the place of its entry there. */
export interface CarriedFile {
  readonly entry: number;
  readonly file: ReceivedFile;
}

/** A document that has come in: its JSON text without its files, and these. */
export interface CarriedDocument {
  readonly bytes: Uint8Array;
  readonly files: readonly CarriedFile[];
}

/** What comes in, and how many bytes it may have besides its files. */
export interface ComingDocument {
  readonly pieces: AsyncIterable<Uint8Array>;
  readonly limit: number;
}

interface Parts {
  readonly ledger: Pick<Ledger, 'random'>;
  readonly files: Pick<Files, 'incoming' | 'limit'>;
}

/**
 * Receives what comes, then gives what `use` gives; the files that were not kept by then are removed. Throws BundleError for
 * a file that is refused, FileError where there is no room, AppError too-large.
 */
export async function receiveDocument<Result>(
  parts: Parts,
  coming: ComingDocument,
  use: (carried: CarriedDocument) => Promise<Result>,
): Promise<Result> {
  const files: CarriedFile[] = [];
  try {
    return await use({ bytes: await receive(parts, coming, files), files });
  } finally {
    for (const { file } of files) await rm(file.path, { force: true });
  }
}

// Gives what stands around the files, which are added to `files`.
async function receive(parts: Parts, { pieces, limit }: ComingDocument, files: CarriedFile[]): Promise<Buffer> {
  const around: Buffer[] = [];
  let size = 0;
  const cut = cutPieces(pieces);
  let next = await cut.next();
  async function* dataOf(entry: number) {
    for (; !next.done && next.value.entry === entry; next = await cut.next()) yield next.value.bytes;
  }
  try {
    while (!next.done) {
      const { bytes, entry } = next.value;
      if (entry === undefined) {
        size += bytes.length;
        if (size > limit) throw tooMuchAround(limit);
        around.push(Buffer.from(bytes));
        next = await cut.next();
      } else {
        if (files.length === WAITING_AT_MOST) throw refusal(entry, `is one too many: ${WAITING_AT_MOST} at most`);
        files.push({ entry, file: await received(parts, entry, dataOf(entry)) });
      }
    }
    return Buffer.concat(around);
  } finally {
    await cut.return(undefined);
  }
}

async function* cutPieces(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<CutPiece, undefined, undefined> {
  const cutter = dataCutter();
  for await (const piece of pieces) yield* cutter(piece);
}

async function received({ files, ledger }: Parts, entry: number, text: AsyncIterable<Uint8Array>) {
  try {
    return await receiveFile(files, ledger, fromBase64(text));
  } catch (error) {
    const reason = reasonOf(error, files.limit);
    throw reason === undefined ? error : refusal(entry, reason);
  }
}

function reasonOf(error: unknown, limit: number): string | undefined {
  if (error instanceof Base64Error) return 'is not base64';
  if (!(error instanceof FileError)) return undefined;
  if (error.code === 'file-type') return 'is neither PDF, JPEG, PNG nor DICOM by its content';
  if (error.code === 'file-cut-off') return 'is cut off';
  return error.code === 'file-too-large'
    ? `is larger than ${megabytes(limit)} MB, the most that a file has here`
    : undefined;
}

function refusal(entry: number, reason: string): BundleError {
  return new BundleError([issue('value', `Bundle.entry[${entry}].resource.data`, `the file ${reason}`)]);
}

function tooMuchAround(limit: number): AppError {
  return new AppError('too-large', `Besides its files, a document has at most ${megabytes(limit)} MB here.`);
}

function megabytes(bytes: number): number {
  return Math.floor(bytes / (1024 * 1024));
}
