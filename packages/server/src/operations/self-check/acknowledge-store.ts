// Findings with what administrators said of them. A finding is what was found, where, by which check and since when: where one of
// these is another, it is another finding.

import type { Db } from '../../db/pool.ts';
import { statement } from '../../db/statement.ts';
import type { Tx } from '../../db/transaction.ts';
import { ACKNOWLEDGEMENTS } from '../verify/acknowledgement-rows.ts';
import type { Problem } from '../verify/problem.ts';

/** Something that does not hold, and since when that is known. `id` is a hash of all of it. */
export interface Finding extends Problem {
  readonly id: string;
  readonly foundAt: Date;
  /** Who acknowledged it, by number, when and why. */
  readonly acknowledged: { readonly by: string; readonly at: Date; readonly reason: string } | null;
}

/** How much does not hold: what waits for somebody, and what an administrator has acknowledged. */
export interface FindingCounts {
  readonly open: number;
  readonly acknowledged: number;
}

/** What an administrator says of a finding. `seq` is the entry's place in the institution's chain. */
export interface Acknowledgement {
  readonly id: string;
  readonly by: string;
  readonly at: string;
  readonly reason: string;
  readonly seq: number;
}

interface FindingRow extends Problem {
  readonly id: string;
  readonly foundAt: Date;
  readonly by: string | null;
  readonly at: Date;
  readonly reason: string;
}

// Two parts may find the same.
const FOUND = `SELECT f.*, encode(sha256(convert_to(concat_ws(E'\\n', place, rule, extract(epoch FROM since), message), 'UTF8')), 'hex') AS id
  FROM (SELECT place, rule, message, min(found_at) AS since FROM check_finding GROUP BY place, rule, message) f`;
// What is acknowledged by hand silences nothing once it is found, itself included.
const ACKNOWLEDGED = `LEFT JOIN check_acknowledgement a
  ON a.id = f.id AND NOT EXISTS (SELECT FROM check_finding WHERE place = '${ACKNOWLEDGEMENTS}')`;
const FINDING = `f.id, f.place AS "where", f.rule AS "check", f.message, f.since AS "foundAt",
  a.acknowledged_by AS by, a.acknowledged_at AS at, a.reason`;

const selectFindings = statement(
  'check.findings',
  `SELECT ${FINDING} FROM (${FOUND}) f ${ACKNOWLEDGED}
   ORDER BY a.id IS NOT NULL, f.since, f.place, f.rule LIMIT $1`,
);
const selectFinding = statement('check.finding', `SELECT ${FINDING} FROM (${FOUND}) f ${ACKNOWLEDGED} WHERE f.id = $1`);
const countFound = statement(
  'check.count-findings',
  `SELECT count(*) FILTER (WHERE a.id IS NULL) AS open, count(a.id) AS acknowledged
   FROM (${FOUND}) f ${ACKNOWLEDGED}`,
);
const insertRow = statement(
  'check.insert-acknowledgement',
  `INSERT INTO check_acknowledgement (id, acknowledged_by, acknowledged_at, reason, block_seq) VALUES ($1, $2, $3, $4, $5)
   ON CONFLICT (id) DO UPDATE SET acknowledged_by = $2, acknowledged_at = $3, reason = $4, block_seq = $5`,
);

/** What does not hold: first what waits for somebody, the oldest first. */
export async function readFindings(db: Db, atMost: number): Promise<Finding[]> {
  return (await db.rows<FindingRow>(selectFindings, [atMost])).map(toFinding);
}

/** The finding of that id; undefined where it is not found any more. */
export async function findingOf(store: Db | Tx, id: string): Promise<Finding | undefined> {
  const [row] = await store.rows<FindingRow>(selectFinding, [id]);
  return row && toFinding(row);
}

/** How much does not hold. */
export async function countFindings(store: Db | Tx): Promise<FindingCounts> {
  return (await store.rows<FindingCounts>(countFound, []))[0] ?? { open: 0, acknowledged: 0 };
}

/** Keeps what an administrator said; the entry of the chain stands already. */
export async function insertAcknowledgement(tx: Tx, { id, by, at, reason, seq }: Acknowledgement): Promise<void> {
  await tx.rows(insertRow, [id, by, at, reason, seq]);
}

function toFinding({ by, at, reason, ...found }: FindingRow): Finding {
  return { ...found, acknowledged: by === null ? null : { by, at, reason } };
}
