// Consistency proofs: that the tree of one size and root is the beginning of another. Made as RFC 6962 section 2.1.2
// defines PROOF and SUBPROOF, checked by the algorithm of RFC 9162 section 2.1.4.2.
import { checkHash, equalBytes, type Hash } from './bytes.ts';
import { EMPTY_ROOT, nodeHash, splitPoint } from './merkle.ts';
import { ProofError } from './proof-error.ts';
import { checkSize, climb, isPosition, isRightNode, parentOf, type Range, type Step } from './subtree.ts';
import { openTree, type ReadTile } from './tiles.ts';

/**
 * Gives the proof that the tree of `oldSize` begins the tree of `size`: empty from size 0, and between equal sizes.
 * Throws RangeError when `oldSize` is the larger.
 */
export async function consistencyProof(oldSize: number, size: number, readTile: ReadTile): Promise<Hash[]> {
  if (checkSize(oldSize) > checkSize(size)) throw new RangeError('The old size is larger than the size.');
  if (oldSize === 0) return [];
  return Promise.all(consistencyPath(oldSize, size).map(openTree(size, readTile)));
}

// RFC 6962 section 2.1.2, as a walk from the root to the right edge of the old tree.
function consistencyPath(oldSize: number, size: number): Range[] {
  const hashes: Range[] = [];
  let start = 0;
  let end = size;
  while (oldSize < end) {
    const middle = start + splitPoint(end - start);
    hashes.unshift(oldSize <= middle ? { start: middle, end } : { start, end: middle });
    if (oldSize <= middle) end = middle;
    else start = middle;
  }
  // SUBPROOF's b: the whole old tree is a hash that the checker has already, any other subtree is not.
  if (start > 0) hashes.unshift({ start, end });
  return hashes;
}

/**
 * Checks that the tree of `size` and `root` begins with the tree of `oldSize` and `oldRoot`. The sizes must come from the
 * checkpoints that the roots come from. Every tree begins with the empty one, whose root is SHA-256 of nothing. Throws
 * ProofError `consistency`, or `hash` for what is not 32 bytes long.
 */
export function checkConsistency(
  oldSize: number,
  oldRoot: Hash,
  size: number,
  root: Hash,
  proof: readonly Hash[],
): void {
  if (!isPosition(oldSize) || !isPosition(size) || oldSize > size) throw refused('the old tree is the larger');
  checkHash(oldRoot, 'An old root');
  checkHash(root, 'A root');
  checkEmpty(oldSize, oldRoot);
  checkEmpty(size, root);
  if (oldSize === 0 || oldSize === size) checkTrivial(oldSize, oldRoot, root, proof);
  else checkPath(oldSize, oldRoot, size, root, proof);
}

function checkEmpty(size: number, root: Hash): void {
  if (size === 0 && !equalBytes(root, EMPTY_ROOT)) throw refused('the empty tree has another root');
}

function checkTrivial(oldSize: number, oldRoot: Hash, root: Hash, proof: readonly Hash[]): void {
  if (proof.length > 0) throw refused('nothing is to be proved, and it is not empty');
  if (oldSize > 0 && !equalBytes(oldRoot, root)) throw refused('two roots of one size differ');
}

// RFC 9162 section 2.1.4.2: fr and sr become the old and the new root, from the same hashes.
function checkPath(oldSize: number, oldRoot: Hash, size: number, root: Hash, proof: readonly Hash[]): void {
  let step: Step = { fn: oldSize - 1, sn: size - 1 };
  // The largest complete subtree at the old tree's right edge is a node of both trees: the walk starts there.
  while (step.fn % 2 === 1) step = parentOf(step);
  // An old tree that is complete is that node itself (then fn is 0), and the proof leaves its hash out.
  const [seed, ...rest] = step.fn === 0 ? [oldRoot, ...proof] : proof;
  if (seed === undefined) throw refused('it is empty');
  let [fr, sr] = [checkHash(seed, 'A hash of the proof'), seed];
  for (const c of rest) {
    // 6a, as for inclusion: nothing stands above the root.
    if (step.sn === 0) throw refused('it goes on above the root');
    // 6b: what stands to the left is in both trees, what stands to the right came later and is in the new one only.
    if (isRightNode(step)) fr = nodeHash(c, fr);
    sr = isRightNode(step) ? nodeHash(c, sr) : nodeHash(sr, c);
    step = climb(step);
  }
  // 7: both roots, from one set of hashes; were only the new one compared, any history would do.
  if (step.sn !== 0) throw refused('it ends below the root');
  if (!equalBytes(fr, oldRoot)) throw refused('it leads to another old root');
  if (!equalBytes(sr, root)) throw refused('it leads to another root');
}

function refused(why: string): ProofError {
  return new ProofError('consistency', `The consistency proof does not hold: ${why}.`);
}
