// Adding leaves to a tree kept as tiles, C2SP tlog-tiles "Merkle Tree". The work is that of the leaves added and of one tile a
// level, whatever the size of the tree.
import { checkHash, concat, HASH_LENGTH, type Hash } from './bytes.ts';
import { checkSize } from './subtree.ts';
import { TILE_WIDTH } from './tile-path.ts';
import { hashOver, type ReadTile, readWhole } from './tiles.ts';

const TILE_BYTES = TILE_WIDTH * HASH_LENGTH;

/**
 * A tile as it is after leaves were added: all of its hashes, one after another. With 256 it is full, and will never
 * change again; with fewer it is the partial tile `.p/<width>` at the right edge.
 */
export interface Tile {
  readonly level: number;
  readonly index: number;
  readonly hashes: Uint8Array;
}

/** The tree after leaves were added: its size, and the tiles that are new or grew. All others are as they were. */
export interface Appended {
  readonly size: number;
  readonly tiles: readonly Tile[];
}

/**
 * Gives what changes when leaves are added to the tree of `size`: at every level the partial tile at the right edge is
 * read, once, then filled; each tile that becomes full adds its root one level up. Reads no tile that stays as it is.
 * Throws ProofError `hash` for a leaf that is not 32 bytes long, `tile` for a tile of a wrong length.
 */
export async function appendLeaves(size: number, readTile: ReadTile, leafHashes: readonly Hash[]): Promise<Appended> {
  const tiles: Tile[] = [];
  // `count` hashes stand in the level before; `added` come to it.
  let count = checkSize(size);
  let added = leafHashes.map((leaf) => checkHash(leaf, 'A leaf hash'));
  for (let level = 0; added.length > 0; level++) {
    const grown = await growLevel(readTile, level, count, added);
    tiles.push(...grown);
    // The root over a full tile is one hash of the level above (C2SP tlog-tiles: tiles are 8 levels of the tree high).
    added = grown.filter(isFull).map(({ hashes }) => hashOver(hashes, 0, TILE_WIDTH));
    count = Math.floor(count / TILE_WIDTH);
  }
  return { size: checkSize(size + leafHashes.length), tiles };
}

// Gives the tiles of one level that hold `added`, the first of them with the hashes it held before.
async function growLevel(
  readTile: ReadTile,
  level: number,
  count: number,
  added: readonly Hash[],
): Promise<readonly Tile[]> {
  const edge = Math.floor(count / TILE_WIDTH);
  const width = count % TILE_WIDTH;
  // An edge that is full, or a level that is empty, has no partial tile: C2SP knows no empty ones.
  const before = width === 0 ? new Uint8Array(0) : await readWhole(readTile, level, edge, width);
  const row = concat([before, ...added]);
  return Array.from({ length: Math.ceil(row.length / TILE_BYTES) }, (_, i) => {
    return { level, index: edge + i, hashes: row.slice(i * TILE_BYTES, (i + 1) * TILE_BYTES) };
  });
}

function isFull({ hashes }: Tile): boolean {
  return hashes.length === TILE_BYTES;
}
