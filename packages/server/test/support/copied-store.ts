// Copies of one store: what a test breaks is broken in its copy alone.

import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { type Db, openDatabase } from '../../src/db/pool.ts';
import type { TestStore } from './test-store.ts';

/** Runs `work` on a copy of the store's database, which is removed after. */
export async function withCopy(
  { settings }: Pick<TestStore, 'settings'>,
  work: (db: Db) => Promise<void>,
): Promise<void> {
  const server = inject('postgres');
  const database = `copy_${randomBytes(6).toString('hex')}`;
  // PostgreSQL copies only what nobody is connected to; the pool opens other connections when it needs them.
  const connected = `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '${settings.database}'`;
  await administer(server, connected);
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
