// One store, manipulated again and again: each time in a transaction that is rolled back, by what sees it from inside.

import type pg from 'pg';
import type { Db } from '../../src/db/pool.ts';
import { queryOf } from '../../src/db/statement.ts';
import type { TestStore } from './test-store.ts';

/** Runs `work` on the store as those statements leave it, then takes them back. Throws where one of them finds no row. */
export function withManipulated(
  store: Pick<TestStore, 'db'>,
  sql: string,
  work: (db: Db) => Promise<void>,
): Promise<void> {
  return takenBack(store, async (db) => {
    await manipulate(db, sql);
    await work(db);
  });
}

/** Runs those statements. Throws where one of them finds no row. */
export async function manipulate({ pool }: Db, sql: string): Promise<void> {
  const results = [await pool.query(sql)].flat();
  if (!results.every(({ rowCount }) => (rowCount ?? 0) > 0)) throw new Error('The manipulation finds nothing.');
}

/** Runs `work` on the store, whatever it writes and commits, then takes all of it back. */
export async function takenBack({ db }: Pick<TestStore, 'db'>, work: (db: Db) => Promise<void>): Promise<void> {
  const client = await db.pool.connect();
  try {
    await client.query('BEGIN');
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
      return async (query: string | pg.QueryConfig, values?: unknown[]) =>
        typeof query === 'string' && /^(BEGIN|COMMIT|ROLLBACK)/.test(query)
          ? { rows: [], command: query }
          : target.query(query as string, values);
    },
  });
  const pool = { connect: async () => inside, query: inside.query } as unknown as pg.Pool;
  return { pool, rows: async (statement, values) => (await client.query(queryOf(statement, values))).rows };
}
