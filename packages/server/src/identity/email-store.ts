// E-mail addresses of accounts, confirmed and waiting to be.

import type { Role } from '../access/actor.ts';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import type { Tx } from '../db/transaction.ts';
import type { MailLanguage } from '../notifications/mail-store.ts';

export interface AccountEmail {
  readonly address: string;
  readonly lang: MailLanguage;
}

/** An address that waits until the link is opened. `session` is the hash of the token of the session that asked. */
export interface EmailChange extends AccountEmail {
  readonly account: string;
  readonly tokenHash: Buffer;
  readonly session: Buffer;
  readonly until: string;
}

/** Whose link it is, as far as the page shows it. */
export interface LinkOwner {
  readonly account: string;
  readonly login: string;
  readonly name: string;
  readonly role: Role;
  readonly chain: string | null;
}

const OWNER = 'a.id AS account, a.login, a.name, a.role, p.chain';
const selectOwn = statement(
  'email.own',
  `SELECT e.address, e.lang, c.address AS waiting, c.until
   FROM account a LEFT JOIN account_email e ON e.account_id = a.id
     LEFT JOIN email_change c ON c.account_id = a.id AND c.until > $2
   WHERE a.id = $1`,
);
const selectForChange = statement(
  'email.lock',
  'SELECT address, lang FROM account_email WHERE account_id = $1 FOR UPDATE',
);
const upsertChange = statement(
  'email.ask',
  `INSERT INTO email_change (account_id, token_hash, address, lang, session_hash, until) VALUES ($1, $2, $3, $4, $5, $6)
   ON CONFLICT (account_id) DO UPDATE SET token_hash = $2, address = $3, lang = $4, session_hash = $5, until = $6`,
);
const selectChangeOwner = statement(
  'email.change-owner',
  `SELECT ${OWNER}, c.address FROM email_change c JOIN account a ON a.id = c.account_id LEFT JOIN patient p ON p.account_id = a.id
   WHERE c.token_hash = $1 AND c.until > $2 AND a.status <> 'closed'`,
);
const takeChange = statement(
  'email.take-change',
  `DELETE FROM email_change WHERE token_hash = $1 AND until > $2
   RETURNING address, lang, session_hash AS session`,
);
const deleteChange = statement(
  'email.delete-change',
  'DELETE FROM email_change WHERE account_id = $1 RETURNING address',
);
const upsertEmail = statement(
  'email.set',
  `INSERT INTO account_email (account_id, address, salt, lang, confirmed_at) VALUES ($1, $2, $3, $4, $5)
   ON CONFLICT (account_id) DO UPDATE SET address = $2, salt = $3, lang = $4, confirmed_at = $5`,
);
const deleteEmail = statement('email.delete', 'DELETE FROM account_email WHERE account_id = $1');
const setLanguage = statement('email.language', 'UPDATE account_email SET lang = $2 WHERE account_id = $1');

/** The address of an account and the one that waits; null for what there is not. Times are ISO 8601 UTC. */
export async function emailOf(db: Db, account: string, now: Date) {
  type Row = { address: string | null; waiting: string | null; until: Date | null };
  const [row] = await db.rows<Row>(selectOwn, [account, now]);
  const waiting = row?.waiting && row.until ? { address: row.waiting, until: row.until.toISOString() } : null;
  return { address: row?.address ?? null, waiting };
}

/** The confirmed address of an account, locked until the transaction ends. */
export async function lockEmail(tx: Tx, account: string): Promise<AccountEmail | undefined> {
  return (await tx.rows<AccountEmail>(selectForChange, [account]))[0];
}

/** Writes the address that waits; one that waited before is forgotten, and its link with it. */
export async function putEmailChange(tx: Tx, change: EmailChange): Promise<void> {
  const { account, tokenHash, address, lang, session, until } = change;
  await tx.rows(upsertChange, [account, tokenHash, address, lang, session, until]);
}

/** Whose address waits under that link, and which; undefined where none does any more. */
export async function emailChangeOwner(
  db: Db | Tx,
  tokenHash: Buffer,
  now: Date,
): Promise<(LinkOwner & { address: string }) | undefined> {
  return (await db.rows<LinkOwner & { address: string }>(selectChangeOwner, [tokenHash, now]))[0];
}

/** Takes the address that waits: one taker gets it. */
export async function takeEmailChange(
  tx: Tx,
  tokenHash: Buffer,
  now: Date,
): Promise<(AccountEmail & { session: Buffer }) | undefined> {
  return (await tx.rows<AccountEmail & { session: Buffer }>(takeChange, [tokenHash, now]))[0];
}

/** Forgets the address that waits; true where one did. */
export async function dropEmailChange(tx: Tx, account: string): Promise<boolean> {
  return (await tx.rows(deleteChange, [account])).length > 0;
}

/** Sets the address of an account. */
export async function setEmail(
  tx: Tx,
  account: string,
  { address, lang }: AccountEmail,
  salt: Uint8Array,
  at: string,
): Promise<void> {
  await tx.rows(upsertEmail, [account, address, Buffer.from(salt), lang, at]);
}

/** Removes the address of an account. */
export async function removeEmail(tx: Tx, account: string): Promise<void> {
  await tx.rows(deleteEmail, [account]);
}

/** From now on messages to the account are in that language. */
export async function setMailLanguage(db: Db, account: string, lang: MailLanguage): Promise<void> {
  await db.rows(setLanguage, [account, lang]);
}
