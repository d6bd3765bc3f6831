// How long a block waits from its commit to the signed checkpoint that holds it, while a thousand are written a second.

import { setTimeout as sleep } from 'node:timers/promises';
import { runLog, type Store } from '@patrec/server';
import type { Result } from './result.ts';
import { appendSmall, type SmallChain, smallChains } from './small-chains.ts';
import { ask } from './stores.ts';

const CHAINS = 64;
const WRITES_A_SECOND = 1_000;
const AIM_MS = 1_500;

interface Committed {
  readonly chain: string;
  readonly seq: number;
  /** In milliseconds since 1970. */
  readonly at: number;
}

/** Writes for so many seconds beside the loop that sequences and signs. Throws where a block is not in the log. */
export async function timeToInclusion(store: Store, seconds: number): Promise<Result> {
  const chains = await smallChains(store, CHAINS);
  const loop = runLog(store.db, store.ledger, store.signer, (error) => {
    throw error;
  });
  const committed: Committed[] = [];
  const start = Date.now();
  const lane = async (small: SmallChain, i: number) => {
    const pause = (CHAINS / WRITES_A_SECOND) * 1000;
    for (let n = 0; n * pause < seconds * 1000; n += 1) {
      const due = start + (n + i / CHAINS) * pause;
      await sleep(Math.max(0, due - Date.now()));
      const seq = await appendSmall(store, small, 1);
      committed.push({ chain: small.chain, seq, at: Date.now() });
    }
  };
  await Promise.all(chains.map(lane));
  const rate = committed.length / ((Date.now() - start) / 1000);
  await loop.stop();
  const waits = await waitsOf(store, committed);
  const p99 = waits[Math.floor(waits.length * 0.99)] ?? Number.NaN;
  const name = `p99 from commit to checkpoint, ${Math.round(rate).toLocaleString('en')} writes a second`;
  return { name, against: `the aim of ${AIM_MS} ms`, ratio: AIM_MS / p99, aim: 1, ours: 1000 / p99, bare: null };
}

// In milliseconds, the shortest first.
async function waitsOf(store: Store, committed: readonly Committed[]): Promise<number[]> {
  const rows = await ask<{ chain: string; seq: number; included: Date }>(
    store,
    `SELECT b.chain, b.seq, (SELECT c.signed_at FROM log_checkpoint c WHERE c.size > b.leaf_index ORDER BY c.size LIMIT 1) AS included
     FROM unnest($1::text[], $2::bigint[]) AS wanted (chain, seq) JOIN block b USING (chain, seq)`,
    [committed.map(({ chain }) => chain), committed.map(({ seq }) => seq)],
  );
  const included = new Map(rows.map((row) => [`${row.chain}/${row.seq}`, row.included?.getTime()]));
  return committed
    .map(({ chain, seq, at }) => {
      const signed = included.get(`${chain}/${seq}`);
      if (signed === undefined) throw new Error('A block that was committed is in no checkpoint.');
      return signed - at;
    })
    .sort((a, b) => a - b);
}
