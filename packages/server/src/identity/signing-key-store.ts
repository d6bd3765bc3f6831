// Keys that doctors sign with, as rows.

import type { RegisteredKey } from '@patrec/ledger';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import type { Tx } from '../db/transaction.ts';

/** A key as its owner sees it. `key` is base64; times are ISO 8601 UTC. */
export interface SigningKey {
  readonly key: string;
  readonly madeAt: string;
  readonly usedAt: string | null;
  readonly revokedAt: string | null;
  /** Who revoked it, and why, where that was somebody else. */
  readonly revokedByName: string | null;
  readonly reason: string | null;
}

/** A key with its owner and its places in the log and in the institution's chain. */
export interface Signer extends RegisteredKey {
  readonly key: string;
  readonly login: string;
  readonly name: string;
  readonly madeAt: string;
  readonly madeSeq: number;
  readonly revokedSeq: number | null;
}

const iso = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const listed = (condition: string, order: string) =>
  `SELECT k.public_key AS key, ${iso('k.made_at')} AS "madeAt", ${iso('k.used_at')} AS "usedAt",
     ${iso('k.revoked_at')} AS "revokedAt", CASE WHEN k.revoked_by <> k.account_id THEN b.name END AS "revokedByName", k.reason
   FROM signing_key k LEFT JOIN account b ON b.id = k.revoked_by WHERE k.account_id = $1${condition} ORDER BY ${order}`;
const selectOwn = statement('signing-key.own', listed('', 'k.revoked_at IS NOT NULL, k.made_at DESC LIMIT 100'));
const selectStanding = statement('signing-key.standing', listed(' AND k.revoked_at IS NULL', 'k.made_at DESC'));
const selectSigners = statement(
  'signing-key.signers',
  `SELECT k.public_key AS key, k.account_id AS account, a.login, a.name, ${iso('k.made_at')} AS "madeAt",
     k.made_seq AS "madeSeq", k.revoked_seq AS "revokedSeq", m.leaf_index AS registered, r.leaf_index AS revoked
   FROM signing_key k JOIN account a ON a.id = k.account_id
     LEFT JOIN block m ON m.chain = (SELECT institution_chain FROM installation) AND m.seq = k.made_seq
     LEFT JOIN block r ON r.chain = (SELECT institution_chain FROM installation) AND r.seq = k.revoked_seq
   WHERE k.public_key = ANY ($1)`,
);
const insertKey = statement(
  'signing-key.insert',
  `INSERT INTO signing_key (public_key, account_id, made_at, made_seq) VALUES ($1, $2, $3, $4)
   ON CONFLICT (public_key) DO NOTHING RETURNING public_key`,
);
const lockKey = statement(
  'signing-key.lock',
  `SELECT k.account_id AS account, a.login FROM signing_key k JOIN account a ON a.id = k.account_id
   WHERE k.public_key = $1 AND k.revoked_at IS NULL FOR UPDATE OF k`,
);
const markRevoked = statement(
  'signing-key.revoke',
  'UPDATE signing_key SET revoked_at = $2, revoked_seq = $3, revoked_by = $4, reason = $5 WHERE public_key = $1',
);
const useKey = statement(
  'signing-key.use',
  `UPDATE signing_key k SET used_at = $3 FROM block m
   WHERE k.public_key = $1 AND k.account_id = $2 AND k.revoked_at IS NULL
     AND m.chain = $4 AND m.seq = k.made_seq AND m.leaf_index IS NOT NULL RETURNING k.public_key`,
);

/** All keys of an account, those that stand first, the newest first, a hundred at most. */
export function keysOf(db: Db, account: string): Promise<SigningKey[]> {
  return db.rows<SigningKey>(selectOwn, [account]);
}

/** Those of them that stand. */
export function standingKeys(store: Db | Tx, account: string): Promise<SigningKey[]> {
  return store.rows<SigningKey>(selectStanding, [account]);
}

/** The keys among those, with whose they are. */
export function signersOf(db: Db, keys: readonly string[]): Promise<Signer[]> {
  return keys.length === 0 ? Promise.resolve([]) : db.rows<Signer>(selectSigners, [[...new Set(keys)]]);
}

/** Writes a new key; false where it is known already, whoever's it is. */
export async function insertSigningKey(
  tx: Tx,
  { key, account, madeAt, madeSeq }: Pick<Signer, 'key' | 'account' | 'madeAt' | 'madeSeq'>,
): Promise<boolean> {
  return (await tx.rows(insertKey, [key, account, madeAt, madeSeq])).length > 0;
}

/**
 * The owner of a key that stands; undefined where it does not. It waits for all who are signing with it, and holds back
 * whoever would, until the transaction ends.
 */
export async function lockSigningKey(tx: Tx, key: string): Promise<Pick<Signer, 'account' | 'login'> | undefined> {
  return (await tx.rows<Pick<Signer, 'account' | 'login'>>(lockKey, [key]))[0];
}

/** What the row of a key says once it is revoked. */
export interface Revoked {
  readonly at: string;
  readonly seq: number;
  readonly by: string;
  readonly reason: string;
}

/** Marks a locked key as revoked. */
export async function markKeyRevoked(tx: Tx, key: string, { at, seq, by, reason }: Revoked): Promise<void> {
  await tx.rows(markRevoked, [key, at, seq, by, reason]);
}

/**
 * Uses a key of that account until the transaction ends: it cannot be revoked before. False where it does not stand, is
 * somebody else's, or is not in the log yet.
 */
export async function useSigningKey(
  tx: Tx,
  { key, account, at, institutionChain }: { key: string; account: string; at: string; institutionChain: string },
): Promise<boolean> {
  return (await tx.rows(useKey, [key, account, at, institutionChain])).length > 0;
}
