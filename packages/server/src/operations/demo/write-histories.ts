// Writes everybody's history through the ordinary path. A patient's records are one chain, so they go one after the other;
// several patients' at once.

import { AppError } from '../../errors.ts';
import { now } from '../../ledger/ledger.ts';
import { createRecord } from '../../records/create-record.ts';
import { patientReader } from '../../records/patient-store.ts';
import { daysBetween, workingDayBefore } from './days.ts';
import { patients } from './people/everybody.ts';
import type { DemoPatient } from './people/person.ts';
import { chanceOf } from './random.ts';
import { type DatedEntry, recordDraft, type Subject } from './record-draft.ts';
import { known, type Parts, type People } from './register-people.ts';
import { birthDateOf } from './registration.ts';
import { storyOf } from './stories/stories.ts';

const PATIENTS_AT_ONCE = 8;

/** Writes what is missing and gives how many records there are. Stops between two records when the signal says so. */
export async function writeHistories(
  parts: Parts,
  people: People,
  today: string,
  signal?: AbortSignal,
): Promise<number> {
  const queue = [...patients];
  let records = 0;
  const lane = async () => {
    for (let patient = queue.shift(); patient; patient = queue.shift()) {
      const written = await writeHistory(parts, people, patient, today, signal);
      records += written;
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: PATIENTS_AT_ONCE }, lane));
  const failed = ended.find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
  return records;
}

/** A patient's entries, oldest first, each with its day. The same day gives the same entries. */
export function entriesOf(patient: DemoPatient, today: string): DatedEntry[] {
  const bornDaysAgo = daysBetween(birthDateOf(patient, today), today);
  const entries = storyOf(patient.number)({ bornDaysAgo, chance: chanceOf(patient.number) });
  const dated = entries.map((entry) => ({ ...entry, date: workingDayBefore(today, entry.daysAgo) }));
  return dated.sort((a, b) => compare(a.date + a.time, b.date + b.time));
}

async function writeHistory(
  parts: Parts,
  people: People,
  patient: DemoPatient,
  today: string,
  signal: AbortSignal | undefined,
): Promise<number> {
  const subject = await subjectOf(parts, patient, today);
  const entries = entriesOf(patient, today);
  for (const entry of entries) {
    signal?.throwIfAborted();
    const author = known(people, entry.author);
    const written = await createRecord(parts, author, recordDraft(entry, subject, author, now(parts.ledger)));
    if (!written.created) throw new AppError('fault', `${author.login} may not write for ${patient.number}.`);
  }
  return entries.length;
}

async function subjectOf({ db }: Parts, patient: DemoPatient, today: string): Promise<Subject> {
  const { number, sex } = patient;
  const registered = await patientReader(db)(number);
  if (!registered) throw new AppError('fault', `${number} is not registered.`);
  const reference = { reference: `Patient/${registered.resourceId}`, display: number };
  return {
    number,
    chain: registered.chain,
    reference,
    sex,
    birthDate: registered.birthDate ?? birthDateOf(patient, today),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
