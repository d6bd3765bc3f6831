import { mkdir, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectEmbedded } from './connect.ts';
import { type Embedded, startEmbedded } from './start.ts';
import { StartError } from './start-error.ts';
import { makeTestDirectory, type TestDirectory } from './test-directory.ts';

let test: TestDirectory;
let running: Embedded | undefined;
const said: string[] = [];

beforeEach(async () => {
  test = await makeTestDirectory();
  said.length = 0;
});
afterEach(async () => {
  await running?.stop();
  running = undefined;
  await test.remove();
});

async function start(dataDirectory = test.path): Promise<Embedded> {
  running = await startEmbedded({ dataDirectory, log: (line) => said.push(line) });
  return running;
}

async function ask(sql: string, connection = running?.connection): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(connection ?? {});
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function refusal(dataDirectory = test.path): Promise<string> {
  const error: unknown = await start(dataDirectory).catch((reason) => reason);
  if (error instanceof StartError && !error.message.includes('\n')) return error.message;
  throw new Error('started, or failed without a clear line', { cause: error });
}

describe('startEmbedded', () => {
  it('keeps rows from one start to the next', async () => {
    await start();
    await ask("CREATE TABLE kept AS SELECT 'as it was' AS words");
    await running?.stop();
    await running?.stop();
    await start();
    expect(await ask('SELECT words FROM kept')).toEqual([{ words: 'as it was' }]);
    expect(said).toEqual([]);
  });

  it('makes a cluster with checksums, in UTF-8, that listens on no network', async () => {
    await start();
    const sql = `SELECT current_setting('data_checksums') checksums, current_setting('listen_addresses') listen,
      datlocprovider::text provider, datlocale locale, pg_encoding_to_char(encoding) encoding,
      current_database()::text name FROM pg_database WHERE datname = current_database()`;
    const expected = {
      checksums: 'on',
      listen: '',
      provider: 'b',
      locale: 'C.UTF-8',
      encoding: 'UTF8',
      name: 'patrec',
    };
    expect(await ask(sql)).toEqual([expected]);
  });

  it('refuses a directory in use, and gives its connection to a command beside it', async () => {
    expect(await connectEmbedded(test.path)).toBeUndefined();
    const { dataDirectory, connection } = await start();
    const refused = await startEmbedded({ dataDirectory, log: () => undefined }).catch((error: Error) => error.message);
    expect(refused).toBe(
      `The data directory ${dataDirectory} is in use by Patrec (process ${process.pid}). Stop it or set PATREC_DATA to another directory.`,
    );
    expect(await connectEmbedded(test.path)).toEqual(connection);
    expect(await ask('SELECT 1 AS one', await connectEmbedded(test.path))).toEqual([{ one: 1 }]);
    await running?.stop();
    expect(await connectEmbedded(test.path)).toBeUndefined();
  });

  it('works where the path is too long for a socket', async () => {
    const { connection } = await start(join(test.path, 'long'.repeat(30)));
    expect(await ask('SELECT 1 AS one', connection)).toEqual([{ one: 1 }]);
    await rm(connection.host, { recursive: true });
  });

  it('works below a directory that only its owner may enter', async () => {
    const closed = join(test.path, 'closed');
    await mkdir(closed, { recursive: true, mode: 0o700 });
    const { dataDirectory } = await start(join(closed, 'data'));
    await ask('CREATE TABLE kept (n int)');
    await running?.stop();
    await start(dataDirectory);
    expect(await ask('SELECT count(*)::int AS n FROM kept')).toEqual([{ n: 0 }]);
    if (process.getuid?.() === 0) await expectCare(dataDirectory);
  });

  // Only root comes to this: its cluster is elsewhere, and outlives the data directory.
  async function expectCare(dataDirectory: string): Promise<void> {
    const cluster = await readlink(join(dataDirectory, 'postgres'));
    expect(dirname(cluster)).toBe('/var/lib/patrec');
    await running?.stop();
    await rm(dataDirectory, { recursive: true });
    await start(dataDirectory);
    expect(await ask("SELECT to_regclass('kept')::text AS kept")).toEqual([{ kept: null }]);
    const kept = said.join().match(/kept in (\/var\/lib\/patrec\/.*)\.$/)?.[1] ?? '';
    expect((await stat(kept)).isDirectory()).toBe(true);
    await running?.stop();
    for (const path of [kept, cluster]) await rm(path, { recursive: true });
    expect(await refusal(dataDirectory)).toMatch(/^The database of .* is missing from where the link .* points\./);
  }

  it('writes nothing that people entered to the log', async () => {
    await start();
    await ask('CREATE TABLE people (name text PRIMARY KEY, born date)');
    await ask("INSERT INTO people VALUES ('Lakshmi-secret', '1980-07-14')");
    for (const sql of [
      "INSERT INTO people VALUES ('Lakshmi-secret', '1980-07-14')",
      "SELECT 'Lakshmi-secret'::int",
      "SELECT 'Lakshmi-secret' FROM nowhere",
    ]) {
      await expect(ask(sql)).rejects.toThrow();
    }
    const crash = ask("SELECT pg_sleep(60), 'Lakshmi-secret', pg_backend_pid()");
    const pid = "SELECT pid FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(60)%'";
    await expect.poll(() => ask(pid)).toHaveLength(1);
    process.kill(Number((await ask(pid))[0]?.pid), 'SIGKILL');
    await expect(crash).rejects.toThrow();
    const log = () => readFile(join(test.path, 'postgres.log'), 'utf8');
    await expect.poll(log).toContain('was terminated by signal 9');
    expect(await log()).not.toContain('secret');
  });

  it('refuses a path that is a file, and one below a file', async () => {
    await writeFile(test.path, '');
    expect(await refusal()).toMatch(/is not a directory\. Set PATREC_DATA to a directory or to a path that is free\.$/);
    expect(await refusal(join(test.path, 'data'))).toMatch(/is not a directory\./);
  });

  it('refuses the cluster of another version and leaves it as it is', async () => {
    await start();
    await running?.stop();
    const version = join(test.path, 'postgres', 'PG_VERSION');
    await writeFile(version, '17\n');
    expect(await refusal()).toMatch(/was made by PostgreSQL 17; this Patrec brings PostgreSQL 18\./);
    await writeFile(version, '18\n');
    await start();
  });

  it('says what PostgreSQL said when it does not start', async () => {
    await start();
    await running?.stop();
    await writeFile(join(test.path, 'postgres', 'postgresql.auto.conf'), "no_such_setting = 'x'\n");
    expect(await refusal()).toMatch(/^PostgreSQL did not start in .*: .*(no_such_setting|contains errors)/);
  });

  it('ends a start that is interrupted', async () => {
    const signal = AbortSignal.abort();
    const interrupted = startEmbedded({ dataDirectory: test.path, log: () => undefined, signal });
    await expect(interrupted).rejects.toThrow('The start was interrupted.');
    await start();
    expect(await ask('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});
