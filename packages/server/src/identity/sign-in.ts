// Signing in with a login and a password.

import type { Db } from '../db/pool.ts';
import { transaction } from '../db/transaction.ts';
import { type Ledger, now } from '../ledger/ledger.ts';
import { notify } from '../notifications/notify.ts';
import { type Account, accountByLogin } from './account-store.ts';
import { type AttemptKeys, beginAttempt, endAttempt } from './attempts.ts';
import type { Device } from './device.ts';
import { rememberDevice } from './known-device.ts';
import { isPassword, isPasswordTooLong } from './password.ts';
import { openSession } from './session.ts';

export type SignIn =
  | { readonly signedIn: true; readonly token: string; readonly account: Account }
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
 * count alike; after too many `waitSeconds` says how long the next has to wait, and no password is looked at.
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
  const right = await isPassword(usable ? account.passwordHash : null, password);
  if (!right || !usable) return { signedIn: false, waitSeconds: 0 };
  const token = await transaction(db, async (tx) => {
    if (await rememberDevice(tx, account.id, device)) await notify(tx, parts, account.id, 'new-device');
    return openSession(tx, parts, account.id, device);
  });
  await endAttempt(db, keys);
  return { signedIn: true, token, account };
}

// A one-time password that was not used in time opens nothing.
function isUsable({ status, role, oneTimeUntil = null }: Account, at: string): boolean {
  return status !== 'closed' && role !== 'system' && (oneTimeUntil === null || at < oneTimeUntil);
}

/** Logins are typed in any case and with spaces around them. */
export function normalizeLogin(text: string): string {
  return text.trim().toUpperCase();
}
