// Whom the patients let read which record: SMART_CONTRACT, as permissions by single records.

import { importPlaceOf, type JsonObject, parseJson } from '@patrec/fhir';
import { bringPermission, type PermissionBrought } from '../../access/bring-consent.ts';
import { broughtInRecords } from '../../access/grant-store.ts';
import type { Db } from '../../db/pool.ts';
import { statement } from '../../db/statement.ts';
import { type RecordContract, readRecordContracts } from './contracts.ts';
import { type MongoImport, rejecting, type Tell } from './outcome.ts';
import type { OldDoctor, OldDoctors, OldPatient, OldPatients } from './people.ts';
import type { ExportFile } from './read-export.ts';

const COLLECTION = 'SMART_CONTRACT';
const kind = 'permission';

const selectProvenances = statement(
  'mongo.provenances',
  `SELECT record, bytes FROM resource_version
   WHERE chain = $1 AND block_seq = 0 AND type = 'Provenance' AND record IS NOT NULL`,
);

interface People {
  readonly doctors: OldDoctors;
  readonly patients: OldPatients;
}

/** What one doctor was let read of one patient. */
interface Group {
  readonly patient: OldPatient;
  readonly doctor: OldDoctor;
  readonly rows: readonly RecordContract[];
}

/** Takes them by patient and doctor until the signal; `tell` hears of each row. */
export async function takePermissions(
  parts: MongoImport,
  people: People,
  tell: Tell,
  signal?: AbortSignal,
): Promise<void> {
  const file = await parts.source.read(COLLECTION);
  if (!file || signal?.aborted) return;
  const { rows, wrong } = readRecordContracts(file);
  const reject = rejecting(kind, tell);
  for (const { place, problem } of wrong) reject(idOf(file, place), problem);
  const allowing: RecordContract[] = [];
  for (const row of rows) {
    const id = idOf(file, row.place, row);
    const problem = strangerIn(row, people) ?? (row.allows ? idlerIn(row, people) : undefined);
    if (problem) reject(id, problem);
    else if (row.allows) allowing.push(row);
    else tell({ kind, id, outcome: 'none' });
  }
  for (const group of grouped(allowing, people)) {
    if (signal?.aborted) return;
    await takeGroup(parts, file, group, tell);
  }
}

function idOf({ name }: ExportFile, place: string, row?: RecordContract): string {
  const where = place === '' ? name : `${name}, ${place}`;
  return row ? `${where} (${row.record} for ${row.with})` : where;
}

function strangerIn({ patient, record, with: doctor }: RecordContract, { doctors, patients }: People) {
  if (!patients.has(patient)) return `${patient} was not imported`;
  if (!patients.get(patient)?.blocks.includes(record)) return `${patient} has no record ${record}`;
  return doctors.has(doctor) ? undefined : `${doctor} was not imported`;
}

// Nobody is let read who does not work here yet, or no more.
function idlerIn({ with: doctor }: RecordContract, { doctors }: People) {
  const { status, login = '' } = doctors.get(doctor) ?? {};
  if (status === 'active') return undefined;
  const who = ['', doctor].includes(login) ? doctor : `${doctor} (${login} here)`;
  if (status !== 'awaiting-verification') return `${who} may not work here`;
  return `${who} waits for verification: an administrator verifies them, then start this again`;
}

function* grouped(rows: readonly RecordContract[], { doctors, patients }: People): Generator<Group> {
  const groups = Map.groupBy(rows, ({ patient, with: doctor }) => `${patient} ${doctor}`);
  for (const [key, same] of groups) {
    const [patient, doctor] = [patients.get(key.split(' ')[0] ?? ''), doctors.get(key.split(' ')[1] ?? '')];
    if (patient && doctor) yield { patient, doctor, rows: same };
  }
}

async function takeGroup(parts: MongoImport, file: ExportFile, group: Group, tell: Tell): Promise<void> {
  const { patient, rows } = group;
  const numbers = patient.chain === undefined ? undefined : await numbersOf(parts.db, patient.chain);
  const done = await bring(parts, file, group, numbers);
  for (const row of rows) {
    const id = idOf(file, row.place, row);
    const record = numbers?.get(row.record);
    const number = record === undefined ? '' : `${patient.number}-REC${record}`;
    if (numbers && record === undefined) rejecting(kind, tell)(id, `${row.record} was added after the import`);
    else if (!done.done) rejecting(kind, tell)(id, REASONS[done.reason]);
    else tell({ kind, id, outcome: record !== undefined && !done.given.has(record) ? 'present' : 'created', number });
  }
}

const REASONS = {
  'not-verified': 'the doctor is not verified any more',
  blocked: 'the patient has blocked the doctor here',
} as const;

async function bring(
  parts: MongoImport,
  file: ExportFile,
  { patient, doctor, rows }: Group,
  numbers: ReadonlyMap<string, number> | undefined,
): Promise<PermissionBrought> {
  const records = rows.flatMap((row) => numbers?.get(row.record) ?? []);
  const { chain } = patient;
  const { account: grantee } = doctor;
  if (chain === undefined || grantee === undefined) return { done: true, given: new Set(records) };
  if (parts.dryRun) {
    const before = await broughtInRecords(parts.db, chain, grantee, COLLECTION);
    return { done: true, given: new Set(records).difference(before) };
  }
  const place = rows.map((row) => row.place).join(', ');
  const source = { collection: COLLECTION, file: file.name, sha256: file.sha256, place };
  return bringPermission(parts, { chain, grantee, records, source });
}

// The records of the patient's import by their ids there.
async function numbersOf(db: Db, chain: string): Promise<Map<string, number>> {
  const rows = await db.rows<{ record: number; bytes: Uint8Array }>(selectProvenances, [chain]);
  return new Map(
    rows.flatMap(({ record, bytes }) => {
      const id = /, (PAT\d+REC\d+) by /.exec(importPlaceOf(parseJson(bytes) as JsonObject) ?? '')?.[1];
      return id === undefined ? [] : [[id, record] as const];
    }),
  );
}
