// Connections to PostgreSQL: what every store function reads through.

import pg from 'pg';
import { queryOf, type Statement } from './statement.ts';

/** Runs single statements, each in a transaction of its own. */
export interface Db {
  readonly pool: pg.Pool;
  rows<Row>(statement: Statement, values: readonly unknown[]): Promise<Row[]>;
}

export type ConnectionSettings = pg.PoolConfig;

// A batch's statement would else be planned anew for its arrays at each call, which takes longer than running it.
const PLAN_ONCE = '-c plan_cache_mode=force_generic_plan';
const DATE_OID = 1082;
const INT8_OID = 20;

/** Opens a pool of at most `max` connections (16). `onIdleError` is told when the server closes one that is at rest. */
export function openDatabase(settings: ConnectionSettings, onIdleError: (error: Error) => void, max = 16): Db {
  const pool = new pg.Pool({
    max,
    connectionTimeoutMillis: 10_000,
    pipeline: true,
    options: PLAN_ONCE,
    ...settings,
    types: { getTypeParser },
  });
  pool.on('error', (error) => pool.ending || onIdleError(error));
  return {
    pool,
    async rows<Row>(statement: Statement, values: readonly unknown[]): Promise<Row[]> {
      return (await pool.query(queryOf(statement, values))).rows as Row[];
    },
  };
}

// Dates stay the text they are in the store (a Date would move them by the time zone); counts and indexes are safe integers.
function getTypeParser(oid: number, format?: 'text' | 'binary') {
  if (oid === DATE_OID) return (text: string) => text;
  if (oid === INT8_OID) return Number;
  return pg.types.getTypeParser(oid, format);
}
