// The rows that pages read, held against the bytes that the chain commits to: timeline, trends, registration, access.
// A row that was edited, added or removed by hand shows here.

import { type JsonObject, parseJson } from '@patrec/fhir';
import type { Db } from '../../db/pool.ts';
import { statement } from '../../db/statement.ts';
import { patientRow } from '../../records/patient-index.ts';
import { REGISTRATION_TYPES } from '../../records/registration.ts';
import { observationRows, recordRow } from '../../records/write-records.ts';
import { checkAccessRows, checkSealedEvents } from './access-rows.ts';
import { mismatch, type Problem } from './problem.ts';
import type { ProvedBlock, Tally } from './tally.ts';

const selectRecords = statement(
  'verify.records',
  `SELECT number, type, title, summary, effective, day, author, recorded_at, block_seq, abnormal, critical
   FROM record WHERE chain = $1 AND block_seq BETWEEN $2 AND $3 ORDER BY number`,
);
const selectObservations = statement(
  'verify.observations',
  `SELECT o.record, o.resource_id, o.component, o.code, o.system, o.label, o.effective, o.value::float8 AS value, o.unit,
     o.flag, o.low::float8 AS low, o.high::float8 AS high
   FROM observation o WHERE o.chain = $1 AND o.record = ANY ($2)`,
);
const selectCounts = statement(
  'verify.counts',
  `SELECT (SELECT count(*) FROM resource_version WHERE chain = $1) AS contents,
     (SELECT count(*) FROM record WHERE chain = $1) AS records,
     (SELECT count(*) FROM observation WHERE chain = $1) AS observations,
     (SELECT count(*) FROM access_event e JOIN block b ON b.chain = e.chain AND b.seq = e.block_seq
        WHERE e.chain = $1 AND b.type = 'access') AS events`,
);
const selectPatient = statement(
  'verify.patient',
  `SELECT chain, number, account_id AS "accountId", resource_id AS "resourceId", name, birth_date AS "birthDate", sex, abha,
     blood_group AS "bloodGroup" FROM patient WHERE chain = $1`,
);

/** Holds the rows of a page of blocks against their contents. */
export async function checkPageRows(db: Db, tally: Tally, blocks: readonly ProvedBlock[]): Promise<Problem[]> {
  const derived = blocks.flatMap((block) => derivedRecords(block));
  for (const block of blocks) keepNewest(tally, block);
  tally.counts.contents += blocks.reduce((sum, { contents }) => sum + contents.length, 0);
  tally.counts.records += derived.length;
  tally.counts.observations += derived.reduce((sum, { observations }) => sum + observations.length, 0);
  const first = blocks[0]?.header.seq ?? 0;
  const last = blocks.at(-1)?.header.seq ?? 0;
  const [records, observations, events] = await Promise.all([
    db.rows<RecordColumns>(selectRecords, [tally.chain, first, last]),
    db.rows<ObservationColumns>(selectObservations, [tally.chain, derived.map(({ number }) => number)]),
    checkSealedEvents(db, tally, blocks),
  ]);
  return [...compareRecords(tally, derived, records, observations), ...events];
}

/** Holds what spans the chain: the registration, access, and that no row stands outside the chain. */
export async function checkWholeChain(db: Db, tally: Tally, kind: 'patient' | 'institution'): Promise<Problem[]> {
  const [counts] = await db.rows<Record<keyof Tally['counts'], number>>(selectCounts, [tally.chain]);
  const problems = (Object.keys(tally.counts) as (keyof Tally['counts'])[]).flatMap((table) =>
    counts?.[table] === tally.counts[table]
      ? []
      : [
          mismatch(
            tally.name,
            `There are ${counts?.[table]} ${table} in the table and ${tally.counts[table]} in the chain.`,
          ),
        ],
  );
  if (kind === 'institution') return problems;
  return [...problems, ...(await checkPatient(db, tally)), ...(await checkAccessRows(db, tally))];
}

interface DerivedRecord {
  readonly number: number;
  readonly row: string;
  readonly observations: string[];
}

function derivedRecords({ header, statement: stated, contents }: ProvedBlock): DerivedRecord[] {
  const inRecords = contents.filter(({ record }) => record !== null);
  return [...Map.groupBy(inRecords, ({ record }) => record ?? 0)].map(([number, rows]) => {
    const record = { number, resources: rows.map(({ bytes }) => parseJson(bytes) as JsonObject) };
    const row = recordRow(record, stated.author, header, header.seq);
    return { number, row: JSON.stringify(row), observations: observationRows(record).map(observationText).sort() };
  });
}

// Everything outside records has versions of which the newest counts; audit bundles never change.
function keepNewest({ newest }: Tally, { contents }: ProvedBlock): void {
  for (const row of contents) {
    if (row.record !== null || row.type === 'Bundle') continue;
    newest.set(row.id, { row, resource: parseJson(row.bytes) as JsonObject });
  }
}

type RecordColumns = Omit<ReturnType<typeof recordRow>, 'effective' | 'recordedAt' | 'blockSeq'> & {
  effective: Date;
  recorded_at: Date;
  block_seq: number;
};

interface ObservationColumns {
  readonly record: number;
  readonly resource_id: string;
  readonly component: number;
  readonly code: string;
  readonly system: string;
  readonly label: string;
  readonly effective: Date;
  readonly value: number;
  readonly unit: string;
  readonly flag: string | null;
  readonly low: number | null;
  readonly high: number | null;
}

function compareRecords(
  { name }: Tally,
  derived: readonly DerivedRecord[],
  records: readonly RecordColumns[],
  observations: readonly ObservationColumns[],
): Problem[] {
  const stored = new Map(records.map((row) => [row.number, JSON.stringify(recordOf(row))]));
  const values = Map.groupBy(observations, ({ record }) => record);
  return derived.flatMap(({ number, row, observations: expected }) => {
    const where = `${name}-REC${number}`;
    if (stored.get(number) !== row)
      return [mismatch(where, 'Its line in the timeline does not say what its content says.')];
    const found = (values.get(number) ?? []).map(columnsText).sort();
    return found.join('\n') === expected.join('\n')
      ? []
      : [mismatch(where, 'Its values in the trend index are not those of its content.')];
  });
}

function recordOf(row: RecordColumns): ReturnType<typeof recordRow> {
  const { number, type, title, summary, effective, day, author, recorded_at, block_seq, abnormal, critical } = row;
  const times = { effective: effective.toISOString(), day, author, recordedAt: recorded_at.toISOString() };
  return { number, type, title, summary, ...times, blockSeq: block_seq, abnormal, critical };
}

function observationText(row: ReturnType<typeof observationRows>[number]): string {
  const { resourceId, component, code, system, text, effective, value, unit, flag, low, high } = row;
  const limits = [low, high].map((limit) => (limit === null ? null : Number(limit)));
  return JSON.stringify([resourceId, component, code, system, text, effective, Number(value), unit, flag, ...limits]);
}

function columnsText(row: ObservationColumns): string {
  const { resource_id, component, code, system, label, effective, value, unit, flag, low, high } = row;
  return JSON.stringify([
    resource_id,
    component,
    code,
    system,
    label,
    effective.toISOString(),
    value,
    unit,
    flag,
    low,
    high,
  ]);
}

async function checkPatient(db: Db, { chain, name, newest }: Tally): Promise<Problem[]> {
  const [line] = await db.rows<ReturnType<typeof patientRow>>(selectPatient, [chain]);
  if (!line) return [mismatch(name, 'There is no patient of this chain.')];
  const registration = [...newest.values()]
    .filter(({ row }) => REGISTRATION_TYPES.includes(row.type))
    .map(({ resource }) => resource);
  const { number, accountId } = line;
  const derived = patientRow(registration, { chain, number, accountId });
  const same = (Object.keys(derived) as (keyof typeof derived)[]).every((key) => derived[key] === line[key]);
  return same ? [] : [mismatch(name, 'The patient’s line does not say what the registration says.')];
}
