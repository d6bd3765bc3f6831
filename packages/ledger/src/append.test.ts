import fc from 'fast-check';
import { expect, test } from 'vitest';
import { laterRefusal } from '../test/refusal.ts';
import { COMMON_LEAF, hugeTree, leavesTo, MARKED_LEAF, storeOf, tileStore } from '../test/trees.ts';
import { appendLeaves } from './append.ts';
import { EMPTY_ROOT, merkleRoot } from './merkle.ts';
import { type ReadTile, rootFromTiles } from './tiles.ts';

const leaves = leavesTo(3_000);

test('the root from tiles is the naive root, for any size and any batches', async () => {
  const batches = fc.array(fc.integer({ min: 0, max: 1_024 }), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(fc.nat(leaves.length), batches, async (size, split) => {
      const store = await storeOf(leaves.slice(0, size), split);
      expect(await rootFromTiles(size, store.read)).toStrictEqual(merkleRoot(leaves.slice(0, size)));
      // However it was split, the store ends with the same tiles.
      expect(store.tiles).toStrictEqual((await storeOf(leaves.slice(0, size))).tiles);
    }),
    { numRuns: 40 },
  );
});

test('every smaller tree can be read from the tiles of a larger one', async () => {
  const { read } = await storeOf(leaves);
  for (const size of [0, 1, 2, 255, 256, 257, 511, 512, 513, 2_999]) {
    expect(await rootFromTiles(size, read)).toStrictEqual(merkleRoot(leaves.slice(0, size)));
  }
});

test('only tiles that are new or grew are given, and only partial edges are read', async () => {
  const store = await storeOf(leaves.slice(0, 700));
  const reads: string[] = [];
  const read: ReadTile = (level, index, width) => {
    reads.push(`${level}/${index} ${width}`);
    return store.read(level, index, width);
  };
  const { size, tiles } = await appendLeaves(700, read, leaves.slice(700, 1_100));
  const changed = tiles.map(({ level, index, hashes }) => `${level}/${index} ${hashes.length / 32}`);
  expect(size).toBe(1_100);
  expect(changed).toStrictEqual(['0/2 256', '0/3 256', '0/4 76', '1/0 4']);
  expect(reads).toStrictEqual(['0/2 188', '1/0 2']);
  expect(await appendLeaves(700, read, [])).toStrictEqual({ size: 700, tiles: [] });
  expect(reads).toHaveLength(2);
});

test('a batch that crosses levels makes a tile in each, and no empty one', async () => {
  const { tiles } = await appendLeaves(2 ** 24 - 1, hugeTree(0).read, [COMMON_LEAF]);
  expect(tiles.map(({ level, index, hashes }) => [level, index, hashes.length / 32])).toStrictEqual([
    [0, 2 ** 16 - 1, 256],
    [1, 2 ** 8 - 1, 256],
    [2, 0, 256],
    [3, 0, 1],
  ]);
});

test.each([2 ** 32 - 3, 2 ** 40 - 100, 2 ** 40 + 5, 2 ** 52 + 2 ** 33 - 1])(
  'leaves are added to a tree of %i',
  async (size) => {
    const tree = hugeTree(size + 3);
    const batch = new Array(1_024).fill(COMMON_LEAF).with(3, MARKED_LEAF);
    const { tiles, size: grown } = await appendLeaves(size, tree.read, batch);
    const store = tileStore();
    store.write(tiles);
    for (const { level, index, hashes } of tiles) {
      expect(hashes).toStrictEqual(tree.read(level, index, hashes.length / 32));
    }
    const read: ReadTile = (level, index, width) =>
      (store.tiles.has(`${level}/${index}`) ? store : tree).read(level, index, width);
    expect(tiles[0]?.index).toBe(Number(BigInt(size) / 256n));
    expect(await rootFromTiles(grown, read)).toStrictEqual(tree.root(size + 1_024));
    expect(await rootFromTiles(size, tree.read)).toStrictEqual(tree.root(size));
  },
);

test('leaves and tiles of a wrong length are refused', async () => {
  const { read } = await storeOf(leaves.slice(0, 300));
  const cut: ReadTile = async (level, index, width) => (await read(level, index, width)).slice(1);
  const long: ReadTile = async (level, index, width) => Uint8Array.of(...(await read(level, index, width)), 0);
  for (const wrong of [cut, long]) {
    expect((await laterRefusal(appendLeaves(300, wrong, leaves.slice(0, 1)))).check).toBe('tile');
    expect((await laterRefusal(rootFromTiles(300, wrong))).check).toBe('tile');
  }
  expect((await laterRefusal(appendLeaves(300, read, [new Uint8Array(31)]))).check).toBe('hash');
});

test.each([-1, 0.5, 2 ** 53, Number.NaN])('%d is no size', async (size) => {
  const { read } = hugeTree(0);
  await expect(appendLeaves(size, read, [])).rejects.toThrow(RangeError);
  await expect(rootFromTiles(size, read)).rejects.toThrow(RangeError);
});

test('the empty tree has its root, and no tile is read', async () => {
  const { read } = tileStore();
  expect(await rootFromTiles(0, read)).toBe(EMPTY_ROOT);
});
