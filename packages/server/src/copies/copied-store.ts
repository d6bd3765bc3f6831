// What a copy is made of, as it stands at one block of the chain: everything before that block never changes.

import type { RecordType } from '@patrec/fhir';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';

/** The patient, and how much there is up to the chain's present head. */
export interface CopyExtent {
  readonly number: string;
  readonly name: string;
  readonly head: number;
  readonly records: number;
}

/** A resource version. `inForce` is false for one that a later one replaced. */
export interface CopiedVersion {
  readonly type: string;
  readonly id: string;
  readonly bytes: Buffer;
  readonly inForce: boolean;
}

/** A record's line. */
export interface CopiedLine {
  readonly number: number;
  readonly type: RecordType;
  readonly title: string;
  readonly effective: Date;
  readonly recordedAt: Date;
  readonly authorLogin: string;
  readonly authorName: string;
  readonly withheld: boolean;
}

const VERSIONS = `SELECT v.type, v.id, v.bytes, NOT EXISTS (SELECT FROM resource_version n
    WHERE n.chain = v.chain AND n.id = v.id AND n.version > v.version AND n.block_seq <= $2) AS "inForce"
  FROM resource_version v WHERE v.chain = $1 AND v.block_seq <= $2`;

const selectExtent = statement(
  'copied.extent',
  `SELECT p.number, p.name, h.seq AS head, (SELECT count(*) FROM record r WHERE r.chain = $1 AND r.block_seq <= h.seq) AS records
   FROM patient p JOIN chain_head h ON h.chain = p.chain WHERE p.chain = $1`,
);
const selectOfBlocks = statement(
  'copied.blocks',
  `${VERSIONS} AND v.block_seq BETWEEN $3 AND $4 ORDER BY v.block_seq, v.place`,
);
const selectOfRecord = statement('copied.record', `${VERSIONS} AND v.record = $3 ORDER BY v.block_seq, v.place`);
const selectRegistration = statement(
  'copied.registration',
  `${VERSIONS} AND v.record IS NULL AND v.type = ANY ($3::text[]) ORDER BY v.type, v.id, v.version`,
);
const selectLines = statement(
  'copied.lines',
  `SELECT r.number, r.type, r.title, r.effective, r.recorded_at AS "recordedAt", a.login AS "authorLogin",
     a.name AS "authorName", r.withheld_by IS NOT NULL AS withheld
   FROM record r JOIN account a ON a.id = r.author
   WHERE r.chain = $1 AND r.block_seq <= $2 AND r.number > $3 ORDER BY r.number LIMIT 100`,
);

/** How much there is now. */
export async function copyExtent(db: Db, chain: string): Promise<CopyExtent | undefined> {
  return (await db.rows<CopyExtent>(selectExtent, [chain]))[0];
}

/** What blocks `first` to `last` brought, in their order. */
export async function versionsOfBlocks(db: Db, chain: string, head: number, first: number, last: number) {
  return db.rows<CopiedVersion>(selectOfBlocks, [chain, head, first, Math.min(last, head)]);
}

/** All versions of the resources of a record. */
export async function versionsOfRecord(db: Db, chain: string, head: number, record: number) {
  return db.rows<CopiedVersion>(selectOfRecord, [chain, head, record]);
}

/** All versions of the resources of those types that belong to no record. */
export async function versionsOfRegistration(db: Db, chain: string, head: number, types: readonly string[]) {
  return db.rows<CopiedVersion>(selectRegistration, [chain, head, types]);
}

/** The lines of the records, read as they are taken. */
export async function* copiedLines(db: Db, chain: string, head: number): AsyncGenerator<CopiedLine> {
  let after = 0;
  for (;;) {
    const lines = await db.rows<CopiedLine>(selectLines, [chain, head, after]);
    yield* lines;
    const last = lines.at(-1);
    if (!last) return;
    after = last.number;
  }
}
