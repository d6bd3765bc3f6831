// The rows that pages read, held against the bytes that the chain commits to: timeline, trends, registration, access.
// A row that was edited, added or removed by hand shows here.

import { type JsonObject, parseJson, revisionOf } from '@patrec/fhir';
import type { Db } from '../../db/pool.ts';
import { statement } from '../../db/statement.ts';
import { broughtBy } from '../../records/brought-author.ts';
import { observationRows, recordRow } from '../../records/write-records.ts';
import { checkAccessRows } from './access-rows.ts';
import { checkAccountRows } from './account-rows.ts';
import { checkAcknowledgementRows } from './acknowledgement-rows.ts';
import { checkBlockRows } from './block-rows.ts';
import { checkCardRows } from './card-rows.ts';
import type { ContentRow } from './chain-pages.ts';
import { checkCorrectionRows } from './correction-rows.ts';
import { checkDeskRows } from './desk-rows.ts';
import { checkDirectory, keepPractitioners } from './directory-rows.ts';
import { checkEmergencyRows } from './emergency-rows.ts';
import { checkErasing, checkErasureRows } from './erasure-rows.ts';
import { checkEventRows } from './event-rows.ts';
import { checkFactorRows } from './factor-rows.ts';
import { checkFileRows } from './file-rows.ts';
import { checkGuardianRows } from './guardian-rows.ts';
import { checkKeyRows, checkSignatures } from './key-rows.ts';
import { checkLogKeyRows } from './log-key-rows.ts';
import { checkErasedNumbers, checkNumbering } from './numbering.ts';
import { checkPatient } from './patient-row.ts';
import { mismatch, type Problem } from './problem.ts';
import { keepNewest, type ProvedBlock, type Tally } from './tally.ts';
import { checkWithheldRows } from './withheld-rows.ts';

const selectRecords = statement(
  'verify.records',
  `SELECT number, type, title, summary, effective, day, author, recorded_at, active_seq, block_seq, abnormal, critical,
     version, in_error, words
   FROM record WHERE chain = $1 AND (active_seq BETWEEN $2 AND $3 OR number = ANY ($4))`,
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
     SELECT record, current, version = max(version) OVER versions AS newest, first_value(record) OVER versions AS first
     FROM resource_version WHERE chain = $1 WINDOW versions AS (PARTITION BY id)) v
   WHERE current <> newest OR record IS DISTINCT FROM first ORDER BY record LIMIT 1`,
);

/** Holds the rows of a page of blocks against their contents. */
export async function checkPageRows(db: Db, tally: Tally, blocks: readonly ProvedBlock[]): Promise<Problem[]> {
  const derived = blocks.flatMap((block) => derivedRecords(tally, block));
  for (const block of blocks) for (const row of block.contents) if (hasVersions(row)) keepNewest(tally, row);
  for (const block of blocks) keepPractitioners(tally, block);
  tally.counts.contents += blocks.reduce((sum, { contents }) => sum + contents.length, 0);
  const misplaced = blocks.flatMap((block) => [...checkNumbering(tally, block), ...checkErasing(tally, block)]);
  const first = blocks[0]?.header.seq ?? 0;
  const last = blocks.at(-1)?.header.seq ?? 0;
  const numbers = derived.map(({ number }) => number);
  const [records, observations, events, signatures] = await Promise.all([
    db.rows<RecordColumns>(selectRecords, [tally.chain, first, last, numbers]),
    db.rows<ObservationColumns>(selectObservations, [tally.chain, numbers]),
    checkEventRows(db, tally, blocks),
    checkSignatures(db, tally, blocks),
  ]);
  const files = blocks.flatMap((block) => checkFileRows(tally, block));
  return [...misplaced, ...files, ...compareRecords(tally, derived, records, observations), ...events, ...signatures];
}

/** Holds what spans the chain: the registration, access, and that no row stands outside the chain. */
export async function checkWholeChain(db: Db, tally: Tally, isInstitution: boolean): Promise<Problem[]> {
  // All at once: one after another, the connection would wait for each of two dozen answers.
  const problems = await Promise.all([
    checkCounts(db, tally),
    isInstitution ? checkDirectory(db, tally) : checkPatient(db, tally),
    checkHidden(db, tally),
    checkActive(tally),
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
    checkErasureRows(db, tally),
    checkErasedNumbers(tally, Number.POSITIVE_INFINITY),
    checkKeyRows(db, tally),
    checkLogKeyRows(db, tally),
    checkAcknowledgementRows(db, tally),
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

// A line that was of a later version all along the chain, and of none at its end.
function checkActive({ name, amended }: Tally): Problem[] {
  return [...amended].map((number) => mismatch(`${name}-REC${number}`, 'Its line is of a version that there is not.'));
}

// What readers are given is what is current: the newest version of each resource, and no other.
async function checkHidden(db: Db, { chain, name }: Tally): Promise<Problem[]> {
  const [hidden] = await db.rows<{ record: number | null }>(selectHidden, [chain]);
  const where = hidden?.record ? `${name}-REC${hidden.record}` : name;
  return hidden ? [mismatch(where, 'A resource is hidden, or shown in an old version.')] : [];
}

interface DerivedRecord {
  readonly number: number;
  readonly seq: number;
  readonly amends: boolean;
  readonly author: string;
  readonly row: string;
  readonly observations: string[];
}

function derivedRecords(tally: Tally, { header, statement: stated, contents }: ProvedBlock): DerivedRecord[] {
  const inRecords = contents.filter(({ record }) => record !== null);
  const at = { seq: header.seq, amends: stated.type === 'amendment' };
  return [...Map.groupBy(inRecords, ({ record }) => record ?? 0)].map(([number, rows]) => {
    const all = rows.map(({ bytes }) => parseJson(bytes) as JsonObject);
    const resources = at.amends ? all.filter((resource) => revisionOf(resource) === undefined) : all;
    const record = { number, resources, version: Math.max(...rows.map(({ version }) => version)) };
    const brought = stated.author === tally.systemAccount ? broughtBy(tally.chain, resources) : undefined;
    const author = brought ?? stated.author;
    const row = JSON.stringify(recordRow(record, author, header, header.seq));
    return { ...at, author, number, row, observations: observationRows(record).map(observationText).sort() };
  });
}

// Everything outside records has versions of which the newest counts; audit bundles never change.
function hasVersions({ record, type }: ContentRow): boolean {
  return record === null && type !== 'Bundle';
}

type RecordColumns = Omit<ReturnType<typeof recordRow>, 'effective' | 'recordedAt' | 'blockSeq' | 'inError'> & {
  effective: Date;
  recorded_at: Date;
  active_seq: number;
  block_seq: number;
  in_error: boolean;
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
  { name, amended, counts }: Tally,
  derived: readonly DerivedRecord[],
  records: readonly RecordColumns[],
  observations: readonly ObservationColumns[],
): Problem[] {
  const stored = new Map(records.map((row) => [row.number, row]));
  const values = Map.groupBy(observations, ({ record }) => record);
  return derived.flatMap(({ number, seq, amends, author, row, observations: expected }) => {
    const where = `${name}-REC${number}`;
    const line = stored.get(number);
    const begins = amends || line?.block_seq === seq;
    // A later version has taken the line over: there it is compared.
    if (line && begins && line.active_seq > seq && line.author === author) {
      amended.add(number);
      return [];
    }
    amended.delete(number);
    counts.observations += expected.length;
    if (!line || !begins || JSON.stringify(recordOf(line)) !== row)
      return [mismatch(where, 'Its line in the timeline does not say what its content says.')];
    const found = (values.get(number) ?? []).map(columnsText).sort();
    return found.join('\n') === expected.join('\n')
      ? []
      : [mismatch(where, 'Its values in the trend index are not those of its content.')];
  });
}

function recordOf(row: RecordColumns): ReturnType<typeof recordRow> {
  const { number, type, title, summary, effective, day, author, recorded_at, active_seq, abnormal, critical } = row;
  const times = { effective: effective.toISOString(), day, author, recordedAt: recorded_at.toISOString() };
  return {
    number,
    type,
    title,
    summary,
    ...times,
    blockSeq: active_seq,
    abnormal,
    critical,
    version: row.version,
    inError: row.in_error,
    words: row.words,
  };
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
