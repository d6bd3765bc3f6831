// A forgotten password. Whoever types a number is answered before anybody looks whether it exists: what was typed is
// written down, and a moment later a link goes to the address of that account, if it has one.

import type { Db } from '../db/pool.ts';
import { transaction } from '../db/transaction.ts';
import { type Ledger, now, randomHex } from '../ledger/ledger.ts';
import { notify, sendLink } from '../notifications/notify.ts';
import { lockOwnerChain, stateAccountEvent } from './account-event.ts';
import { type AttemptKeys, beginAttempt } from './attempts.ts';
import type { LinkOwner } from './email-store.ts';
import { hashPassword } from './password.ts';
import {
  dropRecoveries,
  linkOwner,
  putAsked,
  putLink,
  reachableAccount,
  setPasswordHash,
  takeAskedFor,
  takeRecovery,
} from './recovery-store.ts';
import { tokenHash } from './session.ts';
import { deleteSessionsOf } from './session-store.ts';

interface Parts {
  readonly db: Db;
  readonly ledger: Ledger;
}

const VALID_MS = 30 * 60_000;

/** Writes the question down. Past three an hour for a number nothing is written; the answer is the same. */
export async function askForRecovery({ db, ledger }: Parts, login: string, keys: AttemptKeys): Promise<void> {
  const { allowed } = await beginAttempt(db, ledger, keys);
  if (allowed) await putAsked(db, randomHex(ledger, 16), login, new Date(ledger.clock()));
}

/** Answers what was asked, in the order of asking: a link for each account that has an address. */
export async function answerRecoveries({ db, ledger }: Parts, mailKey: Uint8Array): Promise<void> {
  let more = true;
  while (more) more = await answerOne({ db, ledger }, mailKey);
}

function answerOne({ db, ledger }: Parts, mailKey: Uint8Array): Promise<boolean> {
  return transaction(db, async (tx) => {
    const asked = await takeAskedFor(tx);
    if (!asked) return false;
    const late = ledger.clock() - asked.askedAt.getTime() >= VALID_MS;
    const account = late ? undefined : await reachableAccount(tx, asked.login);
    if (account === undefined) return true;
    const token = Buffer.from(ledger.random(32)).toString('base64url');
    const until = now({ clock: () => ledger.clock() + VALID_MS });
    await putLink(tx, tokenHash(token), account, until);
    await sendLink(tx, ledger, mailKey, { account, kind: 'recover-password', token, until });
    return true;
  });
}

/** Whose link it is; undefined where it was used or is too old: alike. */
export function recoveryOwner({ db, ledger }: Parts, token: string): Promise<LinkOwner | undefined> {
  return linkOwner(db, tokenHash(token), new Date(ledger.clock()));
}

/** Sets the password (checked before) and ends all sessions; false where the link does not work any more. */
export async function recoverPassword({ db, ledger }: Parts, token: string, password: string): Promise<boolean> {
  const passwordHash = await hashPassword(password);
  return transaction(db, async (tx) => {
    const owner = await linkOwner(tx, tokenHash(token), new Date(ledger.clock()));
    if (!owner) return false;
    const head = await lockOwnerChain(tx, ledger, owner);
    if (!(await takeRecovery(tx, tokenHash(token), new Date(ledger.clock())))) return false;
    await setPasswordHash(tx, owner.account, passwordHash, null);
    await Promise.all([dropRecoveries(tx, owner.account), deleteSessionsOf(tx, owner.account)]);
    await stateAccountEvent(tx, ledger, head, { action: 'recover-password', by: owner, of: owner });
    await notify(tx, ledger, owner.account, 'password-changed');
    return true;
  });
}
