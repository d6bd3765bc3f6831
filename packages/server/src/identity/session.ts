// Sessions on the server: the browser holds a random token, the store its SHA-256 (OWASP Session Management).

import { createHash } from 'node:crypto';
import type { Actor } from '../access/actor.ts';
import { announcingEnd } from '../db/announcements.ts';
import { batched } from '../db/batch.ts';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import type { Tx } from '../db/transaction.ts';
import { type Ledger, randomHex } from '../ledger/ledger.ts';
import { type Device, UNKNOWN_DEVICE } from './device.ts';

/** How long sessions last: the one place where it is set. */
export interface SessionLimits {
  /** After the last request of a patient. */
  readonly patientIdleMs: number;
  /** After the last request of anybody who works here. */
  readonly workIdleMs: number;
  /** In any case. */
  readonly lifetimeMs: number;
}

export const SESSION_LIMITS: SessionLimits = {
  patientIdleMs: 30 * 60_000,
  workIdleMs: 15 * 60_000,
  lifetimeMs: 12 * 3_600_000,
};
/** A request is noted when the last one noted is this part of the idle time ago: not every request writes. */
const TOUCHES = 15;

/** Who acts, and when the session ends if nothing more is asked, in milliseconds since 1970. */
export interface SignedIn {
  readonly actor: Actor;
  readonly endsAt: number;
  /** How long the session outlasts a request. */
  readonly idleMs: number;
}

/** From a token to who acts; undefined where the session is unknown or has ended. Without `touch` it is kept no longer. */
export type SessionReader = (token: string, options?: { touch: boolean }) => Promise<SignedIn | undefined>;

type Parts = Pick<Ledger, 'clock' | 'random'>;

type SessionRow = Actor & { readonly seenAt: Date; readonly expiresAt: Date };

const insertSession = statement(
  'session.insert',
  `INSERT INTO session (token_hash, account_id, created_at, seen_at, proved_at, expires_at, id, browser, system, factor_at)
   VALUES ($1, $2, $3, $3, $3, $4, $5, $6, $7, CASE WHEN $8 THEN $3::timestamptz END)`,
);
const deleteSession = statement(
  'session.delete',
  announcingEnd('DELETE FROM session WHERE token_hash = $1 RETURNING account_id'),
);
const deleteEnded = statement(
  'session.delete-ended',
  `WITH steps AS (DELETE FROM sign_in_step WHERE expires_at < $1),
        challenges AS (DELETE FROM passkey_challenge WHERE expires_at < $1)
   DELETE FROM session s USING account a
   WHERE a.id = s.account_id AND (s.expires_at < $1 OR s.seen_at < CASE a.role WHEN 'patient' THEN $2::timestamptz ELSE $3 END)`,
);
const touchSession = statement('session.touch', 'UPDATE session SET seen_at = $2 WHERE token_hash = $1');
const selectActors = statement(
  'session.actors',
  `SELECT wanted.n, s.seen_at AS "seenAt", s.expires_at AS "expiresAt", a.id AS account, a.login, a.name, a.role, a.status = 'active' AS verified, p.chain,
     a.one_time_until IS NOT NULL AS "oneTimePassword"
   FROM unnest($1::bytea[]) WITH ORDINALITY AS wanted (token_hash, n)
   JOIN session s USING (token_hash)
   JOIN account a ON a.id = s.account_id
   LEFT JOIN patient p ON p.account_id = a.id
   WHERE s.expires_at > $2 AND s.seen_at > CASE a.role WHEN 'patient' THEN $3::timestamptz ELSE $4 END
     AND a.status <> 'closed'`,
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
  const times = [new Date(now), new Date(now + SESSION_LIMITS.lifetimeMs)];
  await db.rows(insertSession, [tokenHash(token), accountId, ...times, id, browser, system, byFactor]);
  return token;
}

/** Ends the session of that token. */
export async function closeSession(db: Db, token: string): Promise<void> {
  await db.rows(deleteSession, [tokenHash(token)]);
}

/** Removes what has ended: sessions, sign-ins that wait for a code, what passkeys were asked. */
export async function removeEndedSessions(
  db: Db,
  { clock }: Pick<Ledger, 'clock'>,
  limits: SessionLimits = SESSION_LIMITS,
): Promise<void> {
  await db.rows(deleteEnded, [new Date(clock()), ...seenAfter(clock(), limits)]);
}

/** Gives the function that reads sessions. */
export function sessionReader(
  db: Db,
  { clock }: Pick<Ledger, 'clock'>,
  limits: SessionLimits = SESSION_LIMITS,
): SessionReader {
  const read = batched<Buffer, SessionRow | undefined>(async (hashes) => {
    const now = clock();
    const rows = await db.rows<SessionRow & { n: number }>(selectActors, [
      hashes,
      new Date(now),
      ...seenAfter(now, limits),
    ]);
    const byPlace = new Map(rows.map(({ n, ...row }) => [n, row]));
    return hashes.map((_, i) => byPlace.get(i + 1));
  });
  return async (token, { touch } = { touch: true }) => {
    const hash = tokenHash(token);
    const found = await read(hash);
    if (!found) return undefined;
    const { seenAt, expiresAt, ...actor } = found;
    const idle = idleMs(limits, actor);
    const now = clock();
    const touched = touch && now - seenAt.getTime() > idle / TOUCHES;
    if (touched) await db.rows(touchSession, [hash, new Date(now)]);
    const seen = touched ? now : seenAt.getTime();
    return { actor, idleMs: idle, endsAt: Math.min(seen + idle, expiresAt.getTime()) };
  };
}

/** How long the sessions of that role outlast the last request. */
export function idleMs({ patientIdleMs, workIdleMs }: SessionLimits, { role }: Pick<Actor, 'role'>): number {
  return role === 'patient' ? patientIdleMs : workIdleMs;
}

function seenAfter(now: number, { patientIdleMs, workIdleMs }: SessionLimits): [Date, Date] {
  return [new Date(now - patientIdleMs), new Date(now - workIdleMs)];
}

/** How the store knows a token. */
export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
