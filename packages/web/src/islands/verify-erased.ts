// What a check finds erased: the erasures that the chain states (LEDGER.md item 18).
import type { LinkedBlock, ProofError } from '@patrec/ledger';
import type { ErasureFound } from './verify-protocol.ts';

/** What a block says was erased. */
export function erasuresIn({ header, erasure }: LinkedBlock): ErasureFound[] {
  if (!erasure) return [];
  const { basis, reference, blocks } = erasure;
  return [{ at: header.recordedAt, basis, reference, count: blocks.length }];
}

/** True where the evidence may have been read before and after an erasure, half and half: then it is read once more. */
export function mayHaveComeBetween({ check }: Pick<ProofError, 'check'>): boolean {
  return check === 'erasure' || check === 'content';
}
