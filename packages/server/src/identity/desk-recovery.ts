// Recovery at the desk: one of the desk opens it for somebody who came in person, another confirms within the hour and
// gets a one-time password to print. The owner is told of both, by e-mail and in the chain, and may cancel meanwhile.

import type { Actor } from '../access/actor.ts';
import { decide } from '../access/decide.ts';
import type { RecoveryIntent } from '../access/intent.ts';
import type { Db } from '../db/pool.ts';
import { type Tx, transaction } from '../db/transaction.ts';
import { AppError } from '../errors.ts';
import { type Ledger, now, randomHex } from '../ledger/ledger.ts';
import { notify } from '../notifications/notify.ts';
import { lockOwnerChain, type Owner, stateAccountEvent } from './account-event.ts';
import {
  type DeskRecovery,
  type DocumentKind,
  endRecovery,
  insertRecovery,
  openRecoveries,
  openRecoveryOf,
  recoveryById,
} from './desk-recovery-store.ts';
import { makeOneTimePassword } from './one-time-password.ts';
import { dropRecoveries, recoverableAccount, setPasswordHash } from './recovery-store.ts';
import { deleteSessionsOf } from './session-store.ts';

interface Parts {
  readonly db: Db;
  readonly ledger: Ledger;
}

/** An opened recovery ends after an hour, its one-time password after a day. */
const OPEN_MS = 3_600_000;
const PASSWORD_MS = 24 * 3_600_000;
const LISTED = 50;

export type Opened =
  | { readonly opened: true; readonly id: string }
  | { readonly opened: false; readonly reason: 'unknown' | 'own-account' | 'waiting' };

/** Opens a recovery of the account of that number. Whom the actor may not recover is as unknown as nobody. */
export function openRecovery(
  { db, ledger }: Parts,
  actor: Actor,
  { login, document }: { login: string; document: DocumentKind },
): Promise<Opened> {
  requireDesk(ledger, actor);
  return transaction(db, async (tx) => {
    const owner = await recoverableAccount(tx, login);
    if (!owner) return { opened: false, reason: 'unknown' };
    const intent = { action: 'open-recovery', account: owner.account, role: owner.role } as const;
    const decision = decide(actor, intent, [], now(ledger));
    if (!decision.permit)
      return { opened: false, reason: decision.reason === 'own-account' ? 'own-account' : 'unknown' };
    const head = await lockOwnerChain(tx, ledger, owner);
    if (await openRecoveryOf(tx, owner.account, since(ledger))) return { opened: false, reason: 'waiting' };
    const id = randomHex(ledger, 16);
    const row = { id, account: owner.account, document, openedBy: actor.account, openedAt: head.recordedAt };
    await insertRecovery(tx, row);
    const more = { recovery: id, document };
    await stateAccountEvent(tx, ledger, head, { action: 'open-recovery', by: actor, of: owner, more });
    await notify(tx, ledger, owner.account, 'recovery-opened');
    return { opened: true, id };
  });
}

/** The recoveries that wait and that this person may see: their own, and those that they may confirm. */
export async function waitingRecoveries({ db, ledger }: Parts, actor: Actor): Promise<DeskRecovery[]> {
  requireDesk(ledger, actor);
  const all = await openRecoveries(db, since(ledger), LISTED);
  return all.filter((one) => one.openedBy === actor.account || mayConfirm(ledger, actor, one));
}

/** A recovery that waits, for its opener and whoever may confirm it. Throws not-found for all others and where none waits. */
export async function waitingRecovery({ db, ledger }: Parts, actor: Actor, id: string): Promise<DeskRecovery> {
  const found = await recoveryById(db, id);
  const seen = found && (found.openedBy === actor.account || mayConfirm(ledger, actor, found));
  if (!found || !seen || !isOpen(ledger, found)) throw new AppError('not-found', 'No such recovery waits.');
  return found;
}

/** The recovery of one's own account that waits; undefined where none does. */
export function ownRecovery({ db, ledger }: Parts, actor: Actor): Promise<DeskRecovery | undefined> {
  return openRecoveryOf(db, actor.account, since(ledger));
}

/** Confirms: gives the one-time password, which is stored nowhere. Throws not-found, for the opener too, or conflict where it ended meanwhile. */
export async function confirmRecovery(
  parts: Parts,
  actor: Actor,
  id: string,
): Promise<{ login: string; name: string; password: string; until: string }> {
  const { db, ledger } = parts;
  const found = await waitingRecovery(parts, actor, id);
  if (!mayConfirm(ledger, actor, found)) throw new AppError('not-found', 'No such recovery waits.');
  const { password, passwordHash, oneTimeUntil } = await makeOneTimePassword(ledger, PASSWORD_MS);
  await end(db, ledger, actor, found, 'confirmed', async (tx) => {
    const { account } = found;
    await setPasswordHash(tx, account, passwordHash, oneTimeUntil);
    await Promise.all([deleteSessionsOf(tx, account), dropRecoveries(tx, account)]);
    await notify(tx, ledger, account, 'recovery-confirmed');
  });
  return { login: found.login, name: found.name, password, until: oneTimeUntil };
}

/** Cancels, as the owner or the opener. Throws not-found for others, conflict where it ended meanwhile. */
export async function cancelRecovery({ db, ledger }: Parts, actor: Actor, id: string): Promise<void> {
  const found = await recoveryById(db, id);
  const { account = '', openedBy = '' } = found ?? {};
  const decision = decide(actor, { action: 'cancel-recovery', account, openedBy }, [], now(ledger));
  if (!found || !decision.permit) throw new AppError('not-found', 'No such recovery waits.');
  await end(db, ledger, actor, found, 'cancelled', async () => undefined);
}

async function end(
  db: Db,
  ledger: Ledger,
  actor: Actor,
  found: DeskRecovery,
  state: 'confirmed' | 'cancelled',
  besides: (tx: Tx) => Promise<void>,
): Promise<void> {
  await transaction(db, async (tx) => {
    const of: Owner = found;
    const head = await lockOwnerChain(tx, ledger, of);
    const row = { id: found.id, state, by: actor.account, at: head.recordedAt, since: since(ledger) };
    if (!(await endRecovery(tx, row)))
      throw new AppError('conflict', 'It was confirmed, cancelled or ended meanwhile.');
    await besides(tx);
    const action = state === 'confirmed' ? 'confirm-recovery' : 'cancel-recovery';
    await stateAccountEvent(tx, ledger, head, { action, by: actor, of, more: { recovery: found.id } });
  });
}

function mayConfirm(ledger: Ledger, actor: Actor, { account, role, openedBy }: DeskRecovery): boolean {
  const intent: RecoveryIntent = { action: 'confirm-recovery', account, role, openedBy };
  return decide(actor, intent, [], now(ledger)).permit;
}

function isOpen(ledger: Ledger, { state, openedAt }: DeskRecovery): boolean {
  return state === 'open' && openedAt > since(ledger);
}

function since({ clock }: Pick<Ledger, 'clock'>): Date {
  return new Date(clock() - OPEN_MS);
}

/** When a recovery that was opened then ends by itself. */
export function recoveryEnds({ openedAt }: Pick<DeskRecovery, 'openedAt'>): string {
  return new Date(openedAt.getTime() + OPEN_MS).toISOString();
}

function requireDesk(ledger: Ledger, actor: Actor): void {
  const decision = decide(actor, { action: 'work-at-desk' }, [], now(ledger));
  if (!decision.permit) throw new AppError('not-found', 'There is no such page.');
}
