// One's own password is changed: whoever knows the present one, in a session of their own. Every other session ends,
// this one gets another token, and a block says that it was done: in a patient's own chain, else in the institution's.

import type { Actor } from '../access/actor.ts';
import { decide } from '../access/decide.ts';
import type { Db } from '../db/pool.ts';
import { type Tx, transaction } from '../db/transaction.ts';
import { AppError } from '../errors.ts';
import { type Ledger, now } from '../ledger/ledger.ts';
import { notify } from '../notifications/notify.ts';
import { lockOwnerChain, stateAccountEvent } from './account-event.ts';
import { type AttemptKeys, beginAttempt, endAttempt } from './attempts.ts';
import { passwordHashOf, replacePasswordHash } from './credential-store.ts';
import type { Device } from './device.ts';
import { hashPassword, isPassword, isPasswordTooLong } from './password.ts';
import { type PasswordProblem, passwordProblem } from './password-rules.ts';
import { dropRecoveries } from './recovery-store.ts';
import { openSession } from './session.ts';
import { deleteSessionsOf } from './session-store.ts';

interface Parts {
  readonly db: Db;
  readonly ledger: Ledger;
}

/** What was typed; `keys` count wrong present passwords. */
export interface PasswordChange {
  readonly current: string;
  readonly next: string;
  readonly again: string;
  readonly device: Device;
  readonly keys: AttemptKeys;
}

export interface PasswordError {
  readonly field: 'current' | 'next' | 'again';
  readonly code: PasswordProblem['code'] | 'password-wrong' | 'password-same' | 'password-differs';
  readonly params?: Readonly<Record<string, string>>;
}

export type PasswordChanged =
  | { readonly changed: true; readonly token: string }
  | { readonly changed: false; readonly waitSeconds: number }
  | { readonly changed: false; readonly errors: readonly PasswordError[] };

/** Changes the password of whoever acts; gives the token of the session that takes the place of theirs. */
export async function changePassword(parts: Parts, actor: Actor, change: PasswordChange): Promise<PasswordChanged> {
  const { db, ledger } = parts;
  const decision = decide(actor, { action: 'manage-account', account: actor.account }, [], now(ledger));
  if (!decision.permit) throw new AppError('not-found', 'There is no such account.');
  const errors = errorsOf(actor, change);
  if (errors.length > 0) return { changed: false, errors };
  const attempt = await beginAttempt(db, ledger, change.keys);
  if (!attempt.allowed) return { changed: false, waitSeconds: attempt.waitSeconds };
  const stored = await passwordHashOf(db, actor.account);
  const right = !isPasswordTooLong(change.current) && (await isPassword(stored, change.current));
  if (!right || stored === null) return WRONG;
  const hash = await hashPassword(change.next);
  const token = await transaction(db, (tx) => replace(tx, parts, actor, { from: stored, to: hash }, change.device));
  if (token === undefined) return WRONG;
  await endAttempt(db, change.keys);
  return { changed: true, token };
}

const WRONG: PasswordChanged = { changed: false, errors: [{ field: 'current', code: 'password-wrong' }] };

function errorsOf(actor: Actor, { current, next, again }: PasswordChange): PasswordError[] {
  const errors: PasswordError[] = current === '' ? [{ field: 'current', code: 'required' }] : [];
  const problem = passwordProblem(next, actor);
  if (problem) return [...errors, { field: 'next', ...problem }];
  if (next.normalize('NFKC') === current.normalize('NFKC')) errors.push({ field: 'next', code: 'password-same' });
  if (next !== again) errors.push({ field: 'again', code: 'password-differs' });
  return errors;
}

// Undefined where the password was changed meanwhile: what was typed as the present one is no longer right.
async function replace(
  tx: Tx,
  { ledger }: Parts,
  actor: Actor,
  hashes: { from: string; to: string },
  device: Device,
): Promise<string | undefined> {
  const { account } = actor;
  const head = await lockOwnerChain(tx, ledger, actor);
  if (!(await replacePasswordHash(tx, account, hashes.from, hashes.to))) return undefined;
  await Promise.all([deleteSessionsOf(tx, account), dropRecoveries(tx, account)]);
  await notify(tx, ledger, account, 'password-changed');
  await stateAccountEvent(tx, ledger, head, { action: 'change-password', by: actor, of: actor });
  return openSession(tx, ledger, account, device);
}
