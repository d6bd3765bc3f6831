/** What survives kill -9 of the server, of the database and of both, in the middle of writes: all that was acknowledged. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { processStart } from './process-identity.ts';
import { type Embedded, startEmbedded } from './start.ts';
import { makeTestDirectory, type TestDirectory } from './test-directory.ts';

let test: TestDirectory;
let running: Embedded | undefined;
const children: ChildProcess[] = [];
const said: string[] = [];

beforeEach(async () => {
  test = await makeTestDirectory();
  said.length = 0;
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await running?.stop();
  running = undefined;
  await test.remove();
});

async function start(): Promise<Embedded> {
  running = await startEmbedded({ dataDirectory: test.path, log: (line) => said.push(line) });
  return running;
}

async function written(embedded: Embedded): Promise<number[]> {
  const client = new pg.Client(embedded.connection);
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query('SELECT n FROM written ORDER BY n');
  await client.end();
  return rows.map(({ n }) => Number(n));
}

interface Writer {
  process: ChildProcess;
  postgres: number;
  acknowledged: number[];
}

// A Patrec of its own, in another process; resolves once it has written some rows.
async function startWriter(rows: number): Promise<Writer> {
  const fixture = fileURLToPath(new URL('./writer.fixture.ts', import.meta.url));
  const child = spawn(process.execPath, [fixture, test.path], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const numbers: number[] = [];
  const lines = createInterface(child.stdout);
  lines.on('line', (line) => numbers.push(Number(line)));
  await expect.poll(() => numbers.length, { timeout: 20_000 }).toBeGreaterThan(rows);
  const [postgres = 0] = numbers.splice(0, 1);
  return { process: child, postgres, acknowledged: numbers };
}

async function kill(child: ChildProcess): Promise<void> {
  const closed = once(child, 'close');
  child.kill('SIGKILL');
  await closed;
}

describe('kill -9', () => {
  it('of the server: its PostgreSQL is stopped and every acknowledged row is there', async () => {
    const writer = await startWriter(100);
    await kill(writer.process);
    expect(processStart(writer.postgres)).toMatch(/./);
    const rows = await written(await start());
    expect(rows).toEqual(expect.arrayContaining(writer.acknowledged));
    expect(processStart(writer.postgres)).toBeUndefined();
    expect(said).toEqual([
      `Stopping the PostgreSQL that an interrupted Patrec left running (process ${writer.postgres}).`,
    ]);
  });

  it('of the server and the database, again and again', async () => {
    for (let round = 0; round < 3; round++) {
      const writer = await startWriter(50);
      process.kill(writer.postgres, 'SIGKILL');
      await kill(writer.process);
      const embedded = await start();
      const rows = await written(embedded);
      expect(rows).toEqual(expect.arrayContaining(writer.acknowledged));
      expect(new Set(rows).size).toBe(rows.length);
      await embedded.stop();
    }
  });

  it('of the database: it is started again by itself, with every acknowledged row', async () => {
    const embedded = await start();
    const exits: unknown[] = [];
    embedded.onExit((exit) => exits.push(exit));
    for (let round = 1; round <= 2; round++) {
      const acknowledged = await writeUntilKilled(embedded, round * 1_000_000);
      await expect.poll(() => written(embedded).catch(() => []), { timeout: 20_000 }).not.toEqual([]);
      expect(await written(embedded)).toEqual(expect.arrayContaining(acknowledged));
      expect(exits).toHaveLength(round);
    }
    expect(exits[0]).toEqual({ code: null, signal: 'SIGKILL' });
    expect(said[0]).toBe('PostgreSQL ended unexpectedly (SIGKILL); starting it again.');
  });

  async function writeUntilKilled(embedded: Embedded, first: number): Promise<number[]> {
    const client = new pg.Client(embedded.connection);
    client.on('error', () => undefined);
    await client.connect();
    await client.query('CREATE TABLE IF NOT EXISTS written (n int PRIMARY KEY)');
    const acknowledged: number[] = [];
    setTimeout(() => process.kill(embedded.pid(), 'SIGKILL'), 200);
    const writing = (async () => {
      for (let n = first; ; n++) {
        await client.query('INSERT INTO written VALUES ($1)', [n]);
        acknowledged.push(n);
      }
    })();
    await expect(writing).rejects.toThrow();
    expect(acknowledged.length).toBeGreaterThan(0);
    return acknowledged;
  }

  it('leaves no start waiting for a process number that another program has now', async () => {
    const embedded = await start();
    await embedded.stop();
    const child = spawn('sleep', ['60']);
    children.push(child);
    const file = [child.pid, join(test.path, 'postgres'), 1, 5432, '', '', '', 'ready', ''].join('\n');
    await writeFile(join(test.path, 'postgres', 'postmaster.pid'), file);
    await writeFile(join(embedded.connection.host, '.s.PGSQL.5432.lock'), file);
    await start();
    expect(processStart(child.pid ?? 0)).toMatch(/./);
    expect(said).toEqual([]);
  });

  it('of the database while it is being stopped does not hold up the stop', async () => {
    const embedded = await start();
    const stopped = embedded.stop();
    process.kill(embedded.pid(), 'SIGKILL');
    await stopped;
    expect(said).toEqual([]);
    await start();
  });
});
