// A block: a header, the statement it places, and the content the statement commits to. Sealing makes one; checking
// one alone says that its parts belong together, and nothing of its place in a chain, which is chain.ts's part.
import { sha256Hex } from '#primitives';
import { checkAuthorSignature } from './author-signature.ts';
import type { Hash } from './bytes.ts';
import { type Content, type ContentRef, checkContent } from './content.ts';
import { ERASURE, type Erasure, parseErasure } from './erasure.ts';
import { type BlockHeader, blockHash, headerBytes, parseHeader } from './header.ts';
import { atBlock, ProofError } from './proof-error.ts';
import { parseStatement, type Statement, statementBytes } from './statement.ts';

/** What the server knows when it seals: the place, the time and 32 random bytes in hexadecimal. */
export interface SealInput {
  readonly statement: Statement;
  readonly statementSig?: string;
  readonly seq: number;
  readonly prev: string;
  readonly recordedAt: string;
  readonly nonce: string;
}

export interface SealedBlock {
  readonly header: Uint8Array;
  readonly statement: Uint8Array;
  readonly hash: Hash;
}

/**
 * A block as it is shown for checking. `complete`: all content of the statement is here. Not complete: some is held
 * back, because who checks may not read it, and what is here is checked all the same. A content that was measured
 * elsewhere, such as a file, is here as what its ContentMeter gave.
 */
export interface BlockEvidence {
  readonly header: Uint8Array;
  readonly statement: Uint8Array;
  readonly contents: readonly (Content | ContentRef)[];
  readonly complete: boolean;
  /** References of contents that are gone: an erasure later in the chain has to name them. */
  readonly erased?: readonly string[];
}

export interface CheckedBlock {
  readonly header: BlockHeader;
  readonly statement: Statement;
  readonly hash: Hash;
  /** What is gone of it. */
  readonly erased?: readonly string[];
  /** What it says is gone, where it is an erasure. */
  readonly erasure?: Erasure;
}

/**
 * Gives the bytes and the hash of a new block. Throws ProofError `statement` or `header` for a malformed member, and
 * `signature` for one that is not by the key that the statement names.
 */
export function sealBlock(input: SealInput): SealedBlock {
  const { statement: said, ...place } = input;
  const statement = statementBytes(said);
  const { log, chain, authorKey } = said;
  checkAuthorSignature(statement, authorKey, place.statementSig);
  const header = headerBytes({ v: 1, log, chain, ...place, statement: sha256Hex(statement) });
  return { header, statement, hash: blockHash(header) };
}

/**
 * Checks a block by itself: both texts are canonical, the header is this statement's, both name one log and chain, the
 * content is what was committed to, the author signed where a key is named. Throws ProofError with the `seq` that the header claims.
 */
export function checkBlockAlone(block: BlockEvidence): CheckedBlock {
  const header = parseHeader(block.header);
  return atBlock(header.seq, () => checkParts(header, block));
}

/** Checks that a block's parts belong to its header. Throws ProofError without a `seq`: the caller knows the place. */
export function checkParts(header: BlockHeader, block: BlockEvidence): CheckedBlock {
  // The hash first: a statement that is not the header's is not worth parsing.
  checkStatementHash(header, block.statement);
  const statement = parseStatement(block.statement);
  checkSameChain(header, statement);
  checkAuthorSignature(block.statement, statement.authorKey, header.statementSig);
  checkContents(statement, block);
  const { erased } = block;
  const erasure = statement.type === 'erasure' ? erasureOf(block) : undefined;
  return { header, statement, hash: blockHash(block.header), ...(erased && { erased }), ...(erasure && { erasure }) };
}

// Its content was checked by now; a block of that type without one erases nothing, as one that proposes it.
function erasureOf({ contents }: BlockEvidence): Erasure | undefined {
  const content = contents.find(({ mediaType }) => mediaType === ERASURE);
  return content && 'bytes' in content ? parseErasure(content.bytes) : undefined;
}

// The header holds the hash, the hash of the header is in the chain and in the log: so the statement is fixed too.
function checkStatementHash(header: BlockHeader, statement: Uint8Array): void {
  if (sha256Hex(statement) === header.statement) return;
  throw new ProofError('statement', 'the statement is not the one that the header was made for.');
}

// Both are sealed: were only the header's chain looked at, a statement could be sealed into another patient's chain.
function checkSameChain(header: BlockHeader, statement: Statement): void {
  if (header.log === statement.log && header.chain === statement.chain) return;
  throw new ProofError('chain', 'the statement was made for another log or another chain.');
}

// By reference, not by order: a database gives rows in any order, and the statement's order is committed to already.
function checkContents(statement: Statement, block: BlockEvidence): void {
  const unseen = new Map(statement.contents.map((said) => [said.ref, said]));
  for (const content of block.contents) {
    const { ref } = content;
    const said = unseen.get(ref);
    if (!said) throw new ProofError('content', `${ref} is not in the statement, or is here twice.`, { ref });
    checkContent(said, content);
    unseen.delete(ref);
  }
  for (const ref of block.erased ?? []) {
    if (!unseen.delete(ref)) throw new ProofError('content', `${ref} is not in the statement, or is here.`, { ref });
  }
  const [missing] = unseen.keys();
  if (block.complete && missing !== undefined) {
    throw new ProofError('content', `${missing} is missing.`, { ref: missing });
  }
}
