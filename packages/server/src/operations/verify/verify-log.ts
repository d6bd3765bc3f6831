// The log, held against itself and against the chains: leaves, bundles, tiles, root, checkpoint, and that every leaf has
// its block and every block its leaf or its place in the queue.

import {
  appendLeaves,
  base64,
  equalBytes,
  formatEntryBundle,
  leafHash,
  logEntry,
  openLogCheckpoint,
  type ReadTile,
  TILE_WIDTH,
  type Tile,
} from '@patrec/ledger';
import type { Db } from '../../db/pool.ts';
import { statement } from '../../db/statement.ts';
import { snapshot } from '../../db/transaction.ts';
import { AppError } from '../../errors.ts';
import { readLogKeys } from '../../ledger/log-key-store.ts';
import { keySpans } from '../../ledger/log-keys.ts';
import { logSize, newestCheckpoint, readBundle, readTile, tileReader } from '../../ledger/log-store.ts';
import { rootOf } from '../../ledger/signer.ts';
import { readSignerState, type SignerState } from '../../ledger/signer-state.ts';
import { type Problem, problemOf } from './problem.ts';

/** Entries that are checked together. */
export const PAGE = TILE_WIDTH * 16;
const HASH = 32;
const ENTRY = 35; // two bytes of length, 33 of entry

interface LeafRow {
  readonly index: number;
  readonly block_hash: Buffer;
  readonly chain: string;
  readonly seq: number;
  readonly found: Buffer | null;
  readonly leaf_index: number | null;
}

const selectLeaves = statement(
  'verify.leaves',
  `SELECT l.index, l.block_hash, l.chain, l.seq, b.hash AS found, b.leaf_index
   FROM log_leaf l LEFT JOIN block b ON b.chain = l.chain AND b.seq = l.seq
   WHERE l.index >= $1 AND l.index < $2 ORDER BY l.index`,
);
const selectUnlogged = statement(
  'verify.unlogged',
  `SELECT b.chain, b.seq FROM block b
   WHERE NOT EXISTS (SELECT FROM log_leaf l WHERE l.index = b.leaf_index AND l.block_hash = b.hash)
     AND NOT EXISTS (SELECT FROM ledger_pending q
       WHERE q.chain = b.chain AND q.seq = b.seq AND q.hash = b.hash AND b.leaf_index IS NULL) LIMIT 1`,
);
const selectFalselyPending = statement(
  'verify.falsely-pending',
  `SELECT q.chain, q.seq FROM ledger_pending q
   WHERE NOT EXISTS (SELECT FROM block b
     WHERE b.chain = q.chain AND b.seq = q.seq AND b.hash = q.hash AND b.leaf_index IS NULL) LIMIT 1`,
);
const selectLengths = statement(
  'verify.log-lengths',
  `SELECT (SELECT count(*) FROM log_leaf) AS leaves, (SELECT coalesce(sum(length(hashes)), 0)::float8 FROM log_tile) AS tiles,
     (SELECT coalesce(sum(length(entries)), 0)::float8 FROM log_bundle) AS bundles`,
);

/** What the log is checked by: its name, the verifier key of its key file, and the file with what was signed last. */
export interface LogIdentity {
  readonly origin: string;
  readonly verifierKey: string;
  readonly stateFile: string;
}

/** Checks the log as it stands at this moment, others write on; gives its size and what does not hold. */
export async function verifyLog(db: Db, identity: LogIdentity): Promise<{ entries: number; problems: Problem[] }> {
  // Read first: only what is committed is signed, so the log that is looked at next is no shorter.
  const signed = await readSignerState(identity.stateFile);
  return snapshot(db, async (frozen) => {
    const size = await logSize(frozen, identity.origin);
    const found = [await checkLeaves(frozen, size), await checkCheckpoint(frozen, identity, size, signed)];
    return {
      entries: size,
      problems: [...found.flat(), ...(await checkQueue(frozen)), ...(await checkLengths(frozen, size))],
    };
  });
}

/** Checks one page of the log's entries, as it stands at this moment, and the checkpoint. The tiles before it are taken as they are. */
export async function verifyLogPage(db: Db, identity: LogIdentity, page: number): Promise<Problem[]> {
  const signed = await readSignerState(identity.stateFile);
  return snapshot(db, async (frozen) => {
    const size = await logSize(frozen, identity.origin);
    try {
      const problem = await checkPage(frozen, tileReader(frozen), page * PAGE, size);
      return [...(problem ? [problem] : []), ...(await checkCheckpoint(frozen, identity, size, signed))];
    } catch (error) {
      if (error instanceof AppError) return [wrong('the log', error.message)];
      throw error;
    }
  });
}

async function checkQueue(db: Db): Promise<Problem[]> {
  const place = ({ chain, seq }: { chain: string; seq: number }) => `chain ${chain}, block ${seq}`;
  const lost = await db.rows<{ chain: string; seq: number }>(selectUnlogged, []);
  const waiting = await db.rows<{ chain: string; seq: number }>(selectFalselyPending, []);
  return [
    ...lost.map((block) => wrong(place(block), 'It is neither in the log nor waiting for it.')),
    ...waiting.map((block) => wrong(place(block), 'It waits for the log, but is no block that should.')),
  ];
}

// What stands past the end is in no tree, and would be served as part of the log.
async function checkLengths(db: Db, size: number): Promise<Problem[]> {
  const [found] = await db.rows<{ leaves: number; tiles: number; bundles: number }>(selectLengths, []);
  let hashes = 0;
  for (let width = size; width > 0; width = Math.floor(width / TILE_WIDTH)) hashes += width;
  const same = found?.leaves === size && found.tiles === hashes * HASH && found.bundles === size * ENTRY;
  return same ? [] : [wrong('the log', `Its leaves, tiles or bundles are not those of ${size} entries.`)];
}

async function checkLeaves(db: Db, size: number): Promise<Problem[]> {
  const edge = new Map<number, Tile>();
  const readEdge: ReadTile = (level) => edge.get(level)?.hashes ?? new Uint8Array();
  for (let from = 0; from < size; from += PAGE) {
    const problem = await checkPage(db, readEdge, from, size, edge);
    if (problem) return [problem];
  }
  return [];
}

// Without `edge` nothing goes on from this page.
async function checkPage(
  db: Db,
  readEdge: ReadTile,
  from: number,
  size: number,
  edge?: Map<number, Tile>,
): Promise<Problem | undefined> {
  const leaves = await db.rows<LeafRow>(selectLeaves, [from, Math.min(size, from + PAGE)]);
  const bad = leaves.findIndex((leaf, i) => leaf.index !== from + i || !isOfItsBlock(leaf));
  if (bad !== -1 || leaves.length !== Math.min(PAGE, size - from)) {
    const index = bad === -1 ? from + leaves.length : from + bad;
    return wrong(`entry ${index} of the log`, 'It is not the block that it stands for.');
  }
  const hashes = leaves.map(({ block_hash }) => leafHash(logEntry(block_hash)));
  const { tiles } = await appendLeaves(from, readEdge, hashes);
  for (const tile of tiles) edge?.set(tile.level, tile);
  return (await checkTiles(db, tiles)) ?? (await checkBundles(db, from, leaves));
}

function isOfItsBlock({ index, block_hash, found, leaf_index }: LeafRow): boolean {
  return found !== null && leaf_index === index && block_hash.equals(found);
}

async function checkTiles(db: Db, tiles: readonly Tile[]): Promise<Problem | undefined> {
  for (const tile of tiles) {
    const stored = await readTile(db, tile.level, tile.index);
    const begins = stored && equalBytes(stored.subarray(0, tile.hashes.length), tile.hashes);
    if (!begins)
      return wrong(`tile ${tile.level}/${tile.index} of the log`, 'It does not hold the hashes of its entries.');
  }
  return undefined;
}

async function checkBundles(db: Db, from: number, leaves: readonly LeafRow[]): Promise<Problem | undefined> {
  for (let at = 0; at < leaves.length; at += TILE_WIDTH) {
    const index = (from + at) / TILE_WIDTH;
    const expected = formatEntryBundle(leaves.slice(at, at + TILE_WIDTH).map(({ block_hash }) => logEntry(block_hash)));
    const stored = await readBundle(db, index);
    const begins = stored && equalBytes(stored.subarray(0, expected.length), expected);
    if (!begins) return wrong(`bundle ${index} of the log`, 'It does not hold its entries.');
  }
  return undefined;
}

async function checkCheckpoint(
  db: Db,
  { origin, verifierKey }: LogIdentity,
  size: number,
  signed: SignerState | undefined,
): Promise<Problem[]> {
  const published = await newestCheckpoint(db);
  const keys = await readLogKeys(db);
  if (keys.length > 0 && !keys.some((key) => key.verifierKey === verifierKey))
    return [wrong('the log', 'Its own key is none of those that its blocks announce.')];
  try {
    const checkpoint = published && openLogCheckpoint(published.note, origin, keySpans(keys, verifierKey));
    const claims = [checkpoint && { size: checkpoint.size, root: base64(checkpoint.root) }, signed];
    for (const claim of claims) {
      if (!claim) continue;
      const holds = claim.size <= size && base64(await rootOf(db, claim.size)) === claim.root;
      if (!holds) return [wrong('the log', `It is not an extension of the ${claim.size} entries that were signed.`)];
    }
    return [];
  } catch (error) {
    if (error instanceof AppError) return [wrong('the log', error.message)];
    return [problemOf('the log’s checkpoint', error)];
  }
}

function wrong(where: string, message: string): Problem {
  return { where, check: 'log', message };
}
