// The server's check of itself, in PostgreSQL: whose turn it is, what does not hold, and the checks of the whole.

import type { Db } from '../../db/pool.ts';
import { statement } from '../../db/statement.ts';
import type { Tx } from '../../db/transaction.ts';
import type { Problem } from '../verify/problem.ts';
import { PAGE } from '../verify/verify-log.ts';

/** How far the turns have come: `checkedAt` is of the newest, `roundSince` of the oldest; null where a part waits for its first. */
export interface Turns {
  readonly parts: number;
  readonly checkedAt: Date | null;
  readonly roundSince: Date | null;
}

/** How much was checked. */
export interface CheckCounts {
  readonly chains: number;
  readonly blocks: number;
  readonly files: number;
  readonly findings: number;
}

/** A check of the whole. */
export interface CheckRun extends CheckCounts {
  readonly id: number;
  readonly askedBy: string | null;
  readonly askedAt: Date;
  readonly endedAt: Date | null;
  readonly state: 'waiting' | 'running' | 'stopped' | 'interrupted' | 'done';
  /** Somebody wants it to stop. */
  readonly stop: boolean;
  readonly total: number;
  readonly found: readonly string[];
}

const insertTurns = statement(
  'check.insert-turns',
  `INSERT INTO check_turn (part) SELECT chain FROM chain_head UNION ALL
     SELECT 'log ' || n FROM log_state, generate_series(0, (size - 1) / ${PAGE}) n WHERE origin = $1 AND size > 0
   ON CONFLICT DO NOTHING`,
);
// A turn that has yet to come would never come: a clock was wrong, or somebody writes rows.
const resetTurns = statement(
  'check.reset-turns',
  `UPDATE check_turn SET checked_at = '-infinity' WHERE checked_at > $1`,
);
// What somebody took between this statement's look and its lock is looked at again: the condition passes over it.
const takeOldest = statement(
  'check.take-oldest',
  `UPDATE check_turn SET checked_at = $1 WHERE part = (SELECT part FROM check_turn WHERE checked_at < $1
     ORDER BY checked_at, part LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING part`,
);
const takeFrom = statement(
  'check.take-from',
  `UPDATE check_turn SET checked_at = $1 WHERE part =
     (SELECT part FROM check_turn WHERE part >= $2 ORDER BY part LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING part`,
);
const selectTurns = statement(
  'check.turns',
  `SELECT count(*) AS parts, nullif(max(checked_at), '-infinity') AS "checkedAt",
     nullif(min(checked_at), '-infinity') AS "roundSince" FROM check_turn`,
);
const selectNewest = statement(
  'check.newest-turn',
  `SELECT nullif(max(checked_at), '-infinity') AS "checkedAt" FROM check_turn`,
);
// What is found at the same place by the same check, and is another, is a new finding. What another part has found there is
// kept, and is told already.
const replaceFindings = statement(
  'check.replace-findings',
  `WITH seen AS (SELECT place, rule, string_agg(DISTINCT message, ' ' ORDER BY message) AS message
       FROM unnest($2::text[], $3::text[], $4::text[]) f (place, rule, message) GROUP BY place, rule),
     gone AS (DELETE FROM check_finding c WHERE part = $1
       AND NOT EXISTS (SELECT FROM seen WHERE seen.place = c.place AND seen.rule = c.rule)),
     again AS (UPDATE check_finding c SET seen_at = $5 FROM seen
       WHERE c.part = $1 AND c.place = seen.place AND c.rule = seen.rule AND c.message = seen.message),
     fresh AS (INSERT INTO check_finding AS c (part, place, rule, message, found_at, seen_at)
     SELECT $1, place, rule, message, $5, $5 FROM seen WHERE NOT EXISTS (SELECT FROM check_finding k
       WHERE k.part = $1 AND k.place = seen.place AND k.rule = seen.rule AND k.message = seen.message)
   ON CONFLICT (part, place, rule) DO UPDATE
     SET message = excluded.message, found_at = excluded.found_at, seen_at = excluded.seen_at
     WHERE c.message <> excluded.message
   RETURNING place, rule, message)
   SELECT place AS "where", rule AS "check", message FROM fresh WHERE NOT EXISTS (SELECT FROM check_finding o
     WHERE o.part <> $1 AND o.place = fresh.place AND o.rule = fresh.rule AND o.message = fresh.message)`,
);
const deleteUnseen = statement('check.delete-unseen', 'DELETE FROM check_finding WHERE seen_at < $1');
const insertRun = statement(
  'check.insert-run',
  'INSERT INTO check_run (asked_by, asked_at) VALUES ($1, $2) ON CONFLICT DO NOTHING',
);
// One that somebody stopped counts; one that was cut off only for a while, or a fault that lasts would begin it without end.
const insertDue = statement(
  'check.insert-due',
  `INSERT INTO check_run (asked_at) SELECT $1
     WHERE NOT EXISTS (SELECT FROM check_run
       WHERE asked_at > $2 AND asked_at <= $1 AND (state <> 'interrupted' OR ended_at > $3)) ON CONFLICT DO NOTHING`,
);
const takeWaiting = statement(
  'check.take-run',
  `UPDATE check_run SET state = 'running', begun_at = $1, leased_until = $2, total = (SELECT count(*) FROM chain_head)
   WHERE state = 'waiting' AND ended_at IS NULL RETURNING id`,
);
const moveRun = statement(
  'check.move-run',
  `UPDATE check_run SET chains = $2, blocks = $3, files = $4, findings = $5, leased_until = $6
   WHERE id = $1 AND state = 'running' AND NOT stop RETURNING id`,
);
const finishRun = statement(
  'check.end-run',
  `UPDATE check_run SET state = $2, ended_at = $3, chains = $4, blocks = $5, files = $6, findings = $7, found = $8
   WHERE id = $1 AND ended_at IS NULL`,
);
const requestStop = statement(
  'check.stop-run',
  `UPDATE check_run SET stop = true, state = CASE state WHEN 'waiting' THEN 'stopped' ELSE state END,
     ended_at = CASE state WHEN 'waiting' THEN $1::timestamptz END WHERE ended_at IS NULL`,
);
const endLost = statement(
  'check.end-lost',
  `UPDATE check_run SET state = 'interrupted', ended_at = $1 WHERE ended_at IS NULL AND leased_until < $1`,
);
const selectRuns = statement(
  'check.runs',
  `SELECT id, asked_by AS "askedBy", asked_at AS "askedAt", ended_at AS "endedAt", state, stop, total, chains, blocks, files,
     findings, found FROM check_run ORDER BY asked_at DESC, id DESC LIMIT $1`,
);

/** Gives every chain and every stretch of the log a turn that has none yet. */
export async function addTurns(db: Db, log: string, at: string): Promise<void> {
  await db.rows(insertTurns, [log]);
  await db.rows(resetTurns, [at]);
}

/** Takes the turn of the part that waits longest or, with `from`, of the first part from there on. Nobody else has it meanwhile. */
export async function takeTurn(db: Db, at: string, from?: string): Promise<string | undefined> {
  const taken = from === undefined ? db.rows(takeOldest, [at]) : db.rows(takeFrom, [at, from]);
  return ((await taken) as { part: string }[])[0]?.part;
}

/** How far the turns have come. */
export async function readTurns(db: Db): Promise<Turns> {
  const [turns] = await db.rows<Turns>(selectTurns, []);
  return turns ?? { parts: 0, checkedAt: null, roundSince: null };
}

/** When a part was taken last; null before the first. */
export async function newestTurn(db: Db): Promise<Date | null> {
  return (await db.rows<{ checkedAt: Date | null }>(selectNewest, []))[0]?.checkedAt ?? null;
}

/** Keeps what does not hold of a part, and nothing else of it; gives what was not known before. */
export function keepFindings(tx: Tx, part: string, problems: readonly Problem[], at: string): Promise<Problem[]> {
  const column = (name: keyof Problem) => problems.map((one) => one[name]);
  return tx.rows<Problem>(replaceFindings, [part, column('where'), column('check'), column('message'), at]);
}

/** Forgets what nobody has found again since then. */
export async function forgetFindings(db: Db, before: string): Promise<void> {
  await db.rows(deleteUnseen, [before]);
}

/** Asks for a check of the whole, where none waits or runs. */
export async function insertCheck(db: Db, askedBy: string, at: string): Promise<void> {
  await db.rows(insertRun, [askedBy, at]);
}

/** Asks for one where none was asked for since then, those that were cut off before `cutOff` left aside. */
export async function insertDueCheck(db: Db, at: string, since: string, cutOff: string): Promise<void> {
  await db.rows(insertDue, [at, since, cutOff]);
}

/** Begins the one that waits; gives its id. */
export async function takeCheck(db: Db, at: string, leasedUntil: string): Promise<number | undefined> {
  return (await db.rows<{ id: number }>(takeWaiting, [at, leasedUntil]))[0]?.id;
}

/** Says how far it is; false where it should stop. */
export async function moveCheck(db: Db, id: number, counts: CheckCounts, leasedUntil: string): Promise<boolean> {
  const { chains, blocks, files, findings } = counts;
  return (await db.rows(moveRun, [id, chains, blocks, files, findings, leasedUntil])).length === 1;
}

/** Ends it; `found` is what people are told of it. */
export async function endCheck(
  db: Db,
  id: number,
  { chains, blocks, files, findings }: CheckCounts,
  end: { readonly state: 'stopped' | 'interrupted' | 'done'; readonly at: string; readonly found: readonly string[] },
): Promise<void> {
  await db.rows(finishRun, [id, end.state, end.at, chains, blocks, files, findings, end.found]);
}

/** Has the one that waits or runs stop. */
export async function stopCheck(db: Db, at: string): Promise<void> {
  await db.rows(requestStop, [at]);
}

/** Ends the one whose process is gone. */
export async function endLostCheck(db: Db, at: string): Promise<void> {
  await db.rows(endLost, [at]);
}

/** The last ones, the newest first. */
export function readChecks(db: Db, atMost: number): Promise<CheckRun[]> {
  return db.rows<CheckRun>(selectRuns, [atMost]);
}
