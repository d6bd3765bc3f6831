// Imports the collections of the teaching project. A patient is the unit: with all their records, or not at all.

import { instantOf } from '@patrec/fhir';
import type { Db } from '../../db/pool.ts';
import type { FieldProblem } from '../../identity/person-fields.ts';
import { type Ledger, now } from '../../ledger/ledger.ts';
import { clinicalDay, INSTITUTION_ZONE, isInstant } from '../../records/clinical-time.ts';
import { patientByForm } from '../../records/patient-store.ts';
import { nonceOfRow } from '../csv/row.ts';
import { type ReadRecord, readRecord } from './block-record.ts';
import { type MongoBlock, readBlocks } from './blocks.ts';
import type { MongoField } from './fields.ts';
import { patientId, readPatient } from './patient-entry.ts';
import type { Entry } from './read-collection.ts';
import type { Export, ExportFile } from './read-export.ts';
import { alikeHere, type NewMongoPatient, type WrittenPatient, writePatient } from './write-patient.ts';

/** What an import needs. `words` tells a problem of a registration's field. */
export interface MongoImport {
  readonly db: Db;
  readonly ledger: Ledger;
  readonly secret: string;
  readonly source: Export;
  readonly dryRun: boolean;
  readonly words: (problem: FieldProblem) => string;
}

/** What became of a patient, or would; `number` is theirs here, empty in a dry run. `id` may be a place in a file. */
export type MongoOutcome =
  | { readonly id: string; readonly outcome: 'created' | 'present'; readonly number: string; readonly records: number }
  | { readonly id: string; readonly outcome: 'rejected'; readonly problems: readonly string[] };

const PATIENTS = 'Blockhead';

/** True for a collection that an import reads: the patients, and the blocks of each. */
export function isImported(collection: string): boolean {
  return collection === PATIENTS || isOfPatient(collection);
}

function isOfPatient(collection: string): boolean {
  return /^PAT\d{1,9}$/.test(collection);
}

/** Takes the patients one after another until the signal; `tell` hears of each, and of what belongs to none. */
export async function importMongo(
  parts: MongoImport,
  tell: (outcome: MongoOutcome) => void,
  signal?: AbortSignal,
): Promise<void> {
  const { source } = parts;
  const file = await source.read(PATIENTS);
  const reject = (id: string, ...problems: string[]) => tell({ id, outcome: 'rejected', problems });
  if (!file) return reject(`${PATIENTS}.json`, 'it is not there: it names the patients');
  for (const problem of file.problems) reject(file.name, problem);
  const byId = Map.groupBy(file.entries, (entry) => patientId(entry) ?? '');
  for (const { place } of byId.get('') ?? []) reject(file.name, `${place} has no id of a patient, such as PAT001`);
  byId.delete('');
  for (const name of source.names)
    if (isOfPatient(name) && !byId.has(name)) reject(name, `${file.name} has no patient of this collection`);
  const seen = new Map<string, string>();
  for (const [id, entries] of byId) {
    if (signal?.aborted) return;
    const [entry, again] = entries;
    if (entry && again) reject(id, `${file.name} has it twice, at ${entries.map(({ place }) => place).join(' and ')}`);
    else if (entry) tell(await takePatient(parts, { id, entry, file, seen }));
  }
}

interface Taken {
  readonly id: string;
  readonly entry: Entry;
  readonly file: ExportFile;
  /** Names and births that came earlier, with their ids. */
  readonly seen: Map<string, string>;
}

async function takePatient(parts: MongoImport, taken: Taken): Promise<MongoOutcome> {
  const { id, seen } = taken;
  const read = await readWhole(parts, taken);
  if (!read.ok) return { id, outcome: 'rejected', problems: read.problems };
  const { person } = read;
  const { name, birthDate } = person.registration;
  const key = `${name.text.toLowerCase()} ${birthDate}`;
  const twin = seen.get(key);
  seen.set(key, twin ?? id);
  const done = twin ? alike([twin]) : await (parts.dryRun ? wouldWrite(parts, person) : writePatient(parts, person));
  if (done.outcome === 'similar') return { id, outcome: 'rejected', problems: [alikeWords(done.numbers)] };
  return { id, outcome: done.outcome, number: done.number, records: person.records.length };
}

async function wouldWrite(
  { db, ledger }: MongoImport,
  { nonce, registration }: NewMongoPatient,
): Promise<WrittenPatient> {
  const present = await patientByForm(db, ledger.systemAccount, nonce);
  if (present) return { outcome: 'present', number: present.number };
  const { name, birthDate: born, abhaNumber: abha = null } = registration;
  const numbers = await alikeHere(db, { name: name.text, born, abha, phone: null });
  return numbers.length > 0 ? alike(numbers) : { outcome: 'created', number: '' };
}

function alike(numbers: readonly string[]): WrittenPatient {
  return { outcome: 'similar', numbers };
}

function alikeWords(numbers: readonly string[]): string {
  return `this may be the same person as ${numbers.join(', ')}: same ABHA number, or same name and birth`;
}

type Read =
  | { readonly ok: true; readonly person: NewMongoPatient }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Gives the patient, or all that is wrong with their entry and their blocks. */
async function readWhole(parts: MongoImport, { id, entry, file }: Taken): Promise<Read> {
  const at = now(parts.ledger);
  const read = readPatient(entry, clinicalDay(at));
  const collection = await parts.source.read(id);
  const problems = read.ok ? [] : read.problems.map((one) => `${file.name}, ${entry.place}: ${parts.words(one)}`);
  if (!collection) problems.push(`${id}.json is not there: it holds the patient's blocks`);
  const chain = collection && readBlocks(id, collection, instantOfText);
  if (chain?.ok === false) problems.push(...chain.problems.map((one) => `${collection?.name}: ${one}`));
  if (!read.ok || !collection || !chain?.ok) return { ok: false, problems };
  const { registration } = read;
  const left = leftBlock(id, entry, read.left, at);
  const records = [
    ...chain.blocks.map((block) => ({ block, file: collection, read: readRecord(block, registration, at) })),
    { block: left, file, read: readRecord(left, registration, at, 'text') },
  ];
  const wrong = records.flatMap(({ block, file: { name }, read: one }) =>
    one.ok ? [] : [`${name}: ${block.id} (${block.place}): ${one.problem}`],
  );
  if (wrong.length > 0) return { ok: false, problems: wrong };
  const { name, birthDate } = registration;
  const nonce = nonceOfRow(parts.secret, 'mongo-patient', { id, name: name.text, birthDate });
  return { ok: true, person: { registration, nonce, records: records.flatMap(toWrite) } };
}

function toWrite({ block, file, read }: { block: MongoBlock; file: ExportFile; read: ReadRecord }) {
  return read.ok ? [{ block, file, record: read.value }] : [];
}

// What the registration does not know of the patient's entry, with their number there, is a record of its own: as text,
// of the day it came.
function leftBlock(id: string, { place }: Entry, fields: readonly MongoField[], at: string): MongoBlock {
  const link = 'the patient\u2019s own entry, whose links were not checked';
  return { id, place, type: 'general', creator: 'nobody named', at, link, fields };
}

/** A time of an export: ISO 8601; without a zone that of the institution, as Python prints it; a number as seconds since 1970. */
export function instantOfText(text: string): string | undefined {
  if (isInstant(text)) return text;
  const seconds = /^\d{9,10}(?:\.\d+)?$/.test(text) ? Number(text) * 1000 : undefined;
  const millis = /^\d{12,13}$/.test(text) ? Number(text) : seconds;
  if (millis !== undefined) return new Date(millis).toISOString();
  const [, day, time, zone] =
    /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?$/.exec(text) ?? [];
  if (!day || !time) return undefined;
  const local = instantOf(`${day}T${time}`, zone ? 'UTC' : INSTITUTION_ZONE);
  if (!zone || zone === 'Z' || local === undefined) return local;
  const [sign, hours, minutes] = [zone[0] === '-' ? -1 : 1, Number(zone.slice(1, 3)), Number(zone.slice(-2))];
  return new Date(Date.parse(local) - sign * (hours * 60 + minutes) * 60_000).toISOString();
}
