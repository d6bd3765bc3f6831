// Copies of whole records in PostgreSQL: how far each is, and the parts of its file.

import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import type { Tx } from '../db/transaction.ts';

/** A patient's copy. `attempt` counts who makes it: only the newest may go on. Times are ISO 8601 UTC. */
export interface StoredCopy {
  readonly chain: string;
  readonly id: string;
  readonly account: string;
  readonly lang: string;
  readonly state: 'waiting' | 'running' | 'ready' | 'failed' | 'stopped';
  readonly done: number;
  readonly total: number;
  readonly attempt: number;
  readonly askedAt: string;
  readonly expiresAt: string;
  readonly size: number;
}

type Row = Omit<StoredCopy, 'askedAt' | 'expiresAt'> & { askedAt: Date; expiresAt: Date };

const COLUMNS = `chain, id, account, lang, state, done, total, attempt, asked_at AS "askedAt",
  expires_at AS "expiresAt", size`;
const MINE = `WHERE chain = $1 AND id = $2 AND attempt = $3 AND state = 'running'`;

const upsertRow = statement(
  'copy.ask',
  `INSERT INTO record_copy AS c (chain, id, account, lang, state, asked_at, expires_at) VALUES ($1, $2, $3, $4, 'waiting', $5, $6)
   ON CONFLICT (chain) DO UPDATE SET id = excluded.id, account = excluded.account, lang = excluded.lang, state = 'waiting',
     done = 0, total = 0, attempt = 0, leased_until = NULL, asked_at = excluded.asked_at, expires_at = excluded.expires_at, size = 0
   WHERE c.state NOT IN ('waiting', 'running') RETURNING c.id`,
);
const deleteParts = statement('copy.delete-parts', 'DELETE FROM record_copy_part WHERE chain = $1');
const deleteOtherParts = statement(
  'copy.delete-other-parts',
  'DELETE FROM record_copy_part WHERE chain = $1 AND (id, attempt) <> ($2, $3)',
);
const stopRow = statement(
  'copy.stop',
  `UPDATE record_copy SET state = 'stopped' WHERE chain = $1 AND state IN ('waiting', 'running') RETURNING id`,
);
const selectOne = statement('copy.one', `SELECT ${COLUMNS} FROM record_copy WHERE chain = $1 AND expires_at > $2`);
const claimRow = statement(
  'copy.claim',
  `UPDATE record_copy SET state = 'running', attempt = attempt + 1, done = 0, leased_until = $2
   WHERE chain = (SELECT chain FROM record_copy WHERE state = 'waiting' OR (state = 'running' AND leased_until <= $1)
     ORDER BY asked_at LIMIT 1 FOR UPDATE SKIP LOCKED)
   RETURNING ${COLUMNS}`,
);
const advanceRow = statement(
  'copy.advance',
  `UPDATE record_copy SET done = $4, total = $5, leased_until = $6 ${MINE} RETURNING id`,
);
// Locked: an erasure that takes the copy at this moment is waited for, and nothing is kept after it.
const insertPart = statement(
  'copy.insert-part',
  `INSERT INTO record_copy_part (chain, id, attempt, place, bytes)
   SELECT chain, id, attempt, $4, $5 FROM record_copy ${MINE} FOR SHARE RETURNING place`,
);
const finishRow = statement(
  'copy.finish',
  `UPDATE record_copy SET state = $4, size = $5, done = total, expires_at = $6, leased_until = NULL ${MINE} RETURNING id`,
);
const selectPart = statement(
  'copy.part',
  'SELECT bytes FROM record_copy_part WHERE chain = $1 AND id = $2 AND attempt = $3 AND place = $4',
);
const deleteExpired = statement(
  'copy.delete-expired',
  `WITH gone AS (DELETE FROM record_copy WHERE expires_at <= $1 RETURNING chain)
   DELETE FROM record_copy_part WHERE chain IN (SELECT chain FROM gone)`,
);

/** Writes that a copy is to be made; false where one is under way already. */
export async function insertCopy(
  tx: Tx,
  { chain, id, account, lang, askedAt, expiresAt }: Omit<StoredCopy, 'state' | 'done' | 'total' | 'attempt' | 'size'>,
): Promise<boolean> {
  if ((await tx.rows(upsertRow, [chain, id, account, lang, askedAt, expiresAt])).length === 0) return false;
  await tx.rows(deleteParts, [chain]);
  return true;
}

/** Stops a copy that is under way; false where none is. */
export async function stopCopy(tx: Tx, chain: string): Promise<boolean> {
  const stopped = (await tx.rows(stopRow, [chain])).length > 0;
  if (stopped) await tx.rows(deleteParts, [chain]);
  return stopped;
}

/** The copy of a patient; undefined where there is none, or it has expired at `now`. */
export async function copyOf(db: Db, chain: string, now: string): Promise<StoredCopy | undefined> {
  return (await db.rows<Row>(selectOne, [chain, now])).map(toCopy)[0];
}

/** Takes the copy that waits longest, or whose maker has not been heard of until `now`; it is the caller's until then. */
export async function claimCopy(db: Db, now: string, leasedUntil: string): Promise<StoredCopy | undefined> {
  return (await db.rows<Row>(claimRow, [now, leasedUntil])).map(toCopy)[0];
}

/** Says how far it is; false where it is not the caller's any more. */
export async function advanceCopy(
  db: Db,
  { chain, id, attempt }: StoredCopy,
  { done, total, leasedUntil }: { readonly done: number; readonly total: number; readonly leasedUntil: string },
): Promise<boolean> {
  return (await db.rows(advanceRow, [chain, id, attempt, done, total, leasedUntil])).length > 0;
}

/** Keeps a part of the file; false where it is not the caller's any more. */
export async function keepPart(db: Db, copy: StoredCopy, place: number, bytes: Buffer): Promise<boolean> {
  const { chain, id, attempt } = copy;
  return (await db.rows(insertPart, [chain, id, attempt, place, bytes])).length > 0;
}

/** Ends the making; what other attempts left is removed, and all of it where it failed. */
export async function finishCopy(
  tx: Tx,
  { chain, id, attempt }: StoredCopy,
  { state, size, expiresAt }: Pick<StoredCopy, 'size' | 'expiresAt'> & { readonly state: 'ready' | 'failed' },
): Promise<void> {
  if ((await tx.rows(finishRow, [chain, id, attempt, state, size, expiresAt])).length === 0) return;
  await (state === 'ready' ? tx.rows(deleteOtherParts, [chain, id, attempt]) : tx.rows(deleteParts, [chain]));
}

/** The file of a ready copy, part by part, read as it is taken. */
export async function* readParts(db: Db, { chain, id, attempt }: StoredCopy): AsyncGenerator<Buffer> {
  for (let place = 0; ; place += 1) {
    const [part] = await db.rows<{ bytes: Buffer }>(selectPart, [chain, id, attempt, place]);
    if (!part) return;
    yield part.bytes;
  }
}

/** Deletes what has expired. */
export async function removeExpiredCopies(db: Db, { clock }: { readonly clock: () => number }): Promise<void> {
  await db.rows(deleteExpired, [new Date(clock())]);
}

function toCopy(row: Row): StoredCopy {
  return { ...row, askedAt: row.askedAt.toISOString(), expiresAt: row.expiresAt.toISOString() };
}
