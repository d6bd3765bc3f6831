// The keys of authenticator apps as rows: sealed, one for an account.

import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import type { Tx } from '../db/transaction.ts';

/** A sealed key, and the time step of the last code that was used. */
export interface StoredTotp {
  readonly sealedKey: Uint8Array;
  readonly lastStep: number;
}

const select = statement(
  'totp.select',
  'SELECT sealed_key AS "sealedKey", last_step AS "lastStep" FROM totp WHERE account_id = $1',
);
const selectSetAt = statement('totp.set-at', 'SELECT set_at AS "setAt" FROM totp WHERE account_id = $1');
const upsert = statement(
  'totp.set',
  `INSERT INTO totp (account_id, sealed_key, last_step, set_at) VALUES ($1, $2, $3, $4)
   ON CONFLICT (account_id) DO UPDATE SET sealed_key = $2, last_step = $3, set_at = $4`,
);
const useStep = statement(
  'totp.use',
  'UPDATE totp SET last_step = $2 WHERE account_id = $1 AND last_step < $2 AND sealed_key = $3 RETURNING account_id',
);
const remove = statement('totp.delete', 'DELETE FROM totp WHERE account_id = $1 RETURNING account_id');

/** The authenticator app of an account; undefined where it has none. */
export async function selectTotp(store: Db | Tx, account: string): Promise<StoredTotp | undefined> {
  return (await store.rows<StoredTotp>(select, [account]))[0];
}

/** Since when an account has an app, ISO 8601 UTC; null where it has none. */
export async function totpSetAt(db: Db, account: string): Promise<string | null> {
  return (await db.rows<{ setAt: Date }>(selectSetAt, [account]))[0]?.setAt.toISOString() ?? null;
}

/** Puts a key in the place of the one that there was; the code that confirmed it counts as used. */
export async function setTotp(tx: Tx, account: string, { sealedKey, lastStep }: StoredTotp, at: string): Promise<void> {
  await tx.rows(upsert, [account, sealedKey, lastStep, at]);
}

/** Notes that a code of that step was used; false where that or a later one was, or the key is another by now. */
export async function useTotpStep(tx: Tx, account: string, { sealedKey, lastStep }: StoredTotp): Promise<boolean> {
  return (await tx.rows(useStep, [account, lastStep, sealedKey])).length > 0;
}

/** Removes the app of an account; false where it has none. */
export async function deleteTotp(tx: Tx, account: string): Promise<boolean> {
  return (await tx.rows(remove, [account])).length > 0;
}
