// Who people are: a patient's line and routes held against the registration, practitioners against the directory.

import { type JsonObject, objectsAt, textAt } from '@patrec/fhir';
import type { Db } from '../../db/pool.ts';
import { statement } from '../../db/statement.ts';
import { nameOf, patientRow } from '../../records/patient-index.ts';
import { REGISTRATION_TYPES } from '../../records/registration.ts';
import { mismatch, type Problem } from './problem.ts';
import type { Tally } from './tally.ts';

type PatientLine = ReturnType<typeof patientRow> & {
  readonly routed: string | null;
  readonly login: string | null;
  readonly accountName: string | null;
  readonly recordCount: number;
  readonly registeredBy: string;
};

const selectPatient = statement(
  'verify.patient',
  `SELECT p.chain, p.number, p.account_id AS "accountId", p.resource_id AS "resourceId", p.name, p.birth_date AS "birthDate",
     p.sex, p.abha, p.blood_group AS "bloodGroup", p.phone, p.record_count AS "recordCount", n.chain AS routed, a.login,
     a.name AS "accountName", b.author AS "registeredBy"
   FROM patient p JOIN block b ON b.chain = p.chain AND b.seq = 0
     LEFT JOIN patient_number n ON n.number = p.number LEFT JOIN account a ON a.id = p.account_id
   WHERE p.chain = $1`,
);
const selectPractitioners = statement(
  'verify.practitioners',
  `SELECT d.resource_id AS "resourceId", a.login, a.name, a.status FROM practitioner d LEFT JOIN account a ON a.id = d.account_id`,
);

/** Holds the line of a chain's patient against the newest registration. */
export async function checkPatient(db: Db, tally: Tally): Promise<Problem[]> {
  const { chain, name, newest, counts, systemAccount } = tally;
  const [line] = await db.rows<PatientLine>(selectPatient, [chain]);
  if (!line) return [mismatch(name, 'There is no patient of this chain.')];
  const { number, accountId } = line;
  const registration = [...newest.values()]
    .filter(({ row }) => REGISTRATION_TYPES.includes(row.type))
    .map(({ resource }) => resource);
  const derived = patientRow(registration, { chain, number, accountId });
  const resource = newest.get(derived.resourceId)?.resource;
  const same =
    (Object.keys(derived) as (keyof typeof derived)[]).every((key) => derived[key] === line[key]) &&
    line.routed === chain &&
    line.recordCount === counts.records &&
    (accountId === null || (line.login === number && line.accountName === line.name)) &&
    (line.registeredBy === systemAccount || numberOf(resource) === number);
  return same ? [] : [mismatch(name, 'The patient\u2019s line does not say what the registration says.')];
}

/** Holds the people who practise here against the institution's directory. */
export async function checkPractitioners(db: Db, { name, newest }: Tally): Promise<Problem[]> {
  const rows = await db.rows<{ resourceId: string; login: string; name: string; status: string }>(
    selectPractitioners,
    [],
  );
  return rows.flatMap((row) => {
    const resource = newest.get(row.resourceId)?.resource;
    const same = numberOf(resource) === row.login && resource && nameOf(resource) === row.name;
    if (same && isMarked(resource, row.status)) return [];
    return [mismatch(name, `${row.login} is not who the directory says.`)];
  });
}

// Whoever waits for verification or was declined is not active in the directory; a closed account may be either.
function isMarked({ active }: JsonObject, status: string): boolean {
  return status === 'closed' || (status === 'active') === (active === true);
}

// The number that we gave: an imported resource may bring others, so it is looked at where we registered.
function numberOf(resource: JsonObject | undefined): string | undefined {
  return textAt(
    objectsAt(resource, 'identifier').find(({ use, system }) => use === 'usual' && system === undefined),
    'value',
  );
}
