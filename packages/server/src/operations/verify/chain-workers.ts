// Chains checked on every core at once: worker threads take them one by one, each thread with connections of its own.

import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { ConnectionSettings } from '../../db/pool.ts';
import type { ChainReport } from './verify-chain.ts';

/** Checks one chain at a time in each of its lanes. */
export interface ChainChecker {
  readonly lanes: number;
  readonly check: (chain: string) => Promise<ChainReport>;
}

/** What a worker is started with: the database, the log's name, and how many chains it is given at a time. */
export interface WorkerTask {
  readonly settings: ConnectionSettings;
  readonly log: string;
  readonly lanes: number;
}

/** A worker's answer to a chain. */
export type WorkerAnswer = { readonly chain: string } & (
  | { readonly report: ChainReport }
  | { readonly failure: string }
);

interface Waiting {
  readonly resolve: (report: ChainReport) => void;
  readonly reject: (error: Error) => void;
}

const LANES = 2; // PostgreSQL reads for one chain while another is hashed
const YOUNG_MB = 64; // a page of blocks lives as long as it is checked, and should die young

/** Starts `count` threads, one for each core if it is not said; `stop` ends them. */
export function startChainWorkers(
  settings: ConnectionSettings,
  log: string,
  count = availableParallelism(),
): ChainChecker & { readonly stop: () => Promise<void> } {
  const workers = Array.from({ length: count }, () => startWorker({ settings, log, lanes: LANES }));
  return {
    lanes: LANES * count,
    check: (chain) => workers.reduce((a, b) => (b.waiting.size < a.waiting.size ? b : a)).check(chain),
    async stop() {
      await Promise.all(workers.map(({ stop }) => stop()));
    },
  };
}

function startWorker(workerData: WorkerTask) {
  const worker = new Worker(new URL('./chain-worker.ts', import.meta.url), {
    workerData,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
  });
  const waiting = new Map<string, Waiting>();
  worker.on('message', (answer: WorkerAnswer) => {
    const call = waiting.get(answer.chain);
    waiting.delete(answer.chain);
    if ('report' in answer) call?.resolve(answer.report);
    else call?.reject(new Error(answer.failure));
  });
  worker.on('error', (error: Error) => {
    for (const { reject } of waiting.values()) reject(error);
  });
  const check = (chain: string) =>
    new Promise<ChainReport>((resolve, reject) => {
      waiting.set(chain, { resolve, reject });
      worker.postMessage(chain);
    });
  const stop = async () => {
    worker.postMessage(null);
    await once(worker, 'exit');
  };
  return { waiting, check, stop };
}
