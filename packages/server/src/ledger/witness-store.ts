// What witnesses have said, as it stands in PostgreSQL.

import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';

/** A witness by the name of its key. `size` is what it cosigned last. */
export interface WitnessRow {
  readonly name: string;
  readonly size: number;
  readonly cosignedAt: Date | null;
  readonly problem: 'unreachable' | 'fork' | null;
}

const selectWitnesses = statement(
  'witness.all',
  'SELECT name, size, cosigned_at AS "cosignedAt", problem FROM log_witness',
);
const upsertWitness = statement(
  'witness.save',
  `INSERT INTO log_witness (name, size, cosigned_at, problem) VALUES ($1, $2, $3, $4)
   ON CONFLICT (name) DO UPDATE SET size = greatest(log_witness.size, excluded.size),
     cosigned_at = coalesce(excluded.cosigned_at, log_witness.cosigned_at), problem = excluded.problem`,
);
const forgetOthers = statement('witness.forget', 'DELETE FROM log_witness WHERE name <> ALL ($1)');
const addLines = statement(
  'witness.add-lines',
  'UPDATE log_checkpoint SET note = note || $2 WHERE size = $1 AND position($2 IN note) = 0',
);

/** All witnesses that were ever asked. */
export function readWitnesses(db: Db): Promise<WitnessRow[]> {
  return db.rows<WitnessRow>(selectWitnesses, []);
}

/** Forgets all witnesses but those: who is not in the policy any more. */
export async function keepOnly(db: Db, names: readonly string[]): Promise<void> {
  await db.rows(forgetOthers, [names]);
}

/** Keeps what is known of a witness; a size never goes back. */
export async function saveWitness(db: Db, { name, size, cosignedAt, problem }: WitnessRow): Promise<void> {
  await db.rows(upsertWitness, [name, size, cosignedAt, problem]);
}

/** Adds cosignatures to the note of a published checkpoint. */
export async function addCosignatures(db: Db, size: number, lines: string): Promise<void> {
  await db.rows(addLines, [size, lines]);
}
