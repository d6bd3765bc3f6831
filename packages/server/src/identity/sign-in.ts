// Signing in with a login and a password.

import type { Db } from '../db/pool.ts';
import { transaction } from '../db/transaction.ts';
import { type Ledger, now } from '../ledger/ledger.ts';
import { type Account, accountByLogin } from './account-store.ts';
import { type AttemptKeys, beginAttempt, endAttempt } from './attempts.ts';
import { mostImportedRounds, replacePasswordHash } from './credential-store.ts';
import type { Device } from './device.ts';
import { enter } from './enter.ts';
import { readStoredImport, spendRounds } from './imported-password.ts';
import { hashPassword, isPassword, isPasswordTooLong } from './password.ts';
import { hasSecondFactor } from './second-factor.ts';
import { openSignInStep } from './sign-in-step.ts';

/** `step` is the token of a sign-in that waits for a code. */
export type SignIn =
  | { readonly signedIn: true; readonly token: string }
  | { readonly signedIn: false; readonly step: string }
  | { readonly signedIn: false; readonly waitSeconds: number };

/** What somebody types, with what and from where. */
export interface Credentials {
  readonly login: string;
  readonly password: string;
  readonly device: Device;
  readonly keys: AttemptKeys;
}

/**
 * Opens a session for the right login and password. A wrong login and a wrong password are told apart by nothing, and
 * count alike; after too many `waitSeconds` says how long the next has to wait, and no password is looked at. Whether there
 * is a second factor is looked up, and told, after the right password alone. A password that was hashed elsewhere is hashed
 * anew when it was right.
 */
export async function signIn(
  db: Db,
  parts: Pick<Ledger, 'clock' | 'random'>,
  { login, password, device, keys }: Credentials,
): Promise<SignIn> {
  const attempt = await beginAttempt(db, parts, keys);
  if (!attempt.allowed) return { signedIn: false, waitSeconds: attempt.waitSeconds };
  if (isPasswordTooLong(password)) return { signedIn: false, waitSeconds: 0 };
  const account = await accountByLogin(db, normalizeLogin(login));
  const usable = account !== undefined && isUsable(account, now(parts));
  const stored = usable ? account.passwordHash : null;
  const rounds = readStoredImport(stored ?? '')?.rounds ?? 0;
  if (!(await isPassword(stored, password)) || !usable || stored === null) {
    await spendRounds((await mostImportedRounds(db)) - rounds); // in all as many, whoever it is
    return { signedIn: false, waitSeconds: 0 };
  }
  await endAttempt(db, keys);
  if (rounds > 0) await replacePasswordHash(db, account.id, stored, await hashPassword(password));
  if (await hasSecondFactor(db, account.id))
    return { signedIn: false, step: await openSignInStep(db, parts, account.id) };
  return { signedIn: true, token: await transaction(db, (tx) => enter(tx, parts, account.id, device)) };
}

/** False for an account that nobody signs in to: a one-time password that was not used in time opens nothing. */
export function isUsable(
  { status, role, oneTimeUntil = null }: Pick<Account, 'status' | 'role' | 'oneTimeUntil'>,
  at: string,
): boolean {
  return status !== 'closed' && role !== 'system' && (oneTimeUntil === null || at < oneTimeUntil);
}

/** Logins are typed in any case and with spaces around them. */
export function normalizeLogin(text: string): string {
  return text.trim().toUpperCase();
}
