// One's own open sessions: to see where one is signed in, and to end what one does not know.

import type { Actor } from '../access/actor.ts';
import { decide } from '../access/decide.ts';
import type { Db } from '../db/pool.ts';
import { type Ledger, now } from '../ledger/ledger.ts';
import { idleMs, SESSION_LIMITS, tokenHash } from './session.ts';
import {
  deleteOtherSessions,
  deleteSessionOf,
  type OpenSession,
  openSessionsOf,
  sessionOwner,
} from './session-store.ts';

interface Parts {
  readonly db: Db;
  readonly ledger: Ledger;
}

/** The open sessions of whoever acts; the one of `token` is marked. */
export function listOwnSessions({ db, ledger }: Parts, actor: Actor, token: string): Promise<OpenSession[]> {
  const at = ledger.clock();
  const times = { now: new Date(at), seenAfter: new Date(at - idleMs(SESSION_LIMITS, actor)) };
  return openSessionsOf(db, actor.account, tokenHash(token), times);
}

/** Ends a session of one's own. False where there is none of that id, or it is somebody else's: alike. */
export async function endOwnSession({ db, ledger }: Parts, actor: Actor, id: string): Promise<boolean> {
  const account = await sessionOwner(db, id);
  if (account === undefined) return false;
  const decision = decide(actor, { action: 'manage-account', account }, [], now(ledger));
  return decision.permit && deleteSessionOf(db, account, id);
}

/** Ends all one's sessions but the one of `token`; gives how many there were. */
export function endOtherSessions({ db }: Parts, actor: Actor, token: string): Promise<number> {
  return deleteOtherSessions(db, actor.account, tokenHash(token));
}
