// The people of a request or a grant, as FHIR references and as the lists show them.

import type { Named } from '@patrec/fhir';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import type { Tx } from '../db/transaction.ts';
import { AppError } from '../errors.ts';

/** Somebody who asks for access or was given it. */
export interface Practitioner {
  readonly account: string;
  readonly login: string;
  readonly name: string;
  readonly speciality: string | null;
  readonly workplace: string | null;
  readonly resourceId: string | null;
}

const selectParty = statement(
  'party.references',
  `SELECT p.resource_id AS patient, p.number, d.resource_id AS practitioner, a.name
   FROM patient p, account a JOIN practitioner d ON d.account_id = a.id WHERE p.chain = $1 AND a.id = $2`,
);
const selectPatient = statement('party.patient', 'SELECT resource_id AS patient, number FROM patient WHERE chain = $1');
const selectPractitioners = statement(
  'party.practitioners',
  `SELECT a.id AS account, a.login, a.name, d.speciality, d.workplace, d.resource_id AS "resourceId"
   FROM account a LEFT JOIN practitioner d ON d.account_id = a.id WHERE a.id = ANY ($1)`,
);
const selectVerifiedDoctor = statement(
  'party.verified-doctor',
  `SELECT a.id AS account, a.login, a.name, d.speciality, d.workplace, d.resource_id AS "resourceId"
   FROM account a JOIN practitioner d ON d.account_id = a.id
   WHERE a.login = $1 AND a.role = 'doctor' AND a.status = 'active'`,
);

const selectCareWorker = statement(
  'party.care-worker',
  `SELECT a.id AS account, a.login, a.name, d.speciality, d.workplace, d.resource_id AS "resourceId"
   FROM account a JOIN practitioner d ON d.account_id = a.id
   WHERE a.login = $1 AND a.role IN ('doctor', 'staff') AND a.status = 'active'`,
);

/** The verified doctor of that number, such as `DOC2`; undefined where nobody is, or the doctor is not verified. */
export async function verifiedDoctor(db: Db, number: string): Promise<Practitioner | undefined> {
  return (await db.rows<Practitioner>(selectVerifiedDoctor, [number]))[0];
}

/** The doctor or member of staff of that number who works here; undefined where nobody does. */
export async function careWorker(db: Db, number: string): Promise<Practitioner | undefined> {
  return (await db.rows<Practitioner>(selectCareWorker, [number]))[0];
}

/** The patient and the practitioner as references. Throws not-found where either does not exist. */
export async function party(tx: Tx, chain: string, account: string): Promise<{ patient: Named; practitioner: Named }> {
  const [row] = await tx.rows<{ patient: string; number: string; practitioner: string; name: string }>(selectParty, [
    chain,
    account,
  ]);
  if (!row) throw new AppError('not-found', 'There is no such patient or practitioner.');
  return {
    patient: { reference: `Patient/${row.patient}`, display: row.number },
    practitioner: { reference: `Practitioner/${row.practitioner}`, display: row.name },
  };
}

/** The patient as a reference. Throws not-found where the chain is no patient's. */
export async function patientName(tx: Tx, chain: string): Promise<Named> {
  const [row] = await tx.rows<{ patient: string; number: string }>(selectPatient, [chain]);
  if (!row) throw new AppError('not-found', 'There is no such patient.');
  return { reference: `Patient/${row.patient}`, display: row.number };
}

/** The people of those accounts, by account. */
export async function practitioners(db: Db, accounts: readonly string[]): Promise<Map<string, Practitioner>> {
  if (accounts.length === 0) return new Map();
  const rows = await db.rows<Practitioner>(selectPractitioners, [[...new Set(accounts)]]);
  return new Map(rows.map((row) => [row.account, row]));
}
