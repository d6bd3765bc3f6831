// What a patient's summary gathers, each section by a statement of its own: one that fails leaves the others standing.

import {
  displayOf,
  isInForce,
  isTakenBack,
  type JsonObject,
  type Listing,
  listingOf,
  medicationConcept,
  parseJson,
} from '@patrec/fhir';
import { type Visibility, visibilityValues, visibleCondition } from '../access/visible.ts';
import type { Db } from '../db/pool.ts';
import { type Statement, statement } from '../db/statement.ts';
import { latestValues, readTrends, type TrendValue } from './trends.ts';
import { VITAL_SIGNS } from './vital-signs.ts';

/** A resource, who wrote the block that it came in, and the record that it is of; null for the registration. */
export interface SummaryEntry {
  readonly resource: JsonObject;
  readonly record: number | null;
  readonly by: string;
  /** ISO 8601 UTC. */
  readonly at: string;
}

/** A value that needs attention, with those before it, oldest first. */
export interface Attention {
  readonly value: TrendValue;
  readonly points: readonly TrendValue[];
}

type Row = Omit<SummaryEntry, 'resource' | 'at'> & { bytes: Uint8Array; at: Date };

const ATTENTION = 8;

// The types stand in the text: the index is for them alone.
const ofTypes = (name: string, types: string): Statement =>
  statement(
    `summary.${name}`,
    `SELECT v.bytes, v.record, a.name AS by, b.recorded_at AS at
     FROM resource_version v JOIN block b ON b.chain = v.chain AND b.seq = v.block_seq JOIN account a ON a.id = b.author
     LEFT JOIN record r ON r.chain = v.chain AND r.number = v.record
     WHERE v.chain = $1 AND v.current AND v.type IN (${types}) AND (v.record IS NULL OR ${visibleCondition('$2', '$3')})
     ORDER BY v.block_seq DESC, v.place`,
  );
const selectAllergies = ofTypes('allergies', "'AllergyIntolerance'");
const selectProblems = ofTypes('problems', "'Condition'");
const selectMedicines = ofTypes('medicines', "'MedicationRequest', 'MedicationStatement'");
const selectImmunisations = ofTypes('immunisations', "'Immunization'");

const selectNewest = statement(
  'summary.newest',
  `SELECT r.number AS record, encode(b.hash, 'hex') AS hash
   FROM record r JOIN block b ON b.chain = r.chain AND b.seq = r.active_seq
   WHERE r.chain = $1 AND NOT r.in_error AND ${visibleCondition('$2', '$3')}
   ORDER BY r.active_seq DESC LIMIT 1`,
);

/** A record and the hash of its block. */
export interface NewestEntry {
  readonly record: number;
  readonly hash: string;
}

/** The record in force that was written or amended last, of those that the reader may see; null where there is none. */
export async function newestEntry(db: Db, chain: string, visibility: Visibility): Promise<NewestEntry | null> {
  const [newest] = await db.rows<NewestEntry>(selectNewest, [chain, ...visibilityValues(visibility)]);
  return newest ?? null;
}

/** The allergies that hold now, or who said that none are known. */
export async function readAllergies(db: Db, chain: string, visibility: Visibility): Promise<Listing<SummaryEntry>> {
  const entries = await entriesOf(db, selectAllergies, chain, visibility);
  return listing(entries.filter(({ resource }) => isInForce(resource)));
}

/** The problems that hold now: of each, what was said last counts. */
export async function readProblems(db: Db, chain: string, visibility: Visibility): Promise<Listing<SummaryEntry>> {
  return listing(newestInForce(await entriesOf(db, selectProblems, chain, visibility)));
}

/** The medicines that are taken now: of each, what was said last counts. */
export async function readMedicines(db: Db, chain: string, visibility: Visibility): Promise<Listing<SummaryEntry>> {
  return listing(newestInForce(await entriesOf(db, selectMedicines, chain, visibility)));
}

/** The immunisations that were given, the newest first. */
export async function readImmunisations(db: Db, chain: string, visibility: Visibility): Promise<Listing<SummaryEntry>> {
  const entries = await entriesOf(db, selectImmunisations, chain, visibility);
  return listing(entries.filter(({ resource }) => !isTakenBack(resource)).sort(byTime));
}

/** The newest value of each vital sign that was measured. */
export async function readVitalSigns(db: Db, chain: string, visibility: Visibility): Promise<TrendValue[]> {
  const series = await readTrends(db, chain, visibility, VITAL_SIGNS, 1);
  return VITAL_SIGNS.flatMap((code) => series.get(code) ?? []);
}

/** The newest values since then that are outside their range, the critical first, eight at most. */
export async function readAttention(
  db: Db,
  chain: string,
  visibility: Visibility,
  since: string,
): Promise<Attention[]> {
  const newest = await latestValues(db, chain, visibility, { since, limit: ATTENTION });
  const abnormal = newest.filter(({ flag }) => flag !== null && flag !== 'N' && flag !== 'A');
  const series = await readTrends(
    db,
    chain,
    visibility,
    abnormal.map(({ code }) => code),
  );
  return abnormal.map((value) => ({ value, points: series.get(value.code) ?? [value] }));
}

async function entriesOf(db: Db, select: Statement, chain: string, visibility: Visibility): Promise<SummaryEntry[]> {
  const rows = await db.rows<Row>(select, [chain, ...visibilityValues(visibility)]);
  return rows.map(({ bytes, at, ...row }) => ({
    ...row,
    at: at.toISOString(),
    resource: parseJson(bytes) as JsonObject,
  }));
}

function listing(entries: readonly SummaryEntry[]): Listing<SummaryEntry> {
  return listingOf(entries, ({ resource }) => resource);
}

// What was taken back says nothing; of the rest the newest of each name decides whether it holds.
function newestInForce(entries: readonly SummaryEntry[]): SummaryEntry[] {
  const newest = new Map<string, SummaryEntry>();
  const said = entries.filter(({ resource }) => !isTakenBack(resource)).sort(byTime);
  for (const entry of said.reverse()) newest.set(nameOf(entry.resource), entry);
  return [...newest.values()].filter(({ resource }) => isInForce(resource)).sort(byTime);
}

// What has no name of its own, such as a medicine that is only referred to, is told apart by its id.
function nameOf(resource: JsonObject): string {
  return (displayOf(resource.code ?? medicationConcept(resource)) ?? String(resource.id)).toLowerCase();
}

// Newest first: by when it was said, which imports bring along.
function byTime(a: SummaryEntry, b: SummaryEntry): number {
  return saidAt(b) - saidAt(a);
}

function saidAt({ resource, at }: SummaryEntry): number {
  const { recordedDate, authoredOn, dateAsserted, occurrenceDateTime } = resource;
  const said = [recordedDate, authoredOn, dateAsserted, occurrenceDateTime].find((date) => typeof date === 'string');
  return Date.parse(typeof said === 'string' ? said : at);
}
