// Reading a tree from its tiles, C2SP tlog-tiles "Merkle Tree": a tile of level L holds the hashes of complete subtrees
// of 256^L leaves, 256 of them when full. Eight levels of the tree lie between two levels of tiles.
import { HASH_LENGTH, type Hash } from './bytes.ts';
import { EMPTY_ROOT, nodeHash } from './merkle.ts';
import { ProofError } from './proof-error.ts';
import { checkSize, joinSubtrees, type Range, type Subtree, subtreesOf } from './subtree.ts';
import { TILE_WIDTH } from './tile-path.ts';

const ROWS = 8; // levels of the tree in one level of tiles: 2^8 = TILE_WIDTH

/**
 * The one thing asked of storage: the first `width` hashes of a tile, `width`·32 bytes. A store that holds the tile at a
 * larger width cuts it; one that does not hold it throws.
 */
export type ReadTile = (level: number, index: number, width: number) => Uint8Array | Promise<Uint8Array>;

/** Gives the hash of a range of leaves. */
export type ReadRange = (range: Range) => Promise<Hash>;

/** Gives the root of the tree of `size` leaves. Throws ProofError `tile` for a tile of a wrong length. */
export async function rootFromTiles(size: number, readTile: ReadTile): Promise<Hash> {
  if (checkSize(size) === 0) return EMPTY_ROOT;
  return openTree(size, readTile)({ start: 0, end: size });
}

/** Gives a reader of the tree of `size` leaves that reads each tile once. Throws as rootFromTiles does. */
export function openTree(size: number, readTile: ReadTile): ReadRange {
  // The hashes of a proof often lie in one tile; promises are held, so that they are asked for at once and only once.
  const tiles = new Map<string, Promise<Uint8Array>>();
  const tile = (level: number, index: number): Promise<Uint8Array> => {
    const key = `${level}/${index}`;
    const held = tiles.get(key) ?? readWhole(readTile, level, index, widthAt(size, level, index));
    tiles.set(key, held);
    return held;
  };
  return async (range) => {
    const hashes = await Promise.all(subtreesOf(range).map((subtree) => readSubtree(tile, subtree)));
    return joinSubtrees(hashes);
  };
}

/**
 * Gives how many hashes a tile holds in the tree of `size` leaves: 256, or ⌊size / 256^level⌋ mod 256 at the edge. It
 * follows from the size alone, so that an old tree is read from the tiles of a newer one.
 */
export function widthAt(size: number, level: number, index: number): number {
  return Math.min(TILE_WIDTH, Math.floor(size / TILE_WIDTH ** level) - index * TILE_WIDTH);
}

/** Gives a tile's hashes. Throws ProofError `tile` when the store gives another number of bytes than asked for. */
export async function readWhole(readTile: ReadTile, level: number, index: number, width: number): Promise<Uint8Array> {
  const hashes = await readTile(level, index, width);
  if (hashes.length === width * HASH_LENGTH) return hashes;
  const wanted = `${width * HASH_LENGTH} bytes, not ${hashes.length}`;
  throw new ProofError('tile', `Tile ${index} of level ${level} must be ${wanted}.`);
}

// A subtree of level 8L + r is 2^r hashes of one tile of level L: tiles are aligned as subtrees are.
async function readSubtree(
  tile: (level: number, index: number) => Promise<Uint8Array>,
  { level, index }: Subtree,
): Promise<Hash> {
  const width = 2 ** (level % ROWS);
  const first = index * width;
  const hashes = await tile(Math.floor(level / ROWS), Math.floor(first / TILE_WIDTH));
  return hashOver(hashes, first % TILE_WIDTH, width);
}

/** Gives the root over `width` neighbouring hashes, a power of two, from the `first` of a tile. */
export function hashOver(hashes: Uint8Array, first: number, width: number): Hash {
  if (width === 1) return hashes.slice(first * HASH_LENGTH, (first + 1) * HASH_LENGTH);
  const half = width / 2;
  return nodeHash(hashOver(hashes, first, half), hashOver(hashes, first + half, half));
}
