// The server checks its whole ledger and every file by itself, at half speed and again every hour; a failure is an alarm.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from '../db/pool.ts';
import type { Files } from '../files/files.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { now } from '../ledger/ledger.ts';
import type { Problem } from './verify/problem.ts';
import { verifyFiles } from './verify/verify-files.ts';
import type { LogIdentity } from './verify/verify-log.ts';
import { verifyStore } from './verify/verify-store.ts';

const EVERY_MS = 3_600_000;

/** How the last check ended. */
export interface IntegrityResult {
  readonly checkedAt: string;
  readonly ok: boolean;
  readonly blocks: number;
  readonly problem: string | null;
}

/** Starts the watch. `onAlarm` is told of every problem; a check that could not run to its end says nothing. */
export function watchIntegrity(
  { db, ledger, files }: { db: Db; ledger: Pick<Ledger, 'clock'>; files: Files },
  identity: LogIdentity,
  onAlarm: (problem: Problem) => void,
  onFailure: (error: unknown) => void,
): { latest: () => IntegrityResult | null; stop: () => Promise<void> } {
  const stopping = new AbortController();
  let latest: IntegrityResult | null = null;

  async function check(): Promise<void> {
    let resumed = ledger.clock();
    const rest = async () => {
      stopping.signal.throwIfAborted();
      await sleep(ledger.clock() - resumed, undefined, { signal: stopping.signal });
      resumed = ledger.clock();
    };
    const report = await verifyStore(db, identity, rest);
    const problems = [...report.problems, ...(await verifyFiles(db, files, rest)).problems];
    const [first] = problems;
    const problem = first ? `${first.where}: ${first.message}` : null;
    latest = { checkedAt: now(ledger), ok: first === undefined, blocks: report.blocks, problem };
    for (const one of problems) onAlarm(one);
  }

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      await check().catch((error) => stopping.signal.aborted || onFailure(error));
      await sleep(EVERY_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
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
