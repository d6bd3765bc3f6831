// Records in PostgreSQL: what the timeline lists, and the numbers that trends are drawn from. Both are an index over the
// stored bytes and can be made again from them.

import type { IndexedObservation, RecordType } from '@patrec/fhir';
import { statement } from '../db/statement.ts';
import type { Tx } from '../db/transaction.ts';

/** A record's line in the timeline. Times are ISO 8601 UTC. */
export interface RecordRow {
  readonly number: number;
  readonly type: RecordType;
  readonly title: string;
  readonly summary: string;
  readonly effective: string;
  readonly day: string;
  readonly author: string;
  readonly recordedAt: string;
  readonly blockSeq: number;
  readonly abnormal: number;
  readonly critical: number;
  /** Counted from 1; `blockSeq` and `recordedAt` are those of this version. */
  readonly version: number;
  /** True where all of it was entered in error. */
  readonly inError: boolean;
  /** The words by which it is found. */
  readonly words: string;
}

/** A number of a record, where the trend of its code finds it. */
export interface ObservationRow extends IndexedObservation {
  readonly record: number;
  readonly resourceId: string;
  readonly component: number;
}

const takeNumbers = statement(
  'record.take-numbers',
  'UPDATE patient SET record_count = record_count + $2 WHERE chain = $1 RETURNING record_count - $2 + 1 AS first',
);
const insertRows = statement(
  'record.insert',
  `INSERT INTO record (chain, recorded_at, block_seq, active_seq, author, number, type, title, summary, effective, day,
     abnormal, critical, in_error, words)
   SELECT $1, $2, $3, $3, * FROM unnest($4::text[], $5::integer[], $6::text[], $7::text[], $8::text[], $9::timestamptz[],
     $10::date[], $11::integer[], $12::integer[], $13::boolean[], $14::text[])`,
);
const updateRow = statement(
  'record.update',
  `UPDATE record SET recorded_at = $3, active_seq = $4, version = $5, type = $6, title = $7, summary = $8, effective = $9,
     day = $10, abnormal = $11, critical = $12, in_error = $13, words = $14 WHERE chain = $1 AND number = $2`,
);
const deleteObservationRows = statement(
  'observation.delete',
  'DELETE FROM observation WHERE chain = $1 AND record = $2 AND code = ANY ($3::text[])',
);
const insertObservationRows = statement(
  'observation.insert',
  `INSERT INTO observation (chain, record, resource_id, component, code, system, label, effective, value, unit, flag, low, high)
   SELECT $1, * FROM unnest($2::integer[], $3::text[], $4::smallint[], $5::text[], $6::text[], $7::text[],
     $8::timestamptz[], $9::numeric[], $10::text[], $11::text[], $12::numeric[], $13::numeric[])`,
);
const selectByNonce = statement(
  'record.by-nonce',
  `SELECT r.number FROM block b JOIN record r ON r.chain = b.chain AND r.block_seq = b.seq
   WHERE b.chain = $1 AND b.author = $2 AND b.nonce = $3 ORDER BY r.number LIMIT 1`,
);

/** Takes the patient's next `count` record numbers and gives the first; undefined where there is no such patient. */
export async function takeRecordNumbers(tx: Tx, chain: string, count: number): Promise<number | undefined> {
  return (await tx.rows<{ first: number }>(takeNumbers, [chain, count]))[0]?.first;
}

/** Writes the lines of the records that one block brought. */
export async function insertRecords(tx: Tx, chain: string, rows: readonly RecordRow[]): Promise<void> {
  const [first] = rows;
  if (!first) return;
  await tx.rows(insertRows, [
    chain,
    first.recordedAt,
    first.blockSeq,
    rows.map((r) => r.author),
    rows.map((r) => r.number),
    rows.map((r) => r.type),
    rows.map((r) => r.title),
    rows.map((r) => r.summary),
    rows.map((r) => r.effective),
    rows.map((r) => r.day),
    rows.map((r) => r.abnormal),
    rows.map((r) => r.critical),
    rows.map((r) => r.inError),
    rows.map((r) => r.words),
  ]);
}

/** Makes a record's line that of its new version. */
export async function updateRecord(tx: Tx, chain: string, row: RecordRow): Promise<void> {
  const { number, recordedAt, blockSeq, version, type, title, summary, effective, day, abnormal, critical } = row;
  const line = [type, title, summary, effective, day, abnormal, critical, row.inError, row.words];
  await tx.rows(updateRow, [chain, number, recordedAt, blockSeq, version, ...line]);
}

/** Takes the numbers of a record, which are of these codes, out of the trends. */
export async function deleteObservations(
  tx: Tx,
  chain: string,
  record: number,
  codes: readonly string[],
): Promise<void> {
  if (codes.length > 0) await tx.rows(deleteObservationRows, [chain, record, codes]);
}

/** Writes the numbers that trends are drawn from. */
export async function insertObservations(tx: Tx, chain: string, rows: readonly ObservationRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.rows(insertObservationRows, [
    chain,
    rows.map((o) => o.record),
    rows.map((o) => o.resourceId),
    rows.map((o) => o.component),
    rows.map((o) => o.code),
    rows.map((o) => o.system),
    rows.map((o) => o.text),
    rows.map((o) => o.effective),
    rows.map((o) => o.value),
    rows.map((o) => o.unit),
    rows.map((o) => o.flag),
    rows.map((o) => o.low),
    rows.map((o) => o.high),
  ]);
}

/** The number of the record that the author sent with that nonce; undefined where it never arrived. */
export async function recordByNonce(tx: Tx, chain: string, author: string, nonce: string): Promise<number | undefined> {
  return (await tx.rows<{ number: number }>(selectByNonce, [chain, author, nonce]))[0]?.number;
}
