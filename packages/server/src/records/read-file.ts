// Reads a file of a record: whoever may read the record may read its files. That it was opened or downloaded is in the
// access log before a byte leaves.

import { EVENT_COLUMNS, eventValues, makeEvent } from '../access/access-log.ts';
import type { Actor } from '../access/actor.ts';
import { statement } from '../db/statement.ts';
import { fileById, type StoredFile } from '../files/stored-files.ts';
import { routeOf } from '../ledger/ledger.ts';
import { toldErasedContent } from './erased-record.ts';
import { noChart, type Parts } from './open-chart.ts';
import type { Patient } from './patient-store.ts';
import { permittedRecord, type RecordDetail } from './read-record.ts';

/** A file that may be read, and the record that has it. */
export interface ReadFile {
  readonly patient: Patient;
  readonly record: RecordDetail;
  readonly file: StoredFile;
}

/** How somebody reads. A viewer that asks for one part after the other reads once: those of a few minutes are one event. */
export interface Reading {
  readonly action: 'view-file' | 'download-file';
  readonly part: boolean;
}

const ONE_READING_MS = 300_000;

const logReading = statement(
  'file.log',
  `INSERT INTO access_event_unsealed (${EVENT_COLUMNS})
   SELECT $1, $2, $3, $4, $5, $6, $7, $8
   WHERE NOT EXISTS (SELECT FROM access_log
     WHERE chain = $1 AND actor = $4 AND action = $5 AND record = $6 AND basis = $7 AND at > $9)`,
);
const selectNumber = statement('file.patient', 'SELECT number FROM patient WHERE chain = $1');

/** Gives the file of that record and id, after it is logged. Throws not-found where there is none, or no right. */
export async function readFile(
  parts: Parts,
  actor: Actor,
  place: { readonly patient: string; readonly record: number; readonly id: string },
  { action, part }: Reading,
): Promise<ReadFile> {
  const { db, ledger } = parts;
  const { patient, record, basis } = await permittedRecord(parts, actor, place.patient, place.record);
  const file = await fileById(db, routeOf(place.id) ?? '', place.id);
  if (file?.chain !== patient.chain || file.record !== record.number) throw noChart();
  const event = makeEvent(ledger, actor, action, { chain: patient.chain, basis, record: record.number });
  const since = part ? Date.parse(event.at) - ONE_READING_MS : Date.parse(event.at);
  await db.rows(logReading, [...eventValues(event), new Date(since).toISOString()]);
  return { patient, record, file };
}

/** As `readFile`, of a file that is known by its id alone: FHIR's Binary. */
export async function readBinary(parts: Parts, actor: Actor, id: string, part: boolean): Promise<ReadFile> {
  const file = await fileById(parts.db, routeOf(id) ?? '', id);
  if (!file) throw (await toldErasedContent(parts, actor, id)) ?? noChart();
  const [patient] = await parts.db.rows<{ number: string }>(selectNumber, [file.chain]);
  const place = { patient: patient?.number ?? '', record: file.record, id };
  return readFile(parts, actor, place, { action: 'download-file', part });
}
