// Passkeys as rows: public keys, and how often each says that it was used.

import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import type { Tx } from '../db/transaction.ts';
import type { Account } from './account-store.ts';

/** A passkey as its owner sees it. Times are ISO 8601 UTC. */
export interface Passkey {
  readonly id: string;
  readonly name: string;
  readonly addedAt: string;
  readonly usedAt: string | null;
}

/** A passkey with what checks it, and whose it is. `id` is base64url, as WebAuthn writes it. */
export interface StoredPasskey extends Pick<Account, 'login' | 'role' | 'status' | 'oneTimeUntil'> {
  readonly id: string;
  readonly account: string;
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly counter: number;
}

const ISO = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;
const list = statement(
  'passkey.list',
  `SELECT id, name, to_char(added_at AT TIME ZONE 'UTC', ${ISO}) AS "addedAt", to_char(used_at AT TIME ZONE 'UTC', ${ISO}) AS "usedAt"
   FROM passkey WHERE account_id = $1 ORDER BY added_at, id`,
);
const select = statement(
  'passkey.select',
  `SELECT k.id, k.account_id AS account, k.public_key AS "publicKey", k.counter, a.login, a.role, a.status,
     to_char(a.one_time_until AT TIME ZONE 'UTC', ${ISO}) AS "oneTimeUntil"
   FROM passkey k JOIN account a ON a.id = k.account_id WHERE k.id = $1`,
);
const insert = statement(
  'passkey.insert',
  `INSERT INTO passkey (id, account_id, name, public_key, counter, added_at)
   VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING RETURNING id`,
);
const moveCounter = statement(
  'passkey.use',
  'UPDATE passkey SET counter = $3, used_at = $4 WHERE id = $1 AND counter = $2 RETURNING id',
);
const remove = statement('passkey.delete', 'DELETE FROM passkey WHERE id = $1 AND account_id = $2 RETURNING id');

/** The passkeys of an account, the oldest first. */
export function passkeysOf(store: Db | Tx, account: string): Promise<Passkey[]> {
  return store.rows<Passkey>(list, [account]);
}

/** The passkey of that id; undefined where there is none. */
export async function selectPasskey(db: Db, id: string): Promise<StoredPasskey | undefined> {
  return (await db.rows<StoredPasskey>(select, [id]))[0];
}

/** What is stored of a new passkey. */
export type NewPasskey = Pick<StoredPasskey, 'id' | 'account' | 'publicKey' | 'counter'> & {
  readonly name: string;
};

/** Writes a new passkey; false where one of that id is known already, whoever's it is. */
export async function insertPasskey(tx: Tx, passkey: NewPasskey, at: string): Promise<boolean> {
  const { id, account, name, publicKey, counter } = passkey;
  return (await tx.rows(insert, [id, account, name, Buffer.from(publicKey), counter, at])).length > 0;
}

/** Moves the counter on; false where somebody else has moved it since it was read. */
export async function countPasskeyUse(
  db: Db,
  { id, counter }: Pick<StoredPasskey, 'id' | 'counter'>,
  next: number,
  at: string,
): Promise<boolean> {
  return (await db.rows(moveCounter, [id, counter, next, at])).length > 0;
}

/** Removes a passkey of the account; false where it has none of that id. */
export async function deletePasskey(tx: Tx, account: string, id: string): Promise<boolean> {
  return (await tx.rows(remove, [id, account])).length > 0;
}
