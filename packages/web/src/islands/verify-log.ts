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

const hashLength = 32;

export interface LoggedBlock {
  seq: number;
  record: number | null;
  leafIndex: number | null;
  hash: Hash;
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
  for (const [tile, within] of tiles) await checkTile(tile, within, checkpoint, readTile);
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
    const leaf = leafHash(logEntry(block.hash));
    if (!equalBytes(hashes.subarray(start, start + hashLength), leaf)) throw notLogged(block);
  }
  const first = blocks[0];
  if (first?.leafIndex == null) return;
  const proof = await inclusionProof(first.leafIndex, size, readTile);
  checkInclusion(first.leafIndex, size, leafHash(logEntry(first.hash)), proof, root);
}

function notLogged({ seq }: LoggedBlock): ProofError {
  return new ProofError('inclusion', `Block ${seq} is not in the log where it should be.`, { seq });
}
