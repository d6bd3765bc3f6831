// What stands in the store, counted: a transaction that fails must leave every table as it was.

import type { Db } from '../../src/db/pool.ts';

/** The number of rows of every table but of what counts requests, and where the numbering and the chains stand. */
export async function contentOf({ pool }: Db): Promise<Record<string, unknown>> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'request_rate' ORDER BY tablename`,
  );
  const counts = tables.map(async ({ name }) => {
    const { rows } = await pool.query<{ count: number }>(`SELECT count(*) AS count FROM ${name}`);
    return [name, rows[0]?.count] as const;
  });
  const heads = (await pool.query('SELECT chain, seq, hash, recorded_at FROM chain_head ORDER BY chain')).rows;
  const numbering = (await pool.query('SELECT kind, last FROM numbering ORDER BY kind')).rows;
  const patients = (await pool.query('SELECT chain, record_count FROM patient ORDER BY chain')).rows;
  return { ...Object.fromEntries(await Promise.all(counts)), heads, numbering, patients };
}

/** Runs `work` while any event of that action is refused by the database, the last write of each transaction. */
export async function withRefusedEvent(db: Db, action: string, work: () => Promise<unknown>): Promise<void> {
  const tables = ['access_event', 'access_event_unsealed'];
  const alter = (change: string) => db.pool.query(tables.map((table) => `ALTER TABLE ${table} ${change}`).join('; '));
  await alter(`ADD CONSTRAINT refused CHECK (action <> '${action}') NOT VALID`);
  try {
    await work();
  } finally {
    await alter('DROP CONSTRAINT refused');
  }
}
