// Attempts without permission: each reaches the patient's log, but nobody can flood it.

import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import { type Ledger, newResourceId, now } from '../ledger/ledger.ts';
import type { Actor } from './actor.ts';

/** What somebody tried to open. `target` is what they named the patient by; `chain` is null where that is nobody. */
export interface DeniedAccess {
  readonly target: string;
  readonly chain: string | null;
  readonly record: number | null;
}

const LONGEST_TARGET = 40;
const DAY_MS = 86_400_000;

// One line for a person and a patient in a quarter of an hour. The first part is written, and made durable, whether or
// not there is such a patient or record: the time of the answer does not tell.
const insertAttempt = statement(
  'denied.insert',
  `WITH counted AS (
     INSERT INTO denied_access AS d (actor, target, at) VALUES ($4, $6, $3)
     ON CONFLICT (actor, target) DO UPDATE SET at = excluded.at WHERE d.at <= excluded.at - interval '15 minutes'
     RETURNING 1)
   INSERT INTO access_event_unsealed (chain, id, at, actor, action, record, basis, purpose)
   SELECT h.chain, $2, $3, $4, 'denied-access', (SELECT number FROM record WHERE chain = h.chain AND number = $5), 'none', 'CAREMGT'
   FROM counted, chain_head h WHERE h.chain = $1 AND h.kind = 'patient'`,
);
const deleteOld = statement('denied.delete-old', 'DELETE FROM denied_access WHERE at < $1');

/** Logs an attempt that was denied; own charts are nobody's attempt. */
export async function logDeniedAccess(
  { db, ledger }: { readonly db: Db; readonly ledger: Ledger },
  actor: Actor,
  { target, chain, record }: DeniedAccess,
): Promise<void> {
  if (actor.chain !== null && actor.chain === chain) return;
  const id = newResourceId(ledger, chain ?? '');
  const named = target.slice(0, LONGEST_TARGET);
  await db.rows(insertAttempt, [chain, id, now(ledger), actor.account, record, named]);
}

/** Forgets what bounds the attempts of more than a day ago; the log keeps its lines. */
export async function removeOldDenials(db: Db, { clock }: Pick<Ledger, 'clock'>): Promise<void> {
  await db.rows(deleteOld, [new Date(clock() - DAY_MS)]);
}
