// Databases beside the server's, in the same PostgreSQL: what is measured without HTTP has one to itself.

import { join } from 'node:path';
import { openStore, type Store } from '@patrec/server';
import pg from 'pg';

const LOG = { logOrigin: 'demo.patrec.local/log', signing: 'optional' } as const;

/** Joins the store of the server that runs on the directory's data. */
export function joinStore(directory: string): Promise<Store> {
  const config = { databaseUrl: undefined, dataDirectory: join(directory, 'data'), ...LOG };
  return openStore({ config, log: ignore, exclusive: false });
}

/** Makes an empty store of its own, in a database of that name. */
export async function makeStore(directory: string, server: Store, name: string): Promise<Store> {
  const { host = '', port = 5432, user = '' } = settingsOf(server);
  await server.db.pool.query(`CREATE DATABASE ${name}`);
  const databaseUrl = `postgres://${user}@/${name}?host=${encodeURIComponent(host)}&port=${port}`;
  const config = { databaseUrl, dataDirectory: join(directory, name), ...LOG };
  return openStore({ config, log: ignore, exclusive: false });
}

/** How another process connects to the store's database. */
export function settingsOf({ settings }: Store): pg.ClientConfig {
  const { host, port, user, database } = new pg.Client(settings);
  return { host, port, user: user ?? '', database: database ?? '' };
}

/** Asks for rows without reading any table from end to end: index-use.ts counts only what the server does. */
export async function ask<Row extends object>(
  { db }: Store,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = await db.pool.connect();
  try {
    await client.query('BEGIN; SET LOCAL enable_seqscan = off');
    return (await client.query<Row>(text, [...values])).rows;
  } finally {
    await client.query('COMMIT');
    client.release();
  }
}

// A lost connection fails the query that used it, and with it the measurement.
function ignore(): void {}
