// Doctors who may take access in an emergency, in PostgreSQL.

import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import type { Tx } from '../db/transaction.ts';

/** An authorisation that stands. `since` is ISO 8601 UTC. */
export interface Authorisation {
  readonly id: string;
  readonly doctor: string;
  readonly login: string;
  readonly name: string;
  readonly speciality: string | null;
  readonly workplace: string | null;
  readonly since: string;
  readonly byName: string;
}

type Row = Omit<Authorisation, 'since'> & { readonly since: Date };

const LISTED = `SELECT e.id, e.doctor, a.login, a.name, d.speciality, d.workplace, e.since, b.name AS "byName"
  FROM emergency_authorisation e JOIN account a ON a.id = e.doctor JOIN account b ON b.id = e.authorised_by
  LEFT JOIN practitioner d ON d.account_id = e.doctor WHERE e.ended_at IS NULL`;

const selectStanding = statement('authorisation.standing', `${LISTED} ORDER BY a.name, e.id LIMIT 500`);
const selectOfDoctor = statement('authorisation.of-doctor', `${LISTED} AND e.doctor = $1`);
const lockShared = statement('authorisation.lock-shared', `${LISTED} AND e.doctor = $1 FOR SHARE OF e`);
const lockAlone = statement('authorisation.lock', `${LISTED} AND e.doctor = $1 FOR UPDATE OF e`);
const selectOne = statement('authorisation.one', `${LISTED} AND e.id = $1`);
const insertRow = statement(
  'authorisation.insert',
  'INSERT INTO emergency_authorisation (id, doctor, since, authorised_by) VALUES ($1, $2, $3, $4)',
);
const endRow = statement(
  'authorisation.end',
  'UPDATE emergency_authorisation SET ended_at = $2, ended_by = $3 WHERE id = $1',
);

/** Everybody who is authorised, by name, 500 at most. */
export async function standingAuthorisations(db: Db): Promise<Authorisation[]> {
  return (await db.rows<Row>(selectStanding, [])).map(toAuthorisation);
}

/** That of one doctor; undefined where there is none. */
export async function authorisationOf(store: Db | Tx, doctor: string): Promise<Authorisation | undefined> {
  return (await store.rows<Row>(selectOfDoctor, [doctor])).map(toAuthorisation)[0];
}

/** One that stands, by its id. */
export async function authorisationById(db: Db, id: string): Promise<Authorisation | undefined> {
  return (await db.rows<Row>(selectOne, [id])).map(toAuthorisation)[0];
}

/**
 * The same, locked until the transaction ends, before any chain's head: `use` lets others use it too and holds its end
 * back, `end` waits for all who use it.
 */
export async function lockAuthorisation(
  tx: Tx,
  doctor: string,
  purpose: 'use' | 'end',
): Promise<Authorisation | undefined> {
  return (await tx.rows<Row>(purpose === 'use' ? lockShared : lockAlone, [doctor])).map(toAuthorisation)[0];
}

/** Writes a new one. */
export async function insertAuthorisation(
  tx: Tx,
  { id, doctor, since, by }: Pick<Authorisation, 'id' | 'doctor' | 'since'> & { readonly by: string },
): Promise<void> {
  await tx.rows(insertRow, [id, doctor, since, by]);
}

/** Ends it. */
export async function endAuthorisation(tx: Tx, id: string, endedAt: string, by: string): Promise<void> {
  await tx.rows(endRow, [id, endedAt, by]);
}

function toAuthorisation({ since, ...row }: Row): Authorisation {
  return { ...row, since: since.toISOString() };
}
