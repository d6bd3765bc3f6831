// Accounts: who may sign in, and as what.

import type { Role } from '../access/actor.ts';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import type { Tx } from '../db/transaction.ts';

export interface Account {
  readonly id: string;
  readonly login: string;
  readonly role: Role | 'system';
  readonly name: string;
  readonly status: 'active' | 'awaiting-verification' | 'declined' | 'closed';
  readonly passwordHash: string | null;
  readonly demo: boolean;
  /** Until when a one-time password may be used, ISO 8601 UTC; null or absent for a password of one's own. */
  readonly oneTimeUntil?: string | null;
}

export type NumberKind = 'PAT' | 'DOC' | 'STF' | 'ADM';

const insertAccountRow = statement(
  'account.insert',
  `INSERT INTO account (id, login, role, name, status, password_hash, demo, created_at, one_time_until)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
);
const selectByLogin = statement(
  'account.by-login',
  `SELECT id, login, role, name, status, password_hash AS "passwordHash", demo,
     to_char(one_time_until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "oneTimeUntil" FROM account WHERE login = $1`,
);
const takeNumber = statement('numbering.take', 'UPDATE numbering SET last = last + 1 WHERE kind = $1 RETURNING last');
const giveNumber = statement('numbering.give', 'UPDATE numbering SET last = last - 1 WHERE kind = $1');
const anyDemo = statement('account.any-demo', 'SELECT 1 FROM account WHERE demo LIMIT 1');
const countByRole = statement('account.count', 'SELECT role, count(*) AS count FROM account GROUP BY role');

/** Writes a new account. */
export async function insertAccount(tx: Tx, account: Account, createdAt: string): Promise<void> {
  const { id, login, role, name, status, passwordHash, demo, oneTimeUntil = null } = account;
  await tx.rows(insertAccountRow, [id, login, role, name, status, passwordHash, demo, createdAt, oneTimeUntil]);
}

/** The account of that login, written as people see it (`PAT001`); undefined where there is none. */
export async function accountByLogin(db: Db, login: string): Promise<Account | undefined> {
  return (await db.rows<Account>(selectByLogin, [login]))[0];
}

/** The next number of its kind, such as `PAT001` or `DOC1`. The row stays locked until the transaction ends. */
export async function nextNumber(tx: Tx, kind: NumberKind): Promise<string> {
  const [row] = await tx.rows<{ last: number }>(takeNumber, [kind]);
  const digits = String(row?.last);
  return kind + (kind === 'PAT' ? digits.padStart(3, '0') : digits);
}

/** Gives back the number that this transaction took, whose row it has locked. */
export async function returnNumber(tx: Tx, kind: NumberKind): Promise<void> {
  await tx.rows(giveNumber, [kind]);
}

/** True where an account was made for a demonstration: production does not start on such a store. */
export async function hasDemoAccounts(db: Db): Promise<boolean> {
  return (await db.rows(anyDemo, [])).length > 0;
}

/** How many accounts there are of each role. */
export async function countAccounts(db: Db): Promise<Partial<Record<Account['role'], number>>> {
  const rows = await db.rows<{ role: Account['role']; count: number }>(countByRole, []);
  return Object.fromEntries(rows.map(({ role, count }) => [role, count]));
}
