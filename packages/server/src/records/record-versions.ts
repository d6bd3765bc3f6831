// The versions of a record: who made each, when and why, and what it said.

import { type JsonObject, parseJson, type RevisionKind, revisionOf } from '@patrec/fhir';
import { eventValues, loggedRead, makeEvent } from '../access/access-log.ts';
import type { Actor, Role } from '../access/actor.ts';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import { noChart, type Parts } from './open-chart.ts';
import { permittedRecord, type ReadRecord } from './read-record.ts';

/** One version, counted from 1. The first has no reason. Times are ISO 8601 UTC. */
export interface RecordVersion {
  readonly version: number;
  readonly kind: 'written' | RevisionKind;
  readonly reason: string;
  readonly recordedAt: string;
  readonly authorLogin: string;
  readonly authorName: string;
  readonly authorRole: Role | null;
  readonly blockSeq: number;
  readonly blockHash: string;
  readonly leafIndex: number | null;
}

interface Row extends Omit<RecordVersion, 'version' | 'kind' | 'reason' | 'recordedAt'> {
  readonly recordedAt: Date;
  readonly provenance: Uint8Array | null;
}

const selectVersions = statement(
  'record.versions',
  `SELECT b.seq AS "blockSeq", encode(b.hash, 'hex') AS "blockHash", b.leaf_index AS "leafIndex",
     b.recorded_at AS "recordedAt", a.login AS "authorLogin", a.name AS "authorName",
     CASE WHEN a.role <> 'system' THEN a.role END AS "authorRole",
     (SELECT v.bytes FROM resource_version v WHERE v.chain = b.chain AND v.block_seq = b.seq AND v.type = 'Provenance'
        AND b.type = 'amendment' ORDER BY v.place DESC LIMIT 1) AS provenance
   FROM block b JOIN account a ON a.id = b.author
   WHERE b.chain = $1 AND b.seq IN (SELECT block_seq FROM resource_version WHERE chain = $1 AND record = $2)
   ORDER BY b.seq`,
);
const selectVersion = loggedRead(
  'record.version',
  'SELECT bytes FROM resource_version WHERE chain = $9 AND record = $10 AND block_seq = $11 ORDER BY place',
);

/** The versions of a record, the first first. Tells nothing of who may read it. */
export async function versionsOf(db: Db, chain: string, record: number): Promise<RecordVersion[]> {
  const rows = await db.rows<Row>(selectVersions, [chain, record]);
  return rows.map(({ provenance, recordedAt, ...row }, index) => ({
    ...row,
    version: index + 1,
    recordedAt: recordedAt.toISOString(),
    kind: 'written' as const,
    reason: '',
    ...(provenance && revisionOf(parseJson(provenance) as JsonObject)),
  }));
}

/** A record with one of its versions, and all that there are. */
export interface ReadVersion extends ReadRecord {
  readonly version: RecordVersion;
  readonly versions: readonly RecordVersion[];
}

/** Gives the bytes of one version; the view is logged before they leave. Throws not-found where there is none, or no right. */
export async function readVersion(
  parts: Parts,
  actor: Actor,
  patientNumber: string,
  number: number,
  wanted: number,
): Promise<ReadVersion> {
  const { patient, record, basis } = await permittedRecord(parts, actor, patientNumber, number);
  const { chain } = patient;
  const versions = await versionsOf(parts.db, chain, number);
  const version = versions[wanted - 1];
  if (!version) throw noChart();
  const event = makeEvent(parts.ledger, actor, 'view-record', { chain, basis, record: number });
  const values = [...eventValues(event), chain, number, version.blockSeq];
  const rows = await parts.db.rows<{ bytes: Uint8Array }>(selectVersion, values);
  return { patient, record, basis, bytes: rows.map(({ bytes }) => bytes), version, versions };
}
