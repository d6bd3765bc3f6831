// The rows of the two collections of contracts: whom a patient let read a record, and who was a guardian.

import type { GuardianLevel } from '@patrec/fhir';
import { fieldsNamed, fieldsOf, type MongoField, plainName } from './fields.ts';
import type { Entry } from './read-collection.ts';
import type { ExportFile } from './read-export.ts';

/** A contract of a patient with somebody, and where it stands. `allows` is false where it gives nothing. */
export interface Contract {
  readonly place: string;
  readonly patient: string;
  readonly with: string;
  readonly allows: boolean;
}

/** Lets a doctor read a record, `PAT001REC1`. */
export interface RecordContract extends Contract {
  readonly record: string;
}

export interface GuardianContract extends Contract {
  readonly level: GuardianLevel;
}

/** Rows that can be taken, and those that cannot, with their places. */
export interface Contracts<Row> {
  readonly rows: readonly Row[];
  readonly wrong: readonly { readonly place: string; readonly problem: string }[];
}

const LEVELS: Readonly<Record<string, GuardianLevel>> = {
  view: 'view',
  viewonly: 'view',
  viewaccess: 'view',
  complete: 'complete',
  completeaccess: 'complete',
  full: 'complete',
  fullaccess: 'complete',
};
const GUARDIAN_NAMES = {
  patient: ['patient', 'patientid', 'pid', 'ward', 'wardid'],
  guardian: ['guardian', 'guardianid', 'gid'],
  level: ['level', 'accesslevel'],
  status: ['status'],
};

/** Reads SMART_CONTRACT: a record, a doctor and a status each, by whatever names the first two have. */
export function readRecordContracts(file: ExportFile): Contracts<RecordContract> {
  return read(file, readRecordRow, ({ record, with: doctor }) => `${record} ${doctor}`);
}

/** Reads Guardian_contract: a patient, a guardian, a level and a status each. */
export function readGuardianContracts(file: ExportFile): Contracts<GuardianContract> {
  return read(file, readGuardianRow, ({ patient, with: guardian }) => `${patient} ${guardian}`);
}

function readRecordRow({ place, value }: Entry): RecordContract | string {
  const fields = fieldsOf(value);
  const [record, otherRecord] = found(fields, /^PAT\d{1,9}REC[1-9]\d{0,6}$/);
  const [doctor, otherDoctor] = found(fields, /^DOC\d{1,9}$/);
  const [patient, otherPatient] = found(fields, /^PAT\d{1,9}$/);
  const allows = statusOf(fieldsNamed(fields, { status: ['status'] }));
  if (!record || otherRecord) return 'names no single record, such as PAT001REC1';
  if (!doctor || otherDoctor) return 'names no single doctor, such as DOC1';
  const owner = record.slice(0, record.indexOf('REC'));
  if (otherPatient || (patient && patient !== owner)) return `names another patient than the one of ${record}`;
  if (allows === undefined) return 'has a status that is neither 0 nor 1';
  return { place, patient: owner, record, with: doctor, allows };
}

function readGuardianRow({ place, value }: Entry): GuardianContract | string {
  const taken = fieldsNamed(fieldsOf(value), GUARDIAN_NAMES);
  const [patient, guardian] = ['patient', 'guardian'].map((name) => taken.get(name)?.text.toUpperCase() ?? '');
  const level = LEVELS[plainName(taken.get('level')?.text ?? '')];
  const allows = statusOf(taken);
  if (!patient || !/^PAT\d{1,9}$/.test(patient)) return 'names no patient, such as PAT001';
  if (!guardian || !/^PAT\d{1,9}$/.test(guardian)) return 'names no guardian, such as PAT002';
  if (patient === guardian) return 'makes somebody their own guardian';
  if (!level) return 'has a level that is neither view nor complete';
  if (allows === undefined) return 'has a status that is neither 0 nor 1';
  return { place, patient, with: guardian, level, allows };
}

function found(fields: readonly MongoField[], pattern: RegExp): string[] {
  const texts = fields.map(({ text }) => text.toUpperCase()).filter((text) => pattern.test(text));
  return [...new Set(texts)];
}

function statusOf(taken: ReadonlyMap<string, MongoField>): boolean | undefined {
  const [, status] = /^([01])(?:\.0)?$/.exec(taken.get('status')?.text ?? '') ?? [];
  return status === undefined ? undefined : status === '1';
}

function read<Row extends Contract>(
  { entries, problems }: ExportFile,
  readRow: (entry: Entry) => Row | string,
  keyOf: (row: Row) => string,
): Contracts<Row> {
  const wrong = problems.map((problem) => ({ place: '', problem }));
  const all: Row[] = [];
  for (const entry of entries) {
    const row = readRow(entry);
    if (typeof row === 'string') wrong.push({ place: entry.place, problem: `it ${row}` });
    else all.push(row);
  }
  const judged = [...Map.groupBy(all, keyOf).values()].map(judge);
  return {
    rows: judged.flatMap(({ rows }) => rows),
    wrong: [...wrong, ...judged.flatMap((one) => one.wrong)],
  };
}

// Of one patient and one other: what is there twice counts once, what contradicts itself not at all.
function judge<Row extends Contract>(same: readonly Row[]): Contracts<Row> {
  const [first, ...others] = same;
  const says = ({ place: _, ...row }: Contract) => JSON.stringify(row);
  if (!first || others.every((one) => says(one) === says(first))) {
    const problem = `it says again what is said at ${first?.place}`;
    return { rows: first ? [first] : [], wrong: others.map(({ place }) => ({ place, problem })) };
  }
  const but = (row: Row) => same.filter((one) => one !== row).map(({ place }) => place);
  const wrong = same.map((row) => ({ place: row.place, problem: `it contradicts ${but(row).join(', ')}` }));
  return { rows: [], wrong };
}
