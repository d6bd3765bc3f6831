// The loop in which the server checks itself: the whole where one waits or is due, else part after part, gently.

import { setTimeout as sleep } from 'node:timers/promises';
import { now } from '../../ledger/ledger.ts';
import type { Problem } from '../verify/problem.ts';
import { countFindings } from './acknowledge-store.ts';
import { checkNextPart, type SelfCheck } from './check-part.ts';
import { addTurns, newestTurn } from './check-store.ts';
import { checkWhole } from './check-whole.ts';

const PAUSE_MS = 2_000;
const NEW_TURNS_MS = 600_000;
/** It rests this many times as long as it worked: people work meanwhile. */
const RESTS = 9;
/** Well within the lease of a check of the whole. */
const LONGEST_REST_MS = 30_000;

/** What pages show of it everywhere: when a part was checked last, how much does not hold, and how much of that is acknowledged. */
export interface Integrity {
  readonly checkedAt: string | null;
  /** What waits for somebody. */
  readonly findings: number;
  readonly acknowledged: number;
}

/** Starts the loop. `onFound` is told once of what does not hold; a check that could not run to its end is a failure. */
export function runSelfCheck(
  parts: Omit<SelfCheck, 'rest' | 'onFound'>,
  onFound: (problems: readonly Problem[]) => void,
  onFailure: (error: unknown) => void,
): { latest: () => Integrity | null; stop: () => Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  let latest: Integrity | null = null;
  let turnsAt = Number.NEGATIVE_INFINITY;
  let resumed = performance.now();

  // A tenth of a processor at most.
  async function rest(): Promise<void> {
    const worked = performance.now() - resumed;
    await sleep(Math.min(RESTS * worked, LONGEST_REST_MS), undefined, { signal });
    resumed = performance.now();
  }

  const check: SelfCheck = { ...parts, onFound, rest };

  async function round(): Promise<void> {
    resumed = performance.now();
    if (resumed - turnsAt > NEW_TURNS_MS) {
      await addTurns(check.db, check.identity.origin, now(check.ledger));
      turnsAt = resumed;
    }
    if (!(await checkWhole(check))) await checkNextPart(check);
    latest = await readIntegrity(check);
  }

  async function loop(): Promise<void> {
    while (!signal.aborted) {
      await round().catch((error) => signal.aborted || onFailure(error));
      await sleep(PAUSE_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  const running = loop();
  return {
    latest: () => latest,
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** How the check stands, over all processes. */
export async function readIntegrity({ db }: Pick<SelfCheck, 'db'>): Promise<Integrity> {
  const [checkedAt, { open, acknowledged }] = await Promise.all([newestTurn(db), countFindings(db)]);
  return { checkedAt: checkedAt?.toISOString() ?? null, findings: open, acknowledged };
}
