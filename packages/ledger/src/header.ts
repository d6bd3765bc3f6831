// The block header: made by the server only, it gives a statement its place in a chain and its time of recording. Its
// nonce keeps the block's hash, the one thing that the shared log shows, from being guessed.
import { sha256 } from '#primitives';
import { HASH_LENGTH, type Hash, utf8 } from './bytes.ts';
import { canonicalJson, parseCanonicalJson } from './canonical-json.ts';
import { checkMembers, count, exactly, hexOf, line, rules, time } from './members.ts';
import { ProofError } from './proof-error.ts';

/** `prev` of a chain's first block. */
export const ZERO_HASH_HEX = '00'.repeat(HASH_LENGTH);

// Domain separation: no other hash of the system is of bytes that begin so.
const LABEL = utf8('patrec/block/v1\0');

/** A statement's place and time. Hashes and nonces are lower-case hexadecimal. */
export interface BlockHeader {
  readonly v: 1;
  /** Log and chain are the statement's: a header cannot put a statement into another chain. */
  readonly log: string;
  readonly chain: string;
  /** The block's number in its chain, from 0, without gaps. */
  readonly seq: number;
  /** The hash of the block before. It fixes the whole chain up to there, content and all. */
  readonly prev: string;
  /** SHA-256 of the statement's bytes. */
  readonly statement: string;
  /** The author's signature of the statement, by the key that the statement names. */
  readonly statementSig?: string;
  /** When the server sealed it: UTC with milliseconds, never before the block before. */
  readonly recordedAt: string;
  /** 32 random bytes. */
  readonly nonce: string;
}

const REQUIRED = rules({
  v: exactly(1),
  log: line,
  chain: hexOf(16),
  seq: count,
  prev: hexOf(32),
  statement: hexOf(32),
  recordedAt: time,
  nonce: hexOf(32),
});

const OPTIONAL = rules({ statementSig: line });

/** Gives the canonical bytes of a header. Throws ProofError `header`, naming the member that breaks its rule. */
export function headerBytes(header: BlockHeader): Uint8Array {
  checkHeader(header);
  return canonicalJson(header);
}

/** Gives the header of its canonical bytes. Throws ProofError `header` when another text would say the same. */
export function parseHeader(bytes: Uint8Array): BlockHeader {
  const value = parseCanonicalJson(bytes, 'header', 'header');
  checkHeader(value);
  return value;
}

/** Gives the block's hash: SHA-256 of a label and the header's bytes. The label keeps it from being any other hash. */
export function blockHash(header: Uint8Array): Hash {
  return sha256(LABEL, header);
}

function checkHeader(value: unknown): asserts value is BlockHeader {
  checkMembers(value, 'header', 'header', REQUIRED, OPTIONAL);
  const { seq, prev } = value as BlockHeader;
  if ((seq === 0) === (prev === ZERO_HASH_HEX)) return;
  throw new ProofError('link', 'header.prev must be 64 zeros in block 0, and the hash of a block in every other.');
}
