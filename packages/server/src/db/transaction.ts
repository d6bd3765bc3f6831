// One transaction, one function, one visible callback.

import type pg from 'pg';
import { AppError } from '../errors.ts';
import type { Db } from './pool.ts';
import { queryOf, type Statement } from './statement.ts';

declare const inTransaction: unique symbol;

/** An open transaction. Store functions that write take one first, and the pool is not one. */
export interface Tx {
  readonly [inTransaction]: true;
  rows<Row>(statement: Statement, values: readonly unknown[]): Promise<Row[]>;
  /** Has `then` run once all is committed; never where it is rolled back. */
  afterCommit(then: () => void): void;
}

/**
 * Gives what `work` gives, after all that it wrote is committed; when it throws, nothing of it is.
 * Statements that `work` starts without awaiting travel together.
 */
export async function transaction<Result>(db: Db, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  const client = await db.pool.connect();
  let broken: Error | undefined;
  const onLost = (error: Error) => {
    broken = error;
  };
  const afterwards: (() => void)[] = [];
  client.on('error', onLost); // a connection that is lost between two statements; unheard, it would end the process
  try {
    gatherWrites(client);
    const begun = client.query('BEGIN');
    const result = await allSettledFirst(begun, work(transactionOn(client, afterwards)));
    await commit(client);
    for (const then of afterwards) then();
    return result;
  } catch (error) {
    broken ??= await rollBack(client);
    throw error;
  } finally {
    client.off('error', onLost);
    client.release(broken);
  }
}

/**
 * Gives what `work` gives. All that it reads through `frozen` is the store as it stood at one moment, whatever others
 * write meanwhile; it writes nothing.
 */
export async function snapshot<Result>(db: Db, work: (frozen: Db) => Promise<Result>): Promise<Result> {
  const client = await db.pool.connect();
  let broken: Error | undefined;
  try {
    const begun = client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    return await allSettledFirst(begun, work({ pool: db.pool, rows: transactionOn(client, []).rows }));
  } finally {
    broken = await rollBack(client);
    client.release(broken);
  }
}

// Awaits the work even when BEGIN failed: no statement may still be on its way when the connection goes back.
async function allSettledFirst<Result>(begun: Promise<unknown>, work: Promise<Result>): Promise<Result> {
  const [start, result] = await Promise.allSettled([begun, work]);
  if (start.status === 'rejected') throw start.reason;
  if (result.status === 'rejected') throw result.reason;
  return result.value;
}

// PostgreSQL answers COMMIT of a failed transaction with ROLLBACK and no error.
async function commit(client: pg.PoolClient): Promise<void> {
  const { command } = await client.query('COMMIT');
  if (command !== 'COMMIT') throw new AppError('fault', 'The transaction did not commit.');
}

async function rollBack(client: pg.PoolClient): Promise<Error | undefined> {
  try {
    await client.query('ROLLBACK');
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function transactionOn(client: pg.PoolClient, afterwards: (() => void)[]): Tx {
  const run = async (statement: Statement, values: readonly unknown[]) => {
    gatherWrites(client);
    return (await client.query(queryOf(statement, values))).rows;
  };
  const tx: Omit<Tx, typeof inTransaction> = {
    rows: run,
    afterCommit: (then) => void afterwards.push(then),
  };
  return tx as Tx;
}

// Statements that start in one turn leave in one write: to wake PostgreSQL costs more than many a statement.
function gatherWrites({ connection: { stream } }: pg.PoolClient): void {
  stream.cork();
  process.nextTick(() => stream.uncork());
}
