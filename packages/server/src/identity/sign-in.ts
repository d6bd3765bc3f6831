// Signing in with a login and a password.

import type { Db } from '../db/pool.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { type Account, accountByLogin } from './account-store.ts';
import { isPassword, MAX_PASSWORD_LENGTH } from './password.ts';
import { openSession } from './session.ts';

export type SignIn =
  | { readonly signedIn: true; readonly token: string; readonly account: Account }
  | { readonly signedIn: false };

/** Opens a session for the right login and password. A wrong login and a wrong password are told apart by nothing. */
export async function signIn(
  db: Db,
  parts: Pick<Ledger, 'clock' | 'random'>,
  credentials: { login: string; password: string },
): Promise<SignIn> {
  if (credentials.password.length > MAX_PASSWORD_LENGTH) return { signedIn: false };
  const account = await accountByLogin(db, normalizeLogin(credentials.login));
  const usable = account !== undefined && account.status !== 'closed' && account.role !== 'system';
  const right = await isPassword(usable ? account.passwordHash : null, credentials.password);
  if (!right || !usable) return { signedIn: false };
  return { signedIn: true, token: await openSession(db, parts, account.id), account };
}

/** Logins are typed in any case and with spaces around them. */
export function normalizeLogin(text: string): string {
  return text.trim().toUpperCase();
}
