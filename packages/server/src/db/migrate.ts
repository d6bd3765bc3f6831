// Migrations: plain SQL files beside this one, applied in order, one process at a time, each recorded with its checksum.

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import Postgrator from 'postgrator';
import { AppError } from '../errors.ts';
import type { ConnectionSettings, Db } from './pool.ts';
import { statement } from './statement.ts';

const DIRECTORY = join(import.meta.dirname, 'migrations');
const selectVersion = statement('migrate.version', 'SELECT max(version)::integer AS version FROM schema_version');
const LOCK = 0x70617472; // 'patr'

/** Brings the schema up to date. Throws when an applied migration's file was changed since. */
export async function migrate(settings: ConnectionSettings): Promise<void> {
  const client = new pg.Client(settings);
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    const postgrator = new Postgrator({
      migrationPattern: join(DIRECTORY, '*.sql'),
      driver: 'pg',
      schemaTable: 'schema_version',
      execQuery: (query: string) => client.query(query),
    });
    await postgrator.migrate().catch((error: Error) => {
      throw new AppError('fault', `The database cannot be brought up to date: ${error.message.split('\n')[0]}`, {
        cause: error,
      });
    });
  } finally {
    await client.end();
  }
}

/** True where the schema is that of this program's newest migration. */
export async function isMigrated(db: Db): Promise<boolean> {
  const files = await readdir(DIRECTORY);
  const [row] = await db.rows<{ version: number }>(selectVersion, []);
  return row?.version === Math.max(...files.map((file) => Number.parseInt(file, 10)));
}
