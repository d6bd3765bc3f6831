// The thread that chain-workers.ts starts: is sent chains, answers with their reports; null ends it.

import { parentPort, workerData } from 'node:worker_threads';
import { openDatabase } from '../../db/pool.ts';
import type { WorkerAnswer, WorkerTask } from './chain-workers.ts';
import { verifyChainOf } from './verify-chain.ts';

const { settings, log, lanes } = workerData as WorkerTask;
// A connection that is lost fails the query that used it; at rest the loss is of no account.
const db = openDatabase(settings, () => undefined, lanes);

async function answer(chain: string): Promise<WorkerAnswer> {
  try {
    return { chain, report: await verifyChainOf(db, log, chain) };
  } catch (error) {
    return { chain, failure: error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.on('message', async (chain: string | null) => {
  if (chain !== null) return parentPort?.postMessage(await answer(chain));
  parentPort?.close();
  await db.pool.end();
});
