// The log as it stands in PostgreSQL: pending blocks, leaves, tiles, entry bundles, its size, checkpoints.

import type { ReadTile } from '@patrec/ledger';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import type { Tx } from '../db/transaction.ts';
import { AppError } from '../errors.ts';

const HASH = 32;

export interface PendingBlock {
  readonly chain: string;
  readonly seq: number;
  readonly hash: Uint8Array;
}

export interface StoredTile {
  readonly level: number;
  readonly index: number;
  readonly hashes: Uint8Array;
}

export interface StoredBundle {
  readonly index: number;
  readonly entries: Uint8Array;
}

const insertLog = statement('log.insert', 'INSERT INTO log_state (origin, size) VALUES ($1, 0) ON CONFLICT DO NOTHING');
const tryElect = statement('log.elect', 'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS elected');
const takeTurn = statement('log.take-turn', 'SELECT pg_advisory_xact_lock(hashtextextended($1, 1))');
const selectSize = statement('log.size', 'SELECT size FROM log_state WHERE origin = $1');
const moveSize = statement(
  'log.move-size',
  'UPDATE log_state SET size = $3 WHERE origin = $1 AND size = $2 RETURNING size',
);
// Chosen once, into an array: within IN, some plans would choose anew for each row, and take more than were asked for. Locked
// rows stay where they are, so they are deleted there (ctid). What goes last waits until it can go together with all that was
// there before it.
const takePending = statement(
  'log.take-pending',
  `DELETE FROM ledger_pending WHERE ctid = ANY (ARRAY (SELECT ctid FROM ledger_pending
     WHERE NOT last OR NOT EXISTS (SELECT FROM ledger_pending OFFSET $1) LIMIT $1 FOR UPDATE SKIP LOCKED))
   RETURNING chain, seq, hash, last`,
);
// To give the room back to the disk would wait for all who write into the queue; autovacuum does that when nobody does.
const tidyPending = statement('log.tidy-pending', 'VACUUM (SKIP_LOCKED, TRUNCATE false) ledger_pending');
const countPending = statement(
  'log.count-pending',
  'SELECT count(*) AS pending FROM (SELECT 1 FROM ledger_pending LIMIT $1) p',
);
const selectTiles = statement(
  'log.select-tiles',
  `SELECT t.level, t.index, t.hashes FROM unnest($1::smallint[], $2::bigint[]) AS want (level, index)
     JOIN log_tile t USING (level, index)`,
);
const selectTile = statement('log.select-tile', 'SELECT hashes FROM log_tile WHERE level = $1 AND index = $2');
const selectBundle = statement('log.select-bundle', 'SELECT entries FROM log_bundle WHERE index = $1');
const insertLeaves = statement(
  'log.insert-leaves',
  `WITH leaf AS (
     INSERT INTO log_leaf (index, block_hash, chain, seq)
     SELECT * FROM unnest($1::bigint[], $2::bytea[], $3::text[], $4::bigint[])
     RETURNING index, chain, seq)
   UPDATE block SET leaf_index = leaf.index FROM leaf WHERE block.chain = leaf.chain AND block.seq = leaf.seq`,
);
const upsertTiles = statement(
  'log.upsert-tiles',
  `INSERT INTO log_tile (level, index, hashes) SELECT * FROM unnest($1::smallint[], $2::bigint[], $3::bytea[])
   ON CONFLICT (level, index) DO UPDATE SET hashes = excluded.hashes`,
);
const upsertBundles = statement(
  'log.upsert-bundles',
  `INSERT INTO log_bundle (index, entries) SELECT * FROM unnest($1::bigint[], $2::bytea[])
   ON CONFLICT (index) DO UPDATE SET entries = excluded.entries`,
);
const insertCheckpoint = statement(
  'log.insert-checkpoint',
  `INSERT INTO log_checkpoint (size, root, note, signed_at) VALUES ($1, $2, $3, $4)
   ON CONFLICT (size) DO UPDATE SET note = excluded.note, signed_at = excluded.signed_at`,
);
const selectCheckpoint = statement(
  'log.select-checkpoint',
  'SELECT size, root, note, signed_at FROM log_checkpoint ORDER BY size DESC LIMIT 1',
);
const selectCheckpointsOver = statement(
  'log.select-checkpoints-over',
  'SELECT size, root, note, signed_at FROM log_checkpoint WHERE size > $1 ORDER BY size DESC LIMIT $2',
);

/** Makes the log's row where there is none. */
export async function createLog(tx: Tx, origin: string): Promise<void> {
  await tx.rows(insertLog, [origin]);
}

/** True for the one transaction at a time that may extend the log. */
export async function elect(tx: Tx, origin: string): Promise<boolean> {
  const [row] = await tx.rows<{ elected: boolean }>(tryElect, [origin]);
  return row?.elected === true;
}

/** Waits until no other process signs the log, and keeps them waiting until the transaction ends. */
export async function takeTurnToSign(tx: Tx, origin: string): Promise<void> {
  await tx.rows(takeTurn, [origin]);
}

/** The number of leaves in the log. */
export async function logSize(store: Db | Tx, origin: string): Promise<number> {
  const [row] = await store.rows<{ size: number }>(selectSize, [origin]);
  return row?.size ?? 0;
}

/** Moves the log's size by compare-and-swap; false when another moved it first. */
export async function moveLogSize(tx: Tx, origin: string, from: number, to: number): Promise<boolean> {
  return (await tx.rows(moveSize, [origin, from, to])).length === 1;
}

/**
 * Takes up to `limit` pending blocks out of the queue, what goes last at the end; those that another transaction holds are
 * passed over.
 */
export async function takePendingBlocks(tx: Tx, limit: number): Promise<PendingBlock[]> {
  const taken = await tx.rows<PendingBlock & { readonly last: boolean }>(takePending, [limit]);
  return [...taken.filter(({ last }) => !last), ...taken.filter(({ last }) => last)];
}

/** Frees the room in the queue that blocks which were taken stood in: until then, whoever takes some reads over it. */
export async function tidyPendingBlocks(db: Db): Promise<void> {
  await db.rows(tidyPending, []);
}

/** How many blocks wait for the log, counted no further than `atMost`. */
export async function countPendingBlocks(db: Db, atMost: number): Promise<number> {
  const [row] = await db.rows<{ pending: number }>(countPending, [atMost]);
  return row?.pending ?? 0;
}

/** The stored tiles among those asked for. */
export function readTiles(tx: Tx, wanted: readonly { level: number; index: number }[]): Promise<StoredTile[]> {
  return tx.rows<StoredTile>(selectTiles, [wanted.map((t) => t.level), wanted.map((t) => t.index)]);
}

/** One tile's hashes, as many as it has; undefined where there is no such tile. */
export async function readTile(store: Db | Tx, level: number, index: number): Promise<Uint8Array | undefined> {
  return (await store.rows<{ hashes: Uint8Array }>(selectTile, [level, index]))[0]?.hashes;
}

/** Gives what reads the first `width` hashes of a tile. Throws fault where the log has not as many. */
export function tileReader(store: Db | Tx): ReadTile {
  return async (level, index, width) => {
    const tile = await readTile(store, level, index);
    if (!tile || tile.length < width * HASH)
      throw new AppError('fault', `Tile ${level}/${index} of the log is missing.`);
    return tile.subarray(0, width * HASH);
  };
}

/** One entry bundle, as many entries as it has; undefined where there is no such bundle. */
export async function readBundle(store: Db | Tx, index: number): Promise<Uint8Array | undefined> {
  return (await store.rows<{ entries: Uint8Array }>(selectBundle, [index]))[0]?.entries;
}

/** Writes leaves from index `first` on, and tells each block its leaf index. */
export async function writeLeaves(tx: Tx, first: number, blocks: readonly PendingBlock[]): Promise<void> {
  await tx.rows(insertLeaves, [
    blocks.map((_, i) => first + i),
    blocks.map(({ hash }) => hash),
    blocks.map(({ chain }) => chain),
    blocks.map(({ seq }) => seq),
  ]);
}

/** Writes new tiles and the present content of grown ones. */
export async function writeTiles(tx: Tx, tiles: readonly StoredTile[]): Promise<void> {
  await tx.rows(upsertTiles, [
    tiles.map((t) => t.level),
    tiles.map((t) => t.index),
    tiles.map((t) => Buffer.from(t.hashes)),
  ]);
}

/** Writes new entry bundles and the present content of grown ones. */
export async function writeBundles(tx: Tx, bundles: readonly StoredBundle[]): Promise<void> {
  await tx.rows(upsertBundles, [bundles.map((b) => b.index), bundles.map((b) => Buffer.from(b.entries))]);
}

export interface StoredCheckpoint {
  readonly size: number;
  readonly root: Uint8Array;
  readonly note: string;
  readonly signed_at: Date;
}

/** The newest signed checkpoint; undefined before the first. */
export async function newestCheckpoint(store: Db | Tx): Promise<StoredCheckpoint | undefined> {
  return (await store.rows<StoredCheckpoint>(selectCheckpoint, []))[0];
}

/** The newest checkpoints that cover the entry at `index`, the newest first. */
export function checkpointsOver(db: Db, index: number, atMost: number): Promise<StoredCheckpoint[]> {
  return db.rows<StoredCheckpoint>(selectCheckpointsOver, [index, atMost]);
}

/** Publishes a signed checkpoint. */
export async function writeCheckpoint(tx: Tx, checkpoint: StoredCheckpoint): Promise<void> {
  await tx.rows(insertCheckpoint, [
    checkpoint.size,
    Buffer.from(checkpoint.root),
    checkpoint.note,
    checkpoint.signed_at,
  ]);
}
