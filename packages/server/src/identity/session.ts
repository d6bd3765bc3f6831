// Sessions on the server: the browser holds a random token, the store its SHA-256 (OWASP Session Management).

import { createHash } from 'node:crypto';
import type { Actor } from '../access/actor.ts';
import { batched } from '../db/batch.ts';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import type { Tx } from '../db/transaction.ts';
import { type Ledger, randomHex } from '../ledger/ledger.ts';
import { type Device, UNKNOWN_DEVICE } from './device.ts';

/** A session ends this long after the person's last request, and in any case after twelve hours. */
export const IDLE_MS = 30 * 60_000;
export const LIFETIME_MS = 12 * 3_600_000;
const TOUCH_AFTER_MS = 60_000;

type Parts = Pick<Ledger, 'clock' | 'random'>;

const insertSession = statement(
  'session.insert',
  `INSERT INTO session (token_hash, account_id, created_at, seen_at, proved_at, expires_at, id, browser, system, factor_at)
   VALUES ($1, $2, $3, $3, $3, $4, $5, $6, $7, CASE WHEN $8 THEN $3::timestamptz END)`,
);
const deleteSession = statement('session.delete', 'DELETE FROM session WHERE token_hash = $1');
const deleteEnded = statement(
  'session.delete-ended',
  `WITH steps AS (DELETE FROM sign_in_step WHERE expires_at < $1),
        challenges AS (DELETE FROM passkey_challenge WHERE expires_at < $1)
   DELETE FROM session WHERE expires_at < $1 OR seen_at < $2`,
);
const touchSession = statement('session.touch', 'UPDATE session SET seen_at = $2 WHERE token_hash = $1');
const selectActors = statement(
  'session.actors',
  `SELECT wanted.n, s.seen_at AS "seenAt", a.id AS account, a.login, a.name, a.role, a.status = 'active' AS verified, p.chain,
     a.one_time_until IS NOT NULL AS "oneTimePassword"
   FROM unnest($1::bytea[]) WITH ORDINALITY AS wanted (token_hash, n)
   JOIN session s USING (token_hash)
   JOIN account a ON a.id = s.account_id
   LEFT JOIN patient p ON p.account_id = a.id
   WHERE s.expires_at > $2 AND s.seen_at > $3 AND a.status <> 'closed'`,
);

/**
 * Opens a session and gives its token: 256 random bits in base64url, to be kept by the browser alone.
 * `byFactor` says that its person has just proved who they are by password and code, or by a passkey.
 */
export async function openSession(
  db: Db | Tx,
  parts: Parts,
  accountId: string,
  { browser, system }: Device = UNKNOWN_DEVICE,
  byFactor = false,
): Promise<string> {
  const token = Buffer.from(parts.random(32)).toString('base64url');
  const now = parts.clock();
  const id = randomHex(parts, 16);
  const times = [new Date(now), new Date(now + LIFETIME_MS)];
  await db.rows(insertSession, [tokenHash(token), accountId, ...times, id, browser, system, byFactor]);
  return token;
}

/** Ends the session of that token. */
export async function closeSession(db: Db, token: string): Promise<void> {
  await db.rows(deleteSession, [tokenHash(token)]);
}

/** Removes what has ended: sessions, sign-ins that wait for a code, what passkeys were asked. */
export async function removeEndedSessions(db: Db, { clock }: Pick<Ledger, 'clock'>): Promise<void> {
  await db.rows(deleteEnded, [new Date(clock()), new Date(clock() - IDLE_MS)]);
}

/** Gives a function from a token to who acts; undefined where the session is unknown or has ended. */
export function actorReader(db: Db, { clock }: Pick<Ledger, 'clock'>): (token: string) => Promise<Actor | undefined> {
  const read = batched<Buffer, (Actor & { seenAt: Date }) | undefined>(async (hashes) => {
    const now = clock();
    const rows = await db.rows<Actor & { n: number; seenAt: Date }>(selectActors, [
      hashes,
      new Date(now),
      new Date(now - IDLE_MS),
    ]);
    const byPlace = new Map(rows.map(({ n, ...actor }) => [n, actor]));
    return hashes.map((_, i) => byPlace.get(i + 1));
  });
  return async (token) => {
    const hash = tokenHash(token);
    const found = await read(hash);
    if (!found) return undefined;
    const { seenAt, ...actor } = found;
    if (clock() - seenAt.getTime() > TOUCH_AFTER_MS) await db.rows(touchSession, [hash, new Date(clock())]);
    return actor;
  };
}

/** How the store knows a token. */
export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
