// What somebody can sign in with besides the password, as their account page lists it.

import type { Db } from '../db/pool.ts';
import { type Passkey, passkeysOf } from './passkey-store.ts';
import { type CodeCount, countCodes } from './recovery-code-store.ts';
import { totpSetAt } from './totp-store.ts';

/** `totp` is since when there is an app, ISO 8601 UTC. */
export interface OwnFactors {
  readonly totp: string | null;
  readonly codes: CodeCount;
  readonly passkeys: readonly Passkey[];
}

/** The second factor and the passkeys of an account. */
export async function ownFactors(db: Db, account: string): Promise<OwnFactors> {
  const [totp, codes, passkeys] = await Promise.all([
    totpSetAt(db, account),
    countCodes(db, account),
    passkeysOf(db, account),
  ]);
  return { totp, codes, passkeys };
}

/** True for an account that a password alone opens, and nothing stronger does. */
export function isPasswordAlone({ totp, codes, passkeys }: OwnFactors): boolean {
  return totp === null && codes.made === 0 && passkeys.length === 0;
}
