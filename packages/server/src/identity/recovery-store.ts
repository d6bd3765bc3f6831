// Forgotten passwords as rows: what was asked, and the links that were sent.

import type { Role } from '../access/actor.ts';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import type { Tx } from '../db/transaction.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { LinkOwner } from './email-store.ts';

const insertAsked = statement('recovery.ask', 'INSERT INTO recovery_request (id, login, asked_at) VALUES ($1, $2, $3)');
const takeAsked = statement(
  'recovery.take-asked',
  `DELETE FROM recovery_request WHERE id = (
     SELECT id FROM recovery_request ORDER BY asked_at LIMIT 1 FOR UPDATE SKIP LOCKED)
   RETURNING login, asked_at AS "askedAt"`,
);
const selectReachable = statement(
  'recovery.reachable',
  `SELECT a.id FROM account a JOIN account_email e ON e.account_id = a.id
   WHERE a.login = $1 AND a.status <> 'closed' AND a.role <> 'system'`,
);
const insertLink = statement(
  'recovery.link',
  'INSERT INTO password_recovery (token_hash, account_id, until) VALUES ($1, $2, $3)',
);
const selectOwner = statement(
  'recovery.owner',
  `SELECT a.id AS account, a.login, a.name, a.role, p.chain
   FROM password_recovery r JOIN account a ON a.id = r.account_id LEFT JOIN patient p ON p.account_id = a.id
   WHERE r.token_hash = $1 AND r.until > $2 AND a.status <> 'closed'`,
);
const takeLink = statement(
  'recovery.take',
  'DELETE FROM password_recovery WHERE token_hash = $1 AND until > $2 RETURNING token_hash',
);
const deleteLinks = statement('recovery.drop', 'DELETE FROM password_recovery WHERE account_id = $1');
const deleteEnded = statement('recovery.drop-ended', 'DELETE FROM password_recovery WHERE until <= $1');
const deleteUnconfirmed = statement('recovery.drop-unconfirmed', 'DELETE FROM email_change WHERE until <= $1');
const setHash = statement(
  'recovery.set-hash',
  'UPDATE account SET password_hash = $2, one_time_until = $3 WHERE id = $1',
);
const selectAccount = statement(
  'recovery.account',
  `SELECT a.id AS account, a.login, a.name, a.role, p.chain FROM account a LEFT JOIN patient p ON p.account_id = a.id
   WHERE a.login = $1 AND a.status <> 'closed' AND a.role <> 'system'`,
);

/** Writes down that somebody asked for a link, whether or not anybody has that number. */
export async function putAsked(db: Db, id: string, login: string, at: Date): Promise<void> {
  await db.rows(insertAsked, [id, login, at]);
}

/** Takes what was asked first; undefined where nothing was. */
export async function takeAskedFor(tx: Tx): Promise<{ login: string; askedAt: Date } | undefined> {
  return (await tx.rows<{ login: string; askedAt: Date }>(takeAsked, []))[0];
}

/** The account of that number, where it has a confirmed address. */
export async function reachableAccount(tx: Tx, login: string): Promise<string | undefined> {
  return (await tx.rows<{ id: string }>(selectReachable, [login]))[0]?.id;
}

/** Writes a link's hash. */
export async function putLink(tx: Tx, tokenHash: Buffer, account: string, until: string): Promise<void> {
  await tx.rows(insertLink, [tokenHash, account, until]);
}

/** Whose link it is; undefined where it does not work any more. */
export async function linkOwner(db: Db | Tx, tokenHash: Buffer, now: Date): Promise<LinkOwner | undefined> {
  return (await db.rows<LinkOwner>(selectOwner, [tokenHash, now]))[0];
}

/** Uses a link up: true for the first who does. */
export async function takeRecovery(tx: Tx, tokenHash: Buffer, now: Date): Promise<boolean> {
  return (await tx.rows(takeLink, [tokenHash, now])).length > 0;
}

/** Makes all links of an account worthless. */
export async function dropRecoveries(tx: Tx, account: string): Promise<void> {
  await tx.rows(deleteLinks, [account]);
}

/** Removes links that are too old. */
export async function removeEndedLinks(db: Db, { clock }: Pick<Ledger, 'clock'>): Promise<void> {
  const now = new Date(clock());
  await Promise.all([db.rows(deleteEnded, [now]), db.rows(deleteUnconfirmed, [now])]);
}

/** Sets the password, for good or until a moment (ISO 8601 UTC). */
export async function setPasswordHash(tx: Tx, account: string, hash: string, until: string | null): Promise<void> {
  await tx.rows(setHash, [account, hash, until]);
}

/** The account of that number, as it is recovered at the desk. */
export async function recoverableAccount(
  db: Db | Tx,
  login: string,
): Promise<(LinkOwner & { role: Role }) | undefined> {
  return (await db.rows<LinkOwner>(selectAccount, [login]))[0];
}
