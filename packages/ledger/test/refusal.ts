// For tests: the ProofError that a step ends with, or a failure when the step accepts what it should refuse.
import { ProofError } from '../src/proof-error.ts';

export function refusal(step: () => unknown): ProofError {
  try {
    step();
  } catch (error) {
    return proofError(error);
  }
  throw new Error('It was accepted.');
}

export async function laterRefusal(step: Promise<unknown>): Promise<ProofError> {
  const error = await step.then(() => new Error('It was accepted.'), proofError);
  return proofError(error);
}

function proofError(error: unknown): ProofError {
  if (error instanceof ProofError) return error;
  throw error;
}

/** Gives a copy with one bit turned. */
export function flipBit(bytes: Uint8Array, bit: number): Uint8Array {
  const at = Math.floor(bit / 8);
  return bytes.map((byte, i) => (i === at ? byte ^ (1 << (bit % 8)) : byte));
}
