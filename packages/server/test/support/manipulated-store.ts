// One store, manipulated again and again: each time in a transaction that is rolled back, by what sees it from inside.

import type pg from 'pg';
import type { Db } from '../../src/db/pool.ts';
import { queryOf } from '../../src/db/statement.ts';
import type { TestStore } from './test-store.ts';

/** Runs `work` on the store as those statements leave it, then takes them back. Throws where one of them finds no row. */
export async function withManipulated(
  { db }: Pick<TestStore, 'db'>,
  sql: string,
  work: (db: Db) => Promise<void>,
): Promise<void> {
  const client = await db.pool.connect();
  try {
    await client.query('BEGIN');
    const results = [await client.query(sql)].flat();
    if (!results.every(({ rowCount }) => (rowCount ?? 0) > 0)) throw new Error('The manipulation finds nothing.');
    await work(withinTransaction(client));
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

// Whoever would begin or end a transaction of their own is in this one.
function withinTransaction(client: pg.PoolClient): Db {
  const inside = new Proxy(client, {
    get(target, name) {
      if (name === 'release') return () => undefined;
      if (name !== 'query') return Reflect.get(target, name);
      return async (query: string | pg.QueryConfig) =>
        typeof query === 'string' && /^(BEGIN|COMMIT|ROLLBACK)/.test(query)
          ? { rows: [], command: query }
          : target.query(query);
    },
  });
  const pool = { connect: async () => inside, query: inside.query } as unknown as pg.Pool;
  return { pool, rows: async (statement, values) => (await client.query(queryOf(statement, values))).rows };
}
