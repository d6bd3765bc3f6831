// What is known of a record that was erased: that it was, when and under what law. The patient and guardians read it, and
// whoever has a permission that needs neither its kind nor its day.

import type { ErasureBasis } from '@patrec/fhir';
import type { Actor } from '../access/actor.ts';
import { decide } from '../access/decide.ts';
import { inPatientsPlace } from '../access/decision.ts';
import { grantsFor } from '../access/grant-store.ts';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import { AppError } from '../errors.ts';
import { type Ledger, now, routeOf } from '../ledger/ledger.ts';

/** An erased record. `at` is ISO 8601 UTC. */
export interface ErasedRecord {
  readonly chain: string;
  readonly patientNumber: string;
  readonly number: number;
  readonly withheld: boolean;
  readonly at: string;
  readonly basis: ErasureBasis;
  readonly reference: string;
}

/** One erasure as the timeline has it: the numbers of its records. */
export interface ErasedGroup extends Pick<ErasedRecord, 'at' | 'basis' | 'reference'> {
  readonly numbers: readonly number[];
}

interface Told {
  readonly db: Db;
  readonly ledger: Pick<Ledger, 'clock'>;
}

/** The answer to a reader of an erased record; `reference` is for the patient's side alone. */
export class RecordErased extends AppError {
  readonly erased: Pick<ErasedRecord, 'patientNumber' | 'number' | 'at' | 'basis'> & {
    readonly reference: string | null;
  };

  constructor({ patientNumber, number, at, basis, reference }: ErasedRecord, own: boolean) {
    super('gone', `This was erased on ${at.slice(0, 10)}. Nothing of it is kept.`);
    this.erased = { patientNumber, number, at, basis, reference: own ? reference : null };
  }
}

const ERASED = `SELECT r.chain, p.number AS "patientNumber", r.number, r.withheld_by IS NOT NULL AS withheld, e.ended_at AS at,
    e.basis, e.reference
  FROM erased_record r JOIN erasure e ON e.chain = r.chain AND e.id = r.erasure JOIN patient p ON p.chain = r.chain`;

const selectOne = statement('erased.one', `${ERASED} WHERE r.chain = $1 AND r.number = $2`);
const selectByContent = statement(
  'erased.by-content',
  `${ERASED} JOIN erased_content c ON c.chain = r.chain AND c.record = r.number
   WHERE c.chain IN (SELECT chain FROM chain_head WHERE substr(chain, 1, 12) = $1) AND c.id = $2`,
);
const selectGroups = statement(
  'erased.groups',
  `SELECT e.ended_at AS at, e.basis, e.reference, array_agg(r.number ORDER BY r.number) AS numbers
   FROM erased_record r JOIN erasure e ON e.chain = r.chain AND e.id = r.erasure
   WHERE r.chain = $1 GROUP BY e.id, e.ended_at, e.basis, e.reference ORDER BY e.ended_at DESC`,
);

/** All that was erased of a patient, the newest first. Tells nothing of who may know. */
export async function erasedGroups(db: Db, chain: string): Promise<ErasedGroup[]> {
  return (await db.rows<Row<ErasedGroup>>(selectGroups, [chain])).map(toErased);
}

/** What a reader is told of a record by its number; undefined where it was not erased, or they may not know that there was one. */
export async function toldErasedRecord(
  parts: Told,
  actor: Actor,
  { chain, number }: Pick<ErasedRecord, 'chain' | 'number'>,
): Promise<RecordErased | undefined> {
  return told(parts, actor, await parts.db.rows(selectOne, [chain, number]));
}

/** The same of a resource or file by its id. */
export async function toldErasedContent(parts: Told, actor: Actor, id: string): Promise<RecordErased | undefined> {
  return told(parts, actor, await parts.db.rows(selectByContent, [routeOf(id) ?? '', id]));
}

async function told(
  { db, ledger }: Told,
  actor: Actor,
  [row]: readonly Row<ErasedRecord>[],
): Promise<RecordErased | undefined> {
  if (!row) return undefined;
  const { chain, number, withheld } = row;
  const grants = await grantsFor(db, chain, actor.account);
  const decision = decide(actor, { action: 'read-erased', chain, number, withheld }, grants, now(ledger));
  return decision.permit ? new RecordErased(toErased(row), inPatientsPlace(decision.basis)) : undefined;
}

type Row<Erased extends { at: string }> = Omit<Erased, 'at'> & { readonly at: Date };

function toErased<Erased extends { at: string }>(row: Row<Erased>): Erased {
  return { ...row, at: row.at.toISOString() } as unknown as Erased;
}
