import fc from 'fast-check';
import { expect, test } from 'vitest';
import { flipBit, refusal } from '../test/refusal.ts';
import { COMMON_LEAF, hugeTree, leavesTo, MARKED_LEAF, storeOf } from '../test/trees.ts';
import type { Hash } from './bytes.ts';
import { checkInclusion, inclusionProof, inclusionSteps } from './inclusion.ts';
import { merkleRoot, nodeHash } from './merkle.ts';

const leaves = leavesTo(1_100);
const { read } = await storeOf(leaves);

function leafAt(index: number): Hash {
  const leaf = leaves[index];
  if (leaf === undefined) throw new Error(`There is no leaf ${index}.`);
  return leaf;
}

const rootOf = (size: number) => merkleRoot(leaves.slice(0, size));

// The path by RFC 6962's definition, as the sides on which the siblings stand.
function sides(index: number, size: number): string {
  if (size === 1) return '';
  let k = 1;
  while (2 * k < size) k *= 2;
  return index < k ? `${sides(index, k)}R` : `${sides(index - k, size - k)}L`;
}

test('RFC 6962 section 2.1.3: the paths in the tree of seven', async () => {
  const hash = (...at: number[]) => merkleRoot(at.map(leafAt));
  expect(await inclusionProof(0, 7, read)).toStrictEqual([hash(1), hash(2, 3), hash(4, 5, 6)]);
  expect(await inclusionProof(3, 7, read)).toStrictEqual([hash(2), hash(0, 1), hash(4, 5, 6)]);
  expect(await inclusionProof(4, 7, read)).toStrictEqual([hash(5), hash(6), hash(0, 1, 2, 3)]);
  expect(await inclusionProof(6, 7, read)).toStrictEqual([hash(4, 5), hash(0, 1, 2, 3)]);
});

test('the steps of a proof: the side, the leaves beneath each hash, what they make, and the root at last', async () => {
  const [leaf, root] = [leafAt(4), rootOf(7)];
  const proof = await inclusionProof(4, 7, read);
  const steps = inclusionSteps(4, 7, leaf, proof, root);
  expect(steps.map(({ side, over }) => [side, over.start, over.end])).toEqual([
    ['right', 5, 6],
    ['right', 6, 7],
    ['left', 0, 4],
  ]);
  expect(steps.map(({ sibling }) => sibling)).toEqual(proof);
  for (const { over, sibling } of steps) expect(sibling).toEqual(merkleRoot(leaves.slice(over.start, over.end)));
  expect(steps.map(({ node }) => node)).toEqual([merkleRoot(leaves.slice(4, 6)), merkleRoot(leaves.slice(4, 7)), root]);
  expect(inclusionSteps(0, 1, leafAt(0), [], rootOf(1))).toEqual([]);
  expect(refusal(() => inclusionSteps(4, 7, leaf, proof.toReversed(), root)).check).toBe('inclusion');
});

test('every proof of small trees verifies, at its own index only', async () => {
  for (let size = 1; size <= 34; size++) {
    for (let index = 0; index < size; index++) {
      const proof = await inclusionProof(index, size, read);
      checkInclusion(index, size, leafAt(index), proof, rootOf(size));
      for (let other = 0; other <= size; other++) {
        if (other === index) continue;
        expect(refusal(() => checkInclusion(other, size, leafAt(index), proof, rootOf(size))).check).toBe('inclusion');
      }
    }
  }
});

test('every turned bit of a proof, its leaf or its root is refused', async () => {
  for (const [index, size] of [
    [0, 1],
    [0, 2],
    [4, 7],
    [6, 7],
    [5, 13],
    [12, 13],
  ] as const) {
    const [leaf, root, proof] = [leafAt(index), rootOf(size), await inclusionProof(index, size, read)];
    for (let bit = 0; bit < 256; bit++) {
      expect(refusal(() => checkInclusion(index, size, flipBit(leaf, bit), proof, root)).check).toBe('inclusion');
      expect(refusal(() => checkInclusion(index, size, leaf, proof, flipBit(root, bit))).check).toBe('inclusion');
      for (const [at, hash] of proof.entries()) {
        const turned = proof.with(at, flipBit(hash, bit));
        expect(refusal(() => checkInclusion(index, size, leaf, turned, root)).check).toBe('inclusion');
      }
    }
  }
});

test('a proof that goes on above the root is refused even where a root was made for it', async () => {
  for (const [index, size] of [
    [0, 1],
    [4, 7],
    [6, 7],
    [7, 8],
  ] as const) {
    const [above, proof] = [leafAt(9), await inclusionProof(index, size, read)];
    const root = nodeHash(above, rootOf(size));
    const check = () => checkInclusion(index, size, leafAt(index), [...proof, above], root);
    expect(refusal(check).message).toContain('above the root');
  }
});

const place = fc
  .integer({ min: 1, max: leaves.length })
  .chain((size) => fc.record({ size: fc.constant(size), index: fc.nat(size - 1) }));

test('a proof that is cut, longer, re-ordered or of hashes of other lengths is refused', async () => {
  await fc.assert(
    fc.asyncProperty(place, fc.nat(), async ({ index, size }, pick) => {
      const [leaf, root, proof] = [leafAt(index), rootOf(size), await inclusionProof(index, size, read)];
      checkInclusion(index, size, leaf, proof, root);
      const check = (changed: readonly Hash[]) => refusal(() => checkInclusion(index, size, leaf, changed, root)).check;
      for (const extra of [leaf, root]) {
        expect(check([...proof, extra])).toBe('inclusion');
        expect(check([extra, ...proof])).toBe('inclusion');
      }
      if (proof.length === 0) return;
      const at = pick % proof.length;
      expect(check(proof.toSpliced(at, 1))).toBe('inclusion');
      if (proof.length > 1) expect(check([...proof.slice(1), ...proof.slice(0, 1)])).toBe('inclusion');
      for (const length of [0, 31, 33, 64]) expect(check(proof.with(at, new Uint8Array(length)))).toBe('hash');
    }),
  );
});

test('one turned bit of index or size is refused, but for sizes in which the path is the same', async () => {
  await fc.assert(
    fc.asyncProperty(place, fc.nat(52), async ({ index, size }, bit) => {
      const [leaf, root, proof] = [leafAt(index), rootOf(size), await inclusionProof(index, size, read)];
      const turned = (n: number) => Number(BigInt(n) ^ (1n << BigInt(bit)));
      const [otherIndex, otherSize] = [turned(index), turned(size)];
      expect(refusal(() => checkInclusion(otherIndex, size, leaf, proof, root)).check).toBe('inclusion');
      const check = () => checkInclusion(index, otherSize, leaf, proof, root);
      if (index < otherSize && sides(index, otherSize) === sides(index, size)) check();
      else expect(refusal(check).check).toBe('inclusion');
      // With its own root, as one checkpoint gives them, another size is refused always.
      if (otherSize < 1 || otherSize > leaves.length) return;
      expect(refusal(() => checkInclusion(index, otherSize, leaf, proof, rootOf(otherSize))).check).toBe('inclusion');
    }),
    { numRuns: 300 },
  );
});

test.each([
  [2 ** 32 + 5, 2 ** 33],
  [2 ** 40 + 5, 2 ** 45 + 12_345],
  [2 ** 45 + 12_344, 2 ** 45 + 12_345],
  [2 ** 52 - 1, 2 ** 52 + 1],
  [2 ** 53 - 2, 2 ** 53 - 1],
])('leaf %i of a tree of %i is proved, and no index that is equal to it in 32 bits', async (index, size) => {
  const tree = hugeTree(index);
  const proof = await inclusionProof(index, size, tree.read);
  checkInclusion(index, size, MARKED_LEAF, proof, tree.root(size));
  expect(proof).toHaveLength(sides(index, size).length);
  for (const other of [index % 2 ** 32, index - 2 ** 32, index - 1]) {
    expect(refusal(() => checkInclusion(other, size, MARKED_LEAF, proof, tree.root(size))).check).toBe('inclusion');
  }
  expect(refusal(() => checkInclusion(index, size, COMMON_LEAF, proof, tree.root(size))).check).toBe('inclusion');
});

test('positions that are none: the asker’s mistake throws a RangeError, the prover’s a ProofError', async () => {
  for (const [index, size] of [
    [0, 0],
    [7, 7],
    [-1, 7],
    [0.5, 7],
    [2 ** 53, 2 ** 54],
  ] as const) {
    await expect(inclusionProof(index, size, read)).rejects.toThrow(RangeError);
    expect(refusal(() => checkInclusion(index, size, leafAt(0), [], rootOf(1))).check).toBe('inclusion');
  }
  for (const wrong of [new Uint8Array(31), new Uint8Array(33)]) {
    expect(refusal(() => checkInclusion(0, 1, wrong, [], rootOf(1))).check).toBe('hash');
    expect(refusal(() => checkInclusion(0, 1, leafAt(0), [], wrong)).check).toBe('hash');
  }
});
