// Copies of one store: what a test breaks is broken in its copy alone.

import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { type Db, openDatabase } from '../../src/db/pool.ts';
import type { TestStore } from './test-store.ts';

/** Runs `work` on a copy of the store's database, which is removed after. No connection to the original may be open. */
export async function withCopy(
  { settings }: Pick<TestStore, 'settings'>,
  work: (db: Db) => Promise<void>,
): Promise<void> {
  const server = inject('postgres');
  const database = `copy_${randomBytes(6).toString('hex')}`;
  await administer(server, `CREATE DATABASE ${database} TEMPLATE ${settings.database}`);
  const db = openDatabase({ ...server, database }, () => undefined, 8);
  try {
    await work(db);
  } finally {
    await db.pool.end();
    await administer(server, `DROP DATABASE ${database} WITH (FORCE)`);
  }
}

async function administer(server: pg.ClientConfig, command: string): Promise<void> {
  const client = new pg.Client({ ...server, database: 'patrec' });
  await client.connect();
  await client.query(command);
  await client.end();
}
