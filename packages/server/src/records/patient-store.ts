// Patients in PostgreSQL: the index over their registrations, and the routing from numbers to chains.

import { batched } from '../db/batch.ts';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import type { Tx } from '../db/transaction.ts';

/** A registered patient. `birthDate` is null where no whole date is known; `born` is as much as is: `1961`, `1961-04`. */
export interface Patient {
  readonly chain: string;
  readonly number: string;
  readonly accountId: string | null;
  readonly resourceId: string;
  readonly name: string;
  readonly birthDate: string | null;
  readonly born: string | null;
  readonly sex: string;
  readonly abha: string | null;
  readonly bloodGroup: string | null;
  /** The last ten digits of the first phone number. */
  readonly phone: string | null;
}

const COLUMNS = `p.chain, p.number, p.account_id AS "accountId", p.resource_id AS "resourceId", p.name,
  p.birth_date AS "birthDate", p.born, p.sex, p.abha, p.blood_group AS "bloodGroup", p.phone`;

const insertRow = statement(
  'patient.insert',
  `WITH numbered AS (INSERT INTO patient_number (number, chain) VALUES ($2, $1)),
        identified AS (INSERT INTO patient_identifier (identifier, chain) SELECT i, $1 FROM unnest($12::text[]) i)
   INSERT INTO patient (chain, number, account_id, resource_id, name, birth_date, sex, abha, blood_group, phone, born)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
);
const selectByNumbers = statement(
  'patient.by-numbers',
  `SELECT ${COLUMNS} FROM patient_number n JOIN patient p ON p.chain = n.chain WHERE n.number = ANY ($1)`,
);
const selectByChains = statement('patient.by-chains', `SELECT ${COLUMNS} FROM patient p WHERE p.chain = ANY ($1)`);
const selectByIdentifiers = statement(
  'patient.by-identifiers',
  `SELECT ${COLUMNS} FROM patient_identifier i JOIN patient p ON p.chain = i.chain WHERE i.identifier = ANY ($1) LIMIT 1`,
);
const selectDuplicate = statement(
  'patient.duplicate',
  `SELECT FROM patient p WHERE p.abha = $1 OR (p.phone = $2 AND p.birth_date = $3) LIMIT 1`,
);
// Of births known in part, what is known must not contradict. The ABHA number tells most, then the name; the newest first.
const SAME_NAME = `lower(p.name) = lower($3) AND (p.born IS NULL OR starts_with(p.born, $4) OR starts_with($4, p.born))`;
const selectSimilar = statement(
  'patient.similar',
  `SELECT ${COLUMNS}, coalesce(p.abha = $1, false) AS "sameAbha", coalesce(p.phone = $2, false) AS "samePhone",
     coalesce(${SAME_NAME}, false) AS "sameName"
   FROM patient p WHERE p.abha = $1 OR p.phone = $2 OR (${SAME_NAME})
   ORDER BY "sameAbha" DESC, "sameName" DESC, p.number DESC LIMIT $5`,
);
const selectRegistered = statement(
  'patient.registered',
  `SELECT ${COLUMNS} FROM block b JOIN patient p ON p.chain = b.chain
   WHERE b.author = $1 AND b.nonce = $2 AND b.type = 'registration' AND b.seq = 0`,
);
const selectToChange = statement(
  'patient.to-change',
  `SELECT ${COLUMNS}, v.version, encode(b.hash, 'hex') AS hash,
     EXISTS (SELECT FROM block o WHERE o.chain = $1 AND o.author = $2 AND o.nonce = $3) AS repeated
   FROM patient p JOIN resource_version v ON v.chain = p.chain AND v.id = p.resource_id AND v.current
     JOIN block b ON b.chain = v.chain AND b.seq = v.block_seq WHERE p.chain = $1`,
);
const updateRow = statement(
  'patient.update',
  `UPDATE patient SET name = $2, birth_date = $3, born = $4, sex = $5, abha = $6, blood_group = $7, phone = $8 WHERE chain = $1`,
);
const countRows = statement('patient.count', 'SELECT count(*) AS count FROM patient');

/** Writes a patient; `identifiers` (`system|value`) are those by which the same person is recognised again. */
export async function insertPatient(tx: Tx, patient: Patient, identifiers: readonly string[]): Promise<void> {
  const { chain, number, accountId, resourceId, name, birthDate, born, sex, abha, bloodGroup, phone } = patient;
  const person = [accountId, resourceId, name, birthDate, sex, abha, bloodGroup, phone, born];
  await tx.rows(insertRow, [chain, number, ...person, identifiers]);
}

/** Gives a function from a number such as `PAT001` to the patient; undefined where there is none. */
export function patientReader(db: Db): (number: string) => Promise<Patient | undefined> {
  return batched(async (numbers: string[]) => {
    const rows = await db.rows<Patient>(selectByNumbers, [[...new Set(numbers)]]);
    const byNumber = new Map(rows.map((patient) => [patient.number, patient]));
    return numbers.map((number) => byNumber.get(number));
  });
}

/** The patients of those chains, by chain. */
export async function patientsByChain(db: Db, chains: readonly string[]): Promise<Map<string, Patient>> {
  if (chains.length === 0) return new Map();
  const rows = await db.rows<Patient>(selectByChains, [[...new Set(chains)]]);
  return new Map(rows.map((patient) => [patient.chain, patient]));
}

/** A patient with one of those identifiers (`system|value`); undefined where nobody has any. */
export async function patientByIdentifier(tx: Tx, identifiers: readonly string[]): Promise<Patient | undefined> {
  return (await tx.rows<Patient>(selectByIdentifiers, [identifiers]))[0];
}

/** Whether somebody is registered with the same ABHA number, or the same phone and date of birth. */
export async function hasDuplicate(tx: Tx, { abha, phone, birthDate }: Patient): Promise<boolean> {
  return (await tx.rows(selectDuplicate, [abha, phone, birthDate])).length > 0;
}

/** A patient who may be the same person, and why. */
export interface SimilarPatient extends Patient {
  readonly sameAbha: boolean;
  readonly samePhone: boolean;
  readonly sameName: boolean;
}

const MOST_SIMILAR = 20;

/** Those who may be the same person as a patient to be: same ABHA number, phone, or name and birth. At most 20. */
export function similarPatients(
  tx: Db | Tx,
  { abha, phone, name, born }: Pick<Patient, 'abha' | 'phone' | 'name' | 'born'>,
): Promise<SimilarPatient[]> {
  return tx.rows<SimilarPatient>(selectSimilar, [abha, phone, name, born, MOST_SIMILAR]);
}

/** The patient whom the author registered by the form of that nonce; undefined where none was. */
export async function patientByForm(tx: Db | Tx, author: string, nonce: string): Promise<Patient | undefined> {
  return (await tx.rows<Patient>(selectRegistered, [author, nonce]))[0];
}

/** A patient with the version of the registration that stands, its block, and whether the author's form of that nonce came before. */
export interface PatientToChange extends Patient {
  readonly version: number;
  readonly hash: string;
  readonly repeated: boolean;
}

/** The patient of a chain whose head is locked; undefined where there is none. */
export async function patientToChange(
  tx: Tx,
  chain: string,
  { author, nonce }: { author: string; nonce: string },
): Promise<PatientToChange | undefined> {
  return (await tx.rows<PatientToChange>(selectToChange, [chain, author, nonce]))[0];
}

/** Writes what lists and look-ups show of a patient anew. */
export async function updatePatient(tx: Tx, patient: Patient): Promise<void> {
  const { chain, name, birthDate, born, sex, abha, bloodGroup, phone } = patient;
  await tx.rows(updateRow, [chain, name, birthDate, born, sex, abha, bloodGroup, phone]);
}

/** How many patients are registered. */
export async function countPatients(db: Db): Promise<number> {
  return (await db.rows<{ count: number }>(countRows, []))[0]?.count ?? 0;
}
