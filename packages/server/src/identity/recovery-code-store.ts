// Printed codes as rows: a hash of each, and when it was used.

import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import type { Tx } from '../db/transaction.ts';

/** How many codes an account was given, how many of them are unused, and when they were made. */
export interface CodeCount {
  readonly made: number;
  readonly left: number;
  readonly madeAt: string | null;
}

const count = statement(
  'recovery-code.count',
  `SELECT count(*) AS made, count(*) FILTER (WHERE used_at IS NULL) AS left, max(made_at) AS "madeAt"
   FROM recovery_code WHERE account_id = $1`,
);
const insert = statement(
  'recovery-code.insert',
  `INSERT INTO recovery_code (account_id, code_hash, made_at) SELECT $1, hash, $3 FROM unnest($2::bytea[]) AS hash`,
);
const use = statement(
  'recovery-code.use',
  'UPDATE recovery_code SET used_at = $3 WHERE account_id = $1 AND code_hash = $2 AND used_at IS NULL RETURNING account_id',
);
const remove = statement(
  'recovery-code.delete',
  'DELETE FROM recovery_code WHERE account_id = $1 RETURNING account_id',
);

/** How many printed codes an account has. */
export async function countCodes(store: Db | Tx, account: string): Promise<CodeCount> {
  const [row] = await store.rows<{ made: number; left: number; madeAt: Date | null }>(count, [account]);
  return { made: row?.made ?? 0, left: row?.left ?? 0, madeAt: row?.madeAt?.toISOString() ?? null };
}

/** Writes the hashes of new codes. */
export async function insertCodes(tx: Tx, account: string, hashes: readonly Buffer[], at: string): Promise<void> {
  await tx.rows(insert, [account, hashes, at]);
}

/** Uses a code up; false where the account has no such code, or it was used. */
export async function takeCode(tx: Tx, account: string, hash: Buffer, at: string): Promise<boolean> {
  return (await tx.rows(use, [account, hash, at])).length > 0;
}

/** Removes all codes of an account, used ones too; false where there were none. */
export async function deleteCodes(tx: Tx, account: string): Promise<boolean> {
  return (await tx.rows(remove, [account])).length > 0;
}
