// The outbox as rows: written by whoever causes a message, taken by the loop that delivers.

import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import type { Tx } from '../db/transaction.ts';

export type MailLanguage = 'en' | 'hi' | 'ta';

/** What somebody is told of. The words are in the page's catalogues, `mail.<kind>`. */
export type NoticeKind =
  | 'access-requested'
  | 'access-granted'
  | 'new-device'
  | 'password-changed'
  | 'email-changed'
  | 'email-removed'
  | 'recovery-opened'
  | 'recovery-confirmed'
  | 'desk-opened'
  | 'desk-confirmed'
  | 'aadhaar-changed'
  | 'registration-changed'
  | 'emergency'
  | 'emergency-of-ward'
  | 'erasure-proposed'
  | 'erased'
  | 'check-failed';
export type MailKind = NoticeKind | 'confirm-email' | 'recover-password';

/** A message to be written. Without an address it goes to the account's own, and is not written where there is none. */
export interface NewMail {
  readonly id: string;
  readonly account: string;
  readonly kind: MailKind;
  readonly at: string;
  readonly to?: { readonly address: string; readonly lang: MailLanguage };
  readonly token?: Uint8Array;
  /** After this moment nobody can use it any more, and it is not sent. */
  readonly until?: string;
}

/** A message that was taken to be delivered. */
export interface DueMail {
  readonly id: string;
  readonly kind: MailKind;
  readonly login: string;
  readonly address: string;
  readonly lang: MailLanguage;
  readonly token: Uint8Array | null;
  readonly until: Date | null;
  readonly attempts: number;
  readonly createdAt: Date;
}

const COLUMNS = 'id, account_id, kind, address, lang, token, until, next_at, created_at';
const insertTo = statement(
  'mail.insert-to',
  `INSERT INTO mail_outbox (${COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)`,
);
const insertOwn = statement(
  'mail.insert-own',
  `INSERT INTO mail_outbox (${COLUMNS})
   SELECT $1, account_id, $3, address, lang, $4, $5, $6, $6 FROM account_email WHERE account_id = $2`,
);
const insertForPatient = statement(
  'mail.insert-patient',
  `INSERT INTO mail_outbox (${COLUMNS})
   SELECT $1, e.account_id, $3, e.address, e.lang, NULL, NULL, $4, $4
   FROM patient p JOIN account_email e ON e.account_id = p.account_id WHERE p.chain = $2`,
);
const insertForAdministrators = statement(
  'mail.insert-administrators',
  `INSERT INTO mail_outbox (${COLUMNS})
   SELECT $1 || '-' || a.login, a.id, $2, e.address, e.lang, NULL, NULL, $3, $3
   FROM account a JOIN account_email e ON e.account_id = a.id WHERE a.role = 'administrator'`,
);
const takeOne = statement(
  'mail.take',
  `UPDATE mail_outbox m SET attempts = m.attempts + 1, next_at = $2
   FROM account a
   WHERE m.id = (SELECT id FROM mail_outbox WHERE next_at <= $1 AND failed_at IS NULL
                 ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED) AND a.id = m.account_id
   RETURNING m.id, m.kind, a.login, m.address, m.lang, m.token, m.until, m.attempts, m.created_at AS "createdAt"`,
);
const deleteOne = statement('mail.delete', 'DELETE FROM mail_outbox WHERE id = $1');
const postponeOne = statement('mail.postpone', 'UPDATE mail_outbox SET next_at = $2 WHERE id = $1');
const failOne = statement('mail.fail', 'UPDATE mail_outbox SET failed_at = $2, token = NULL WHERE id = $1');
const deleteOld = statement('mail.delete-old', 'DELETE FROM mail_outbox WHERE failed_at < $1');
const countAll = statement(
  'mail.count',
  `SELECT count(*) FILTER (WHERE failed_at IS NULL) AS waiting, count(*) FILTER (WHERE failed_at IS NULL AND attempts > 0) AS delayed,
     count(failed_at) AS failed FROM mail_outbox`,
);

/** Writes a message; it is sent when the transaction has committed. */
export async function insertMail(tx: Tx, { id, account, kind, at, to, token, until }: NewMail): Promise<void> {
  const rest = [token ? Buffer.from(token) : null, until ?? null, at];
  if (to) await tx.rows(insertTo, [id, account, kind, to.address, to.lang, ...rest]);
  else await tx.rows(insertOwn, [id, account, kind, ...rest]);
}

/** Writes a message to the patient of a chain, where they have an address. */
export async function insertMailToPatient(
  tx: Tx,
  { id, chain, kind, at }: { id: string; chain: string; kind: NoticeKind; at: string },
): Promise<void> {
  await tx.rows(insertForPatient, [id, chain, kind, at]);
}

/** Writes a message to each administrator who has an address. */
export async function insertMailToAdministrators(
  tx: Tx,
  { id, kind, at }: { id: string; kind: NoticeKind; at: string },
): Promise<void> {
  await tx.rows(insertForAdministrators, [id, kind, at]);
}

/** Takes the message that is due longest; nobody else takes it before `again`. Undefined where none is due. */
export async function takeDueMail(db: Db, now: Date, again: Date): Promise<DueMail | undefined> {
  return (await db.rows<DueMail>(takeOne, [now, again]))[0];
}

/** Forgets a message that was delivered, or that nobody could use any more. */
export async function deleteMail(db: Db, id: string): Promise<void> {
  await db.rows(deleteOne, [id]);
}

/** The next attempt is at `at`. */
export async function postponeMail(db: Db, id: string, at: Date): Promise<void> {
  await db.rows(postponeOne, [id, at]);
}

/** The message is given up; it stays to be counted, without its link. */
export async function failMail(db: Db, id: string, at: Date): Promise<void> {
  await db.rows(failOne, [id, at]);
}

/** Forgets messages that were given up before `before`. */
export async function deleteFailedMail(db: Db, before: Date): Promise<void> {
  await db.rows(deleteOld, [before]);
}

export interface MailCount {
  readonly waiting: number;
  readonly delayed: number;
  readonly failed: number;
}

/** How many messages wait, how many of these were tried before, and how many were given up lately. */
export async function countMail(db: Db): Promise<MailCount> {
  return (await db.rows<MailCount>(countAll, []))[0] ?? { waiting: 0, delayed: 0, failed: 0 };
}
