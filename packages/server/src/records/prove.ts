// What a reader needs to check blocks by themselves: headers, statements, contents and salts, as stored.

import { base64 } from '@patrec/ledger';
import { insertEvent, makeEvent } from '../access/access-log.ts';
import type { Actor } from '../access/actor.ts';
import { inPatientsPlace } from '../access/decision.ts';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import { snapshot } from '../db/transaction.ts';
import { filesOfBlocks, type StoredFile } from '../files/stored-files.ts';
import { fileRef } from '../files/uploads.ts';
import { erasedParts, erasureManifests, type StoredManifest } from './erasure-manifests.ts';
import { noChart, openChart, type Parts } from './open-chart.ts';
import { permittedRecord } from './read-record.ts';

const BLOCKS_A_PAGE = 200;

/**
 * A block with all that it commits to; bytes are base64. A file is named instead: it is too large to be in a list. `record`
 * lists the records it brought. Of a block that was erased there is what is `gone`; of one that was in part, the contents that
 * are `erased`.
 */
export interface BlockProof {
  readonly seq: number;
  readonly header: string | null;
  readonly statement: string | null;
  readonly gone?: { readonly prev: string; readonly hash: string };
  readonly erased?: readonly string[];
  readonly leafIndex: number | null;
  readonly record: readonly number[];
  readonly contents: readonly { ref: string; mediaType: string; bytes: string; salt: string }[];
  readonly files: readonly FileProof[];
}

/** A file that a block commits to, by what its bytes are fetched and checked with. */
export interface FileProof {
  readonly ref: string;
  readonly mediaType: string;
  readonly salt: string;
  readonly id: string;
  readonly record: number;
}

export interface ChainProof {
  readonly chain: string;
  readonly blocks: readonly BlockProof[];
}

interface BlockRow {
  readonly seq: number;
  readonly prev: string;
  readonly hash: string;
  readonly header: Buffer | null;
  readonly statement: Buffer | null;
  readonly leaf_index: number | null;
}

interface ContentRow {
  readonly block_seq: number;
  readonly ref: string;
  readonly media_type: string;
  readonly bytes: Buffer;
  readonly salt: Buffer;
  readonly record: number | null;
}

const selectBlocks = statement(
  'prove.blocks',
  `SELECT seq, encode(prev, 'hex') AS prev, encode(hash, 'hex') AS hash, header, statement, leaf_index FROM block
   WHERE chain = $1 AND seq BETWEEN $2 AND $3 ORDER BY seq`,
);
const selectContents = statement(
  'prove.contents',
  `SELECT block_seq, type || '/' || id || '/_history/' || version AS ref, media_type, bytes, salt, record
   FROM resource_version WHERE chain = $1 AND block_seq BETWEEN $2 AND $3`,
);
const selectLength = statement('prove.length', 'SELECT seq + 1 AS blocks FROM chain_head WHERE chain = $1');
const selectOthers = statement(
  'prove.others',
  'SELECT FROM resource_version WHERE chain = $1 AND block_seq = $2 AND record IS DISTINCT FROM $3 LIMIT 1',
);

/**
 * A page of the chain's blocks from `first` on, and the numbers with which the pages after it begin. Only the patient's own: it
 * holds everything.
 */
export async function proveChain(
  parts: Parts,
  actor: Actor,
  patientNumber: string,
  first: number,
): Promise<ChainProof & { readonly following: readonly number[] }> {
  const { patient, basis } = await openChart(parts, actor, patientNumber, 'check-chain');
  const { chain } = patient;
  if (first === 0) await insertEvent(parts.db, makeEvent(parts.ledger, actor, 'verify', { chain, basis }));
  const [head] = await parts.db.rows<{ blocks: number }>(selectLength, [chain]);
  const blocks = await readBlocks(parts.db, chain, first, first + BLOCKS_A_PAGE - 1);
  const pages = Math.max(0, Math.ceil(((head?.blocks ?? 0) - first) / BLOCKS_A_PAGE) - 1);
  return { chain, blocks, following: Array.from({ length: pages }, (_, i) => first + (i + 1) * BLOCKS_A_PAGE) };
}

/** The block of one record. Throws not-found where the reader may not read all that the block holds. */
export async function proveRecord(
  parts: Parts,
  actor: Actor,
  patientNumber: string,
  number: number,
): Promise<ChainProof> {
  const { patient, record, basis } = await permittedRecord(parts, actor, patientNumber, number);
  const { chain } = patient;
  const seq = record.blockSeq;
  if (!inPatientsPlace(basis) && !(await holdsOnly(parts.db, chain, seq, number))) throw noChart();
  const blocks = await readBlocks(parts.db, chain, seq, seq);
  await insertEvent(parts.db, makeEvent(parts.ledger, actor, 'verify', { chain, basis, record: number }));
  return { chain, blocks };
}

/**
 * Whether a block names nothing but a record's contents: then whoever may read that record may see all of the block. What was
 * erased of it is named by its statement still.
 */
export async function holdsOnly(db: Db, chain: string, seq: number, record: number): Promise<boolean> {
  return (await db.rows(selectOthers, [chain, seq, record])).length === 0 && !(await namesErased(db, chain, seq));
}

/** Whether a block's statement names what was erased. */
export async function namesErased(db: Db, chain: string, seq: number): Promise<boolean> {
  return erasedParts(await erasureManifests(db, chain)).has(seq);
}

/** The blocks of a chain from `first` to `last`, in order, with all that they commit to, as they stand at one moment. */
export async function readBlocks(db: Db, chain: string, first: number, last: number): Promise<BlockProof[]> {
  return snapshot(db, async (frozen) => {
    const range = [chain, first, last];
    const [blocks, contents, files, erasures] = await Promise.all([
      frozen.rows<BlockRow>(selectBlocks, range),
      frozen.rows<ContentRow>(selectContents, range),
      filesOfBlocks(frozen, chain, first, last),
      erasureManifests(frozen, chain),
    ]);
    const byBlock = Map.groupBy(contents, ({ block_seq }) => block_seq);
    const filesByBlock = Map.groupBy(files, ({ blockSeq }) => blockSeq);
    const parts = erasedParts(erasures);
    return blocks.map((block) => {
      const { seq } = block;
      const proof = blockProof(block, byBlock.get(seq) ?? [], (filesByBlock.get(seq) ?? []).map(fileProof));
      return withErasures(proof, parts.get(seq)?.refs ?? undefined, erasures);
    });
  });
}

function withErasures(
  proof: BlockProof,
  erased: readonly string[] | undefined,
  erasures: readonly StoredManifest[],
): BlockProof {
  const said = erasures
    .filter(({ seq }) => seq === proof.seq)
    .map((one) => contentProof({ ...one, media_type: one.mediaType }));
  return { ...proof, contents: [...proof.contents, ...said], ...(erased && { erased }) };
}

function fileProof({ id, record, mediaType, salt }: StoredFile): FileProof {
  return { ref: fileRef(id), mediaType, salt: salt.toString('base64'), id, record };
}

function blockProof(block: BlockRow, contents: readonly ContentRow[], files: readonly FileProof[]): BlockProof {
  const { seq, prev, hash, header, statement: stated, leaf_index: leafIndex } = block;
  const records = new Set(contents.flatMap(({ record }) => (record === null ? [] : [record])));
  return {
    seq,
    header: header?.toString('base64') ?? null,
    statement: stated?.toString('base64') ?? null,
    ...(header === null && { gone: { prev, hash } }),
    leafIndex,
    record: [...records].sort((a, b) => a - b),
    contents: contents.map(contentProof),
    files,
  };
}

function contentProof({
  ref,
  media_type: mediaType,
  bytes,
  salt,
}: Pick<ContentRow, 'ref' | 'media_type'> & Record<'bytes' | 'salt', Uint8Array>): BlockProof['contents'][number] {
  return { ref, mediaType, bytes: base64(bytes), salt: base64(salt) };
}
