// For tests: trees to read. One is a store in memory filled by appendLeaves; the other is too large to be stored, and
// is worked out where it is read, in BigInt, so that it shares no arithmetic with what it tests.
import { appendLeaves, type Tile } from '../src/append.ts';
import { concat, type Hash } from '../src/bytes.ts';
import { leafHash, nodeHash } from '../src/merkle.ts';
import type { ReadTile } from '../src/tiles.ts';

export interface TileStore {
  readonly read: ReadTile;
  readonly write: (tiles: readonly Tile[]) => void;
  readonly tiles: ReadonlyMap<string, Uint8Array>;
}

export function tileStore(): TileStore {
  const tiles = new Map<string, Uint8Array>();
  const read: ReadTile = (level, index, width) => {
    const held = tiles.get(`${level}/${index}`);
    if (held === undefined || held.length < 32 * width) throw new Error(`No tile ${level}/${index} of width ${width}.`);
    return held.slice(0, 32 * width);
  };
  const write = (changed: readonly Tile[]) => {
    for (const { level, index, hashes } of changed) tiles.set(`${level}/${index}`, hashes);
  };
  return { read, write, tiles };
}

export async function storeOf(leaves: readonly Hash[], batches: readonly number[] = []): Promise<TileStore> {
  const store = tileStore();
  let size = 0;
  for (const batch of [...batches, leaves.length]) {
    const appended = await appendLeaves(size, store.read, leaves.slice(size, size + batch));
    store.write(appended.tiles);
    size = appended.size;
  }
  return store;
}

export function leavesTo(size: number): Hash[] {
  return Array.from({ length: size }, (_, i) => leafHash(new TextEncoder().encode(`leaf ${i}`)));
}

export const COMMON_LEAF = leafHash(Uint8Array.of(0));
export const MARKED_LEAF = leafHash(Uint8Array.of(1));

export interface HugeTree {
  readonly read: ReadTile;
  readonly root: (size: number) => Hash;
}

/** A tree of any size whose leaves are all COMMON_LEAF but for MARKED_LEAF at one index. */
export function hugeTree(marked: number): HugeTree {
  const common: Hash[] = [COMMON_LEAF];
  const onPath: Hash[] = [MARKED_LEAF];
  for (let level = 0; level < 60; level++) {
    const [plain, special] = [common[level] ?? COMMON_LEAF, onPath[level] ?? MARKED_LEAF];
    const isRight = (BigInt(marked) >> BigInt(level)) % 2n === 1n;
    common.push(nodeHash(plain, plain));
    onPath.push(isRight ? nodeHash(plain, special) : nodeHash(special, plain));
  }
  const node = (level: number, index: bigint): Hash =>
    (index === BigInt(marked) >> BigInt(level) ? onPath : common)[level] ?? COMMON_LEAF;
  const rootOf = (start: bigint, width: bigint): Hash => {
    const level = width.toString(2).length - 1;
    const largest = 1n << BigInt(level);
    if (width === largest) return node(level, start >> BigInt(level));
    return nodeHash(rootOf(start, largest), rootOf(start + largest, width - largest));
  };
  return {
    read: (level, index, width) =>
      concat(Array.from({ length: width }, (_, i) => node(8 * level, BigInt(index) * 256n + BigInt(i)))),
    root: (size) => rootOf(0n, BigInt(size)),
  };
}
