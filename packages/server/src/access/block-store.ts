// Blocks in PostgreSQL, and which requests they keep from the patient.

import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import type { Tx } from '../db/transaction.ts';
import type { Block } from './decision.ts';

/** A block with the Consent that states it. Times are ISO 8601 UTC. */
export interface StoredBlock extends Block {
  readonly chain: string;
  readonly id: string;
}

interface BlockRow extends Pick<StoredBlock, 'chain' | 'id' | 'blocked'> {
  readonly since: Date;
  readonly ended_at: Date | null;
}

const COLUMNS = 'chain, id, blocked, since, ended_at';
const selectStanding = statement(
  'block.standing',
  `SELECT ${COLUMNS} FROM access_block WHERE chain = $1 AND ended_at IS NULL ORDER BY since DESC, id`,
);
const selectOfPerson = statement(
  'block.of-person',
  `SELECT ${COLUMNS} FROM access_block WHERE chain = $1 AND blocked = $2 ORDER BY since`,
);
const selectForUpdate = statement(
  'block.for-update',
  `SELECT ${COLUMNS} FROM access_block WHERE chain = $1 AND id = $2 FOR UPDATE`,
);
const insertRow = statement(
  'block.insert',
  'INSERT INTO access_block (chain, id, blocked, since) VALUES ($1, $2, $3, $4)',
);
const endRow = statement('block.end', 'UPDATE access_block SET ended_at = $3 WHERE chain = $1 AND id = $2');

/** The SQL form of `arrives` for the request row `r`. A test holds the two against each other. */
export const ARRIVED = `NOT EXISTS (SELECT FROM access_block b
  WHERE b.chain = r.chain AND b.blocked = r.requester
    AND b.since < coalesce(r.decided_at, 'infinity') AND coalesce(b.ended_at, 'infinity') > r.created_at)`;

/** Whom the patient blocks now, the latest first. */
export async function standingBlocks(db: Db, chain: string): Promise<StoredBlock[]> {
  return (await db.rows<BlockRow>(selectStanding, [chain])).map(toBlock);
}

/** Every block of one person by one patient, those that ended included. */
export async function blocksOf(store: Db | Tx, chain: string, blocked: string): Promise<StoredBlock[]> {
  return (await store.rows<BlockRow>(selectOfPerson, [chain, blocked])).map(toBlock);
}

/** One block, locked until the transaction ends; undefined where there is none of that id. */
export async function lockBlock(tx: Tx, chain: string, id: string): Promise<StoredBlock | undefined> {
  return (await tx.rows<BlockRow>(selectForUpdate, [chain, id])).map(toBlock)[0];
}

/** Writes a new block. */
export async function insertBlock(tx: Tx, { chain, id, blocked, since }: StoredBlock): Promise<void> {
  await tx.rows(insertRow, [chain, id, blocked, since]);
}

/** Ends a block. */
export async function endBlock(tx: Tx, chain: string, id: string, endedAt: string): Promise<void> {
  await tx.rows(endRow, [chain, id, endedAt]);
}

function toBlock({ since, ended_at, ...row }: BlockRow): StoredBlock {
  return { ...row, since: since.toISOString(), endedAt: ended_at?.toISOString() ?? null };
}
