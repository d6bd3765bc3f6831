// Accounts: who may sign in, and as what.

import type { Role } from '../access/actor.ts';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import type { Tx } from '../db/transaction.ts';
import { AppError } from '../errors.ts';

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
  /** Stands for somebody who came from elsewhere. */
  readonly importKey?: string;
}

/** Somebody who comes from elsewhere: `key` stands for them, so that they come once; `number` is of their number there. */
export interface Incomer {
  readonly key: string;
  readonly number: number;
}

export type NumberKind = 'PAT' | 'DOC' | 'STF' | 'ADM';

/** A number above this is not kept: the next would be as long. */
const HIGHEST_KEPT = 999_999;

const insertAccountRow = statement(
  'account.insert',
  `INSERT INTO account (id, login, role, name, status, password_hash, demo, created_at, one_time_until, import_key)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
);
const COLUMNS = `id, login, role, name, status, password_hash AS "passwordHash", demo,
  to_char(one_time_until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "oneTimeUntil"`;
const selectByLogin = statement('account.by-login', `SELECT ${COLUMNS} FROM account WHERE login = $1`);
const selectByImport = statement('account.by-import', `SELECT ${COLUMNS} FROM account WHERE import_key = $1`);
const lockCounter = statement('numbering.lock', 'SELECT FROM numbering WHERE kind = $1 FOR UPDATE');
const raiseCounter = statement('numbering.raise', 'UPDATE numbering SET last = greatest(last, $2) WHERE kind = $1');
const selectTaken = statement(
  'numbering.taken',
  'SELECT FROM account WHERE login = $1 UNION ALL SELECT FROM patient_number WHERE number = $1',
);
const takeNumber = statement('numbering.take', 'UPDATE numbering SET last = last + 1 WHERE kind = $1 RETURNING last');
const giveNumber = statement('numbering.give', 'UPDATE numbering SET last = last - 1 WHERE kind = $1');
const renameRow = statement('account.rename', 'UPDATE account SET name = $2 WHERE id = $1 AND name <> $2');
const anyDemo = statement('account.any-demo', 'SELECT 1 FROM account WHERE demo LIMIT 1');
const countByRole = statement('account.count', 'SELECT role, count(*) AS count FROM account GROUP BY role');

/** Writes a new account. */
export async function insertAccount(tx: Tx, account: Account, createdAt: string): Promise<void> {
  const { id, login, role, name, status, passwordHash, demo, oneTimeUntil = null, importKey = null } = account;
  const values = [id, login, role, name, status, passwordHash, demo, createdAt, oneTimeUntil, importKey];
  await tx.rows(insertAccountRow, values);
}

/** The account of that login, written as people see it (`PAT001`); undefined where there is none. */
export async function accountByLogin(db: Db, login: string): Promise<Account | undefined> {
  return (await db.rows<Account>(selectByLogin, [login]))[0];
}

/** The account of somebody who came from elsewhere; undefined where nobody came for whom that stands. */
export async function accountByImport(store: Db | Tx, key: string): Promise<Account | undefined> {
  return (await store.rows<Account>(selectByImport, [key]))[0];
}

/** The account's owner is called so from here on. */
export async function renameAccount(tx: Tx, id: string, name: string): Promise<void> {
  await tx.rows(renameRow, [id, name]);
}

/** The next number of its kind, such as `PAT001` or `DOC1`. The row stays locked until the transaction ends. */
export async function nextNumber(tx: Tx, kind: NumberKind): Promise<string> {
  const [row] = await tx.rows<{ last: number }>(takeNumber, [kind]);
  return numberText(kind, Number(row?.last));
}

/** Locks the counter until the transaction ends: what others wrote who had it is seen from here on. */
export async function lockNumbers(tx: Tx, kind: NumberKind): Promise<void> {
  await tx.rows(lockCounter, [kind]);
}

/** The number that somebody had elsewhere, where nobody has it here, else the next. The counter has to be locked. */
export async function keepNumber(tx: Tx, kind: NumberKind, number: number): Promise<string> {
  const login = numberText(kind, number);
  const free = number > 0 && number <= HIGHEST_KEPT && (await tx.rows(selectTaken, [login])).length === 0;
  if (!free) return nextNumber(tx, kind);
  await tx.rows(raiseCounter, [kind, number]);
  return login;
}

/** The number of somebody who comes from elsewhere. Throws conflict for whoever has come before. */
export async function incomerNumber(tx: Tx, kind: NumberKind, { key, number }: Incomer): Promise<string> {
  await lockNumbers(tx, kind);
  if (await accountByImport(tx, key)) throw new AppError('conflict', 'This person has been imported already.');
  return keepNumber(tx, kind, number);
}

function numberText(kind: NumberKind, number: number): string {
  return kind + (kind === 'PAT' ? String(number).padStart(3, '0') : number);
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
