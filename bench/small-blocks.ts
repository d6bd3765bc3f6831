// Many small blocks in a store of their own: first sealed into the log, then verified.

import { performance } from 'node:perf_hooks';
import { drainLog, type Store, startChainWorkers } from '@patrec/server';
import { count, type Result } from './result.ts';
import { appendSmall, smallChains } from './small-chains.ts';
import { verifyOnce } from './verify-once.ts';

const CHAINS = 40;
const BLOCKS_A_TRANSACTION = 50;
const LANES = 4;

/** Writes `blocks` blocks, then sequences and signs them as fast as it goes. Throws where the log has not got them all. */
export async function sealBlocks(store: Store, blocks: number): Promise<Result> {
  await writeBlocks(store, blocks);
  const pending = await count(store, 'ledger_pending');
  const before = await count(store, 'log_leaf');
  const start = performance.now();
  await drainLog(store.db, store.ledger, store.signer);
  const ours = pending / ((performance.now() - start) / 1000);
  const sealed = (await count(store, 'log_leaf')) - before;
  if (sealed !== pending || pending < blocks)
    throw new Error(`${pending} of ${blocks} were pending, ${sealed} sealed.`);
  return { name: 'blocks sealed into the log', against: 'the aim', ratio: ours / 3_000, aim: 1, ours, bare: null };
}

/** Verifies the store on every core, over and over for that many seconds. Throws where it does not verify. */
export async function verifyBlocks(store: Store, seconds: number): Promise<Result> {
  const workers = startChainWorkers(store.settings, store.ledger.log);
  await verifyOnce(store, workers);
  let blocks = 0;
  const start = performance.now();
  const elapsed = () => (performance.now() - start) / 1000;
  while (elapsed() < seconds) blocks += (await verifyOnce(store, workers)).blocks;
  const ours = blocks / elapsed();
  await workers.stop();
  return { name: 'small blocks verified', against: 'the aim', ratio: ours / 20_000, aim: 1, ours, bare: null };
}

async function writeBlocks(store: Store, blocks: number): Promise<void> {
  const chains = [...(await smallChains(store, CHAINS))];
  const each = Math.ceil(blocks / CHAINS);
  const lane = async () => {
    for (let chain = chains.pop(); chain; chain = chains.pop())
      for (let done = 0; done < each; done += BLOCKS_A_TRANSACTION)
        await appendSmall(store, chain, BLOCKS_A_TRANSACTION);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}
