// Introductions in PostgreSQL.

import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import type { Tx } from '../db/transaction.ts';
import type { Introduction } from './introduction.ts';

/** An introduction with what the lists and the ledger need besides. Times are ISO 8601 UTC. */
export interface StoredIntroduction extends Introduction {
  /** SHA-256 of what is scanned and of what is typed. */
  readonly hashes: readonly [scanned: Buffer, typed: Buffer];
  readonly sealed: Uint8Array;
  readonly madeAt: string;
  readonly openedAt: string | null;
}

interface Row {
  readonly chain: string;
  readonly id: string;
  readonly code_hash: Buffer;
  readonly typed_hash: Buffer;
  readonly sealed: Buffer;
  readonly made_at: Date;
  readonly until: Date;
  readonly opened_by: string | null;
  readonly opened_at: Date | null;
  readonly ended_at: Date | null;
}

const SELECT = `SELECT chain, id, code_hash, typed_hash, sealed, made_at, until, opened_by, opened_at, ended_at
  FROM introduction`;

const selectByCode = statement('introduction.by-code', `${SELECT} WHERE code_hash = $1 OR typed_hash = $2 LIMIT 1`);
const selectRouted = statement(
  'introduction.routed',
  `${SELECT} WHERE chain IN (SELECT chain FROM chain_head WHERE substr(chain, 1, 12) = $1) AND id = $2`,
);
const selectForUpdate = statement('introduction.for-update', `${SELECT} WHERE chain = $1 AND id = $2 FOR UPDATE`);
const selectUnused = statement(
  'introduction.unused',
  `${SELECT} WHERE chain = $1 AND opened_at IS NULL AND ended_at IS NULL FOR UPDATE`,
);
const selectOpen = statement(
  'introduction.open',
  `${SELECT} WHERE chain = $1 AND ended_at IS NULL AND until > $2 ORDER BY until DESC`,
);
const selectOfDoctor = statement(
  'introduction.of-doctor',
  `${SELECT} WHERE opened_by = $1 AND ended_at IS NULL AND until > $2 ORDER BY until DESC LIMIT 50`,
);
const insertRow = statement(
  'introduction.insert',
  `INSERT INTO introduction (chain, id, code_hash, typed_hash, sealed, made_at, until) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
);
const updateRow = statement(
  'introduction.update',
  'UPDATE introduction SET until = $3, opened_by = $4, opened_at = $5, ended_at = $6 WHERE chain = $1 AND id = $2',
);

/** The introduction whose code has one of these hashes, used or ended perhaps; undefined where none has. */
export async function introductionByCode(
  db: Db,
  scanned: Uint8Array,
  typed: Uint8Array,
): Promise<StoredIntroduction | undefined> {
  return (await db.rows<Row>(selectByCode, [scanned, typed])).map(toIntroduction)[0];
}

/** An introduction found by its id alone, whose first characters are its chain's. Tells nothing of who may see it. */
export async function introductionById(db: Db, route: string, id: string): Promise<StoredIntroduction | undefined> {
  return (await db.rows<Row>(selectRouted, [route, id])).map(toIntroduction)[0];
}

/** One introduction of a patient, locked until the transaction ends. */
export async function lockIntroduction(tx: Tx, chain: string, id: string): Promise<StoredIntroduction | undefined> {
  return (await tx.rows<Row>(selectForUpdate, [chain, id])).map(toIntroduction)[0];
}

/** That of a patient which nobody has used and nobody has ended, its time perhaps past; locked until the transaction ends. */
export async function lockUnused(tx: Tx, chain: string): Promise<StoredIntroduction | undefined> {
  return (await tx.rows<Row>(selectUnused, [chain])).map(toIntroduction)[0];
}

/** The introductions of a patient that are open at `now`, used or not, the last to end first. */
export async function openIntroductions(store: Db | Tx, chain: string, now: string): Promise<StoredIntroduction[]> {
  return (await store.rows<Row>(selectOpen, [chain, now])).map(toIntroduction);
}

/** Those by which a doctor sees headings at `now`, 50 at most. */
export async function introductionsOfDoctor(db: Db, doctor: string, now: string): Promise<StoredIntroduction[]> {
  return (await db.rows<Row>(selectOfDoctor, [doctor, now])).map(toIntroduction);
}

/** Writes a new introduction. */
export async function insertIntroduction(tx: Tx, one: StoredIntroduction): Promise<void> {
  const { chain, id, hashes, sealed, madeAt, until } = one;
  await tx.rows(insertRow, [chain, id, ...hashes, sealed, madeAt, until]);
}

/** Writes what became of it. */
export async function updateIntroduction(tx: Tx, one: StoredIntroduction): Promise<void> {
  const { chain, id, until, openedBy, openedAt, endedAt } = one;
  await tx.rows(updateRow, [chain, id, until, openedBy, openedAt, endedAt]);
}

function toIntroduction(row: Row): StoredIntroduction {
  const { chain, id, code_hash, typed_hash, sealed, made_at, until, opened_by, opened_at, ended_at } = row;
  return {
    chain,
    id,
    hashes: [code_hash, typed_hash],
    sealed,
    madeAt: made_at.toISOString(),
    until: until.toISOString(),
    openedBy: opened_by,
    openedAt: opened_at?.toISOString() ?? null,
    endedAt: ended_at?.toISOString() ?? null,
  };
}
