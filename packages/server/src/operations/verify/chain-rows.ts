// The rows that pages read, held against the bytes that the chain commits to: timeline, trends, registration, access.
// A row that was edited, added or removed by hand shows here.

import { type JsonObject, parseJson } from '@patrec/fhir';
import type { Db } from '../../db/pool.ts';
import { statement } from '../../db/statement.ts';
import { observationRows, recordRow } from '../../records/write-records.ts';
import { checkAccessRows } from './access-rows.ts';
import { checkAccountRows } from './account-rows.ts';
import { checkBlockRows } from './block-rows.ts';
import { checkCardRows } from './card-rows.ts';
import type { ContentRow } from './chain-pages.ts';
import { checkCorrectionRows } from './correction-rows.ts';
import { checkDeskRows } from './desk-rows.ts';
import { checkDirectory } from './directory-rows.ts';
import { checkEmergencyRows } from './emergency-rows.ts';
import { checkEventRows } from './event-rows.ts';
import { checkFactorRows } from './factor-rows.ts';
import { checkFileRows } from './file-rows.ts';
import { checkGuardianRows } from './guardian-rows.ts';
import { checkPatient } from './patient-row.ts';
import { mismatch, type Problem } from './problem.ts';
import { keepNewest, type ProvedBlock, type Tally } from './tally.ts';
import { checkWithheldRows } from './withheld-rows.ts';

const selectRecords = statement(
  'verify.records',
  `SELECT number, type, title, summary, effective, day, author, recorded_at, block_seq, abnormal, critical, words
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
     (SELECT count(*) FROM file WHERE chain = $1) AS files,
     (SELECT count(*) FROM record WHERE chain = $1) AS records,
     (SELECT count(*) FROM observation WHERE chain = $1) AS observations,
     (SELECT count(*) FROM access_event WHERE chain = $1) AS events`,
);
const selectHidden = statement(
  'verify.hidden',
  `SELECT record FROM (
     SELECT record, current, version = max(version) OVER (PARTITION BY id) AS newest FROM resource_version WHERE chain = $1) v
   WHERE current <> newest ORDER BY record LIMIT 1`,
);

/** Holds the rows of a page of blocks against their contents. */
export async function checkPageRows(db: Db, tally: Tally, blocks: readonly ProvedBlock[]): Promise<Problem[]> {
  const derived = blocks.flatMap((block) => derivedRecords(block));
  for (const block of blocks) for (const row of block.contents) if (hasVersions(row)) keepNewest(tally, row);
  tally.counts.contents += blocks.reduce((sum, { contents }) => sum + contents.length, 0);
  const misplaced = blocks.flatMap((block) => checkNumbering(tally, block));
  tally.counts.observations += derived.reduce((sum, { observations }) => sum + observations.length, 0);
  const first = blocks[0]?.header.seq ?? 0;
  const last = blocks.at(-1)?.header.seq ?? 0;
  const [records, observations, events] = await Promise.all([
    db.rows<RecordColumns>(selectRecords, [tally.chain, first, last]),
    db.rows<ObservationColumns>(selectObservations, [tally.chain, derived.map(({ number }) => number)]),
    checkEventRows(db, tally, blocks),
  ]);
  const files = blocks.flatMap((block) => checkFileRows(tally, block));
  return [...misplaced, ...files, ...compareRecords(tally, derived, records, observations), ...events];
}

/** Holds what spans the chain: the registration, access, and that no row stands outside the chain. */
export async function checkWholeChain(db: Db, tally: Tally, isInstitution: boolean): Promise<Problem[]> {
  // All at once: one after another, the connection would wait for each of two dozen answers.
  const problems = await Promise.all([
    checkCounts(db, tally),
    isInstitution ? checkDirectory(db, tally) : checkPatient(db, tally),
    checkHidden(db, tally),
    checkAccessRows(db, tally),
    checkWithheldRows(db, tally),
    checkBlockRows(db, tally),
    checkGuardianRows(db, tally),
    checkCardRows(db, tally),
    checkDeskRows(db, tally),
    checkCorrectionRows(db, tally),
    checkEmergencyRows(db, tally),
    checkAccountRows(db, tally),
    checkFactorRows(db, tally),
  ]);
  return problems.flat();
}

async function checkCounts(db: Db, { chain, name, counts }: Tally): Promise<Problem[]> {
  const [found] = await db.rows<Tally['counts']>(selectCounts, [chain]);
  return (Object.keys(counts) as (keyof Tally['counts'])[]).flatMap((table) =>
    found?.[table] === counts[table]
      ? []
      : [mismatch(name, `There are ${found?.[table]} ${table} in the table and ${counts[table]} in the chain.`)],
  );
}

// What readers are given is what is current: the newest version of each resource, and no other.
async function checkHidden(db: Db, { chain, name }: Tally): Promise<Problem[]> {
  const [hidden] = await db.rows<{ record: number | null }>(selectHidden, [chain]);
  const where = hidden?.record ? `${name}-REC${hidden.record}` : name;
  return hidden ? [mismatch(where, 'A resource is hidden, or shown in an old version.')] : [];
}

// Records are numbered from 1 in the order of their blocks. A block of records brings nothing besides but the patient.
function checkNumbering(tally: Tally, { header, contents }: ProvedBlock): Problem[] {
  const numbers = [...new Set(contents.flatMap(({ record }) => record ?? []))].sort((a, b) => a - b);
  const before = tally.counts.records;
  tally.counts.records += numbers.length;
  const loose = numbers.length > 0 && contents.some(({ record, type }) => record === null && type !== 'Patient');
  if (!loose && numbers.every((number, i) => number === before + i + 1)) return [];
  const where = numbers[0] === undefined ? tally.name : `${tally.name}-REC${numbers[0]}`;
  return [mismatch(where, `Block ${header.seq} does not bring the records that it should.`)];
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
function hasVersions({ record, type }: ContentRow): boolean {
  return record === null && type !== 'Bundle';
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
  const { number, type, title, summary, effective, day, author, recorded_at, block_seq, abnormal, critical, words } =
    row;
  const times = { effective: effective.toISOString(), day, author, recordedAt: recorded_at.toISOString() };
  return { number, type, title, summary, ...times, blockSeq: block_seq, abnormal, critical, words };
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
