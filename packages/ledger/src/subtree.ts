// Subtrees of a Merkle tree, RFC 6962 section 2.1: which complete ones a run of leaves is made of, and how their hashes
// make one. Positions are exact to 2^53; no bit operation is used, for those cut numbers to 32 bits.
import type { Hash } from './bytes.ts';
import { nodeHash } from './merkle.ts';

/** The complete subtree of leaves `index`·2^`level` up to, not with, (`index`+1)·2^`level`. */
export interface Subtree {
  readonly level: number;
  readonly index: number;
}

/** Leaves `start` up to, not with, `end`. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * Gives the complete subtrees that a range is made of, from the left, each as large as fits. The range must be one that
 * RFC 6962's recursion reaches, so that its start is a multiple of every size taken.
 */
export function subtreesOf({ start, end }: Range): Subtree[] {
  const subtrees: Subtree[] = [];
  let at = start;
  while (at < end) {
    const level = levelWithin(end - at);
    subtrees.push({ level, index: at / 2 ** level });
    at += 2 ** level;
  }
  return subtrees;
}

/**
 * Gives the hash over neighbouring subtrees, given from the left. The smaller, right ones are joined first: in RFC 6962's
 * recursion the left part is always the largest complete tree that fits.
 */
export function joinSubtrees(hashes: readonly Hash[]): Hash {
  return hashes.reduceRight((right, left) => nodeHash(left, right));
}

// The largest level whose subtree has no more leaves than `width`, which is at least 1.
function levelWithin(width: number): number {
  let level = 0;
  while (2 ** (level + 1) <= width) level++;
  return level;
}

/** Gives `size` back when it is a tree's. Throws RangeError: a size comes from the caller's own log. */
export function checkSize(size: number): number {
  if (isPosition(size)) return size;
  throw new RangeError('A tree size is a whole number from 0 to 2^53 - 1.');
}

/** Tells whether a number can be a size or an index: whole, not negative, exact. */
export function isPosition(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

/** A node on the way from a leaf to the root, in RFC 9162's names: its index in its level, and that of the level's last. */
export interface Step {
  readonly fn: number;
  readonly sn: number;
}

/** Tells whether the next hash of a proof stands to the left of this node. */
export function isRightNode({ fn, sn }: Step): boolean {
  return fn % 2 === 1 || fn === sn;
}

/** Gives the node's parent. */
export function parentOf({ fn, sn }: Step): Step {
  return { fn: Math.floor(fn / 2), sn: Math.floor(sn / 2) };
}

/**
 * Gives the node that stands above this one and its sibling: RFC 9162 section 2.1.3.2, step 4. A last node without a
 * sibling stands in for its parents until one of them has a left sibling.
 */
export function climb(step: Step): Step {
  let at = step;
  while (isRightNode(step) && at.fn % 2 === 0 && at.fn !== 0) at = parentOf(at);
  return parentOf(at);
}
