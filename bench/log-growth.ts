// What sealing costs as the log grows: the same number of entries, sealed and signed a batch at a time, in a log of ten
// thousand, a hundred thousand and a million. That changes the height of the tree, and how many pages the index of the hashes
// has: each is written whole into PostgreSQL's journal when it is first changed after a checkpoint. So a checkpoint comes before
// each measurement; by itself one would come before some.

import { performance } from 'node:perf_hooks';
import { drainLog, type Store } from '@patrec/server';
import { median } from './compare.ts';
import type { Result } from './result.ts';
import { ask } from './stores.ts';

const SIZES = [10_000, 100_000, 1_000_000];
const MEASURED = 8_192;
const BATCH = 1_024;
const FILLED_AT_ONCE = 20_480;
/** What sealing holds out, in entries a second. */
const SUSTAINED = 5_000;

/** Measures at each size, a million only where there is time. Throws where an entry is not in the log. */
export async function growLog(store: Store, quick: boolean): Promise<Result[]> {
  const rates: { size: number; rate: number }[] = [];
  await drainLog(store.db, store.ledger, store.signer);
  for (const size of quick ? SIZES.slice(0, 2) : SIZES) {
    await fill(store, size - MEASURED);
    await store.db.pool.query('CHECKPOINT');
    rates.push({ size, rate: await seal(store, MEASURED, BATCH) });
  }
  const [first] = rates;
  return rates.map(({ size, rate }) => {
    const name = `sealed and signed, of ${size.toLocaleString('en')} entries`;
    if (size === first?.size)
      return { name, against: 'the aim', ratio: rate / SUSTAINED, aim: 1, ours: rate, bare: null };
    const bare = first?.rate ?? 0;
    return { name, against: 'the rate at 10,000', ratio: rate / bare, aim: 0.66, ours: rate, bare };
  });
}

async function fill(store: Store, size: number): Promise<void> {
  for (let now = await logSize(store); now < size; now = await logSize(store))
    await seal(store, size - now, FILLED_AT_ONCE);
}

// Gives how many a second, the median of what was sealed at once. Putting them into the queue is not what is measured.
async function seal(store: Store, entries: number, atOnce: number): Promise<number> {
  const before = await logSize(store);
  const rates: number[] = [];
  for (let done = 0; done < entries; done += atOnce) {
    const count = Math.min(atOnce, entries - done);
    await queue(store, before + done, count);
    const start = performance.now();
    await drainLog(store.db, store.ledger, store.signer);
    rates.push(count / ((performance.now() - start) / 1000));
  }
  const sealed = (await logSize(store)) - before;
  if (sealed !== entries) throw new Error(`${entries} entries were queued, ${sealed} are in the log.`);
  return median(rates);
}

async function queue({ db }: Store, first: number, count: number): Promise<void> {
  await db.pool.query(
    `INSERT INTO ledger_pending (chain, seq, hash)
     SELECT 'bench', n, sha256(int8send(n)) FROM generate_series($1::bigint, $1::bigint + $2 - 1) n`,
    [first, count],
  );
}

async function logSize(store: Store): Promise<number> {
  return (await ask<{ size: number }>(store, 'SELECT size FROM log_state'))[0]?.size ?? 0;
}
