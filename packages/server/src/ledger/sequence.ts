// The sequencer (LEDGER section 3, item 9): moves committed blocks from the queue into the log, in one transaction a
// batch. Every instance may run one: an advisory lock elects, compare-and-swap on the log's size keeps it safe.

import { appendLeaves, formatEntryBundle, leafHash, logEntry, TILE_WIDTH } from '@patrec/ledger';
import type { Db } from '../db/pool.ts';
import { type Tx, transaction } from '../db/transaction.ts';
import { AppError } from '../errors.ts';
import {
  elect,
  logSize,
  moveLogSize,
  type PendingBlock,
  readBundle,
  readTiles,
  type StoredBundle,
  takePendingBlocks,
  tidyPendingBlocks,
  writeBundles,
  writeLeaves,
  writeTiles,
} from './log-store.ts';

const BATCH = 1024;
/** In entries of the log. Autovacuum comes once a minute at most: by then, a queue can hold a million rows that are gone. */
const TIDIED_EVERY = 16 * BATCH;

/** Appends up to 1,024 pending blocks to the log; gives how many, 0 also when another instance is at it. */
export async function sequenceBatch(db: Db, origin: string): Promise<number> {
  const { size, added } = await transaction(db, (tx) => appendBatch(tx, origin));
  // The batch stands: a queue that could not be tidied is left to the next time.
  if (Math.floor(size / TIDIED_EVERY) !== Math.floor((size + added) / TIDIED_EVERY))
    await tidyPendingBlocks(db).catch(() => undefined);
  return added;
}

async function appendBatch(tx: Tx, origin: string): Promise<{ size: number; added: number }> {
  if (!(await elect(tx, origin))) return { size: 0, added: 0 };
  const [size, blocks] = await Promise.all([logSize(tx, origin), takePendingBlocks(tx, BATCH)]);
  if (blocks.length === 0) return { size, added: 0 };
  // A crash from here to the commit leaves the queue and the log as they were.
  await Promise.all([
    writeLeaves(tx, size, blocks),
    extendTree(tx, size, blocks),
    extendBundles(tx, size, blocks),
    moveSize(tx, origin, size, size + blocks.length),
  ]);
  return { size, added: blocks.length };
}

async function moveSize(tx: Tx, origin: string, from: number, to: number): Promise<void> {
  if (!(await moveLogSize(tx, origin, from, to))) throw new AppError('conflict', 'Another sequencer moved the log.');
}

async function extendTree(tx: Tx, size: number, blocks: readonly PendingBlock[]): Promise<void> {
  const edge = await readTiles(tx, partialTiles(size));
  const content = new Map(edge.map((tile) => [tile.level, tile.hashes]));
  const leaves = blocks.map(({ hash }) => leafHash(logEntry(hash)));
  const { tiles } = await appendLeaves(size, (level, index) => content.get(level) ?? missingTile(level, index), leaves);
  await writeTiles(tx, tiles);
}

function missingTile(level: number, index: number): never {
  throw new AppError('fault', `Tile ${level}/${index} of the log is missing.`);
}

// The unfinished tile at the right edge of each level of a tree of that size.
function partialTiles(size: number): { level: number; index: number }[] {
  const tiles = [];
  for (let level = 0, width = size; width > 0; level += 1, width = Math.floor(width / TILE_WIDTH)) {
    if (width % TILE_WIDTH !== 0) tiles.push({ level, index: Math.floor(width / TILE_WIDTH) });
  }
  return tiles;
}

async function extendBundles(tx: Tx, size: number, blocks: readonly PendingBlock[]): Promise<void> {
  const open = size % TILE_WIDTH === 0 ? undefined : await readBundle(tx, Math.floor(size / TILE_WIDTH));
  const bundles: StoredBundle[] = [];
  for (let at = 0; at < blocks.length; ) {
    const index = Math.floor((size + at) / TILE_WIDTH);
    const room = (index + 1) * TILE_WIDTH - (size + at);
    const added = formatEntryBundle(blocks.slice(at, at + room).map(({ hash }) => logEntry(hash)));
    const entries = at === 0 && open ? Buffer.concat([open, added]) : added;
    bundles.push({ index, entries });
    at += room;
  }
  await writeBundles(tx, bundles);
}
