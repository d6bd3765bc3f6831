import fc from 'fast-check';
import { expect, test } from 'vitest';
import { flipBit, refusal } from '../test/refusal.ts';
import { hugeTree, leavesTo, storeOf } from '../test/trees.ts';
import type { Hash } from './bytes.ts';
import { checkConsistency, consistencyProof } from './consistency.ts';
import { EMPTY_ROOT, merkleRoot, nodeHash } from './merkle.ts';

const leaves = leavesTo(1_100);
const { read } = await storeOf(leaves);
const rootOf = (size: number) => merkleRoot(leaves.slice(0, size));

// SUBPROOF by RFC 6962's definition, as the sides on which its hashes stand; the seed is told apart.
function sides(oldSize: number, size: number, whole = true): string {
  if (oldSize === size) return whole ? 'whole ' : 'part ';
  let k = 1;
  while (2 * k < size) k *= 2;
  if (oldSize <= k) return `${sides(oldSize, k, whole)}R`;
  return `${sides(oldSize - k, size - k, false)}L`;
}

test('RFC 6962 section 2.1.3: the proofs in the tree of seven', async () => {
  const hash = (from: number, to: number) => merkleRoot(leaves.slice(from, to));
  expect(await consistencyProof(3, 7, read)).toStrictEqual([hash(2, 3), hash(3, 4), hash(0, 2), hash(4, 7)]);
  expect(await consistencyProof(4, 7, read)).toStrictEqual([hash(4, 7)]);
  expect(await consistencyProof(6, 7, read)).toStrictEqual([hash(4, 6), hash(6, 7), hash(0, 4)]);
});

test('every proof between small trees verifies, for its own old size only', async () => {
  for (let size = 1; size <= 34; size++) {
    for (let oldSize = 1; oldSize <= size; oldSize++) {
      const proof = await consistencyProof(oldSize, size, read);
      checkConsistency(oldSize, rootOf(oldSize), size, rootOf(size), proof);
      for (let other = 0; other <= size + 1; other++) {
        if (other === oldSize) continue;
        const check = () => checkConsistency(other, rootOf(oldSize), size, rootOf(size), proof);
        expect(refusal(check).check).toBe('consistency');
      }
    }
  }
});

test('every turned bit of a proof or of either root is refused', async () => {
  for (const [oldSize, size] of [
    [1, 2],
    [3, 7],
    [4, 7],
    [6, 7],
    [8, 13],
    [13, 13],
  ] as const) {
    const [oldRoot, root, proof] = [rootOf(oldSize), rootOf(size), await consistencyProof(oldSize, size, read)];
    const check = (a: Hash, b: Hash, c: readonly Hash[]) =>
      refusal(() => checkConsistency(oldSize, a, size, b, c)).check;
    for (let bit = 0; bit < 256; bit++) {
      expect(check(flipBit(oldRoot, bit), root, proof)).toBe('consistency');
      expect(check(oldRoot, flipBit(root, bit), proof)).toBe('consistency');
      for (const [at, hash] of proof.entries()) {
        expect(check(oldRoot, root, proof.with(at, flipBit(hash, bit)))).toBe('consistency');
      }
    }
  }
});

test('a proof that goes on above the root is refused even where the roots were made for it', async () => {
  const above = rootOf(9);
  for (const [oldSize, size] of [
    [3, 7],
    [6, 7],
    [7, 8],
  ] as const) {
    const proof = [...(await consistencyProof(oldSize, size, read)), above];
    const [oldRoot, root] = [nodeHash(above, rootOf(oldSize)), nodeHash(above, rootOf(size))];
    const check = () => checkConsistency(oldSize, oldRoot, size, root, proof);
    expect(refusal(check).message).toContain('above the root');
  }
});

const sizes = fc.tuple(fc.integer({ min: 1, max: leaves.length }), fc.integer({ min: 1, max: leaves.length }));
const pair = sizes.map(([a, b]) => ({ oldSize: Math.min(a, b), size: Math.max(a, b) }));

test('a proof that is cut, longer, re-ordered or of hashes of other lengths is refused', async () => {
  await fc.assert(
    fc.asyncProperty(pair, fc.nat(), async ({ oldSize, size }, pick) => {
      const [oldRoot, root, proof] = [rootOf(oldSize), rootOf(size), await consistencyProof(oldSize, size, read)];
      checkConsistency(oldSize, oldRoot, size, root, proof);
      const check = (changed: readonly Hash[]) =>
        refusal(() => checkConsistency(oldSize, oldRoot, size, root, changed)).check;
      for (const extra of [oldRoot, root]) {
        expect(check([...proof, extra])).toBe('consistency');
        expect(check([extra, ...proof])).toBe('consistency');
      }
      if (proof.length === 0) return;
      const at = pick % proof.length;
      expect(check(proof.toSpliced(at, 1))).toBe('consistency');
      if (proof.length > 1) expect(check([...proof.slice(1), ...proof.slice(0, 1)])).toBe('consistency');
      for (const length of [0, 31, 33, 64]) expect(check(proof.with(at, new Uint8Array(length)))).toBe('hash');
    }),
  );
});

test('one turned bit of either size is refused, but for sizes in which the path is the same', async () => {
  await fc.assert(
    fc.asyncProperty(pair, fc.nat(52), async ({ oldSize, size }, bit) => {
      const [oldRoot, root, proof] = [rootOf(oldSize), rootOf(size), await consistencyProof(oldSize, size, read)];
      const turned = (n: number) => Number(BigInt(n) ^ (1n << BigInt(bit)));
      const [otherOld, otherSize] = [turned(oldSize), turned(size)];
      expect(refusal(() => checkConsistency(otherOld, oldRoot, size, root, proof)).check).toBe('consistency');
      const check = () => checkConsistency(oldSize, oldRoot, otherSize, root, proof);
      if (oldSize <= otherSize && sides(oldSize, otherSize) === sides(oldSize, size)) check();
      else expect(refusal(check).check).toBe('consistency');
      // With its own root, as one checkpoint gives them, another size is refused always.
      if (otherSize < 1 || otherSize > leaves.length) return;
      const own = () => checkConsistency(oldSize, oldRoot, otherSize, rootOf(otherSize), proof);
      expect(refusal(own).check).toBe('consistency');
    }),
    { numRuns: 300 },
  );
});

test('a log that was rewritten cannot be proved consistent by its own tiles', async () => {
  const rewritten = leaves.with(3, leaves[4] ?? EMPTY_ROOT);
  const store = await storeOf(rewritten);
  for (const [oldSize, size] of [
    [5, 900],
    [512, 1_000],
    [1_000, 1_000],
    [999, 1_100],
  ] as const) {
    const proof = await consistencyProof(oldSize, size, store.read);
    const check = () => checkConsistency(oldSize, rootOf(oldSize), size, merkleRoot(rewritten.slice(0, size)), proof);
    expect(refusal(check).check).toBe('consistency');
  }
});

test('every tree begins with the empty one, by an empty proof', async () => {
  expect(await consistencyProof(0, 7, read)).toStrictEqual([]);
  checkConsistency(0, EMPTY_ROOT, 7, rootOf(7), []);
  checkConsistency(0, EMPTY_ROOT, 0, EMPTY_ROOT, []);
  for (const check of [
    () => checkConsistency(0, rootOf(1), 7, rootOf(7), []),
    () => checkConsistency(0, EMPTY_ROOT, 0, rootOf(1), []),
    () => checkConsistency(0, EMPTY_ROOT, 7, rootOf(7), [rootOf(1)]),
  ]) {
    expect(refusal(check).check).toBe('consistency');
  }
});

test.each([
  [2 ** 32, 2 ** 32 + 1],
  [2 ** 40 + 5, 2 ** 45 + 12_345],
  [2 ** 45 + 12_344, 2 ** 45 + 12_345],
  [2 ** 52 + 7, 2 ** 53 - 1],
])('the tree of %i begins that of %i, and no size that is equal to it in 32 bits', async (oldSize, size) => {
  const tree = hugeTree(oldSize - 1);
  const proof = await consistencyProof(oldSize, size, tree.read);
  checkConsistency(oldSize, tree.root(oldSize), size, tree.root(size), proof);
  for (const other of [oldSize % 2 ** 32, oldSize - 2 ** 32, oldSize - 1]) {
    const check = () => checkConsistency(other, tree.root(oldSize), size, tree.root(size), proof);
    expect(refusal(check).check).toBe('consistency');
  }
});

test('sizes that are none: the asker’s mistake throws a RangeError, the prover’s a ProofError', async () => {
  for (const [oldSize, size] of [
    [8, 7],
    [-1, 7],
    [0.5, 7],
    [1, 2 ** 53],
  ] as const) {
    await expect(consistencyProof(oldSize, size, read)).rejects.toThrow(RangeError);
    expect(refusal(() => checkConsistency(oldSize, rootOf(1), size, rootOf(7), [])).check).toBe('consistency');
  }
  expect(refusal(() => checkConsistency(1, new Uint8Array(31), 2, rootOf(2), [])).check).toBe('hash');
  expect(refusal(() => checkConsistency(1, rootOf(1), 2, new Uint8Array(33), [])).check).toBe('hash');
});
