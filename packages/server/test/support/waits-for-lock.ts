// Whether somebody else holds up what was begun.

import type { Db } from '../../src/db/pool.ts';

/** True where a statement in this database waits for a lock. */
export async function waitsForLock(db: Db): Promise<boolean> {
  const { rows } = await db.pool.query(
    `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return rows.length > 0;
}
