// Requests for access in PostgreSQL.

import type { AccessScope, Purpose } from '@patrec/fhir';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import type { Tx } from '../db/transaction.ts';
import { ARRIVED } from './block-store.ts';
import { type ScopeColumns, scopeValues, toScope } from './grant-store.ts';

export type RequestState = 'requested' | 'granted' | 'denied' | 'cancelled';

/** A doctor's request to read a patient's records. Times are ISO 8601 UTC. */
export interface AccessRequest {
  readonly id: string;
  readonly chain: string;
  readonly requester: string;
  readonly scope: AccessScope;
  readonly purpose: Purpose;
  readonly until: string;
  readonly note: string;
  readonly state: RequestState;
  readonly createdAt: string;
  readonly decidedAt: string | null;
  readonly reason: string;
}

interface RequestRow extends ScopeColumns {
  readonly id: string;
  readonly chain: string;
  readonly requester: string;
  readonly purpose: Purpose;
  readonly until: Date;
  readonly note: string;
  readonly state: RequestState;
  readonly created_at: Date;
  readonly decided_at: Date | null;
  readonly reason: string;
}

const COLUMNS = `id, chain, requester, types, records, period_from, period_to, purpose, until, note, state, created_at,
  decided_at, reason`;

const insertRow = statement(
  'request.insert',
  `INSERT INTO access_request
     (chain, id, requester, types, records, period_from, period_to, purpose, until, note, state, created_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'requested', $11)
   ON CONFLICT (chain, requester) WHERE state = 'requested' DO NOTHING RETURNING id`,
);
const closeRow = statement(
  'request.close',
  'UPDATE access_request SET state = $3, decided_at = $4, reason = $5 WHERE chain = $1 AND id = $2',
);
const selectOne = statement(
  'request.one',
  `SELECT ${COLUMNS} FROM access_request r WHERE chain = $1 AND id = $2 AND ${ARRIVED}`,
);
const selectForUpdate = statement(
  'request.for-update',
  `SELECT ${COLUMNS} FROM access_request WHERE chain = $1 AND id = $2 FOR UPDATE`,
);
const selectLapsed = statement(
  'request.lapsed',
  `SELECT ${COLUMNS} FROM access_request
   WHERE chain = $1 AND requester = $2 AND state = 'requested' AND until <= $3 FOR UPDATE`,
);
const selectRouted = statement(
  'request.routed',
  `SELECT ${COLUMNS} FROM access_request
   WHERE chain IN (SELECT chain FROM chain_head WHERE substr(chain, 1, 12) = $1) AND id = $2`,
);
const selectWaiting = statement(
  'request.waiting',
  `SELECT 1 FROM access_request WHERE chain = $1 AND requester = $2 AND state = 'requested'`,
);
const selectOfPatient = statement(
  'request.of-patient',
  `SELECT ${COLUMNS} FROM access_request r WHERE chain = $1 AND ${ARRIVED} ORDER BY created_at DESC LIMIT 200`,
);
const selectOfRequester = statement(
  'request.of-requester',
  `SELECT ${COLUMNS} FROM access_request WHERE requester = $1 ORDER BY created_at DESC LIMIT 100`,
);

/** Writes a new request; false where the requester has one waiting on that patient already. */
export async function insertRequest(tx: Tx, request: AccessRequest): Promise<boolean> {
  const { chain, id, requester, scope, purpose, until, note, createdAt } = request;
  const values = [chain, id, requester, ...scopeValues(scope), purpose, until, note, createdAt];
  return (await tx.rows(insertRow, values)).length === 1;
}

/** Answers or cancels a request. */
export async function closeRequest(tx: Tx, request: AccessRequest): Promise<void> {
  const { chain, id, state, decidedAt, reason } = request;
  await tx.rows(closeRow, [chain, id, state, decidedAt, reason]);
}

/** One request that reached a patient; undefined where there is none of that id, or its requester was blocked. */
export async function requestOf(db: Db, chain: string, id: string): Promise<AccessRequest | undefined> {
  return (await db.rows<RequestRow>(selectOne, [chain, id])).map(toRequest)[0];
}

/** A request of a patient, arrived or not, locked until the transaction ends. */
export async function lockRequest(tx: Tx, chain: string, id: string): Promise<AccessRequest | undefined> {
  return (await tx.rows<RequestRow>(selectForUpdate, [chain, id])).map(toRequest)[0];
}

/** The request of that doctor which still waits though it ended, locked until the transaction ends; undefined without. */
export async function lockLapsedRequest(
  tx: Tx,
  chain: string,
  requester: string,
  now: string,
): Promise<AccessRequest | undefined> {
  return (await tx.rows<RequestRow>(selectLapsed, [chain, requester, now])).map(toRequest)[0];
}

/** A request found by its id alone, whose first characters are its chain's. */
export async function requestById(db: Db, route: string, id: string): Promise<AccessRequest | undefined> {
  return (await db.rows<RequestRow>(selectRouted, [route, id])).map(toRequest)[0];
}

/** True while a request of that person waits for that patient's answer. */
export async function isWaiting(db: Db, chain: string, requester: string): Promise<boolean> {
  return (await db.rows(selectWaiting, [chain, requester])).length > 0;
}

/** The requests that reached a patient, newest first, 200 at most. */
export async function requestsOfPatient(db: Db, chain: string): Promise<AccessRequest[]> {
  return (await db.rows<RequestRow>(selectOfPatient, [chain])).map(toRequest);
}

/** The requests that somebody made, newest first, 100 at most. */
export async function requestsOfRequester(db: Db, requester: string): Promise<AccessRequest[]> {
  return (await db.rows<RequestRow>(selectOfRequester, [requester])).map(toRequest);
}

function toRequest(row: RequestRow): AccessRequest {
  const { id, chain, requester, purpose, until, note, state, created_at, decided_at, reason } = row;
  return {
    id,
    chain,
    requester,
    scope: toScope(row),
    purpose,
    until: until.toISOString(),
    note,
    state,
    createdAt: created_at.toISOString(),
    decidedAt: decided_at?.toISOString() ?? null,
    reason,
  };
}
