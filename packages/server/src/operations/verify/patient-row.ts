// Who a patient is: the line, the routes and what imports recognise the patient by, held against the registration.

import { type JsonObject, objectsAt, textAt } from '@patrec/fhir';
import type { Db } from '../../db/pool.ts';
import { statement } from '../../db/statement.ts';
import { patientRow } from '../../records/patient-index.ts';
import { REGISTRATION_TYPES } from '../../records/registration.ts';
import { identifiersOf } from '../identifiers.ts';
import { mismatch, type Problem } from './problem.ts';
import { newestOf, type Tally } from './tally.ts';

type PatientLine = ReturnType<typeof patientRow> & {
  readonly routed: string | null;
  readonly login: string | null;
  readonly accountName: string | null;
  readonly role: string | null;
  readonly status: string | null;
  readonly recordCount: number;
  readonly registeredBy: string;
  readonly identifiers: readonly string[];
};

const selectPatient = statement(
  'verify.patient',
  `SELECT p.chain, p.number, p.account_id AS "accountId", p.resource_id AS "resourceId", p.name, p.birth_date AS "birthDate",
     p.born, p.sex, p.abha, p.blood_group AS "bloodGroup", p.phone, p.record_count AS "recordCount", n.chain AS routed, a.login,
     a.name AS "accountName", a.role, a.status, b.author AS "registeredBy",
     ARRAY(SELECT i.identifier FROM patient_identifier i WHERE i.chain = $1) AS identifiers
   FROM patient p JOIN block b ON b.chain = p.chain AND b.seq = 0
     LEFT JOIN patient_number n ON n.number = p.number LEFT JOIN account a ON a.id = p.account_id
   WHERE p.chain = $1`,
);

/** Holds the line of a chain's patient against the newest registration. */
export async function checkPatient(db: Db, tally: Tally): Promise<Problem[]> {
  const { chain, name, newest, numbered, systemAccount } = tally;
  const [line] = await db.rows<PatientLine>(selectPatient, [chain]);
  if (!line) return [mismatch(name, 'There is no patient of this chain.')];
  const { number, accountId } = line;
  const registration = newestOf(tally, ...REGISTRATION_TYPES).map(([, { resource }]) => resource);
  const derived = patientRow(registration, { chain, number, accountId });
  const resource = newest.get(derived.resourceId)?.resource;
  const same =
    (Object.keys(derived) as (keyof typeof derived)[]).every((key) => derived[key] === line[key]) &&
    line.routed === chain &&
    line.recordCount === numbered.count &&
    isTheirs(line) &&
    (line.registeredBy === systemAccount || numberOf(resource) === number);
  const imported = line.registeredBy === systemAccount && numberOf(resource) !== number;
  return [
    ...(same ? [] : [mismatch(name, 'The patient\u2019s line does not say what the registration says.')]),
    ...(isRecognised(line.identifiers, resource, imported)
      ? []
      : [mismatch(name, 'Imports would not recognise the patient, or would take somebody else for them.')]),
  ];
}

// A patient has an account from the first day on, and nothing here closes one.
function isTheirs({ number, name, login, accountName, role, status }: PatientLine): boolean {
  return login === number && accountName === name && role === 'patient' && status === 'active';
}

// Who was imported is recognised by all identifiers; who was registered here by none.
function isRecognised(found: readonly string[], resource: JsonObject | undefined, imported: boolean): boolean {
  const said = new Set(resource ? identifiersOf(resource) : []);
  return new Set(found).isSubsetOf(said) && (!imported || found.length === said.size);
}

/** The number that we gave: an imported resource may bring others, so it is looked at where we registered. */
export function numberOf(resource: JsonObject | undefined): string | undefined {
  return textAt(
    objectsAt(resource, 'identifier').find(({ use, system }) => use === 'usual' && system === undefined),
    'value',
  );
}
