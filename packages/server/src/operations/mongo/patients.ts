// The patients of an export. A patient is the unit: with all their records, or not at all.

import { type ImportedPassword, readImportedPassword } from '../../identity/imported-password.ts';
import { now } from '../../ledger/ledger.ts';
import { clinicalDay } from '../../records/clinical-time.ts';
import { patientByForm } from '../../records/patient-store.ts';
import { nonceOfRow } from '../csv/row.ts';
import { readRecord } from './block-record.ts';
import { type MongoBlock, readBlocks } from './blocks.ts';
import { type MongoField, passwordIn } from './fields.ts';
import { instantOfText } from './instant-of-text.ts';
import { type MongoImport, type MongoOutcome, rejecting, type Tell } from './outcome.ts';
import { patientId, readPatient } from './patient-entry.ts';
import { entriesById, type OldDoctors, type OldPatient, type OldPatients } from './people.ts';
import type { Entry } from './read-collection.ts';
import type { ExportFile } from './read-export.ts';
import { alikeHere, type NewMongoPatient, type WrittenPatient, writePatient } from './write-patient.ts';

const PATIENTS = 'Blockhead';
const kind = 'patient';

/** Takes the patients one after another until the signal; gives those who are here by then. */
export async function takePatients(
  parts: MongoImport,
  doctors: OldDoctors,
  tell: Tell,
  signal?: AbortSignal,
): Promise<OldPatients> {
  const { source } = parts;
  const here = new Map<string, OldPatient>();
  const reject = rejecting('patient', tell);
  const file = await source.read(PATIENTS);
  if (!file) {
    reject(`${PATIENTS}.json`, 'it is not there: it names the patients');
    return here;
  }
  const entries = entriesById(file, patientId, { idWords: 'a patient, such as PAT001', reject });
  const named = new Set(file.entries.map(patientId));
  for (const name of source.names)
    if (/^PAT\d{1,9}$/.test(name) && !named.has(name)) reject(name, `${file.name} has no patient of this collection`);
  const seen = new Map<string, string>();
  for (const [id, entry] of entries) {
    if (signal?.aborted) return here;
    const { outcome, patient } = await takePatient(parts, { id, entry, file, seen, doctors });
    tell(outcome);
    if (patient) here.set(id, patient);
  }
  return here;
}

interface Taken {
  readonly id: string;
  readonly entry: Entry;
  readonly file: ExportFile;
  /** Names and births that came earlier, with their ids. */
  readonly seen: Map<string, string>;
  readonly doctors: OldDoctors;
}

async function takePatient(
  parts: MongoImport,
  taken: Taken,
): Promise<{ readonly outcome: MongoOutcome; readonly patient?: OldPatient }> {
  const { id, seen } = taken;
  const rejected = (problems: readonly string[]) => ({ outcome: { kind, id, outcome: 'rejected', problems } as const });
  const read = await readWhole(parts, taken);
  if (!read.ok) return rejected(read.problems);
  const { person, notes } = read;
  const { name, birthDate } = person.registration;
  const key = `${name.text.toLowerCase()} ${birthDate}`;
  const twin = seen.get(key);
  seen.set(key, twin ?? id);
  const done = twin ? alike([twin]) : await (parts.dryRun ? wouldWrite(parts, person) : writePatient(parts, person));
  if (done.outcome === 'similar') return rejected([alikeWords(done.numbers)]);
  const { outcome, patient } = done;
  const number = patient?.number ?? '';
  const told = outcome === 'created' && notes.length > 0 ? { notes } : {};
  return {
    outcome: { kind, id, outcome, number, records: person.records.length, ...told },
    patient: {
      number,
      birthDate: /^\d{4}-\d\d-\d\d$/.test(birthDate) ? birthDate : null,
      blocks: person.records.map(({ block }) => block.id),
      ...(patient && { chain: patient.chain, account: patient.accountId }),
    },
  };
}

async function wouldWrite(
  { db, ledger }: MongoImport,
  { nonce, registration }: NewMongoPatient,
): Promise<WrittenPatient> {
  const present = await patientByForm(db, ledger.systemAccount, nonce);
  if (present) return { outcome: 'present', patient: present };
  const { name, birthDate: born, abhaNumber: abha = null } = registration;
  const numbers = await alikeHere(db, { name: name.text, born, abha, phone: null });
  return numbers.length > 0 ? alike(numbers) : { outcome: 'created' };
}

function alike(numbers: readonly string[]): WrittenPatient {
  return { outcome: 'similar', numbers };
}

function alikeWords(numbers: readonly string[]): string {
  return `this may be the same person as ${numbers.join(', ')}: same ABHA number, or same name and birth`;
}

type Read =
  | { readonly ok: true; readonly person: NewMongoPatient; readonly notes: readonly string[] }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Gives the patient, or all that is wrong with their entry and their blocks. */
async function readWhole(parts: MongoImport, { id, entry, file, doctors }: Taken): Promise<Read> {
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
  const { password, notes } = passwordOf(entry);
  const written = records.flatMap(({ block, file: source, read: one }) =>
    one.ok ? [{ block, file: source, record: one.value, author: doctors.get(block.creator.toUpperCase()) }] : [],
  );
  const person = { registration, nonce, oldNumber: Number(id.slice(3)), password, records: written };
  return { ok: true, person, notes };
}

// A patient comes without a password that cannot be taken: the desk gives them another.
function passwordOf({ value }: Entry): { password: ImportedPassword | undefined; notes: string[] } {
  const text = passwordIn(value);
  const read = text === undefined ? undefined : readImportedPassword(text);
  if (read?.ok) return { password: read.password, notes: [] };
  return { password: undefined, notes: read ? [`without the password, which ${read.problem}`] : [] };
}

// What the registration does not know of the patient's entry, with their number there, is a record of its own: as text,
// of the day it came.
function leftBlock(id: string, { place }: Entry, fields: readonly MongoField[], at: string): MongoBlock {
  const link = 'the patient\u2019s own entry, whose links were not checked';
  return { id, place, type: 'general', creator: 'nobody named', at, link, fields };
}
