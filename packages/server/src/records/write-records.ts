// Writes records under one new block of a patient's chain: versions, timeline, trend index, block, queue.

import { isInError, type JsonObject, observationIndex, recordHeading, recordText, type Standing } from '@patrec/fhir';
import type { ContentRef } from '@patrec/ledger';
import type { Tx } from '../db/transaction.ts';
import type { AppendedBlock, ChainHead } from '../ledger/append.ts';
import { type Act, appendContents } from '../ledger/append-contents.ts';
import { makeVersion, type Version } from '../ledger/content-store.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { clinicalDay, clinicalInstant } from './clinical-time.ts';
import {
  deleteObservations,
  insertObservations,
  insertRecords,
  type ObservationRow,
  type RecordRow,
  updateRecord,
} from './record-store.ts';

/** One record to be: its number and its resources, ids and times within; `files` are stored already. */
export interface NewRecord {
  readonly number: number;
  readonly resources: readonly JsonObject[];
  readonly files?: readonly ContentRef[];
  /** Which version of the record they are; the first where nothing is said. */
  readonly version?: number;
  /** The account of its author, where that is not the block's. */
  readonly author?: string;
}

/**
 * Appends one block that commits to the records' resources and to `besides` (what belongs to no record, such as a
 * registration), and stores all of it. It stands when the transaction commits.
 */
export async function writeRecords(
  tx: Tx,
  ledger: Ledger,
  head: ChainHead,
  block: Act,
  records: readonly NewRecord[],
  besides: readonly Version[] = [],
): Promise<AppendedBlock> {
  const versions = records.flatMap(({ number, resources }) =>
    resources.map((resource) => makeVersion(ledger, resource, { record: number })),
  );
  const contents = [...besides, ...versions];
  const seq = head.seq + 1;
  const [appended] = await Promise.all([
    appendContents(
      tx,
      ledger,
      head,
      block,
      contents,
      records.flatMap(({ files = [] }) => files),
    ),
    insertRecords(
      tx,
      head.chain,
      records.map((record) => recordRow(record, record.author ?? block.author, head, seq)),
    ),
    insertObservations(tx, head.chain, records.flatMap(observationRows)),
  ]);
  return appended;
}

/** The next version of a record: what stood before, what stands now, and the Provenance that says why. */
export interface NewVersion {
  readonly number: number;
  readonly version: number;
  readonly before: readonly JsonObject[];
  readonly standing: readonly Standing[];
  readonly provenance: JsonObject;
  /** Files that it brought; they are stored already. */
  readonly files: readonly ContentRef[];
}

/** Appends the block of a record's next version; its line and its numbers become those of that version. */
export async function writeVersion(
  tx: Tx,
  ledger: Ledger,
  head: ChainHead,
  block: Act,
  { number, version, before, standing, provenance, files }: NewVersion,
): Promise<AppendedBlock> {
  const { chain } = head;
  const contents = [...standing, { resource: provenance, version: 1 }].map((one) =>
    makeVersion(ledger, one.resource, { version: one.version, record: number }),
  );
  const record = { number, version, resources: standing.map(({ resource }) => resource) };
  const codes = new Set(before.flatMap((resource) => observationIndex(resource).map(({ code }) => code)));
  await deleteObservations(tx, chain, number, [...codes]);
  const [appended] = await Promise.all([
    appendContents(tx, ledger, head, block, contents, files),
    updateRecord(tx, chain, recordRow(record, block.author, head, head.seq + 1)),
    insertObservations(tx, chain, observationRows(record)),
  ]);
  return appended;
}

/** The timeline's line of a record, made from its resources. */
export function recordRow(
  { number, resources, version = 1 }: NewRecord,
  author: string,
  { recordedAt }: { recordedAt: string },
  blockSeq: number,
): RecordRow {
  const { type, title, summary, effective, abnormal, critical } = recordHeading(resources);
  const when = clinicalInstant(effective ?? recordedAt);
  return {
    number,
    type,
    title,
    summary,
    effective: when,
    day: clinicalDay(when),
    author,
    recordedAt,
    blockSeq,
    abnormal,
    critical,
    version,
    inError: isInError(resources[0]),
    words: recordText(resources),
  };
}

/** The trend index of a record, made from its resources. */
export function observationRows({ number, resources }: NewRecord): ObservationRow[] {
  return resources.flatMap((resource) =>
    observationIndex(resource).map((entry, component) => ({
      ...entry,
      effective: clinicalInstant(entry.effective),
      record: number,
      resourceId: String(resource.id),
      component,
    })),
  );
}
