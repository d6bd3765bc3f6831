// One real PostgreSQL for all test files; each file makes databases of its own in it, copies of one that is migrated.

import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../../src/db/embedded/start.ts';
import { makeTestDirectory } from '../../src/db/embedded/test-directory.ts';
import { migrate } from '../../src/db/migrate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgres: { host: string; port: number; user: string };
    /** The database that is migrated and holds nothing. */
    migrated: string;
  }
}

const MIGRATED = 'migrated';

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await makeTestDirectory();
  const embedded = await startEmbedded({
    dataDirectory: directory.path,
    log: (line) => process.stderr.write(`${line}\n`),
  });
  const { host, port, user } = embedded.connection;
  const server = { host, port, user };
  const client = new pg.Client({ ...server, database: 'patrec' });
  await client.connect();
  await client.query(`CREATE DATABASE ${MIGRATED}`);
  await client.end();
  await migrate({ ...server, database: MIGRATED });
  project.provide('postgres', server);
  project.provide('migrated', MIGRATED);
  return async () => {
    await embedded.stop();
    await directory.remove();
  };
}
