// Grants in PostgreSQL: what decide() is given, and the lists that patients and doctors see.

import type { AccessScope, Purpose, RecordType } from '@patrec/fhir';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import type { Tx } from '../db/transaction.ts';
import type { Grant } from './decision.ts';

/** A scope as its four columns hold it. */
export interface ScopeColumns {
  readonly types: RecordType[] | null;
  readonly records: number[] | null;
  readonly period_from: string | null;
  readonly period_to: string | null;
}

interface GrantRow extends ScopeColumns {
  readonly id: string;
  readonly chain: string;
  readonly grantee: string;
  readonly request_id: string | null;
  readonly purpose: Purpose;
  readonly until: Date;
  readonly granted_at: Date;
  readonly revoked_at: Date | null;
  readonly source: string | null;
}

/** A grant with what the lists and the ledger need besides. */
export interface StoredGrant extends Grant {
  readonly chain: string;
  /** Null where the patient gave it without being asked. */
  readonly requestId: string | null;
  readonly grantedAt: string;
  /** The collection that it was brought in from; null where it was given here. */
  readonly source: string | null;
}

const COLUMNS = `id, chain, grantee, request_id, types, records, period_from, period_to, purpose, until, granted_at, revoked_at,
  source`;

const selectForActor = statement(
  'grant.for-actor',
  `SELECT ${COLUMNS} FROM access_grant WHERE chain = $1 AND grantee = $2 AND revoked_at IS NULL ORDER BY until DESC`,
);
const selectOfPatient = statement(
  'grant.of-patient',
  `SELECT ${COLUMNS} FROM access_grant WHERE chain = $1 ORDER BY granted_at DESC LIMIT 200`,
);
const selectOfGrantee = statement(
  'grant.of-grantee',
  `SELECT ${COLUMNS} FROM access_grant WHERE grantee = $1 AND revoked_at IS NULL AND until > $2 ORDER BY until LIMIT 200`,
);
const selectForUpdate = statement(
  'grant.for-update',
  `SELECT ${COLUMNS} FROM access_grant WHERE chain = $1 AND id = $2 FOR UPDATE`,
);
const selectOne = statement('grant.one', `SELECT ${COLUMNS} FROM access_grant WHERE chain = $1 AND id = $2`);
const insertRow = statement(
  'grant.insert',
  `INSERT INTO access_grant (chain, id, request_id, grantee, types, records, period_from, period_to, purpose, until, granted_at,
     source)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
);
const selectBroughtIn = statement(
  'grant.brought-in',
  'SELECT DISTINCT unnest(records) AS record FROM access_grant WHERE chain = $1 AND grantee = $2 AND source = $3',
);
const revokeRow = statement('grant.revoke', 'UPDATE access_grant SET revoked_at = $3 WHERE chain = $1 AND id = $2');

/** The grants of one person on one patient that are not revoked. */
export async function grantsFor(store: Db | Tx, chain: string, grantee: string): Promise<StoredGrant[]> {
  return (await store.rows<GrantRow>(selectForActor, [chain, grantee])).map(toGrant);
}

/** All that a patient ever granted, newest first, 200 at most. */
export async function grantsOfPatient(db: Db, chain: string): Promise<StoredGrant[]> {
  return (await db.rows<GrantRow>(selectOfPatient, [chain])).map(toGrant);
}

/** What stands for one person at `now`, over all patients, the first to end first. */
export async function grantsOfGrantee(db: Db, grantee: string, now: string): Promise<StoredGrant[]> {
  return (await db.rows<GrantRow>(selectOfGrantee, [grantee, now])).map(toGrant);
}

/** One grant of a patient; undefined where there is none of that id. */
export async function grantOf(db: Db, chain: string, id: string): Promise<StoredGrant | undefined> {
  return (await db.rows<GrantRow>(selectOne, [chain, id])).map(toGrant)[0];
}

/** The same, locked until the transaction ends. */
export async function lockGrant(tx: Tx, chain: string, id: string): Promise<StoredGrant | undefined> {
  return (await tx.rows<GrantRow>(selectForUpdate, [chain, id])).map(toGrant)[0];
}

/** The records that were ever given to that person by what was brought in from there. */
export async function broughtInRecords(
  store: Db | Tx,
  chain: string,
  grantee: string,
  source: string,
): Promise<Set<number>> {
  const rows = await store.rows<{ record: number }>(selectBroughtIn, [chain, grantee, source]);
  return new Set(rows.map(({ record }) => record));
}

/** Writes a new grant. */
export async function insertGrant(tx: Tx, grant: StoredGrant): Promise<void> {
  const { chain, id, requestId, grantee, scope, purpose, until, grantedAt, source } = grant;
  const terms = [...scopeValues(scope), purpose, until];
  await tx.rows(insertRow, [chain, id, requestId, grantee, ...terms, grantedAt, source]);
}

/** Ends a grant. */
export async function revokeGrantRow(tx: Tx, chain: string, id: string, revokedAt: string): Promise<void> {
  await tx.rows(revokeRow, [chain, id, revokedAt]);
}

/** The scope's four column values, in the order types, records, period_from, period_to. */
export function scopeValues({ types, records, from, to }: AccessScope): unknown[] {
  return [types, records, from, to];
}

/** The scope that four columns hold. */
export function toScope({ types, records, period_from, period_to }: ScopeColumns): AccessScope {
  return { types, records, from: period_from, to: period_to };
}

function toGrant(row: GrantRow): StoredGrant {
  const { id, chain, grantee, request_id, purpose, until, granted_at, revoked_at, source } = row;
  return {
    id,
    chain,
    grantee,
    requestId: request_id,
    scope: toScope(row),
    purpose,
    until: until.toISOString(),
    grantedAt: granted_at.toISOString(),
    revokedAt: revoked_at?.toISOString() ?? null,
    source,
  };
}
