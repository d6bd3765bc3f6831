// Who may be invited to be a guardian: patients with an account, known by number and date of birth together.

import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import type { Tx } from '../db/transaction.ts';

/** Somebody who may become a guardian. */
export interface Candidate {
  readonly account: string;
  readonly login: string;
  readonly name: string;
  readonly birthDate: string;
}

const COLUMNS = `SELECT a.id AS account, a.login, a.name, p.birth_date AS "birthDate"
  FROM account a JOIN patient p ON p.account_id = a.id`;
const WHO = `a.role = 'patient' AND a.status = 'active'`;

const selectByNumber = statement(
  'candidate.by-number',
  `${COLUMNS} WHERE a.login = $1 AND p.birth_date = $2::date AND ${WHO}`,
);
const selectById = statement('candidate.by-id', `${COLUMNS} WHERE a.id = $1 AND p.birth_date IS NOT NULL AND ${WHO}`);

/** The patient of that number who was born on that date; undefined where nobody is both: which of them is wrong is not told. */
export async function candidateByNumber(db: Db, number: string, birthDate: string): Promise<Candidate | undefined> {
  return (await db.rows<Candidate>(selectByNumber, [number, birthDate]))[0];
}

/** The same by account. */
export async function candidateById(tx: Tx, account: string): Promise<Candidate | undefined> {
  return (await tx.rows<Candidate>(selectById, [account]))[0];
}
