// What a check found wrong: named so that a person knows which record it is.

import { ProofError } from '@patrec/ledger';

/** One thing that does not hold. `where` is a record (`PAT001-REC7`), a patient, or a place in the log. */
export interface Problem {
  readonly where: string;
  readonly check: string;
  readonly message: string;
}

/**
 * The problem that a failed proof is, or a row that cannot be read, such as a time without end. Any other error is not a
 * finding and is thrown on.
 */
export function problemOf(where: string, error: unknown): Problem {
  if (error instanceof TypeError || error instanceof RangeError)
    return mismatch(where, `A row holds what none of ours holds: ${error.message}`);
  if (!(error instanceof ProofError)) throw error;
  return { where, check: error.check, message: error.message };
}

/** A row that does not say what the chain says. */
export function mismatch(where: string, message: string): Problem {
  return { where, check: 'index', message };
}
