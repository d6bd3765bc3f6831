// The password of an account, as its stored hash.

import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import type { Tx } from '../db/transaction.ts';

const selectHash = statement('credential.select', 'SELECT password_hash AS hash FROM account WHERE id = $1');
const replaceHash = statement(
  'credential.replace',
  'UPDATE account SET password_hash = $3 WHERE id = $1 AND password_hash = $2 RETURNING id',
);
const selectMostRounds = statement(
  'credential.most-rounds',
  `SELECT max(split_part(password_hash, '$', 2)::integer) AS rounds FROM account
   WHERE password_hash LIKE 'pbkdf2_sha256$%'`,
);

/** The stored hash of an account's password; null where it has none. */
export async function passwordHashOf(db: Db, account: string): Promise<string | null> {
  return (await db.rows<{ hash: string | null }>(selectHash, [account]))[0]?.hash ?? null;
}

/** Puts a hash in the place of another; false where that is not the stored one any more. */
export async function replacePasswordHash(store: Db | Tx, account: string, from: string, to: string): Promise<boolean> {
  return (await store.rows(replaceHash, [account, from, to])).length > 0;
}

/** The most rounds of all passwords that were hashed elsewhere and not used here yet; 0 where there are none. */
export async function mostImportedRounds(db: Db): Promise<number> {
  return (await db.rows<{ rounds: number | null }>(selectMostRounds, []))[0]?.rounds ?? 0;
}
