// The log as anybody reads it, over HTTP: a mirror that knows only the published specifications follows it and refuses what was
// changed; and what caches and browsers are told.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPolicy, type ReachableWitness } from '../src/ledger/open-policy.ts';
import { askWitness } from '../src/ledger/run-witnesses.ts';
import { sequenceBatch } from '../src/ledger/sequence.ts';
import { type Mirrored, mirror, type Published } from './support/c2sp-mirror.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { startWitness, type WitnessProcess } from './support/witness-process.ts';

const YEAR = 'public, max-age=31536000, immutable';

let site: TestServer;
let log: Published;
let witness: WitnessProcess;
let folder: string;
let known: Mirrored;

beforeAll(async () => {
  [folder, site] = await Promise.all([mkdtemp(join(tmpdir(), 'patrec-mirror-')), startTestServer()]);
  const [address] = await Promise.all([site.server.listen({ port: 0, host: '127.0.0.1' }), site.settle()]);
  const prefix = `${address}/log`;
  const vkey = (await (await fetch(`${prefix}/vkey`)).text()).trimEnd();
  witness = await startWitness(folder, 'north', vkey);
  log = { prefix, vkey, witness: witness.line.split(' ')[0] ?? '' };
});
afterAll(async () => {
  witness.process.kill('SIGKILL');
  await site.close();
  await rm(folder, { recursive: true });
});

const sizeOf = async () => (await site.db.pool.query('SELECT size FROM log_state')).rows[0].size;

async function growTo(size: number): Promise<void> {
  await site.db.pool.query(
    `INSERT INTO ledger_pending (chain, seq, hash)
     SELECT 'mirror', n, sha256(int8send(n)) FROM generate_series($1::bigint, $2::bigint - 1) n`,
    [await sizeOf(), size],
  );
  await site.settle();
  expect(await sizeOf()).toBe(size);
}

async function cosign(): Promise<void> {
  const file = join(folder, 'policy');
  await writeFile(file, `log ${log.vkey}\nwitness north ${witness.line}\nquorum north\n`);
  const policy = await openPolicy(file, log.vkey);
  const parts = { db: site.db, log: site.ledger.log, verifierKey: log.vkey, policy };
  expect(await askWitness(parts, policy.witnesses[0] as ReachableWitness)).toMatchObject({ kind: 'cosigned' });
}

test('a mirror follows the log as it grows, from checkpoint, tiles and bundles alone', async () => {
  known = await mirror(log);
  expect(known.cosigned).toBeUndefined();
  for (const size of [255, 256, 257, 700, 1_300]) {
    await growTo(size);
    known = await mirror(log, known);
    expect(known.entries.length).toBe(size);
  }
  await cosign();
  known = await mirror(log, known);
  expect(Math.abs((known.cosigned ?? 0) - Date.now() / 1000)).toBeLessThan(60);
  const blocks = await site.db.pool.query('SELECT hash FROM block WHERE leaf_index = 0');
  expect(known.entries[0]).toEqual(Buffer.concat([Buffer.of(1), blocks.rows[0].hash]));
});

const turn = (column: string, at: number) => `${column} = set_byte(${column}, ${at}, get_byte(${column}, ${at}) # 1)`;

test.each([
  ['a tile', `UPDATE log_tile SET ${turn('hashes', 40)} WHERE level = 0 AND index = 5`, 'tile/0/005.p/20: not of'],
  [
    'a tile of tiles',
    `UPDATE log_tile SET ${turn('hashes', 40)} WHERE level = 1 AND index = 0`,
    'tile/1/000.p/5: not of',
  ],
  ['an entry that it has', `UPDATE log_bundle SET ${turn('entries', 5)} WHERE index = 5`, 'an entry has changed'],
  ['a length', `UPDATE log_bundle SET ${turn('entries', 1)} WHERE index = 5`, 'bundle'],
  [
    'a root',
    "UPDATE log_checkpoint SET note = overlay(note placing $$AAAA$$ from strpos(note, E'=\\n\\n') - 5)",
    'not signed',
  ],
  ['a cosignature', `UPDATE log_checkpoint SET note = left(note, -9) || 'AAAA' || right(note, 5)`, 'cosignature'],
])('a mirror refuses %s that was changed', async (_, change, why) => {
  const tables = ['log_tile', 'log_bundle', 'log_checkpoint'];
  const { pool } = site.db;
  for (const table of tables) await pool.query(`CREATE TABLE kept_${table} AS TABLE ${table}`);
  expect((await pool.query(change)).rowCount).toBeGreaterThan(0);
  await expect(mirror(log, known)).rejects.toThrow(why);
  for (const table of tables)
    await pool.query(`TRUNCATE ${table}; INSERT INTO ${table} TABLE kept_${table}; DROP TABLE kept_${table}`);
});

test('a mirror that starts anew refuses an entry that was changed', async () => {
  await site.db.pool.query(`UPDATE log_bundle SET ${turn('entries', 5)} WHERE index = 0`);
  await expect(mirror(log)).rejects.toThrow('tile/0/000: not of these entries');
  await site.db.pool.query(`UPDATE log_bundle SET ${turn('entries', 5)} WHERE index = 0`);
});

const read = (path: string, init: RequestInit = {}) => fetch(`${log.prefix}/${path}`, init);

test.each([
  ['checkpoint', 'text/plain; charset=utf-8', 'public, max-age=2'],
  ['vkey', 'text/plain; charset=utf-8', 'public, max-age=60'],
  ['policy', 'text/plain; charset=utf-8', 'public, max-age=60'],
  ['tile/0/000', 'application/octet-stream', YEAR],
  ['tile/0/000.p/17', 'application/octet-stream', YEAR],
  ['tile/1/000.p/1', 'application/octet-stream', YEAR],
  ['tile/1/000.p/5', 'application/octet-stream', YEAR],
  ['tile/entries/000', 'application/octet-stream', YEAR],
  ['tile/entries/005.p/20', 'application/octet-stream', YEAR],
])('%s is for anybody to read, with or without a session, and to keep', async (path, type, cache) => {
  const { cookies } = await site.as(site.people.patient);
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const response = await read(path, { headers: { origin: 'https://elsewhere.example', cookie, accept: 'text/html' } });
  const body = Buffer.from(await response.arrayBuffer());
  const { headers } = response;
  expect([response.status, headers.get('content-type'), headers.get('cache-control')]).toEqual([200, type, cache]);
  expect(headers.get('access-control-allow-origin')).toBe('*');
  expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin');
  expect(headers.get('set-cookie')).toBeNull();
  expect(headers.get('vary')).toBeNull();
  const etag = headers.get('etag') ?? '';
  const again = await read(path, { headers: { 'if-none-match': `"other", ${etag}` } });
  expect([again.status, again.headers.get('cache-control'), again.headers.get('etag')]).toEqual([304, cache, etag]);
  expect((await read(path, { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
  const head = await read(path, { method: 'HEAD' });
  expect([head.status, head.headers.get('content-length')]).toEqual([200, String(body.length)]);
  expect((await read(path, { headers: { range: 'bytes=0-9' } })).status).toBe(200);
  expect((await read(path, { method: 'POST' })).status).toBe(404);
});

// Node's fetch would tidy some of these up.
const answerTo = (path: string) =>
  new Promise<object>((resolve, reject) => {
    const { hostname, port } = new URL(log.prefix);
    get({ hostname, port, path: `/log/${path}`, headers: { accept: 'text/html' } }, (response) => {
      const { 'cache-control': cache, 'set-cookie': cookie, 'access-control-allow-origin': origins } = response.headers;
      resolve({ status: response.statusCode, cache, cookie, any: origins });
      response.resume();
    }).on('error', reject);
  });

test.each([
  'tile/0/006',
  'tile/0/005',
  'tile/0/005.p/21',
  'tile/1/000.p/6',
  'tile/2/000.p/1',
  'tile/63/x999/x999/x999/999',
  'tile/0/x009/x007/x199/x254/x740/991',
  'tile/64/000',
  'tile/00/000',
  'tile/-1/000',
  'tile/0/0',
  'tile/0/x000/001',
  'tile/0/000/001',
  'tile/0/001067',
  'tile/0/000.p/0',
  'tile/0/000.p/256',
  'tile/0/000.p/01',
  'tile/0/000.p/',
  'tile/0/000.p',
  'tile/0/000/',
  'tile/entries/006.p/1',
  'tile/data/000',
  'tile/0/%2e%2e/000',
  'tile/',
])('%s is no tile, which nobody keeps', async (path) => {
  expect(await answerTo(path)).toEqual({ status: 404, cache: 'no-store', cookie: undefined, any: '*' });
});

test('what no checkpoint covers yet is not given out to be kept', async () => {
  const size = await sizeOf();
  await site.db.pool.query(`INSERT INTO ledger_pending (chain, seq, hash) VALUES ('mirror', $1, sha256('unsigned'))`, [
    size,
  ]);
  await sequenceBatch(site.db, site.ledger.log);
  for (const path of ['tile/0/005.p/21', 'tile/entries/005.p/21'])
    expect(await answerTo(path)).toMatchObject({ status: 404 });
  await site.settle();
  for (const path of ['tile/0/005.p/21', 'tile/entries/005.p/21'])
    expect(await answerTo(path)).toMatchObject({ status: 200 });
});

test('a mirror is not turned away, however fast it reads', async () => {
  const answers = await Promise.all(Array.from({ length: 300 }, (_, i) => read(`tile/0/00${i % 5}`)));
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
});
