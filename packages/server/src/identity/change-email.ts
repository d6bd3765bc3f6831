// The e-mail address of one's account: entered with the password, used once the link that goes there has confirmed it.
// The chain holds the hash of a salt and the address; the address before is told, and other sessions end.

import { createHmac } from 'node:crypto';
import type { Actor } from '../access/actor.ts';
import { decide } from '../access/decide.ts';
import type { Db } from '../db/pool.ts';
import { type Tx, transaction } from '../db/transaction.ts';
import { AppError } from '../errors.ts';
import { type Ledger, now } from '../ledger/ledger.ts';
import type { MailLanguage } from '../notifications/mail-store.ts';
import { notifyAt, sendLink } from '../notifications/notify.ts';
import { lockOwnerChain, stateAccountEvent } from './account-event.ts';
import { type AttemptKeys, beginAttempt } from './attempts.ts';
import {
  dropEmailChange,
  emailChangeOwner,
  type LinkOwner,
  lockEmail,
  putEmailChange,
  removeEmail,
  setEmail,
  takeEmailChange,
} from './email-store.ts';
import { dropRecoveries } from './recovery-store.ts';
import { tokenHash } from './session.ts';
import { deleteOtherSessions } from './session-store.ts';

interface Parts {
  readonly db: Db;
  readonly ledger: Ledger;
}

/** What was entered, in which language, in the session of that token. */
export interface NewEmail {
  readonly address: string;
  readonly lang: MailLanguage;
  readonly session: string;
  /** Seals the link's token until it is sent. */
  readonly mailKey: Uint8Array;
  /** Count the messages to the mailbox and those of the account. */
  readonly keys: readonly AttemptKeys[];
}

/** How long the link to a new address works. */
export const LINK_VALID_MS = 24 * 3_600_000;

/** Sends a link to the address. Nothing else changes. False where too many were sent. */
export async function askForEmail({ db, ledger }: Parts, actor: Actor, email: NewEmail): Promise<boolean> {
  requireOwn(ledger, actor);
  for (const keys of email.keys) if (!(await beginAttempt(db, ledger, keys)).allowed) return false;
  const token = Buffer.from(ledger.random(32)).toString('base64url');
  const until = now({ clock: () => ledger.clock() + LINK_VALID_MS });
  const { address, lang, session } = email;
  const { account } = actor;
  await transaction(db, async (tx) => {
    const change = { account, tokenHash: tokenHash(token), address, lang, session: tokenHash(session), until };
    await putEmailChange(tx, change);
    await sendLink(tx, ledger, email.mailKey, { account, kind: 'confirm-email', to: { address, lang }, token, until });
  });
  return true;
}

/** Whose address the link would confirm; undefined where it was used, replaced or is too old: alike. */
export function emailLinkOwner({ db, ledger }: Parts, token: string) {
  return emailChangeOwner(db, tokenHash(token), new Date(ledger.clock()));
}

/** Confirms the address of a link; false where the link does not work any more. */
export function confirmEmail({ db, ledger }: Parts, token: string): Promise<boolean> {
  return transaction(db, async (tx) => {
    const hash = tokenHash(token);
    const owner = await emailChangeOwner(tx, hash, new Date(ledger.clock()));
    if (!owner) return false;
    const head = await lockOwnerChain(tx, ledger, owner);
    const change = await takeEmailChange(tx, hash, new Date(ledger.clock()));
    if (!change) return false;
    const before = await lockEmail(tx, owner.account);
    const salt = ledger.random(32);
    await setEmail(tx, owner.account, change, salt, head.recordedAt);
    const more = { 'address-hash': addressHash(salt, change.address) };
    await stateAccountEvent(tx, ledger, head, { action: 'change-email', by: owner, of: owner, more });
    if (before) await notifyAt(tx, ledger, owner.account, 'email-changed', before);
    await endOthers(tx, owner, change.session);
    return true;
  });
}

/** Removes the address, or the one that waits; false where there was neither. */
export function removeOwnEmail({ db, ledger }: Parts, actor: Actor, session: string): Promise<boolean> {
  requireOwn(ledger, actor);
  return transaction(db, async (tx) => {
    const head = await lockOwnerChain(tx, ledger, actor);
    const waited = await dropEmailChange(tx, actor.account);
    const before = await lockEmail(tx, actor.account);
    if (!before) return waited;
    await removeEmail(tx, actor.account);
    await stateAccountEvent(tx, ledger, head, { action: 'remove-email', by: actor, of: actor });
    await notifyAt(tx, ledger, actor.account, 'email-removed', before);
    await endOthers(tx, actor, tokenHash(session));
    return true;
  });
}

/** What the chain holds of an address: hexadecimal. */
export function addressHash(salt: Uint8Array, address: string): string {
  return createHmac('sha256', salt).update(address).digest('hex');
}

// A link for a new password that went to the address before is worth nothing any more.
async function endOthers(tx: Tx, { account }: Pick<LinkOwner, 'account'>, session: Buffer): Promise<void> {
  await dropRecoveries(tx, account);
  await deleteOtherSessions(tx, account, session);
}

function requireOwn(ledger: Ledger, actor: Actor): void {
  const decision = decide(actor, { action: 'manage-account', account: actor.account }, [], now(ledger));
  if (!decision.permit) throw new AppError('not-found', 'There is no such account.');
}
