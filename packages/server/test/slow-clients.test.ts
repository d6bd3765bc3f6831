// Clients that hold connections by being slow (slowloris): in their headers, in their body, in reading the answer.

import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { buildServer } from '../src/http/server.ts';
import { CLIENT_LIMITS, type ClientLimits } from '../src/http/slow-clients.ts';
import { openEvents } from './support/event-stream.ts';
import { closedBy, drip, openSocket } from './support/slow-client.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

const SHORT: ClientLimits = { ...CLIENT_LIMITS, headersMs: 300, requestMs: 700, checkMs: 50, lateMs: 0 };
const LONG_MS = 8_000;
const PAUSE_MS = 40;
const LETTERS = Array.from({ length: 1000 }, () => 'x');

let site: TestServer;
let server: FastifyInstance;
let port: number;
beforeAll(async () => {
  site = await startTestServer();
});
afterEach(() => server.close());
afterAll(() => site.close());

async function listen(limits: ClientLimits): Promise<void> {
  server = await buildServer(site.app, pino({ level: 'silent' }), limits);
  await server.listen({ port: 0, host: '127.0.0.1' });
  port = (server.server.address() as AddressInfo).port;
}
const connections = () =>
  new Promise<number>((resolve, reject) =>
    server.server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  );
const others = async () => (await fetch(`http://127.0.0.1:${port}/healthz`)).status;

describe('a request', () => {
  const head = 'POST /sign-in HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\n';

  test('that never begins is closed', async () => {
    await listen(SHORT);
    const { said, afterMs } = await closedBy(await openSocket(port));
    expect(said).toMatch(/^HTTP\/1\.1 408 /);
    expect(afterMs).toBeLessThan(LONG_MS);
  });

  test.each([
    ['whose headers come letter by letter', `${head}x: `, SHORT.headersMs],
    ['whose body comes letter by letter', `${head}content-length: 1000\r\n\r\n`, SHORT.requestMs],
    ['whose body comes in chunks of one letter', `${head}transfer-encoding: chunked\r\n\r\n`, SHORT.requestMs],
  ])('%s is cut, whatever it sends meanwhile, and keeps nobody else waiting', async (_, beginning, allowedMs) => {
    await listen(SHORT);
    const slow = await Promise.all(Array.from({ length: 20 }, () => openSocket(port)));
    const letters = beginning.includes('chunked') ? LETTERS.map(() => '1\r\nx\r\n') : LETTERS;
    const closed = slow.map(closedBy);
    for (const socket of slow) {
      socket.write(beginning);
      void drip(socket, letters, PAUSE_MS);
    }
    expect(await others()).toBe(200);
    for (const { said, afterMs } of await Promise.all(closed)) {
      expect(said).toMatch(/^HTTP\/1\.1 408 /);
      expect(afterMs).toBeGreaterThanOrEqual(allowedMs - PAUSE_MS);
      expect(afterMs).toBeLessThan(LONG_MS);
    }
  });

  test('after another on the same connection has no more time', async () => {
    await listen(SHORT);
    const socket = await openSocket(port);
    const closed = closedBy(socket);
    socket.write('GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n');
    await once(socket, 'data');
    await drip(socket, ['GET /healthz HTTP/1.1\r\nx: ', ...LETTERS], PAUSE_MS);
    const { said } = await closed;
    expect(said).toMatch(/^HTTP\/1\.1 200 [\s\S]*HTTP\/1\.1 408 /);
  });
});

describe('an answer', () => {
  // More than the buffers of both ends hold: a copy, as a patient with a long record has it.
  const PART = Buffer.alloc(512 * 1024, 7);
  const PARTS = 64;
  let cookie: string;
  beforeAll(async () => {
    const { db, people, ledger } = site;
    cookie = `patrec_session=${(await site.as(people.patient)).cookies.get('patrec_session')}`;
    const { chain } = people.chart;
    const values = [chain, people.patient.account, new Date(ledger.clock()), new Date(ledger.clock() + 86_400_000)];
    await db.pool.query(
      `INSERT INTO record_copy (chain, id, account, lang, state, attempt, asked_at, expires_at, size)
       VALUES ($1, 'slow', $2, 'en', 'ready', 1, $3, $4, $5)`,
      [...values, PART.length * PARTS],
    );
    await db.pool.query(
      `INSERT INTO record_copy_part (chain, id, attempt, place, bytes)
       SELECT $1, 'slow', 1, place, $2 FROM generate_series(0, $3 - 1) AS place`,
      [chain, PART, PARTS],
    );
  });
  const ask = (socket: Socket) =>
    socket.write(`GET /copy/download HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncookie: ${cookie}\r\n\r\n`);

  test('that nobody reads is cut', async () => {
    await listen({ ...CLIENT_LIMITS, idleMs: 1_500 });
    const slow = await Promise.all(Array.from({ length: 10 }, () => openSocket(port)));
    for (const socket of slow) ask(socket.pause());
    await vi.waitFor(async () => expect(await connections()).toBe(slow.length));
    await vi.waitFor(async () => expect(await connections()).toBe(0), { timeout: LONG_MS });
    for (const socket of slow) socket.destroy();
  });

  test('that is read drop by drop is cut, although something moves all the time', async () => {
    await listen({ ...CLIENT_LIMITS, fileMs: 600 });
    const socket = await openSocket(port);
    let read = 0;
    const sip = setInterval(() => (read += (socket.read(4096) as Buffer | null)?.length ?? 0), 10);
    ask(socket);
    await sleep(100);
    expect(await connections()).toBe(1);
    await vi.waitFor(async () => expect(await connections()).toBe(0), { timeout: LONG_MS });
    clearInterval(sip);
    socket.destroy();
    expect(read).toBeLessThan((PART.length * PARTS) / 2);
  });

  test('that is read comes whole', async () => {
    await listen(SHORT);
    const answer = await fetch(`http://127.0.0.1:${port}/copy/download`, { headers: { cookie } });
    expect((await answer.arrayBuffer()).byteLength).toBe(PART.length * PARTS);
  });

  test('that is a stream of events outlasts them', async () => {
    await listen({ ...SHORT, answerMs: 300 });
    const events = await openEvents(`http://127.0.0.1:${port}`, cookie);
    await sleep(900);
    expect(await connections()).toBe(1);
    events.close();
    await events.ended;
  });
});

test('connections beyond the limit are closed as they come', async () => {
  await listen({ ...CLIENT_LIMITS, connections: 3 });
  const open = await Promise.all(Array.from({ length: 3 }, () => openSocket(port)));
  expect((await closedBy(await openSocket(port))).said).toBe('');
  expect(open.map(({ destroyed }) => destroyed)).toEqual([false, false, false]);
  for (const socket of open) socket.destroy();
});

test('the program is held to its limits', async () => {
  server = await buildServer(site.app, pino({ level: 'silent' }));
  const { headersTimeout, requestTimeout, timeout, maxConnections } = server.server;
  expect({ headersTimeout, requestTimeout, timeout, maxConnections }).toEqual({
    headersTimeout: 10_000,
    requestTimeout: 1_800_000, // of a form that brings a file; others are cut by the program itself
    timeout: 60_000,
    maxConnections: 12_000,
  });
});
