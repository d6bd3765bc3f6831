// Which large tables were read from end to end while the server worked: PostgreSQL counts that by itself.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Store } from '@patrec/server';

const LARGE_ROWS = 1_000;
const REPORTED_AFTER_MS = 11_000; // a session that comes to rest tells what it counted up to ten seconds later

/** Sequential scans since PostgreSQL started, by table. */
export type Scans = ReadonlyMap<string, number>;

/** The scans so far. */
export async function scansSoFar({ db }: Store): Promise<Scans> {
  await sleep(REPORTED_AFTER_MS);
  const { rows } = await db.pool.query<{ table: string; scans: number }>(
    'SELECT relname AS table, seq_scan AS scans FROM pg_stat_user_tables',
  );
  return new Map(rows.map(({ table, scans }) => [table, scans]));
}

/** The tables of a thousand rows or more that were scanned since, with how often; as a line to print. */
export async function scannedSince(store: Store, before: Scans): Promise<string> {
  const after = await scansSoFar(store);
  const { rows } = await store.db.pool.query<{ table: string; live: number }>(
    'SELECT relname AS table, n_live_tup AS live FROM pg_stat_user_tables WHERE n_live_tup >= $1 ORDER BY relname',
    [LARGE_ROWS],
  );
  const scanned = rows.flatMap(({ table, live }) => {
    const scans = (after.get(table) ?? 0) - (before.get(table) ?? 0);
    return scans > 0 ? [`${table} (${scans} times, ${live} rows)`] : [];
  });
  return `queries without an index: ${scanned.join(', ') || 'none'}`;
}
