// Access taken in emergencies, in PostgreSQL: what decide() is given, and the lists that everybody concerned sees.

import type { EmergencyOutcome, EmergencyReason } from '@patrec/fhir';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import type { Tx } from '../db/transaction.ts';
import type { Role } from './actor.ts';
import { type Emergency, SHUT_OUT_MS } from './emergency.ts';

/** An access with its reason, its end and its review. Times are ISO 8601 UTC. */
export interface StoredEmergency extends Emergency {
  readonly reviewId: string;
  readonly reason: EmergencyReason;
  readonly note: string;
  readonly since: string;
  readonly outcome: EmergencyOutcome | null;
  readonly reviewNote: string;
  readonly reviewedAt: string | null;
  readonly patientNumber: string;
  readonly patientName: string;
  readonly login: string;
  readonly name: string;
  readonly speciality: string | null;
  readonly workplace: string | null;
  /** Who ended it before its time: its doctor, a patient (the patient, or a guardian), an administrator. */
  readonly endedByRole: Role | null;
  readonly reviewerName: string | null;
}

type Row = Omit<StoredEmergency, 'until' | 'endedAt' | 'since' | 'reviewedAt'> & {
  readonly until: Date;
  readonly endedAt: Date | null;
  readonly since: Date;
  readonly reviewedAt: Date | null;
};

type Since = Pick<StoredEmergency, 'since'>;

/** The SQL of `Emergency.authorised`, for the row `m`. */
export const AUTHORISED =
  'EXISTS (SELECT FROM emergency_authorisation s WHERE s.doctor = m.doctor AND s.ended_at IS NULL)';
const LISTED = `SELECT m.chain, m.id, m.review_id AS "reviewId", m.doctor, m.reason, m.note, m.since, m.until,
    m.ended_at AS "endedAt", m.outcome, m.review_note AS "reviewNote", m.reviewed_at AS "reviewedAt",
    ${AUTHORISED} AS authorised, p.number AS "patientNumber", p.name AS "patientName", a.login, a.name, d.speciality,
    d.workplace, e.role AS "endedByRole", b.name AS "reviewerName"
  FROM emergency_access m JOIN patient p ON p.chain = m.chain JOIN account a ON a.id = m.doctor
  LEFT JOIN practitioner d ON d.account_id = m.doctor LEFT JOIN account e ON e.id = m.ended_by
  LEFT JOIN account b ON b.id = m.reviewed_by`;
const STANDING = 'm.ended_at IS NULL AND m.until >';

const selectForDoctor = statement(
  'emergency.for-doctor',
  `SELECT m.id, m.chain, m.doctor, m.since, m.until, ${AUTHORISED} AS authorised
   FROM emergency_access m WHERE m.doctor = $1 AND m.chain = $2 AND m.ended_at IS NULL ORDER BY m.until DESC LIMIT 1`,
);
const selectOne = statement('emergency.one', `${LISTED} WHERE m.chain = $1 AND m.id = $2`);
const selectRouted = statement(
  'emergency.routed',
  `${LISTED} WHERE m.chain IN (SELECT chain FROM chain_head WHERE substr(chain, 1, 12) = $1) AND m.id = $2`,
);
const selectOfPatient = statement(
  'emergency.of-patient',
  `${LISTED} WHERE m.chain = $1 ORDER BY m.since DESC LIMIT 200`,
);
const selectOfDoctor = statement(
  'emergency.of-doctor',
  `${LISTED} WHERE m.doctor = $1 AND ${STANDING} $2 ORDER BY m.until LIMIT 200`,
);
const selectOfWards = statement(
  'emergency.of-wards',
  `${LISTED} JOIN guardianship g ON g.chain = m.chain AND g.guardian = $1 AND g.state = 'accepted'
     AND (g.until IS NULL OR g.until > $2)
   WHERE ${STANDING} $2 ORDER BY m.until LIMIT 200`,
);
const selectToReview = statement(
  'emergency.to-review',
  `(${LISTED} WHERE m.outcome IS NULL ORDER BY m.since LIMIT 200)
   UNION ALL (${LISTED} WHERE m.outcome IS NOT NULL ORDER BY m.reviewed_at DESC LIMIT 50)`,
);
const countOpen = statement(
  'emergency.count',
  `SELECT count(*) AS open, count(*) FILTER (WHERE since <= $1) AS overdue FROM emergency_access WHERE outcome IS NULL`,
);
const selectShutOut = statement(
  'emergency.shut-out',
  `SELECT 1 FROM access_block b WHERE b.chain = $1 AND b.blocked = $2 AND b.ended_at IS NULL
   UNION ALL
   SELECT 1 FROM emergency_access m JOIN account e ON e.id = m.ended_by
   WHERE m.chain = $1 AND m.doctor = $2 AND m.ended_at > $3 AND e.role = 'patient' LIMIT 1`,
);
const insertRow = statement(
  'emergency.insert',
  `INSERT INTO emergency_access (chain, id, review_id, doctor, reason, note, since, until)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
);
const endRow = statement(
  'emergency.end',
  'UPDATE emergency_access SET ended_at = $3, ended_by = $4 WHERE chain = $1 AND id = $2',
);
const closeRow = statement(
  'emergency.close',
  `UPDATE emergency_access SET outcome = $3, review_note = $4, reviewed_at = $5, reviewed_by = $6
   WHERE chain = $1 AND id = $2`,
);

/** What that doctor took of that patient and nobody ended, for decide(): one at most. */
export async function emergenciesFor(store: Db | Tx, chain: string, doctor: string): Promise<(Emergency & Since)[]> {
  const rows = await store.rows<Pick<Row, 'id' | 'chain' | 'doctor' | 'since' | 'until' | 'authorised'>>(
    selectForDoctor,
    [doctor, chain],
  );
  return rows.map(({ since, until, ...row }) => {
    return { ...row, since: since.toISOString(), until: until.toISOString(), endedAt: null };
  });
}

/** One access of a chain; undefined where there is none of that id. */
export async function emergencyOf(store: Db | Tx, chain: string, id: string): Promise<StoredEmergency | undefined> {
  return (await store.rows<Row>(selectOne, [chain, id])).map(toEmergency)[0];
}

/** One by its id alone, whose first characters are its chain's. Tells nothing of who may see it. */
export async function emergencyById(db: Db, route: string, id: string): Promise<StoredEmergency | undefined> {
  return (await db.rows<Row>(selectRouted, [route, id])).map(toEmergency)[0];
}

/** All that was ever taken of a patient, newest first, 200 at most. */
export async function emergenciesOfPatient(db: Db, chain: string): Promise<StoredEmergency[]> {
  return (await db.rows<Row>(selectOfPatient, [chain])).map(toEmergency);
}

/** What stands for a doctor at `now`, the first to end first. */
export async function emergenciesOfDoctor(store: Db | Tx, doctor: string, now: string): Promise<StoredEmergency[]> {
  return (await store.rows<Row>(selectOfDoctor, [doctor, now])).map(toEmergency);
}

/** What stands at `now` of the patients whose guardian somebody is. */
export async function emergenciesOfWards(db: Db, guardian: string, now: string): Promise<StoredEmergency[]> {
  return (await db.rows<Row>(selectOfWards, [guardian, now])).map(toEmergency);
}

/** What waits for its review, the oldest first, then what was reviewed last. */
export async function emergenciesToReview(db: Db): Promise<StoredEmergency[]> {
  return (await db.rows<Row>(selectToReview, [])).map(toEmergency);
}

/** How many wait for their review, and how many of these were taken before `overdue`. */
export async function countEmergencies(db: Db, overdue: string): Promise<{ open: number; overdue: number }> {
  return (await db.rows<{ open: number; overdue: number }>(countOpen, [overdue]))[0] ?? { open: 0, overdue: 0 };
}

/** True while the patient blocks the doctor, and for a day after the patient, or a guardian, ended such an access of theirs. */
export async function isShutOut(tx: Tx, chain: string, doctor: string, at: string): Promise<boolean> {
  const since = new Date(Date.parse(at) - SHUT_OUT_MS).toISOString();
  return (await tx.rows(selectShutOut, [chain, doctor, since])).length > 0;
}

/** Writes a new access. */
export async function insertEmergency(
  tx: Tx,
  one: Pick<StoredEmergency, 'chain' | 'id' | 'reviewId' | 'doctor' | 'reason' | 'note' | 'since' | 'until'>,
): Promise<void> {
  const { chain, id, reviewId, doctor, reason, note, since, until } = one;
  await tx.rows(insertRow, [chain, id, reviewId, doctor, reason, note, since, until]);
}

/** Ends it before its time. */
export async function endEmergencyRow(
  tx: Tx,
  { chain, id }: Pick<Emergency, 'chain' | 'id'>,
  endedAt: string,
  by: string,
): Promise<void> {
  await tx.rows(endRow, [chain, id, endedAt, by]);
}

/** Writes its review. */
export async function closeEmergencyRow(
  tx: Tx,
  { chain, id }: Pick<Emergency, 'chain' | 'id'>,
  review: { readonly outcome: EmergencyOutcome; readonly note: string; readonly at: string; readonly by: string },
): Promise<void> {
  await tx.rows(closeRow, [chain, id, review.outcome, review.note, review.at, review.by]);
}

function toEmergency(row: Row): StoredEmergency {
  return {
    ...row,
    until: row.until.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    since: row.since.toISOString(),
    reviewedAt: row.reviewedAt?.toISOString() ?? null,
  };
}
