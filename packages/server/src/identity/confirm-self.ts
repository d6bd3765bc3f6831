// The present password, said again before something that matters: wrong ones are counted within the session.

import type { Actor } from '../access/actor.ts';
import type { Db } from '../db/pool.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { type AttemptKeys, beginAttempt, endAttempt } from './attempts.ts';
import { passwordHashOf } from './credential-store.ts';
import { isPassword, isPasswordTooLong } from './password.ts';

export type Confirmed = { readonly confirmed: true } | { readonly confirmed: false; readonly waitSeconds: number };

/** Whether that is the actor's password; `waitSeconds` is more than 0 where too many were wrong, and none was looked at. */
export async function confirmSelf(
  { db, ledger }: { db: Db; ledger: Pick<Ledger, 'clock'> },
  { account }: Pick<Actor, 'account'>,
  password: string,
  keys: AttemptKeys,
): Promise<Confirmed> {
  const attempt = await beginAttempt(db, ledger, keys);
  if (!attempt.allowed) return { confirmed: false, waitSeconds: attempt.waitSeconds };
  const stored = await passwordHashOf(db, account);
  const right = !isPasswordTooLong(password) && (await isPassword(stored, password));
  if (!right) return { confirmed: false, waitSeconds: 0 };
  await endAttempt(db, keys);
  return { confirmed: true };
}
