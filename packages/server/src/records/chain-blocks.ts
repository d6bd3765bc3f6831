// The blocks of a patient's chain as a list: who added what, when, in which order.

import type { Actor } from '../access/actor.ts';
import { statement } from '../db/statement.ts';
import { openChart, type Parts } from './open-chart.ts';
import type { Patient } from './patient-store.ts';

/**
 * One block. Hashes are hexadecimal, `record` is the first record it brought, `leafIndex` null until it is in the log. Of an
 * erased block its place and hashes are left.
 */
export interface ChainBlock {
  readonly seq: number;
  readonly type: string | null;
  readonly recordedAt: Date | null;
  readonly authorLogin: string | null;
  readonly authorName: string | null;
  readonly record: number | null;
  readonly hash: string;
  /** The hash of the block before; null of the first. */
  readonly prev: string | null;
  readonly leafIndex: number | null;
}

const PAGE = 50;

/** What a ChainBlock is made of, for a block `b` and its author's account `a`. */
export const CHAIN_BLOCK = `b.seq, b.type, b.recorded_at AS "recordedAt", a.login AS "authorLogin", a.name AS "authorName",
     (SELECT min(v.record) FROM resource_version v WHERE v.chain = b.chain AND v.block_seq = b.seq) AS record,
     encode(b.hash, 'hex') AS hash, CASE WHEN b.seq > 0 THEN encode(b.prev, 'hex') END AS prev, b.leaf_index AS "leafIndex"`;

const selectBlocks = statement(
  'chain.blocks',
  `SELECT ${CHAIN_BLOCK} FROM block b LEFT JOIN account a ON a.id = b.author
   WHERE b.chain = $1 AND b.seq < $2 ORDER BY b.seq DESC LIMIT ${PAGE}`,
);
const selectCounts = statement(
  'chain.counts',
  `SELECT h.seq + 1 AS blocks, h.seq + 1 - (SELECT count(*) FROM ledger_pending q WHERE q.chain = h.chain) AS logged
   FROM chain_head h WHERE h.chain = $1`,
);

/** The newest 50 blocks before `before` (none: the newest of all), and how long the chain is. Only the patient's own. */
export async function readChain(
  parts: Parts,
  actor: Actor,
  patientNumber: string,
  before: number | null,
): Promise<{ patient: Patient; blocks: ChainBlock[]; total: number; next: number | null }> {
  const { patient } = await openChart(parts, actor, patientNumber, 'check-chain');
  const [blocks, { blocks: total }] = await Promise.all([
    parts.db.rows<ChainBlock>(selectBlocks, [patient.chain, before ?? Number.MAX_SAFE_INTEGER]),
    countBlocks(parts, patient.chain),
  ]);
  const last = blocks.at(-1);
  return { patient, blocks, total, next: last && last.seq > 0 ? last.seq : null };
}

/** How many blocks a chain has, and how many of them the log holds. */
export async function countBlocks(
  { db }: Pick<Parts, 'db'>,
  chain: string,
): Promise<{ blocks: number; logged: number }> {
  const [row] = await db.rows<{ blocks: number; logged: number }>(selectCounts, [chain]);
  return row ?? { blocks: 0, logged: 0 };
}
