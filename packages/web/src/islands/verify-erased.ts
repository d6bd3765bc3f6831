// What a check finds erased: blocks of which their place and hash are left, and the erasures in the chain that say so
// (LEDGER.md item 18).
import { ERASURE, fromBase64, type GoneBlock, type ProofError, parseErasure, parseHeader } from '@patrec/ledger';
import type { ErasureFound, ProofBlock } from './verify-protocol.ts';

/** What is left of a block that was erased; undefined for any other. */
export function goneBlock({ seq, gone }: ProofBlock): GoneBlock | undefined {
  return gone && { seq, ...gone };
}

/** What a block that was checked says was erased. */
export function erasuresIn({ header, contents }: ProofBlock): ErasureFound[] {
  if (header === null) return [];
  return contents
    .filter(({ mediaType }) => mediaType === ERASURE)
    .map(({ bytes }) => {
      const { basis, reference, blocks } = parseErasure(fromBase64(bytes));
      return { at: parseHeader(fromBase64(header)).recordedAt, basis, reference, count: blocks.length };
    });
}

/** True where the evidence may have been read before and after an erasure, half and half: then it is read once more. */
export function mayHaveComeBetween({ check }: Pick<ProofError, 'check'>): boolean {
  return check === 'erasure' || check === 'content';
}
