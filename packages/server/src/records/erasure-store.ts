// Erasures in PostgreSQL: what was proposed, and what became of it.

import type { ErasureBasis, ErasureState } from '@patrec/fhir';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import type { Tx } from '../db/transaction.ts';

/** An erasure of one record, or of the whole chart where `record` is null. Times are ISO 8601 UTC. */
export interface StoredErasure {
  readonly chain: string;
  readonly id: string;
  readonly record: number | null;
  readonly basis: ErasureBasis;
  readonly reference: string;
  readonly reason: string;
  /** The hash of what the proposer saw would go. */
  readonly extent: string;
  readonly proposedBy: string;
  readonly proposedAt: string;
  readonly until: string;
  readonly state: ErasureState;
  readonly endedBy: string | null;
  readonly endedAt: string | null;
}

/** With the numbers of the patient and of the administrators. */
export interface ListedErasure extends StoredErasure {
  readonly patientNumber: string;
  readonly proposer: { readonly login: string; readonly name: string };
  readonly ender: { readonly login: string; readonly name: string } | null;
}

type Times = 'proposedAt' | 'until' | 'endedAt';
type Row = Omit<StoredErasure, Times> & {
  readonly proposedAt: Date;
  readonly until: Date;
  readonly endedAt: Date | null;
  readonly patientNumber: string;
  readonly proposerLogin: string;
  readonly proposerName: string;
  readonly enderLogin: string | null;
  readonly enderName: string;
};

const LISTED = `SELECT e.chain, e.id, e.record, e.basis, e.reference, e.reason, e.extent, e.proposed_by AS "proposedBy",
    e.proposed_at AS "proposedAt", e.until, e.state, e.ended_by AS "endedBy", e.ended_at AS "endedAt",
    p.number AS "patientNumber", a.login AS "proposerLogin", a.name AS "proposerName", b.login AS "enderLogin",
    b.name AS "enderName"
  FROM erasure e JOIN patient p ON p.chain = e.chain JOIN account a ON a.id = e.proposed_by
  LEFT JOIN account b ON b.id = e.ended_by`;

const insertRow = statement(
  'erasure.insert',
  `INSERT INTO erasure (chain, id, record, basis, reference, reason, extent, proposed_by, proposed_at, until, state)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'proposed')`,
);
const endRow = statement(
  'erasure.end',
  `UPDATE erasure SET state = $3, ended_by = $4, ended_at = $5, block_seq = $6, manifest = $7, salt = $8
   WHERE chain = $1 AND id = $2`,
);
const selectProposed = statement('erasure.proposed', `${LISTED} WHERE e.chain = $1 AND e.state = 'proposed'`);
const selectOne = statement('erasure.one', `${LISTED} WHERE e.chain = $1 AND e.id = $2`);
const selectRouted = statement(
  'erasure.routed',
  `${LISTED} WHERE e.chain IN (SELECT chain FROM chain_head WHERE substr(chain, 1, 12) = $1) AND e.id = $2`,
);
const selectAll = statement(
  'erasure.all',
  `(${LISTED} WHERE e.state = 'proposed' ORDER BY e.until LIMIT 200)
   UNION ALL (${LISTED} WHERE e.state <> 'proposed' ORDER BY e.ended_at DESC LIMIT 100)`,
);
const countWaiting = statement(
  'erasure.count',
  `SELECT count(*) AS count FROM erasure WHERE state = 'proposed' AND until > $1`,
);

/** Writes a new proposal. */
export async function insertErasure(tx: Tx, one: StoredErasure): Promise<void> {
  const { chain, id, record, basis, reference, reason, extent, proposedBy, proposedAt, until } = one;
  await tx.rows(insertRow, [chain, id, record, basis, reference, reason, extent, proposedBy, proposedAt, until]);
}

/** What is kept of an erasure that was carried out: its block, what that says is gone, and the salt of it. */
export interface Carried {
  readonly seq: number;
  readonly manifest: Uint8Array;
  readonly salt: Uint8Array;
}

/** Writes how it ended; `carried` where something was erased. */
export async function endErasure(tx: Tx, one: StoredErasure, carried?: Carried): Promise<void> {
  const { chain, id, state, endedBy, endedAt } = one;
  const kept = carried && [carried.seq, Buffer.from(carried.manifest), Buffer.from(carried.salt)];
  await tx.rows(endRow, [chain, id, state, endedBy, endedAt, ...(kept ?? [null, null, null])]);
}

/** The proposal that waits on that chain, or that lapsed and was not closed; undefined without. */
export async function proposedErasure(tx: Tx, chain: string): Promise<ListedErasure | undefined> {
  return (await tx.rows<Row>(selectProposed, [chain])).map(toErasure)[0];
}

/** One of a chain; undefined where there is none of that id. */
export async function erasureOf(tx: Tx, chain: string, id: string): Promise<ListedErasure | undefined> {
  return (await tx.rows<Row>(selectOne, [chain, id])).map(toErasure)[0];
}

/** One by its id alone, whose first characters are its chain's. Tells nothing of who may see it. */
export async function erasureById(db: Db, route: string, id: string): Promise<ListedErasure | undefined> {
  return (await db.rows<Row>(selectRouted, [route, id])).map(toErasure)[0];
}

/** Those that wait, the next to lapse first, then those that ended, newest first: 200 and 100 at most. */
export async function allErasures(db: Db): Promise<ListedErasure[]> {
  return (await db.rows<Row>(selectAll, [])).map(toErasure);
}

/** How many wait for a second administrator at `now`. */
export async function countErasures(db: Db, now: string): Promise<number> {
  return (await db.rows<{ count: number }>(countWaiting, [now]))[0]?.count ?? 0;
}

function toErasure({ proposerLogin, proposerName, enderLogin, enderName, ...row }: Row): ListedErasure {
  return {
    ...row,
    proposedAt: row.proposedAt.toISOString(),
    until: row.until.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    proposer: { login: proposerLogin, name: proposerName },
    ender: enderLogin === null ? null : { login: enderLogin, name: enderName },
  };
}
