// The files of a document that comes back: each is taken in like any other upload, and is what the document says it is, or
// nothing of the document is recorded.

import { rm } from 'node:fs/promises';
import { definitionOf, type FileSlot, issue } from '@patrec/fhir';
import { BundleError, type Submission, type SubmittedFile, slotIn } from '@patrec/fhir/bundle';
import type { Db } from '../db/pool.ts';
import { FileError, type FileErrorCode } from '../files/file-error.ts';
import { shownName } from '../files/file-name.ts';
import type { Files } from '../files/files.ts';
import { hasPixels } from '../files/jpeg-size.ts';
import { type ReceivedFile, receiveFile } from '../files/receive-file.ts';
import { type ClaimedFile, keepUpload, type UploadPlace } from '../files/uploads.ts';
import type { Ledger } from '../ledger/ledger.ts';

/** What files are taken with. */
export interface TakingFiles {
  readonly db: Db;
  readonly ledger: Ledger;
  readonly files: Files;
}

const REFUSED: Partial<Record<FileErrorCode, string>> = {
  'file-type': 'is neither PDF, JPEG, PNG nor DICOM by its content',
  'file-cut-off': 'is cut off',
  'file-too-large': 'is larger than a file may be here',
};

/** Keeps the files as uploads; gives their ids, in order. Throws BundleError for what is wrong with one, FileError for want of room. */
export async function takeDocumentFiles(
  parts: TakingFiles,
  place: UploadPlace,
  { type, files }: Pick<Submission, 'type' | 'files'>,
): Promise<string[]> {
  const ids: string[] = [];
  for (const file of files) {
    const received = await taken(parts, file);
    const problem = problemOf(file, received, slotIn(definitionOf(type), file.resource));
    if (problem !== undefined) {
      await rm(received.path, { force: true });
      throw refusal(file, problem);
    }
    ids.push((await keepUpload(parts, place, received, shownName(file.title))).id);
  }
  return ids;
}

/** What the attachments of a submission are called once its files are claimed, in the same order. */
export function filesBy({ files }: Pick<Submission, 'files'>, claimed: readonly Pick<ClaimedFile, 'id'>[]) {
  return new Map(files.flatMap(({ url }, i) => (claimed[i] ? [[url, claimed[i].id] as const] : [])));
}

async function taken({ files, ledger }: TakingFiles, file: SubmittedFile): Promise<ReceivedFile> {
  try {
    return await receiveFile(files, ledger, inOnePiece(file.bytes));
  } catch (error) {
    const reason = error instanceof FileError ? REFUSED[error.code] : undefined;
    throw reason === undefined ? error : refusal(file, reason);
  }
}

async function* inOnePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

// Its attachment is recorded as it stands, so it has to be true.
function problemOf(
  { contentType, said }: SubmittedFile,
  { type, length, sha1, picture }: ReceivedFile,
  slot: FileSlot | undefined,
): string | undefined {
  if (type !== contentType) return `is ${type} by its content, not ${contentType}`;
  if (said.size !== undefined && Number(said.size) !== length) return `has ${length} bytes, not ${said.size}`;
  if (said.hash !== undefined && said.hash !== Buffer.from(sha1).toString('base64')) return 'has another SHA-1';
  if (slot && !slot.types.includes(type)) return `is ${type}; this kind of file is ${slot.types.join(' or ')}`;
  if (slot?.least && !hasPixels(picture, slot.least)) return `has fewer pixels than ${slot.least.join(' × ')}`;
  return undefined;
}

function refusal({ path }: SubmittedFile, reason: string): BundleError {
  return new BundleError([issue('value', path, `the file ${reason}`)]);
}
