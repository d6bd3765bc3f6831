// Reads one record: session, decide, then the bytes and the row of the access log in one statement.

import { eventValues, loggedRead, makeEvent } from '../access/access-log.ts';
import type { Actor, Role } from '../access/actor.ts';
import { decide } from '../access/decide.ts';
import type { Basis } from '../access/decision.ts';
import type { RecordFacts } from '../access/scope.ts';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import { now } from '../ledger/ledger.ts';
import { toldErasedRecord } from './erased-record.ts';
import { noChart, type Parts, patientAndRights, refused } from './open-chart.ts';
import type { Patient } from './patient-store.ts';

/** A record's line, with its author and its block. Times are ISO 8601 UTC; `leafIndex` is null until it is in the log. */
export interface RecordDetail extends RecordFacts {
  readonly title: string;
  readonly summary: string;
  readonly effective: string;
  readonly recordedAt: string;
  readonly abnormal: number;
  readonly critical: number;
  readonly authorLogin: string;
  readonly authorName: string;
  readonly authorRole: Role | null;
  readonly blockSeq: number;
  readonly blockHash: string;
  readonly leafIndex: number | null;
  /** The number of the version that stands, counted from 1. */
  readonly version: number;
  readonly inError: boolean;
}

export interface ReadRecord {
  readonly patient: Patient;
  readonly record: RecordDetail;
  readonly basis: Basis;
  readonly bytes: readonly Uint8Array[];
}

const selectDetail = statement(
  'record.detail',
  `SELECT r.number, r.type, r.title, r.summary, r.effective, r.day, r.author, r.withheld_by IS NOT NULL AS withheld,
          r.recorded_at AS "recordedAt", r.abnormal, r.critical, r.version, r.in_error AS "inError",
          a.login AS "authorLogin", a.name AS "authorName", CASE WHEN a.role <> 'system' THEN a.role END AS "authorRole",
          b.seq AS "blockSeq", encode(b.hash, 'hex') AS "blockHash", b.leaf_index AS "leafIndex"
   FROM record r JOIN account a ON a.id = r.author JOIN block b ON b.chain = r.chain AND b.seq = r.active_seq
   WHERE r.chain = $1 AND r.number = $2`,
);
const selectBytes = loggedRead(
  'record.read',
  `SELECT bytes FROM resource_version WHERE chain = $9 AND record = $10 AND current ORDER BY block_seq DESC, place`,
);

/** Gives the record and the bytes of its resources; the view, printing, download or export is logged before they leave. Throws not-found. */
export async function readRecord(
  parts: Parts,
  actor: Actor,
  patientNumber: string,
  number: number,
  action: 'view-record' | 'print-record' | 'download-record' | 'export-record' = 'view-record',
): Promise<ReadRecord> {
  const { db, ledger } = parts;
  const { patient, record, basis } = await permittedRecord(parts, actor, patientNumber, number);
  const { chain } = patient;
  const event = makeEvent(ledger, actor, action, { chain, basis, record: number });
  const rows = await db.rows<{ bytes: Uint8Array }>(selectBytes, [...eventValues(event), chain, number]);
  // It was erased between these two statements.
  if (rows.length === 0) throw (await toldErasedRecord(parts, actor, { chain, number })) ?? noChart();
  return { patient, record, basis, bytes: rows.map(({ bytes }) => bytes) };
}

/** The record's line, for whoever may read it. Throws gone where it was erased, not-found; the attempt is in the patient's log then. */
export async function permittedRecord(
  parts: Parts,
  actor: Actor,
  patientNumber: string,
  number: number,
): Promise<Omit<ReadRecord, 'bytes'>> {
  const { patient, grants, emergencies } = await patientAndRights(parts, actor, patientNumber);
  const { chain } = patient;
  const record = await recordDetail(parts.db, chain, number);
  const intent = record && ({ action: 'read-record', chain, record } as const);
  const decision = intent && decide(actor, intent, grants, now(parts.ledger), emergencies);
  if (record && decision?.permit) return { patient, record, basis: decision.basis };
  const told = await toldErasedRecord(parts, actor, { chain, number });
  throw told ?? (await refused(parts, actor, { target: patient.number, chain, record: number }));
}

/** The record's line with its author and block; undefined where there is none. Tells nothing of who may read it. */
export async function recordDetail(db: Db, chain: string, number: number): Promise<RecordDetail | undefined> {
  const [row] = await db.rows<Omit<RecordDetail, 'effective' | 'recordedAt'> & { effective: Date; recordedAt: Date }>(
    selectDetail,
    [chain, number],
  );
  return row && { ...row, effective: row.effective.toISOString(), recordedAt: row.recordedAt.toISOString() };
}
