// What administrators do with the check of the whole: ask for it, stop it, and see what came of it.

import type { Actor } from '../../access/actor.ts';
import type { Db } from '../../db/pool.ts';
import { type Ledger, now } from '../../ledger/ledger.ts';
import { requireDuty } from './acknowledge-finding.ts';
import { countFindings, type Finding, type FindingCounts, readFindings } from './acknowledge-store.ts';
import { type CheckRun, insertCheck, readChecks, readTurns, stopCheck, type Turns } from './check-store.ts';

interface Parts {
  readonly db: Db;
  readonly ledger: Pick<Ledger, 'clock'>;
}

/** How the checks stand. `findings` are the first of them all. */
export interface CheckState {
  readonly turns: Turns;
  readonly findings: readonly Finding[];
  readonly counts: FindingCounts;
  readonly runs: readonly CheckRun[];
}

const FINDINGS_SHOWN = 100;
const RUNS_SHOWN = 10;

/** What the checks have found, and the last ones of the whole. Throws not-found for all but administrators. */
export async function checkState(parts: Parts, actor: Actor): Promise<CheckState> {
  requireDuty(parts, actor);
  const { db } = parts;
  const [turns, findings, counts, runs] = await Promise.all([
    readTurns(db),
    readFindings(db, FINDINGS_SHOWN),
    countFindings(db),
    readChecks(db, RUNS_SHOWN),
  ]);
  return { turns, findings, counts, runs };
}

/** Asks for a check of the whole; where one waits or runs already, that is it. */
export async function askCheck(parts: Parts, actor: Actor): Promise<void> {
  requireDuty(parts, actor);
  await insertCheck(parts.db, actor.login, now(parts.ledger));
}

/** Stops the one that waits or runs, after the chain that is being checked. */
export async function stopAskedCheck(parts: Parts, actor: Actor): Promise<void> {
  requireDuty(parts, actor);
  await stopCheck(parts.db, now(parts.ledger));
}
