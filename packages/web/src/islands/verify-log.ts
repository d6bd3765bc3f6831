// Whether blocks are in the signed log (RFC 6962, C2SP tlog-tiles). One inclusion proof binds a whole tile: its other
// leaves are hashed into that proof, so for each tile one proof is checked and the rest are compared.
import {
  type Checkpoint,
  checkInclusion,
  equalBytes,
  type Hash,
  inclusionProof,
  leafHash,
  logEntry,
  ProofError,
  type ReadTile,
  TILE_WIDTH,
} from '@patrec/ledger';
import { inOrder } from './in-order.ts';
import type { ProofBlock } from './verify-protocol.ts';

const hashLength = 32;

/** A block as the log is asked for it: its leaf, and where that should be. */
export interface LoggedBlock {
  seq: number;
  /** The first of the records that it brought. */
  record: number | null;
  leafIndex: number | null;
  leaf: Hash;
}

export function loggedBlock({ record, leafIndex }: ProofBlock, seq: number, hash: Hash): LoggedBlock {
  return { seq, record: record[0] ?? null, leafIndex, leaf: leafHash(logEntry(hash)) };
}

/**
 * Checks that every block that the checkpoint covers is where it says. Gives how many are newer than the checkpoint.
 * Throws ProofError `inclusion` with the block's `seq`.
 */
export async function checkLogged(
  blocks: readonly LoggedBlock[],
  checkpoint: Checkpoint,
  readTile: ReadTile,
): Promise<number> {
  const covered = blocks.filter(({ leafIndex }) => leafIndex !== null && leafIndex < checkpoint.size);
  const tiles = Map.groupBy(covered, ({ leafIndex }) => Math.floor((leafIndex ?? 0) / TILE_WIDTH));
  const check = ([tile, within]: [number, readonly LoggedBlock[]]) => checkTile(tile, within, checkpoint, readTile);
  for await (const _ of inOrder(tiles, check));
  return blocks.length - covered.length;
}

async function checkTile(
  tile: number,
  blocks: readonly LoggedBlock[],
  { size, root }: Checkpoint,
  readTile: ReadTile,
): Promise<void> {
  const hashes = await readTile(0, tile, Math.min(TILE_WIDTH, size - tile * TILE_WIDTH));
  for (const block of blocks) {
    const start = ((block.leafIndex ?? 0) % TILE_WIDTH) * hashLength;
    if (!equalBytes(hashes.subarray(start, start + hashLength), block.leaf)) throw notLogged(block);
  }
  const first = blocks[0];
  if (first?.leafIndex == null) return;
  const proof = await inclusionProof(first.leafIndex, size, readTile);
  checkInclusion(first.leafIndex, size, first.leaf, proof, root);
}

function notLogged({ seq }: LoggedBlock): ProofError {
  return new ProofError('inclusion', `Block ${seq} is not in the log where it should be.`, { seq });
}
