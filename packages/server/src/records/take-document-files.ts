// The files of a document that comes back: each is taken in like any other upload, and is what the document says it is, or
// nothing of the document is recorded.

import { definitionOf, type FileSlot, issue } from '@patrec/fhir';
import { BundleError, type Submission, type SubmittedFile, slotIn } from '@patrec/fhir/bundle';
import type { Db } from '../db/pool.ts';
import { shownName } from '../files/file-name.ts';
import type { Files } from '../files/files.ts';
import { hasPixels } from '../files/jpeg-size.ts';
import type { ReceivedFile } from '../files/receive-file.ts';
import { type ClaimedFile, dropUploads, keepUpload, type UploadPlace } from '../files/uploads.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { CarriedFile } from './receive-document.ts';

/** What files are taken with. */
export interface TakingFiles {
  readonly db: Db;
  readonly ledger: Ledger;
  readonly files: Files;
}

/**
 * Keeps the files as uploads and gives what `use` gives, which is handed their ids, in order; those that no record has by
 * then are removed. Throws BundleError for all that is wrong with them, FileError for want of room.
 */
export async function withDocumentFiles<Result>(
  parts: TakingFiles,
  place: UploadPlace,
  { submission, carried }: { readonly submission: Submission; readonly carried: readonly CarriedFile[] },
  use: (uploads: readonly string[]) => Promise<Result>,
): Promise<Result> {
  const found = submission.files.map((file) => ({ file, received: receivedOf(file, carried) }));
  const issues = found.flatMap(({ file, received }) => {
    const problem = problemOf(file, received, slotIn(definitionOf(submission.type), file.resource));
    return problem === undefined ? [] : [issue('value', file.path, `the file ${problem}`)];
  });
  if (issues.length > 0) throw new BundleError(issues);
  const kept: string[] = [];
  try {
    for (const { file, received } of found)
      if (received) kept.push((await keepUpload(parts, place, received, shownName(file.title))).id);
    return await use(kept);
  } finally {
    // What cannot be removed now goes after a day.
    if (kept.length > 0) await dropUploads(parts, place, kept).catch(() => undefined);
  }
}

/** What the attachments of a submission are called once its files are claimed, in the same order. */
export function filesBy({ files }: Pick<Submission, 'files'>, claimed: readonly Pick<ClaimedFile, 'id'>[]) {
  return new Map(files.flatMap(({ url }, i) => (claimed[i] ? [[url, claimed[i].id] as const] : [])));
}

function receivedOf({ entry }: SubmittedFile, carried: readonly CarriedFile[]): ReceivedFile | undefined {
  return carried.find((one) => one.entry === entry)?.file;
}

// Its attachment is recorded as it stands, so it has to be true.
function problemOf(
  { contentType, said }: SubmittedFile,
  received: ReceivedFile | undefined,
  slot: FileSlot | undefined,
): string | undefined {
  if (!received) return 'has no bytes: its Binary has no data';
  const { type, length, sha1, picture } = received;
  if (type !== contentType) return `is ${type} by its content, not ${contentType}`;
  if (said.size !== undefined && Number(said.size) !== length) return `has ${length} bytes, not ${said.size}`;
  if (said.hash !== undefined && said.hash !== Buffer.from(sha1).toString('base64')) return 'has another SHA-1';
  if (slot && !slot.types.includes(type)) return `is ${type}; this kind of file is ${slot.types.join(' or ')}`;
  if (slot?.least && !hasPixels(picture, slot.least)) return `has fewer pixels than ${slot.least.join(' × ')}`;
  return undefined;
}
