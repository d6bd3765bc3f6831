// Hashes of the log's Merkle tree: RFC 6962 section 2.1, the same as RFC 9162 section 2.1.1. The first byte of what is
// hashed tells leaves (0x00) from nodes (0x01), so that no node can be passed off as an entry.
import { sha256 } from '#primitives';
import { checkHash, concat, HASH_LENGTH, type Hash } from './bytes.ts';

// RFC 6962 section 2.1: MTH({d(0)}) = SHA-256(0x00 || d(0)).
const LEAF = Uint8Array.of(0);

const ENTRY = Uint8Array.of(1); // version of the entry's format

/** The root of the empty tree: SHA-256 of nothing. */
export const EMPTY_ROOT: Hash = sha256(new Uint8Array(0));

// RFC 6962 section 2.1: MTH(D[n]) = SHA-256(0x01 || MTH(D[0:k]) || MTH(D[k:n])), k the largest power of two below n.
// One buffer for all node hashes: the calls never overlap, and a fresh one each time costs as much as the hash.
const nodeInput = Uint8Array.of(1, ...new Uint8Array(2 * HASH_LENGTH));

/** Gives the 33 bytes that the log holds for a block: a version and its hash. No id, no time, no type. */
export function logEntry(blockHash: Hash): Uint8Array {
  return concat([ENTRY, checkHash(blockHash, 'A block hash')]);
}

/** Gives the leaf hash of an entry. */
export function leafHash(entry: Uint8Array): Hash {
  return sha256(LEAF, entry);
}

/** Gives the hash of the node over two others. Throws ProofError `hash` when either is not 32 bytes long. */
export function nodeHash(left: Hash, right: Hash): Hash {
  nodeInput.set(checkHash(left, 'A left hash'), 1);
  nodeInput.set(checkHash(right, 'A right hash'), 1 + HASH_LENGTH);
  return sha256(nodeInput);
}

/** Gives the tree head of leaf hashes as RFC 6962 section 2.1 defines it, reading all: for tests and small sets. */
export function merkleRoot(leafHashes: readonly Hash[]): Hash {
  const [first] = leafHashes;
  if (first === undefined) return EMPTY_ROOT;
  // A tree of one is its leaf, which is hashed already.
  if (leafHashes.length === 1) return checkHash(first, 'A leaf hash');
  const k = splitPoint(leafHashes.length);
  return nodeHash(merkleRoot(leafHashes.slice(0, k)), merkleRoot(leafHashes.slice(k)));
}

/** Gives RFC 6962's k: the largest power of two below `n`, which is at least 2. By doubling: shifts end at 2^31. */
export function splitPoint(n: number): number {
  let k = 1;
  while (2 * k < n) k *= 2;
  return k;
}
