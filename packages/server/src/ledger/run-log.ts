// The loop that keeps the log up to date: sequence what is pending, then sign; every 250 ms, at once when there is more.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from '../db/pool.ts';
import type { Ledger } from './ledger.ts';
import { countPendingBlocks } from './log-store.ts';
import { sequenceBatch } from './sequence.ts';
import { type Signer, signCheckpoint } from './signer.ts';

const PAUSE_MS = 250;
const PAUSE_AFTER_FAILURE_MS = 1000;
const EAGER_FROM = 256;
const BACKLOG_LIMIT = 4096;

/** What the loop knows of itself: shown by /readyz and to the administrator. */
export interface LogStatus {
  /** The last failure to sequence or sign, in words; undefined while all is well. */
  problem: string | undefined;
  /** True while more than 4,096 blocks wait: writes are told to come back. */
  overloaded: boolean;
}

/** Starts the loop. `stop` lets the batch under way finish, then takes what is left and signs once more. */
export function runLog(
  db: Db,
  ledger: Ledger,
  signer: Signer,
  onProblem: (error: unknown) => void,
): { status: LogStatus; stop: () => Promise<void> } {
  const status: LogStatus = { problem: undefined, overloaded: false };
  const stopping = new AbortController();

  async function round(): Promise<number> {
    try {
      const added = await sequenceBatch(db, ledger.log);
      if (added < EAGER_FROM) await signCheckpoint(db, ledger, signer);
      status.overloaded = added >= EAGER_FROM && (await countPendingBlocks(db, BACKLOG_LIMIT + 1)) > BACKLOG_LIMIT;
      status.problem = undefined;
      return added >= EAGER_FROM ? 0 : PAUSE_MS;
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      if (problem !== status.problem) onProblem(error);
      status.problem = problem;
      return PAUSE_AFTER_FAILURE_MS;
    }
  }

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      const pause = await round();
      await sleep(pause, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  const running = loop();
  return {
    status,
    async stop() {
      stopping.abort();
      await running;
      await drainLog(db, ledger, signer).catch(onProblem);
    },
  };
}

/** Takes all that is pending into the log and signs; for the end of a program's work. */
export async function drainLog(db: Db, ledger: Ledger, signer: Signer): Promise<void> {
  while ((await sequenceBatch(db, ledger.log)) > 0);
  await signCheckpoint(db, ledger, signer);
}
