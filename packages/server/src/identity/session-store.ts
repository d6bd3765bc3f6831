// Sessions as rows, as far as their owner sees and ends them. The token's hash never leaves the store.

import { announcingEnd } from '../db/announcements.ts';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import type { Tx } from '../db/transaction.ts';
import type { Device } from './device.ts';

/** An open session. Times are ISO 8601 UTC; `current` marks the one that asks. */
export interface OpenSession extends Device {
  readonly id: string;
  readonly openedAt: string;
  readonly seenAt: string;
  readonly current: boolean;
}

type SessionRow = Omit<OpenSession, 'openedAt' | 'seenAt'> & { readonly openedAt: Date; readonly seenAt: Date };

const LISTED = 50;

const selectOpen = statement(
  'session.open-of',
  `SELECT id, browser, system, created_at AS "openedAt", seen_at AS "seenAt", token_hash = $2 AS current
   FROM session WHERE account_id = $1 AND expires_at > $3 AND seen_at > $4
   ORDER BY current DESC, seen_at DESC, id LIMIT ${LISTED}`,
);
const selectOwner = statement('session.owner', 'SELECT account_id AS owner FROM session WHERE id = $1');
const deleteOne = statement(
  'session.delete-one',
  announcingEnd('DELETE FROM session WHERE id = $1 AND account_id = $2 RETURNING account_id'),
);
// Whoever is about to enter the code begins anew as well.
const STEPS = 'steps AS (DELETE FROM sign_in_step WHERE account_id = $1)';
const deleteOthers = statement(
  'session.delete-others',
  announcingEnd('DELETE FROM session WHERE account_id = $1 AND token_hash <> $2 RETURNING account_id', STEPS),
);
const deleteAll = statement(
  'session.delete-all',
  announcingEnd('DELETE FROM session WHERE account_id = $1 RETURNING account_id', STEPS),
);

/** The open sessions of an account, this one first, then the last seen first; at most 50. */
export async function openSessionsOf(
  db: Db,
  account: string,
  tokenHash: Buffer,
  { now, seenAfter }: { now: Date; seenAfter: Date },
): Promise<OpenSession[]> {
  const rows = await db.rows<SessionRow>(selectOpen, [account, tokenHash, now, seenAfter]);
  return rows.map((row) => ({ ...row, openedAt: row.openedAt.toISOString(), seenAt: row.seenAt.toISOString() }));
}

/** Whose session that is; undefined where there is none of that id. */
export async function sessionOwner(db: Db, id: string): Promise<string | undefined> {
  return (await db.rows<{ owner: string }>(selectOwner, [id]))[0]?.owner;
}

/** Ends one session of the account; false where it had ended already. */
export async function deleteSessionOf(db: Db, account: string, id: string): Promise<boolean> {
  return (await db.rows(deleteOne, [id, account])).length > 0;
}

/** Ends all sessions of the account but the one with that token; gives how many. */
export async function deleteOtherSessions(store: Db | Tx, account: string, tokenHash: Buffer): Promise<number> {
  return (await store.rows(deleteOthers, [account, tokenHash])).length;
}

/** Ends all sessions of the account. */
export async function deleteSessionsOf(tx: Tx, account: string): Promise<void> {
  await tx.rows(deleteAll, [account]);
}
