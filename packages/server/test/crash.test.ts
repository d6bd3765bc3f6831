// Power cuts: the server, one of its processes, the database, both are killed with -9 in the middle of writes. No acknowledged record is lost,
// the next start succeeds, and the ledger verifies.

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { makeTestDirectory, type TestDirectory } from '../src/db/embedded/test-directory.ts';
import { type ChildServer, freePort, postgresPid, startChild, workerPids } from './support/child-server.ts';
import { type HttpClient, signInOver } from './support/http-client.ts';

const COMMAND = join(import.meta.dirname, '..', '..', 'cli', 'src', 'patrec.ts');
const WRITERS = 6;
const WRITES_BEFORE_CUT = 12;
const PATIENCE_MS = 120_000;

let directory: TestDirectory;
let port: number;
let server: ChildServer;
let clients: HttpClient[];
const acknowledged: { address: string; author: HttpClient }[] = [];

beforeAll(async () => {
  directory = await makeTestDirectory();
  port = await freePort();
  server = await startChild(directory.path, port, { PATREC_WORKERS: '2' });
  // Sessions outlive the crashes too: everybody signs in once.
  clients = await Promise.all(Array.from({ length: WRITERS }, (_, i) => signInOver(server.url, `DOC${i + 1}`)));
});
afterAll(async () => {
  await server.stop();
  await directory.remove();
});

/** Writes with several doctors at once until `cut` has been done and writes fail or `after` more are acknowledged. */
async function writeThrough(cut: () => Promise<void>, after: number): Promise<void> {
  let isCut = false;
  let since = 0;
  const start = acknowledged.length;
  const cutting = (async () => {
    while (acknowledged.length < start + WRITES_BEFORE_CUT) await sleep(20);
    isCut = true;
    await cut();
  })();
  const end = Date.now() + PATIENCE_MS / 2;
  const write = async (client: HttpClient, writer: number) => {
    while (Date.now() < end) {
      const address = await client.writeLaboratory(`PAT00${1 + (writer % 3)}`, {
        haemoglobin: '12.5',
        comment: 'kept',
      });
      if (address) acknowledged.push({ address, author: client });
      if (isCut && address) since += 1;
      if (isCut && (after === 0 ? !address : since >= after)) return;
    }
  };
  await Promise.all([cutting, ...clients.map(write)]);
  if (after > 0) expect(since).toBeGreaterThanOrEqual(after);
}

async function everythingIsThere(): Promise<void> {
  expect(acknowledged.length).toBeGreaterThan(10);
  for (const { address, author } of acknowledged) expect(await patiently(author, address), address).toBe(200);
  const { stdout } = await promisify(execFile)(process.execPath, [COMMAND, 'verify'], {
    env: { ...process.env, PATREC_DATA: directory.path },
  });
  expect(stdout).toContain('Everything holds.');
}

// Who is told that the server is busy comes again.
async function patiently(author: HttpClient, address: string): Promise<number> {
  return vi.waitUntil(async () => {
    const { status } = await author.get(address);
    return status === 503 ? undefined : status;
  }, PATIENCE_MS / 4);
}

test(
  'the server is killed: the next start finds all that was acknowledged',
  async () => {
    await writeThrough(() => server.kill(), 0);
    server = await startChild(directory.path, port, { PATREC_WORKERS: '2' });
    await everythingIsThere();
  },
  PATIENCE_MS,
);

test(
  'the database is killed: the server goes on by itself',
  async () => {
    await writeThrough(async () => {
      process.kill(await postgresPid(directory.path), 'SIGKILL');
    }, 10);
    expect(server.process.exitCode).toBeNull();
    await everythingIsThere();
  },
  PATIENCE_MS,
);

test(
  'a process that answers requests is killed: another takes its place',
  async () => {
    const [killed = 0, ...others] = await workerPids(server);
    expect(others.length).toBeGreaterThan(0);
    await writeThrough(async () => void process.kill(killed, 'SIGKILL'), 10);
    await vi.waitFor(async () => expect(await workerPids(server)).toHaveLength(1 + others.length), 30_000);
    expect(await workerPids(server)).toEqual(expect.arrayContaining(others));
    await everythingIsThere();
  },
  PATIENCE_MS,
);

test(
  'both are killed at once',
  async () => {
    await writeThrough(async () => {
      process.kill(await postgresPid(directory.path), 'SIGKILL');
      await server.kill();
    }, 0);
    server = await startChild(directory.path, port, { PATREC_WORKERS: '2' });
    await everythingIsThere();
  },
  PATIENCE_MS,
);

test(
  'Ctrl-C ends the server and its database cleanly',
  async () => {
    const database = await postgresPid(directory.path);
    expect(await server.stop()).toBe(0);
    expect(() => process.kill(database, 0)).toThrow('ESRCH');
    server = await startChild(directory.path, port, { PATREC_WORKERS: '2' });
    await everythingIsThere();
  },
  PATIENCE_MS,
);
