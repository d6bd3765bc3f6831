// Proofs by the letter of RFC 6962 (sections 2.1.1 and 2.1.2: how they are made) and RFC 9162 (2.1.3.2 and 2.1.4.2: how they are
// checked), for the mirror that knows nothing of our code.

import { createHash } from 'node:crypto';

/** Gives the hash of a complete subtree: its first leaf, and how many, a power of two. */
export type Subtree = (start: number, length: number) => Promise<Buffer>;

const node = (left: Buffer, right: Buffer) =>
  createHash('sha256')
    .update(Buffer.concat([Buffer.of(1), left, right]))
    .digest();

// The largest power of two smaller than n.
function split(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

async function hashOf(start: number, end: number, tree: Subtree): Promise<Buffer> {
  const n = end - start;
  if (Number.isInteger(Math.log2(n))) return tree(start, n);
  const k = split(n);
  return node(await hashOf(start, start + k, tree), await hashOf(start + k, end, tree));
}

/** PATH(index, D[0:size]). */
export async function proofOfInclusion(index: number, size: number, tree: Subtree): Promise<Buffer[]> {
  const path = async (m: number, start: number, end: number): Promise<Buffer[]> => {
    if (end - start === 1) return [];
    const middle = start + split(end - start);
    return m < middle
      ? [...(await path(m, start, middle)), await hashOf(middle, end, tree)]
      : [...(await path(m, middle, end)), await hashOf(start, middle, tree)];
  };
  return path(index, 0, size);
}

/** PROOF(old, D[0:size]). */
export async function proofOfConsistency(old: number, size: number, tree: Subtree): Promise<Buffer[]> {
  const part = async (m: number, start: number, end: number, known: boolean): Promise<Buffer[]> => {
    if (m === end) return known ? [] : [await hashOf(start, end, tree)];
    const middle = start + split(end - start);
    return m <= middle
      ? [...(await part(m, start, middle, known)), await hashOf(middle, end, tree)]
      : [...(await part(m, middle, end, false)), await hashOf(start, middle, tree)];
  };
  return part(old, 0, size, true);
}

/** RFC 9162, section 2.1.3.2. */
export function inclusionHolds(index: number, size: number, leaf: Buffer, root: Buffer, proof: Buffer[]): boolean {
  if (index >= size) return false;
  let [fn, sn, r] = [index, size - 1, leaf];
  for (const p of proof) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      r = node(p, r);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn / 2, Math.floor(sn / 2)];
    } else r = node(r, p);
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  return sn === 0 && r.equals(root);
}

/** RFC 9162, section 2.1.4.2. */
export function consistencyHolds(old: number, oldRoot: Buffer, size: number, root: Buffer, proof: Buffer[]): boolean {
  if (old === size) return proof.length === 0 && oldRoot.equals(root);
  const path = Number.isInteger(Math.log2(old)) ? [oldRoot, ...proof] : proof;
  let [fn, sn] = [old - 1, size - 1];
  while (fn % 2 === 1) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  const [first, ...rest] = path;
  if (!first) return false;
  let [fr, sr] = [first, first];
  for (const c of rest) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      [fr, sr] = [node(c, fr), node(c, sr)];
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn / 2, Math.floor(sn / 2)];
    } else sr = node(sr, c);
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  return sn === 0 && fr.equals(oldRoot) && sr.equals(root);
}
