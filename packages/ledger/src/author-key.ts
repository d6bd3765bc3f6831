// Whose key it is: keys are registered and revoked by blocks of type `key`, and places in the log say what came first. A
// signature counts after the registration of its key and before its revocation.
import { ProofError } from './proof-error.ts';

/** A key as the log knows it. `registered` and `revoked` are leaf indexes, null for what is not in the log. */
export interface RegisteredKey {
  /** The account that it was registered for. */
  readonly account: string;
  readonly registered: number | null;
  readonly revoked: number | null;
}

/**
 * Checks that a signed statement by `author`, at leaf `index` (null: not in the log yet), was signed with a key of theirs
 * that stood. Throws ProofError `signature`.
 */
export function checkAuthorKey(author: string, index: number | null, key: RegisteredKey | undefined): void {
  if (key === undefined || key.registered === null) throw refused('was never registered');
  if (key.account !== author) throw refused('is registered for somebody else');
  // Whatever is not in the log yet comes after all that is.
  const place = index ?? Number.POSITIVE_INFINITY;
  if (place <= key.registered) throw refused('was registered only afterwards');
  if (key.revoked !== null && place > key.revoked) throw refused('had been revoked before');
}

function refused(why: string): ProofError {
  return new ProofError('signature', `the key that it is signed with ${why}.`);
}
