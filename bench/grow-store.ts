// Makes a store ten times as large: nine copies of every patient's rows, each under a chain of its own.

import type { Store } from '@patrec/server';

const TABLES = ['block', 'resource_version', 'record', 'observation', 'access_event', 'access_grant', 'file'];
const OTHERS = 9;

/** Copies the rows and counts them anew for the planner. What is copied is in no log: such a store does not verify. */
export async function tenfold({ db }: Store): Promise<void> {
  for (const table of TABLES) {
    const { rows } = await db.pool.query<{ name: string }>(
      `SELECT quote_ident(attname) AS name FROM pg_attribute
       WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
      [table],
    );
    const columns = rows.map(({ name }) => name);
    const values = columns.map((name) => (name === 'chain' ? `t.chain || '-' || n` : `t.${name}`));
    await db.pool.query(
      `INSERT INTO ${table} (${columns.join(', ')}) SELECT ${values.join(', ')} FROM ${table} t, generate_series(1, ${OTHERS}) n`,
    );
  }
  await db.pool.query(`ANALYZE ${TABLES.join(', ')}`);
}
