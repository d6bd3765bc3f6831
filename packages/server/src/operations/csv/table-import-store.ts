// Tables that are imported by the pages, in PostgreSQL: how far each is, its rows, and what became of them.

import type { Db } from '../../db/pool.ts';
import { statement } from '../../db/statement.ts';
import type { TableKind } from './mapping.ts';

/** Rows that are kept, imported and told together. */
export const BATCH = 50;

/** How many rows came out how. */
export interface RowCounts {
  readonly created: number;
  readonly present: number;
  readonly rejected: number;
}

/**
 * A table of somebody's. `step` is what is done with it and `state` how that stands; `attempt` counts who does it: only the
 * newest may go on. `done` of `total` rows. Times are ISO 8601 UTC.
 */
export interface StoredImport extends RowCounts {
  readonly id: string;
  readonly account: string;
  readonly login: string;
  readonly kind: TableKind;
  readonly sha256: string;
  readonly plan: Buffer;
  readonly step: 'map' | 'check' | 'import';
  readonly state: 'ready' | 'waiting' | 'running' | 'stopped' | 'failed' | 'done';
  readonly total: number;
  readonly done: number;
  readonly attempt: number;
  readonly tries: number;
  readonly askedAt: string;
  readonly expiresAt: string;
}

/** Fifty rows, sealed, and what became of them. */
export interface StoredRows {
  readonly place: number;
  readonly rows: Buffer;
  readonly outcome: Buffer | null;
}

type Row = Omit<StoredImport, 'askedAt' | 'expiresAt'> & { askedAt: Date; expiresAt: Date };

const COLUMNS = `id, account, login, kind, sha256, plan, step, state, total, done, created, present, rejected, attempt, tries,
  asked_at AS "askedAt", expires_at AS "expiresAt"`;
/** The most tables that somebody keeps. */
export const KEPT_AT_MOST = 20;
const RESTING = `state NOT IN ('arriving', 'waiting', 'running')`;

const insertRow = statement(
  'import.insert',
  `INSERT INTO table_import (id, account, login, kind, plan, state, asked_at, expires_at)
   SELECT $1, $2, $3, $4, '', 'arriving', $5, $6
   WHERE (SELECT count(*) FROM table_import WHERE account = $2) < ${KEPT_AT_MOST} RETURNING id`,
);
const insertRows = statement(
  'import.insert-rows',
  'INSERT INTO table_import_rows (import, place, rows) VALUES ($1, $2, $3)',
);
const arriveRow = statement(
  'import.arrive',
  `UPDATE table_import SET state = 'ready', sha256 = $2, plan = $3, total = $4, expires_at = $5
   WHERE id = $1 AND state = 'arriving'`,
);
const selectOne = statement(
  'import.one',
  `SELECT ${COLUMNS} FROM table_import WHERE id = $1 AND state <> 'arriving' AND expires_at > $2`,
);
const selectOwn = statement(
  'import.own',
  `SELECT ${COLUMNS} FROM table_import WHERE account = $1 AND state <> 'arriving' AND expires_at > $2
   ORDER BY asked_at DESC`,
);
const beginCheck = statement(
  'import.begin-check',
  `WITH begun AS (
     UPDATE table_import SET plan = $2, step = 'check', state = 'waiting', stop = false, tries = 0, done = 0, created = 0,
       present = 0, rejected = 0, expires_at = $3
     WHERE id = $1 AND step <> 'import' AND ${RESTING} RETURNING id)
   UPDATE table_import_rows SET outcome = NULL, rejected = 0 WHERE import IN (SELECT id FROM begun) AND outcome IS NOT NULL`,
);
const beginImport = statement(
  'import.begin-import',
  `WITH begun AS (
     UPDATE table_import SET step = 'import', state = 'waiting', stop = false, tries = 0, done = 0, created = 0,
       present = 0, rejected = 0, expires_at = $2
     WHERE id = $1 AND (step, state) = ('check', 'done') RETURNING id)
   UPDATE table_import_rows SET outcome = NULL, rejected = 0 WHERE import IN (SELECT id FROM begun)`,
);
const resumeImport = statement(
  'import.resume',
  `UPDATE table_import SET state = 'waiting', stop = false, tries = 0, expires_at = $2
   WHERE id = $1 AND step = 'import' AND state IN ('stopped', 'failed')`,
);
const stopRow = statement(
  'import.stop',
  `UPDATE table_import SET stop = true, state = CASE state WHEN 'waiting' THEN 'stopped' ELSE state END
   WHERE id = $1 AND state IN ('waiting', 'running')`,
);
const deleteRow = statement(
  'import.delete',
  `WITH gone AS (DELETE FROM table_import WHERE id = $1 AND state NOT IN ('waiting', 'running') RETURNING id)
   DELETE FROM table_import_rows WHERE import IN (SELECT id FROM gone)`,
);
const deleteExpired = statement(
  'import.delete-expired',
  `WITH gone AS (DELETE FROM table_import WHERE expires_at <= $1 AND state NOT IN ('waiting', 'running') RETURNING id)
   DELETE FROM table_import_rows WHERE import IN (SELECT id FROM gone)`,
);
// A dry run knows its earlier rows, so it begins anew; an import goes on.
const claimRow = statement(
  'import.claim',
  `UPDATE table_import SET state = 'running', attempt = attempt + 1, tries = tries + 1, leased_until = $2,
     done = CASE step WHEN 'check' THEN 0 ELSE done END, created = CASE step WHEN 'check' THEN 0 ELSE created END,
     present = CASE step WHEN 'check' THEN 0 ELSE present END, rejected = CASE step WHEN 'check' THEN 0 ELSE rejected END
   WHERE id = (SELECT id FROM table_import WHERE state = 'waiting' OR (state = 'running' AND leased_until <= $1)
     ORDER BY asked_at LIMIT 1 FOR UPDATE SKIP LOCKED)
   RETURNING ${COLUMNS}`,
);
const keepOutcome = statement(
  'import.keep-outcome',
  `WITH mine AS (
     UPDATE table_import SET done = done + $4, created = created + $5, present = present + $6, rejected = rejected + $7,
       tries = 0, leased_until = $8, state = CASE WHEN stop AND done + $4 < total THEN 'stopped' ELSE 'running' END
     WHERE id = $1 AND attempt = $2 AND state = 'running' RETURNING id, state),
   kept AS (
     UPDATE table_import_rows SET outcome = $9, rejected = $7 WHERE import IN (SELECT id FROM mine) AND place = $3)
   SELECT state FROM mine`,
);
const finishRow = statement(
  'import.finish',
  `UPDATE table_import SET state = $3, leased_until = NULL WHERE id = $1 AND attempt = $2 AND state = 'running'`,
);
const selectRows = statement(
  'import.rows',
  'SELECT place, rows, outcome FROM table_import_rows WHERE import = $1 AND place >= $2 ORDER BY place LIMIT $3',
);
const selectRejected = statement(
  'import.rejected-rows',
  `SELECT place, rows, outcome FROM table_import_rows WHERE import = $1 AND place >= $2 AND rejected > 0
   ORDER BY place LIMIT $3`,
);

/** Makes room for a table that comes in; false where somebody keeps too many already. */
export async function insertImport(
  db: Db,
  one: Pick<StoredImport, 'id' | 'account' | 'login' | 'kind' | 'askedAt' | 'expiresAt'>,
): Promise<boolean> {
  const { id, account, login, kind, askedAt, expiresAt } = one;
  return (await db.rows(insertRow, [id, account, login, kind, askedAt, expiresAt])).length > 0;
}

/** Keeps sealed rows of a table that comes in. */
export async function insertImportRows(db: Db, id: string, place: number, rows: Buffer): Promise<void> {
  await db.rows(insertRows, [id, place, rows]);
}

/** The table is whole. */
export async function arriveImport(
  db: Db,
  { id, sha256, plan, total, expiresAt }: Pick<StoredImport, 'id' | 'sha256' | 'plan' | 'total' | 'expiresAt'>,
): Promise<void> {
  await db.rows(arriveRow, [id, sha256, plan, total, expiresAt]);
}

/** The table of that id, whosever it is; undefined where there is none, or it has expired at `now`. */
export async function importById(db: Db, id: string, now: string): Promise<StoredImport | undefined> {
  return (await db.rows<Row>(selectOne, [id, now])).map(toImport)[0];
}

/** The tables that somebody keeps, the newest first. */
export async function importsOf(db: Db, account: string, now: string): Promise<StoredImport[]> {
  return (await db.rows<Row>(selectOwn, [account, now])).map(toImport);
}

/** Has the dry run begin, by that plan, where nothing is under way and nothing was imported. */
export async function checkImport(db: Db, id: string, plan: Buffer, expiresAt: string): Promise<void> {
  await db.rows(beginCheck, [id, plan, expiresAt]);
}

/** Has the import begin after its dry run, or go on where it was stopped. */
export async function startImport(db: Db, id: string, expiresAt: string): Promise<void> {
  await db.rows(beginImport, [id, expiresAt]);
  await db.rows(resumeImport, [id, expiresAt]);
}

/** Has what is under way stop after the rows that are being written. */
export async function stopImport(db: Db, id: string): Promise<void> {
  await db.rows(stopRow, [id]);
}

/** Deletes a table that is not under way. */
export async function deleteImport(db: Db, id: string): Promise<void> {
  await db.rows(deleteRow, [id]);
}

/** Deletes what has expired. */
export async function removeExpiredImports(db: Db, now: string): Promise<void> {
  await db.rows(deleteExpired, [now]);
}

/** Takes what waits longest, or whose maker has not been heard of until `now`; it is the caller's until then. */
export async function claimImport(db: Db, now: string, leasedUntil: string): Promise<StoredImport | undefined> {
  return (await db.rows<Row>(claimRow, [now, leasedUntil])).map(toImport)[0];
}

/** Keeps what became of rows; gives whether to go on: false where it was stopped, or is somebody else's. */
export async function keepOutcomes(
  db: Db,
  { id, attempt }: Pick<StoredImport, 'id' | 'attempt'>,
  { place, outcome, counts, leasedUntil }: { place: number; outcome: Buffer; counts: RowCounts; leasedUntil: string },
): Promise<boolean> {
  const { created, present, rejected } = counts;
  const rows = created + present + rejected;
  const values = [id, attempt, place, rows, created, present, rejected, leasedUntil, outcome];
  return (await db.rows<{ state: string }>(keepOutcome, values))[0]?.state === 'running';
}

/** Ends it, where it is the caller's still. */
export async function finishImport(
  db: Db,
  { id, attempt }: Pick<StoredImport, 'id' | 'attempt'>,
  state: 'done' | 'failed' | 'stopped',
): Promise<void> {
  await db.rows(finishRow, [id, attempt, state]);
}

/** Rows of a table from that place on, fifty to each; those alone of which one was rejected. */
export async function importRows(
  db: Db,
  id: string,
  { from, most, rejected = false }: { readonly from: number; readonly most: number; readonly rejected?: boolean },
): Promise<StoredRows[]> {
  return db.rows<StoredRows>(rejected ? selectRejected : selectRows, [id, from, most]);
}

function toImport(row: Row): StoredImport {
  return { ...row, askedAt: row.askedAt.toISOString(), expiresAt: row.expiresAt.toISOString() };
}
