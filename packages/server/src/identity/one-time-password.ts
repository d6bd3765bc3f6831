// One-time passwords: made here, handed over by a person, replaced at the first use (NIST SP 800-63B, 5.1.1.2).

import { type Ledger, now } from '../ledger/ledger.ts';
import { deriveKey } from '../sealed-secret.ts';
import { hashPassword } from './password.ts';
import { newReadableCode } from './readable-code.ts';

const WEEK_MS = 7 * 86_400_000;

/** A password to show once, what is stored of it, and the moment (ISO 8601 UTC) from which it opens nothing. */
export interface OneTimePassword {
  readonly password: string;
  readonly passwordHash: string;
  readonly oneTimeUntil: string;
}

/** Makes a one-time password of 100 random bits, such as `k7mqd-x3wfa-…`; it holds for `validMs`, seven days by default. */
export async function makeOneTimePassword(
  ledger: Pick<Ledger, 'clock' | 'random'>,
  validMs = WEEK_MS,
): Promise<OneTimePassword> {
  const password = newReadableCode(ledger);
  const oneTimeUntil = now({ clock: () => ledger.clock() + validMs });
  return { password, passwordHash: await hashPassword(password), oneTimeUntil };
}

/** As `makeOneTimePassword`, of one form of that author: the form sent twice gives the same password. */
export async function makeFirstPassword(
  ledger: Pick<Ledger, 'clock'>,
  secret: string,
  author: string,
  nonce: string,
): Promise<OneTimePassword> {
  const key = deriveKey(secret, `first-password/${author}/${nonce}`);
  return makeOneTimePassword({ clock: ledger.clock, random: (length) => key.subarray(0, length) });
}
