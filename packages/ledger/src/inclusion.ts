// Inclusion proofs: that a leaf is at an index of the tree with a given size and root. Made as RFC 6962 section 2.1.1
// defines PATH, checked by the algorithm of RFC 9162 section 2.1.3.2. Hashes go from the leaf to the root.
import { checkHash, equalBytes, type Hash } from './bytes.ts';
import { nodeHash, splitPoint } from './merkle.ts';
import { ProofError } from './proof-error.ts';
import { checkSize, climb, isPosition, isRightNode, type Range, type Step } from './subtree.ts';
import { openTree, type ReadTile } from './tiles.ts';

/** Gives the proof for the leaf at `index` of the tree of `size`. Throws RangeError when the tree has no such leaf. */
export async function inclusionProof(index: number, size: number, readTile: ReadTile): Promise<Hash[]> {
  if (!isPosition(index) || index >= checkSize(size)) throw new RangeError('The tree has no leaf at this index.');
  return Promise.all(inclusionPath(index, size).map(openTree(size, readTile)));
}

// RFC 6962 section 2.1.1, as a walk from the root: at each node, keep the side that is not gone down. The recursion lists
// the siblings from the leaf, the walk meets them from the root.
function inclusionPath(index: number, size: number): Range[] {
  const siblings: Range[] = [];
  let start = 0;
  let end = size;
  while (end - start > 1) {
    const middle = start + splitPoint(end - start);
    siblings.unshift(index < middle ? { start: middle, end } : { start, end: middle });
    if (index < middle) end = middle;
    else start = middle;
  }
  return siblings;
}

/**
 * Checks that `leaf`, a leaf hash, is at `index` of the tree with this `size` and `root`, which must come from one
 * checkpoint: a proof alone does not bind the size, for trees of some sizes have the same path. Throws ProofError
 * `inclusion`, or `hash` for what is not 32 bytes long.
 */
export function checkInclusion(index: number, size: number, leaf: Hash, proof: readonly Hash[], root: Hash): void {
  if (!isPosition(index) || !isPosition(size) || index >= size) throw refused('the tree has no leaf at this index');
  checkHash(root, 'A root');
  const steps = climbPath(index, size - 1, checkHash(leaf, 'A leaf hash'), proof);
  if (!equalBytes(steps.at(-1)?.node ?? leaf, root)) throw refused('it leads to another root');
}

/** A step up: a hash of the proof, on which side of the way it stands, over which leaves, and what both make together. */
export interface InclusionStep extends ClimbedStep {
  readonly over: Range;
}

/** Gives the steps of a proof from the leaf to the root, to be shown. Checks it first, and throws as checkInclusion does. */
export function inclusionSteps(
  index: number,
  size: number,
  leaf: Hash,
  proof: readonly Hash[],
  root: Hash,
): InclusionStep[] {
  checkInclusion(index, size, leaf, proof, root);
  const steps = climbPath(index, size - 1, leaf, proof);
  return inclusionPath(index, size).flatMap((over, i) => {
    const step = steps[i];
    return step ? [{ ...step, over }] : [];
  });
}

interface ClimbedStep {
  readonly sibling: Hash;
  readonly side: 'left' | 'right';
  readonly node: Hash;
}

// RFC 9162 section 2.1.3.2.
function climbPath(index: number, last: number, leaf: Hash, proof: readonly Hash[]): ClimbedStep[] {
  const steps: ClimbedStep[] = [];
  let step: Step = { fn: index, sn: last };
  let r = leaf;
  for (const p of proof) {
    // 4a: nothing stands above the root, not even where a root was made up to fit.
    if (step.sn === 0) throw refused('it goes on above the root');
    // 4b: from the left for a right child and for a last node, from the right otherwise.
    const side = isRightNode(step) ? 'left' : 'right';
    r = side === 'left' ? nodeHash(p, r) : nodeHash(r, p);
    steps.push({ sibling: p, side, node: r });
    step = climb(step);
  }
  // 5: only at the root is the level's last node the first.
  if (step.sn !== 0) throw refused('it ends below the root');
  return steps;
}

function refused(why: string): ProofError {
  return new ProofError('inclusion', `The inclusion proof does not hold: ${why}.`);
}
