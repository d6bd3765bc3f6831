// Wrong passwords as rows, shared by all processes of the server. Keys are HMACs: no address and no login is kept.

import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import type { Tx } from '../db/transaction.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { FORGET_MS, type Tally } from './attempt-rules.ts';

const lockRow = statement(
  'attempt.lock',
  `INSERT INTO password_attempt AS a (key, failures, since, last_at) VALUES ($1, 0, $2, $2)
   ON CONFLICT (key) DO UPDATE SET failures = a.failures
   RETURNING failures, since, last_at AS "lastAt"`,
);
const setRow = statement(
  'attempt.set',
  'UPDATE password_attempt SET failures = $2, since = $3, last_at = $4 WHERE key = $1',
);
const forgetRow = statement('attempt.forget', 'DELETE FROM password_attempt WHERE key = $1');
const giveBackRow = statement(
  'attempt.give-back',
  'UPDATE password_attempt SET failures = greatest(failures - 1, 0) WHERE key = $1',
);
const deleteOld = statement('attempt.delete-old', 'DELETE FROM password_attempt WHERE last_at < $1');

/** The tally of a key, locked until the transaction ends; a new one at `now` where there was none. */
export async function lockTally(tx: Tx, key: Buffer, now: number): Promise<Tally> {
  const [row] = await tx.rows<{ failures: number; since: Date; lastAt: Date }>(lockRow, [key, new Date(now)]);
  return { failures: row?.failures ?? 0, since: row?.since.getTime() ?? now, lastAt: row?.lastAt.getTime() ?? now };
}

/** Writes the tally of a locked key. */
export async function setTally(tx: Tx, key: Buffer, { failures, since, lastAt }: Tally): Promise<void> {
  await tx.rows(setRow, [key, failures, new Date(since), new Date(lastAt)]);
}

/** Forgets what was counted under a key. */
export async function forgetTally(db: Db, key: Buffer): Promise<void> {
  await db.rows(forgetRow, [key]);
}

/** Takes one failure back. */
export async function giveBackFailure(db: Db, key: Buffer): Promise<void> {
  await db.rows(giveBackRow, [key]);
}

/** Removes what is a day old. */
export async function removeOldAttempts(db: Db, { clock }: Pick<Ledger, 'clock'>): Promise<void> {
  await db.rows(deleteOld, [new Date(clock() - FORGET_MS)]);
}
