// An entry of any chain, and whether somebody may have its receipt: the patient, and for a day whoever wrote it.

import type { Actor } from '../access/actor.ts';
import { decide } from '../access/decide.ts';
import type { Basis } from '../access/decision.ts';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import { type Ledger, now } from '../ledger/ledger.ts';
import type { SealedEntry } from '../ledger/sealed-entries.ts';

/** `patient` is the number; null in the institution's chain. `signed`: a checkpoint covers it. */
export interface StoredEntry extends SealedEntry {
  readonly author: string;
  readonly recordedAt: Date;
  readonly patient: string | null;
  readonly signed: boolean;
}

const selectEntry = statement(
  'receipt.entry',
  `SELECT b.chain, b.seq, b.author, b.recorded_at AS "recordedAt", p.number AS patient,
     coalesce(b.leaf_index < (SELECT max(size) FROM log_checkpoint), false) AS signed
   FROM block b LEFT JOIN patient p ON p.chain = b.chain WHERE b.chain = $1 AND b.seq = $2 AND b.header IS NOT NULL`,
);

/** The entry at that place; undefined where there is none, or it was erased. */
export async function entryOf(db: Db, { chain, seq }: SealedEntry): Promise<StoredEntry | undefined> {
  return (await db.rows<StoredEntry>(selectEntry, [chain, seq]))[0];
}

/** By which right somebody may have its receipt, and whose it is; undefined where they may not. */
export function entryFor(
  { ledger }: { readonly ledger: Pick<Ledger, 'clock'> },
  actor: Actor,
  { chain, author, recordedAt, patient }: StoredEntry,
): { basis: Basis; patient: string | null } | undefined {
  const intent = { action: 'take-receipt', chain, author, recordedAt: recordedAt.toISOString() } as const;
  const decision = decide(actor, intent, [], now(ledger));
  return decision.permit ? { basis: decision.basis, patient } : undefined;
}
