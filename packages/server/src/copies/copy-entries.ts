// What is in a copy: a document to read, a FHIR Bundle of the exact stored bytes, and the proof of all of it.

import { type JsonObject, parseJson } from '@patrec/fhir';
import { base64, inclusionProof } from '@patrec/ledger';
import {
  type CopiedRecord,
  type CorrectionView,
  copyReadme,
  type DocumentContext,
  damagedFileText,
  type PatientRef,
  recordCopy,
} from '@patrec/web';
import type { Db } from '../db/pool.ts';
import { writeDocument } from '../documents/write-document.ts';
import { extensionOf } from '../files/file-type.ts';
import type { Files } from '../files/files.ts';
import { type FileState, readBytes, type StoredFile } from '../files/stored-files.ts';
import { type Ledger, newResourceId, now } from '../ledger/ledger.ts';
import { presentKeyLines } from '../ledger/log-keys.ts';
import { newestCheckpoint, tileReader } from '../ledger/log-store.ts';
import { correctionsOfPatient } from '../records/correction-store.ts';
import { type BlockProof, readBlocks } from '../records/prove.ts';
import { REGISTRATION_TYPES } from '../records/registration.ts';
import {
  type CopiedVersion,
  type CopyExtent,
  copiedLines,
  versionsOfBlocks,
  versionsOfRecord,
  versionsOfRegistration,
} from './copied-store.ts';
import { correctionView } from './correction-view.ts';

const BLOCKS_A_FILE = 200;

export interface CopyParts {
  readonly db: Db;
  readonly files: Files;
  readonly ledger: Ledger;
  readonly publicUrl: string;
  readonly verifierKey: string;
}

/** Whose copy, up to which block, in which language; `advance` is told of each part that is done. */
export interface CopySource {
  readonly chain: string;
  readonly extent: CopyExtent;
  readonly files: readonly CopiedFile[];
  readonly context: DocumentContext;
  readonly advance: (parts: number) => Promise<void>;
}

/** A file of a record, and how it is. */
export interface CopiedFile {
  readonly file: StoredFile;
  readonly state: FileState;
}

/** A file in the copy, made as it is read. */
export interface CopyEntry {
  readonly name: string;
  readonly content: () => AsyncIterable<Uint8Array | string>;
  /** It is packed already. */
  readonly packed?: boolean;
}

/** The files, in the order in which they are made. */
export function copyEntries(parts: CopyParts, source: CopySource): CopyEntry[] {
  const { extent, context } = source;
  const patient = { number: extent.number, name: extent.name };
  const address = `${parts.publicUrl}/patients/${extent.number}/proof`;
  const files = Math.ceil((extent.head + 1) / BLOCKS_A_FILE);
  return [
    text('README.txt', copyReadme(context, patient, address)),
    { name: 'record.pdf', content: () => pdf(parts, source, patient) },
    { name: 'bundle.json', content: () => bundle(parts, source) },
    ...Array.from({ length: files }, (_, i) => chainFile(parts, source, i)),
    { name: 'proof/inclusion.json', content: () => inclusion(parts, source) },
    { name: 'proof/checkpoint.txt', content: () => checkpoint(parts) },
    ...source.files.map((file) => fileEntry(parts, source, file)),
    { name: 'proof/vkey.txt', content: () => keyLines(parts) },
  ];
}

function text(name: string, words: string): CopyEntry {
  return {
    name,
    async *content() {
      yield words;
    },
  };
}

async function* pdf(parts: CopyParts, source: CopySource, patient: PatientRef): AsyncGenerator<Uint8Array> {
  const { db } = parts;
  const { chain, extent, context } = source;
  const registration = await versionsOfRegistration(db, chain, extent.head, REGISTRATION_TYPES);
  const corrections: CorrectionView[] = (await correctionsOfPatient(db, chain)).map((one) =>
    correctionView(one, context.now),
  );
  const document = recordCopy(context, {
    patient,
    registration: registration.filter(({ inForce }) => inForce).map(resourceOf),
    corrections,
    records: records(parts, source),
  });
  yield* writeDocument(document, new Date(context.now));
}

async function* records({ db }: CopyParts, { chain, extent, advance }: CopySource): AsyncGenerator<CopiedRecord> {
  for await (const line of copiedLines(db, chain, extent.head)) {
    const { number, type, title, effective, recordedAt, authorName, authorLogin, withheld } = line;
    const versions = await versionsOfRecord(db, chain, extent.head, number);
    yield {
      number,
      label: `${extent.number}-REC${number}`,
      type,
      title,
      effective: effective.toISOString(),
      author: `${authorName} (${authorLogin})`,
      recordedAt: recordedAt.toISOString(),
      withheld,
      resources: versions.map((version) => ({ resource: resourceOf(version), inForce: version.inForce })),
    };
    await advance(1);
  }
}

// The stored bytes stand in it as they are, so that 1.50 stays 1.50: it is put together as text, never serialised.
async function* bundle({ db, ledger, publicUrl }: CopyParts, source: CopySource): AsyncGenerator<Uint8Array | string> {
  const { chain, extent } = source;
  const id = newResourceId(ledger, chain);
  yield `{"resourceType":"Bundle","id":"${id}","type":"collection","timestamp":"${now(ledger)}","entry":[`;
  let separator = '\n';
  for (let first = 0; first <= extent.head; first += BLOCKS_A_FILE) {
    for (const { type, id: resource, bytes } of await versionsOfBlocks(
      db,
      chain,
      extent.head,
      first,
      first + BLOCKS_A_FILE - 1,
    )) {
      yield `${separator}{"fullUrl":${JSON.stringify(`${publicUrl}/fhir/${type}/${resource}`)},"resource":`;
      yield bytes;
      yield '}';
      separator = ',\n';
    }
  }
  yield '\n]}\n';
}

// The exact bytes that were sent. In the place of a file that is damaged stands that it is.
function fileEntry(
  { files }: CopyParts,
  { extent, context, advance }: CopySource,
  { file, state }: CopiedFile,
): CopyEntry {
  const { record, id, mediaType } = file;
  const name = `files/${extent.number}-REC${record}-${id}`;
  if (state !== 'whole') return text(`${name}.${state}.txt`, damagedFileText(context, state));
  return {
    name: `${name}.${extensionOf(mediaType)}`,
    packed: mediaType !== 'application/dicom',
    async *content() {
      yield* readBytes(files, file);
      await advance(1);
    },
  };
}

function chainFile(parts: CopyParts, { chain, extent, advance }: CopySource, index: number): CopyEntry {
  const { db, ledger } = parts;
  const name = `proof/chain-${String(index + 1).padStart(5, '0')}.json`;
  const first = index * BLOCKS_A_FILE;
  const last = Math.min(first + BLOCKS_A_FILE - 1, extent.head);
  return {
    name,
    async *content() {
      const blocks: BlockProof[] = await readBlocks(db, chain, first, last);
      const vkey = (await presentKeyLines(parts)).trim();
      yield JSON.stringify({ log: ledger.log, vkey, chain, blocks, more: [] });
      await advance(blocks.length);
    },
  };
}

async function* keyLines(parts: CopyParts): AsyncGenerator<string> {
  yield await presentKeyLines(parts);
}

async function* inclusion({ db }: CopyParts, { chain, extent }: CopySource): AsyncGenerator<string> {
  const size = (await newestCheckpoint(db))?.size ?? 0;
  yield `{"size":${size},"blocks":[`;
  for (let first = 0; first <= extent.head; first += BLOCKS_A_FILE) {
    for (const { seq, leafIndex } of await readBlocks(
      db,
      chain,
      first,
      Math.min(first + BLOCKS_A_FILE - 1, extent.head),
    )) {
      const logged = leafIndex !== null && leafIndex < size;
      const proof = logged ? (await inclusionProof(leafIndex, size, tileReader(db))).map(base64) : null;
      yield `${seq === 0 ? '\n' : ',\n'}${JSON.stringify({ seq, leafIndex, proof })}`;
    }
  }
  yield '\n]}\n';
}

async function* checkpoint({ db }: CopyParts): AsyncGenerator<string> {
  yield (await newestCheckpoint(db))?.note ?? '';
}

function resourceOf({ bytes }: CopiedVersion): JsonObject {
  return parseJson(bytes) as JsonObject;
}
