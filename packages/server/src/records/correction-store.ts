// Requests for correction in PostgreSQL.

import type { CorrectionState } from '@patrec/fhir';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import type { Tx } from '../db/transaction.ts';

/** What a patient asks to be corrected. `author` is the account that wrote the record. Times are ISO 8601 UTC. */
export interface StoredCorrection {
  readonly chain: string;
  readonly id: string;
  readonly record: number;
  readonly author: string;
  readonly wrong: string;
  readonly should: string;
  readonly state: CorrectionState;
  readonly askedAt: string;
  readonly dueAt: string;
  readonly answeredAt: string | null;
  readonly answeredBy: string | null;
  readonly answer: string;
}

/** The same with the names that lists show. */
export interface ListedCorrection extends StoredCorrection {
  readonly patientNumber: string;
  readonly patientName: string;
  readonly authorName: string;
  readonly answererName: string | null;
  /** The version of the record that stands, where it was amended after the request was accepted. */
  readonly amended: number | null;
}

type Row = Omit<ListedCorrection, 'askedAt' | 'dueAt' | 'answeredAt'> & {
  askedAt: Date;
  dueAt: Date;
  answeredAt: Date | null;
};

/** How many wait for an answer, and how many of these longer than they should. */
export interface CorrectionCounts {
  readonly open: number;
  readonly overdue: number;
}

const LISTED = `SELECT c.chain, c.id, c.record, c.author, c.wrong, c.should, c.state, c.asked_at AS "askedAt",
    c.due_at AS "dueAt", c.answered_at AS "answeredAt", c.answered_by AS "answeredBy", c.answer,
    p.number AS "patientNumber", p.name AS "patientName", a.name AS "authorName", b.name AS "answererName",
    CASE WHEN c.state = 'accepted' AND r.version > 1 AND NOT r.in_error AND r.recorded_at >= c.answered_at THEN r.version END
      AS amended
  FROM correction c JOIN patient p ON p.chain = c.chain JOIN account a ON a.id = c.author
  JOIN record r ON r.chain = c.chain AND r.number = c.record
  LEFT JOIN account b ON b.id = c.answered_by`;
const COUNTS = `SELECT count(*) AS open, count(*) FILTER (WHERE due_at <= $1) AS overdue FROM correction WHERE state = 'asked'`;

const insertRow = statement(
  'correction.insert',
  `INSERT INTO correction (chain, id, record, author, wrong, should, state, asked_at, due_at)
   VALUES ($1, $2, $3, $4, $5, $6, 'asked', $7, $8)
   ON CONFLICT (chain, record) WHERE state = 'asked' DO NOTHING RETURNING id`,
);
const answerRow = statement(
  'correction.answer',
  'UPDATE correction SET state = $3, answered_at = $4, answered_by = $5, answer = $6 WHERE chain = $1 AND id = $2',
);
const selectOne = statement('correction.one', `${LISTED} WHERE c.chain = $1 AND c.id = $2`);
const selectRouted = statement(
  'correction.routed',
  `${LISTED} WHERE c.chain IN (SELECT chain FROM chain_head WHERE substr(chain, 1, 12) = $1) AND c.id = $2`,
);
const selectOfPatient = statement(
  'correction.of-patient',
  `${LISTED} WHERE c.chain = $1 ORDER BY c.asked_at DESC LIMIT 200`,
);
const selectOfAuthor = statement(
  'correction.of-author',
  `(${LISTED} WHERE c.author = $1 AND c.state = 'asked' ORDER BY c.due_at LIMIT 200)
   UNION ALL (${LISTED} WHERE c.author = $1 AND c.state <> 'asked' ORDER BY c.answered_at DESC LIMIT 50)`,
);
const selectOfAll = statement(
  'correction.of-all',
  `(${LISTED} WHERE c.state = 'asked' ORDER BY c.due_at LIMIT 200)
   UNION ALL (${LISTED} WHERE c.state <> 'asked' ORDER BY c.answered_at DESC LIMIT 50)`,
);
const countOfPatient = statement('correction.count-patient', `${COUNTS} AND chain = $2`);
const countOfAuthor = statement('correction.count-author', `${COUNTS} AND author = $2`);
const countOfAll = statement('correction.count-all', COUNTS);

/** Writes a new request; false where one waits for that record already. */
export async function insertCorrection(tx: Tx, correction: StoredCorrection): Promise<boolean> {
  const { chain, id, record, author, wrong, should, askedAt, dueAt } = correction;
  return (await tx.rows(insertRow, [chain, id, record, author, wrong, should, askedAt, dueAt])).length === 1;
}

/** Writes the answer. */
export async function closeCorrection(tx: Tx, correction: StoredCorrection): Promise<void> {
  const { chain, id, state, answeredAt, answeredBy, answer } = correction;
  await tx.rows(answerRow, [chain, id, state, answeredAt, answeredBy, answer]);
}

/** One request of a chain, whose head the caller has locked; undefined where there is none of that id. */
export async function correctionOf(tx: Tx, chain: string, id: string): Promise<ListedCorrection | undefined> {
  return (await tx.rows<Row>(selectOne, [chain, id])).map(toCorrection)[0];
}

/** A request found by its id alone, whose first characters are its chain's. */
export async function correctionById(db: Db, route: string, id: string): Promise<ListedCorrection | undefined> {
  return (await db.rows<Row>(selectRouted, [route, id])).map(toCorrection)[0];
}

/** What a patient asked for, newest first, 200 at most. */
export async function correctionsOfPatient(db: Db, chain: string): Promise<ListedCorrection[]> {
  return (await db.rows<Row>(selectOfPatient, [chain])).map(toCorrection);
}

/** What is asked of an author, or of everybody where that is null: what is due first, then what was answered last. */
export async function correctionsAsked(db: Db, author: string | null): Promise<ListedCorrection[]> {
  const rows = author === null ? db.rows<Row>(selectOfAll, []) : db.rows<Row>(selectOfAuthor, [author]);
  return (await rows).map(toCorrection);
}

/** How many wait at `now`: of a patient, of an author, or of everybody. */
export async function countCorrections(
  db: Db,
  now: string,
  of: { readonly chain: string } | { readonly author: string | null },
): Promise<CorrectionCounts> {
  if ('chain' in of) return counts(await db.rows(countOfPatient, [now, of.chain]));
  return counts(await (of.author === null ? db.rows(countOfAll, [now]) : db.rows(countOfAuthor, [now, of.author])));
}

function counts([row]: readonly CorrectionCounts[]): CorrectionCounts {
  return row ?? { open: 0, overdue: 0 };
}

function toCorrection(row: Row): ListedCorrection {
  const { askedAt, dueAt, answeredAt } = row;
  return {
    ...row,
    askedAt: askedAt.toISOString(),
    dueAt: dueAt.toISOString(),
    answeredAt: answeredAt?.toISOString() ?? null,
  };
}
