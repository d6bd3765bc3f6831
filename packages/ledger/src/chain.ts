// The chain: all blocks of one patient in order, each holding the hash of the one before. Checked block by block, so
// that a page can show its progress and a whole database never has to fit in memory.
import { type BlockEvidence, type CheckedBlock, checkParts } from './block.ts';
import { hex } from './bytes.ts';
import { checkSettled, type Missing, settleErasure } from './erasure.ts';
import { type BlockHeader, parseHeader, ZERO_HASH_HEX } from './header.ts';
import { hexOf } from './members.ts';
import { atBlock, ProofError } from './proof-error.ts';

/** How far a chain has been checked. A plain value: it may be kept, sent to a worker, and gone on from. */
export interface ChainState {
  readonly log: string;
  readonly chain: string;
  /** Blocks checked, which is the `seq` of the next. */
  readonly size: number;
  /** Hash of the last block checked, in hexadecimal; 64 zeros before the first. */
  readonly head: string;
  /** `recordedAt` of the last block checked; empty before the first, and so before any time. */
  readonly recordedAt: string;
  /** Bodies that are gone and that no erasure has named so far; absent where there are none. */
  readonly missing?: MissingBodies;
}

/** The first `count` of a list that later states go on with: to copy it for each block would be quadratic in those gone. */
interface MissingBodies {
  readonly list: readonly Missing[];
  readonly count: number;
}

/** What is left of a block whose body is gone: its place and its hash, both hashes in hexadecimal. */
export interface GoneBlock {
  readonly seq: number;
  readonly prev: string;
  readonly hash: string;
}

/** What places a block: of its header and of what was found when it was checked alone. */
export interface LinkedBlock extends Pick<CheckedBlock, 'hash' | 'erased' | 'erasure'> {
  readonly header: Pick<BlockHeader, 'log' | 'chain' | 'seq' | 'prev' | 'recordedAt'>;
}

/** Which chain to expect and, where it is known from elsewhere, how long it is and with what hash it ends. */
export interface ChainExpectation {
  readonly log: string;
  readonly chain: string;
  readonly size?: number;
  readonly head?: string;
}

/** Gives the state before the first block. */
export function openChain({ log, chain }: Pick<ChainExpectation, 'log' | 'chain'>): ChainState {
  return { log, chain, size: 0, head: ZERO_HASH_HEX, recordedAt: '' };
}

/**
 * Checks the next block, by itself and in its place, and gives the state after it. Throws ProofError with `seq` of the
 * place where the block was shown, whatever its header claims, and with `ref` where one content is to blame.
 */
export function checkBlock(state: ChainState, block: BlockEvidence | GoneBlock): ChainState {
  if ('hash' in block) return linkGone(state, block);
  const checked = atBlock(state.size, () => checkParts(parseHeader(block.header), block));
  return linkBlock(state, checked);
}

/**
 * Puts a block that was checked alone, or whose header alone is known, in its place and gives the state after it. Throws
 * ProofError with `seq`.
 */
export function linkBlock(state: ChainState, block: LinkedBlock): ChainState {
  const { header } = block;
  const missing = atBlock(state.size, () => {
    checkPlace(state, header);
    return missingAfter(state, block);
  });
  return { ...next(state, hex(block.hash), missing), recordedAt: header.recordedAt };
}

/**
 * Puts a block whose body is gone in its place and gives the state after it: the next block and the log fix its hash, and
 * an erasure that comes later has to name it, or checkEnd throws. Throws ProofError with `seq`.
 */
export function linkGone(state: ChainState, { seq, prev, hash }: GoneBlock): ChainState {
  return atBlock(state.size, () => {
    checkLink(state, { seq, prev });
    if (!hexOf(32).holds(hash)) throw new ProofError('hash', 'what is left of it is no hash.');
    return next(state, hash, withMissing(state.missing, { seq, hash }));
  });
}

function next({ missing: _, ...state }: ChainState, head: string, missing?: MissingBodies): ChainState {
  return { ...state, size: state.size + 1, head, ...(missing && { missing }) };
}

function missingAfter(
  { missing }: ChainState,
  { header, hash, erased = [], erasure }: LinkedBlock,
): MissingBodies | undefined {
  const all = erased.length > 0 ? withMissing(missing, { seq: header.seq, hash: hex(hash), refs: erased }) : missing;
  if (!erasure) return all;
  const list = settleErasure(listOf(all), erasure);
  return list.length > 0 ? { list, count: list.length } : undefined;
}

function withMissing(missing: MissingBodies | undefined, one: Missing): MissingBodies {
  const { list, count } = missing ?? { list: [], count: 0 };
  // Where another state went on with the list already, this one goes on with a copy of its part.
  const own = (list.length === count ? list : list.slice(0, count)) as Missing[];
  own.push(one);
  return { list: own, count: count + 1 };
}

function listOf(missing: MissingBodies | undefined): readonly Missing[] {
  return missing ? missing.list.slice(0, missing.count) : [];
}

function checkPlace(state: ChainState, header: LinkedBlock['header']): void {
  if (header.log !== state.log || header.chain !== state.chain) {
    throw new ProofError('chain', 'it belongs to another log or another chain.');
  }
  checkLink(state, header);
  // Texts of this form sort as times do. Equal ones are allowed: blocks may be sealed within one millisecond.
  if (header.recordedAt < state.recordedAt) {
    throw new ProofError('time', 'it was recorded before the block before it.');
  }
}

function checkLink(state: ChainState, { seq, prev }: Pick<BlockHeader, 'seq' | 'prev'>): void {
  // Number before link: a missing block breaks both, and the number says it more plainly.
  if (seq !== state.size) {
    throw new ProofError('sequence', `it says that it is block ${seq}: one is missing, or was put in.`);
  }
  // Here every earlier change shows: the head is the hash of a header that fixes all before it.
  if (prev !== state.head) {
    throw new ProofError('link', 'it does not hold the hash of the block before it.');
  }
}

/**
 * Checks a whole chain from its first block and gives the state after its last. `size` and `head`, when given, catch a
 * tail that was cut off, which no chain shows by itself. Throws ProofError for the first thing that does not hold.
 */
export async function verifyChain(
  blocks: Iterable<BlockEvidence | GoneBlock> | AsyncIterable<BlockEvidence | GoneBlock>,
  expected: ChainExpectation,
): Promise<ChainState> {
  let state = openChain(expected);
  for await (const block of blocks) state = checkBlock(state, block);
  checkEnd(state, expected);
  return state;
}

/**
 * Checks that a chain ends as expected, and that an erasure has named all that is gone. Throws ProofError `sequence`, `link`
 * or `erasure`.
 */
export function checkEnd({ size, head, missing }: ChainState, expected: Pick<ChainExpectation, 'size' | 'head'>): void {
  if (expected.size !== undefined && size !== expected.size) {
    throw new ProofError('sequence', `The chain has ${size} blocks, not ${expected.size}.`, { seq: size });
  }
  if (expected.head !== undefined && head !== expected.head) {
    throw new ProofError('link', 'The chain does not end with the block that it should end with.', { seq: size });
  }
  checkSettled(listOf(missing));
}
