// The chain: all blocks of one patient in order, each holding the hash of the one before. Checked block by block, so
// that a page can show its progress and a whole database never has to fit in memory.
import { type BlockEvidence, type CheckedBlock, checkParts } from './block.ts';
import { hex } from './bytes.ts';
import { parseHeader, ZERO_HASH_HEX } from './header.ts';
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
export function checkBlock(state: ChainState, block: BlockEvidence): ChainState {
  const checked = atBlock(state.size, () => checkParts(parseHeader(block.header), block));
  return linkBlock(state, checked);
}

/**
 * Puts a block that was checked alone, or whose header alone is known, in its place and gives the state after it. Throws
 * ProofError with `seq`.
 */
export function linkBlock(state: ChainState, block: Pick<CheckedBlock, 'header' | 'hash'>): ChainState {
  const { header } = block;
  atBlock(state.size, () => checkPlace(state, block));
  return { ...state, size: state.size + 1, head: hex(block.hash), recordedAt: header.recordedAt };
}

function checkPlace(state: ChainState, { header }: Pick<CheckedBlock, 'header'>): void {
  if (header.log !== state.log || header.chain !== state.chain) {
    throw new ProofError('chain', 'it belongs to another log or another chain.');
  }
  // Number before link: a missing block breaks both, and the number says it more plainly.
  if (header.seq !== state.size) {
    throw new ProofError('sequence', `it says that it is block ${header.seq}: one is missing, or was put in.`);
  }
  // Here every earlier change shows: the head is the hash of a header that fixes all before it.
  if (header.prev !== state.head) {
    throw new ProofError('link', 'it does not hold the hash of the block before it.');
  }
  // Texts of this form sort as times do. Equal ones are allowed: blocks may be sealed within one millisecond.
  if (header.recordedAt < state.recordedAt) {
    throw new ProofError('time', 'it was recorded before the block before it.');
  }
}

/**
 * Checks a whole chain from its first block and gives the state after its last. `size` and `head`, when given, catch a
 * tail that was cut off, which no chain shows by itself. Throws ProofError for the first thing that does not hold.
 */
export async function verifyChain(
  blocks: Iterable<BlockEvidence> | AsyncIterable<BlockEvidence>,
  expected: ChainExpectation,
): Promise<ChainState> {
  let state = openChain(expected);
  for await (const block of blocks) state = checkBlock(state, block);
  checkEnd(state, expected);
  return state;
}

/** Checks that a chain ends as expected. Throws ProofError `sequence` or `link`. */
export function checkEnd({ size, head }: ChainState, expected: Pick<ChainExpectation, 'size' | 'head'>): void {
  if (expected.size !== undefined && size !== expected.size) {
    throw new ProofError('sequence', `The chain has ${size} blocks, not ${expected.size}.`, { seq: size });
  }
  if (expected.head !== undefined && head !== expected.head) {
    throw new ProofError('link', 'The chain does not end with the block that it should end with.', { seq: size });
  }
}
