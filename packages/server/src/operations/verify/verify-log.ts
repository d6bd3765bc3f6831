// The log, held against itself and against the chains: leaves, bundles, tiles, root, checkpoint, and that every leaf has
// its block and every block its leaf or its place in the queue.

import {
  appendLeaves,
  base64,
  formatEntryBundle,
  hex,
  leafHash,
  logEntry,
  noteVerifier,
  openCheckpoint,
  parseVerifierKey,
  TILE_WIDTH,
  type Tile,
} from '@patrec/ledger';
import type { Db } from '../../db/pool.ts';
import { statement } from '../../db/statement.ts';
import { logSize, newestCheckpoint, readBundle, readTile } from '../../ledger/log-store.ts';
import { rootOf } from '../../ledger/signer.ts';
import { readSignerState } from '../../ledger/signer-state.ts';
import { type Problem, problemOf } from './problem.ts';

const PAGE = TILE_WIDTH * 16;

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
  `SELECT b.chain, b.seq FROM block b WHERE b.leaf_index IS NULL
     AND NOT EXISTS (SELECT FROM ledger_pending q WHERE q.chain = b.chain AND q.seq = b.seq AND q.hash = b.hash)
     AND NOT EXISTS (SELECT FROM log_leaf l WHERE l.block_hash = b.hash) LIMIT 1`,
);

/** What the log is checked by: its name, its verifier key, and the file with what was signed last. */
export interface LogIdentity {
  readonly origin: string;
  readonly verifierKey: string;
  readonly stateFile: string;
}

/** Checks the log as it stands; gives its size and what does not hold. */
export async function verifyLog(db: Db, identity: LogIdentity): Promise<{ entries: number; problems: Problem[] }> {
  const size = await logSize(db, identity.origin);
  const problems = [...(await checkLeaves(db, size)), ...(await checkCheckpoint(db, identity, size))];
  const [lost] = await db.rows<{ chain: string; seq: number }>(selectUnlogged, []);
  if (lost)
    problems.push(wrong(`chain ${lost.chain}, block ${lost.seq}`, 'It is neither in the log nor waiting for it.'));
  return { entries: size, problems };
}

async function checkLeaves(db: Db, size: number): Promise<Problem[]> {
  const edge = new Map<number, Tile>();
  for (let from = 0; from < size; from += PAGE) {
    const leaves = await db.rows<LeafRow>(selectLeaves, [from, Math.min(size, from + PAGE)]);
    const bad = leaves.findIndex((leaf, i) => leaf.index !== from + i || !isOfItsBlock(leaf));
    if (bad !== -1 || leaves.length !== Math.min(PAGE, size - from)) {
      const index = bad === -1 ? from + leaves.length : from + bad;
      return [wrong(`entry ${index} of the log`, 'It is not the block that it stands for.')];
    }
    const problem = (await checkTiles(db, edge, from, leaves)) ?? (await checkBundles(db, from, leaves));
    if (problem) return [problem];
  }
  return [];
}

function isOfItsBlock({ index, block_hash, found, leaf_index }: LeafRow): boolean {
  return found !== null && leaf_index === index && block_hash.equals(found);
}

async function checkTiles(
  db: Db,
  edge: Map<number, Tile>,
  from: number,
  leaves: readonly LeafRow[],
): Promise<Problem | undefined> {
  const hashes = leaves.map(({ block_hash }) => leafHash(logEntry(block_hash)));
  const { tiles } = await appendLeaves(from, (level) => edge.get(level)?.hashes ?? new Uint8Array(), hashes);
  for (const tile of tiles) {
    edge.set(tile.level, tile);
    const stored = await readTile(db, tile.level, tile.index);
    const begins = stored && hex(stored.subarray(0, tile.hashes.length)) === hex(tile.hashes);
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
    const begins = stored && hex(stored.subarray(0, expected.length)) === hex(expected);
    if (!begins) return wrong(`bundle ${index} of the log`, 'It does not hold its entries.');
  }
  return undefined;
}

async function checkCheckpoint(
  db: Db,
  { origin, verifierKey, stateFile }: LogIdentity,
  size: number,
): Promise<Problem[]> {
  const published = await newestCheckpoint(db);
  const signed = await readSignerState(stateFile);
  try {
    const checkpoint = published && openCheckpoint(published.note, origin, noteVerifier(parseVerifierKey(verifierKey)));
    const claims = [checkpoint && { size: checkpoint.size, root: base64(checkpoint.root) }, signed];
    for (const claim of claims) {
      if (!claim) continue;
      const holds = claim.size <= size && base64(await rootOf(db, claim.size)) === claim.root;
      if (!holds) return [wrong('the log', `It is not an extension of the ${claim.size} entries that were signed.`)];
    }
    return [];
  } catch (error) {
    return [problemOf('the log’s checkpoint', error)];
  }
}

function wrong(where: string, message: string): Problem {
  return { where, check: 'log', message };
}
