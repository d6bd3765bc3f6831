// A record as a document that leaves: whoever may read it may take it, and the access log says so.

import { type ExportedRecord, parseJson, recordDocument, referencesIn } from '@patrec/fhir';
import type { Actor } from '../access/actor.ts';
import { practitioners } from '../access/party-store.ts';
import { statement } from '../db/statement.ts';
import { AppError } from '../errors.ts';
import { base64Length, toBase64 } from '../files/base64-stream.ts';
import type { Files } from '../files/files.ts';
import { checkFile, filesOfRecord, readBytes, type StoredFile } from '../files/stored-files.ts';
import { isRoutedTo, now, routeOf } from '../ledger/ledger.ts';
import { noChart, type Parts } from './open-chart.ts';
import { type ReadRecord, readRecord } from './read-record.ts';

interface Exporting extends Parts {
  readonly files: Files;
  readonly publicUrl: string;
}

/** A record, and the document Bundle that it is; `length` is in bytes. */
export interface RecordExport {
  readonly read: ReadRecord;
  readonly length: number;
  /** The bytes, as they are sent: a file is read while it leaves. Throws MissingObject or SealError on the way. */
  readonly bytes: () => AsyncGenerator<Uint8Array>;
}

interface DirectoryRow {
  readonly id: string;
  readonly bytes: Uint8Array;
}

const selectDirectory = statement(
  'export.directory',
  `SELECT id, bytes FROM resource_version WHERE chain = $1 AND id = ANY ($2::text[]) AND current
   AND type IN ('Organization', 'Practitioner', 'Location') ORDER BY id`,
);
const selectPlace = statement(
  'export.place',
  `SELECT p.number, v.record FROM chain_head h
   JOIN resource_version v ON v.chain = h.chain AND v.id = $2 AND v.type = 'Composition' AND v.current
   JOIN patient p ON p.chain = v.chain
   WHERE substr(h.chain, 1, 12) = $1 AND v.record IS NOT NULL`,
);

/** Gives the document of the record; logged before it leaves. Throws not-found, and gone where a file is missing or altered. */
export async function exportRecord(
  parts: Exporting,
  actor: Actor,
  patientNumber: string,
  number: number,
): Promise<RecordExport> {
  const read = await readRecord(parts, actor, patientNumber, number, 'export-record');
  const { patient, record } = read;
  const [people, directory, files] = await Promise.all([
    practitioners(parts.db, [record.author]),
    directoryOf(parts, read.bytes),
    wholeFiles(parts, patient.chain, number),
  ]);
  const id = people.get(record.author)?.resourceId ?? undefined;
  const exported: ExportedRecord = {
    base: `${parts.publicUrl}/fhir`,
    timestamp: now(parts.ledger),
    type: record.type,
    title: record.title,
    date: record.effective,
    patient: personOf(read),
    author: { number: record.authorLogin, name: record.authorName, ...(id !== undefined && { id }) },
    resources: read.bytes,
    directory: directory.filter((one) => one.id !== id).map(({ bytes }) => bytes),
    files: files.map(({ id, mediaType }) => ({ id, contentType: mediaType })),
  };
  const document = recordDocument(exported).map((part) => ('bytes' in part ? part.bytes : fileIn(files, part.file)));
  const length = document.reduce((size, part) => size + ('id' in part ? base64Length(part.length) : part.length), 0);
  return { read, length, bytes: () => documentBytes(parts, document) };
}

/** The same of the record that is that Composition: FHIR's `$document`. */
export async function exportComposition(parts: Exporting, actor: Actor, id: string): Promise<RecordExport> {
  const [place] = await parts.db.rows<{ number: string; record: number }>(selectPlace, [routeOf(id) ?? '', id]);
  if (!place) throw noChart();
  return exportRecord(parts, actor, place.number, place.record);
}

// The author of a record, who has no other right, is told no more than the banner above it tells.
function personOf({ patient, basis }: ReadRecord): ExportedRecord['patient'] {
  const { resourceId, number, name, sex, birthDate, abha } = patient;
  return {
    id: resourceId,
    number,
    name,
    sex,
    ...(birthDate !== null && basis.kind !== 'author' && { birthDate }),
    ...(abha !== null && basis.kind !== 'author' && { abha }),
  };
}

// What imported records name of the institution's directory.
async function directoryOf({ db, ledger }: Exporting, stored: readonly Uint8Array[]): Promise<DirectoryRow[]> {
  const resources = stored.map((bytes) => parseJson(bytes));
  const named = resources.flatMap((one) => referencesIn(one, '').map(({ reference }) => reference.split('/')[1] ?? ''));
  const ids = [...new Set(named)].filter((id) => isRoutedTo(id, ledger.institutionChain));
  return ids.length === 0 ? [] : db.rows<DirectoryRow>(selectDirectory, [ledger.institutionChain, ids]);
}

// Each is read through first, one after another: half a document is worse than none, and the answer can still say why.
async function wholeFiles({ db, files }: Exporting, chain: string, record: number): Promise<StoredFile[]> {
  const stored = await filesOfRecord(db, chain, record);
  for (const file of stored)
    if ((await checkFile(files, file)) !== 'whole')
      throw new AppError('gone', 'A file of this record is missing from the store, or is not what was recorded.');
  return stored;
}

function fileIn(files: readonly StoredFile[], id: string): StoredFile {
  const file = files.find((one) => one.id === id);
  if (!file) throw new RangeError('a document has the files of its record');
  return file;
}

async function* documentBytes({ files }: Exporting, document: readonly (Uint8Array | StoredFile)[]) {
  for (const part of document)
    if ('id' in part) yield* toBase64(readBytes(files, part));
    else yield part;
}
