// Live lists over real sockets: who hears what, from which process, and until when.

import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, inject, test, vi } from 'vitest';
import type { Actor } from '../src/access/actor.ts';
import { blockPerson } from '../src/access/block-person.ts';
import { cancelRequest } from '../src/access/request-access.ts';
import { LIVE_LIMITS } from '../src/http/live/live-hub.ts';
import { endOtherSessions, endOwnSession, listOwnSessions } from '../src/identity/own-sessions.ts';
import { closeSession, openSession, SESSION_LIMITS, tokenHash } from '../src/identity/session.ts';
import { freePort, startChild } from './support/child-server.ts';
import { type EventStreamReader, openEvents } from './support/event-stream.ts';
import { accepted, end, onePatient } from './support/guardianships.ts';
import { writeLaboratory } from './support/laboratory-record.ts';
import { ask, grant, revoke, share } from './support/permissions.ts';
import { practitioner } from './support/practitioners.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { LOG } from './support/test-store.ts';

let site: TestServer;
let url: string;
let patient: Actor;
let doctor: Actor;
const open: EventStreamReader[] = [];

beforeAll(async () => {
  site = await startTestServer();
  url = await site.server.listen({ port: 0, host: '127.0.0.1' });
  ({ patient } = site.people);
  doctor = await practitioner(site, 'doctor', 'Dr. Listening');
});
afterEach(async () => {
  for (const stream of open.splice(0)) stream.close();
  site.clock.offset = 0;
  await vi.waitFor(() => expect(site.app.live.size()).toBe(0));
});
afterAll(() => site.close());

const session = (who: Actor) => openSession(site.db, site.ledger, who.account);
async function listen(who: Actor, token?: string, at = url, name = 'patrec_session'): Promise<EventStreamReader> {
  const stream = await openEvents(at, `${name}=${token ?? (await session(who))}`);
  open.push(stream);
  return stream;
}
async function listenFor(who: Actor, token?: string): Promise<EventStreamReader> {
  const stream = await openEvents(url, `patrec_session=${token ?? (await session(who))}`, '/for/PAT001');
  open.push(stream);
  return stream;
}
const heard = (stream: EventStreamReader, events: readonly string[]) =>
  vi.waitFor(() => expect(stream.events).toEqual(events), { timeout: 5_000 });
/** Longer than an announcement takes: of what a test listens for, and of what it did before it listened. */
const quiet = () => sleep(LIVE_LIMITS.coalesceMs + 400);

test('both sides hear each step, nobody else does, and the event says nothing', async () => {
  const [own, theirs] = [await listen(patient), await listen(doctor)];
  const others = [await listen(site.people.otherPatient), await listen(site.people.otherDoctor)];
  expect(own.status).toBe(200);
  expect(own.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(own.headers.get('cache-control')).toBe('no-store');
  expect(own.headers.get('content-security-policy')).toContain("default-src 'none'");
  const chain = patient.chain ?? '';
  const steps = [
    async () => cancelRequest(site, doctor, chain, await ask(site, doctor, chain)),
    async () => revoke(site, patient, await grant(site, patient, doctor)),
    async () => share(site, patient, doctor),
    async () => blockPerson(site, patient, chain, doctor.account),
  ];
  for (const [i, step] of steps.entries()) {
    await step();
    await vi.waitFor(() => expect([own, theirs].map(({ events }) => events.length > i)).toEqual([true, true]));
    await quiet();
  }
  expect(new Set([...own.events, ...theirs.events])).toEqual(new Set(['lists']));
  expect(own.text()).toMatch(/^(:\n\n|event: lists\ndata:\n\n)+$/);
  for (const other of others) expect(other.events).toEqual([]);
});

test('guardians hear of the patient’s lists, each in their own session, and not of their own by it', async () => {
  const [viewer, decider] = [
    await onePatient(site, site.people.staff, 'Live Viewer', '1970-01-01'),
    await onePatient(site, site.people.staff, 'Live Decider', '1970-01-01'),
  ];
  await accepted(site, patient, viewer, { level: 'view' });
  await accepted(site, patient, decider);
  await quiet();
  const streams = [await listenFor(viewer), await listenFor(decider)];
  const [own, stranger] = [await listen(viewer), await listenFor(site.people.otherPatient)];
  expect(streams.map(({ status }) => status)).toEqual([200, 200]);
  expect(stranger.status).toBe(404);
  await ask(site, site.people.otherDoctor, patient.chain ?? '');
  for (const stream of streams) await heard(stream, ['lists']);
  await ask(site, site.people.otherDoctor, viewer.chain);
  await heard(own, ['lists']);
  await quiet();
  for (const stream of streams) expect(stream.events).toEqual(['lists']);
});

test('a guardian’s stream ends with the guardianship: removed, left, or at its end to the moment', async () => {
  const until = new Date(site.ledger.clock() + 1_500).toISOString();
  const guardians = await Promise.all(
    ['Removed', 'Left', 'Ended', 'Staying'].map((name) => onePatient(site, site.people.staff, name, '1970-01-01')),
  );
  const [removed, left] = guardians as [Actor, Actor, Actor, Actor];
  const ids: string[] = [];
  for (const [i, guardian] of guardians.entries())
    ids.push(await accepted(site, patient, guardian, i === 2 ? { until } : {}));
  const [first, second, third, last] = await Promise.all(guardians.map((guardian) => listenFor(guardian)));
  await end(site, patient, patient, ids[0] ?? '');
  await end(site, left, patient, ids[1] ?? '');
  for (const stream of [first, second, third]) {
    await stream?.ended;
    expect(stream?.events.at(-1)).toBe('lists');
  }
  expect((await listenFor(removed)).status).toBe(404);
  await quiet();
  const told = last?.events.length ?? 0;
  await ask(site, await practitioner(site, 'doctor', 'Dr. Late'), patient.chain ?? '');
  await vi.waitFor(() => expect(last?.events.length).toBeGreaterThan(told));
  expect(last?.events).not.toContain('end');
});

test('a guardian’s stream ends with their session, whatever the patient’s does', async () => {
  const guardian = await onePatient(site, site.people.staff, 'Signing Out', '1970-01-01');
  await accepted(site, patient, guardian);
  await quiet();
  const [token, theirs] = [await session(guardian), await session(patient)];
  const [stream, own] = [await listenFor(guardian, token), await listen(patient, theirs)];
  await closeSession(site.db, theirs);
  await own.ended;
  await quiet();
  expect(stream.events).toEqual([]);
  await closeSession(site.db, token);
  await stream.ended;
  expect(stream.events).toEqual(['end']);
});

test('whoever is blocked and loses nothing hears nothing of it', async () => {
  const pushy = await practitioner(site, 'doctor', 'Dr. Pushy');
  const chain = patient.chain ?? '';
  await ask(site, pushy, chain);
  await quiet();
  const [own, theirs] = [await listen(patient), await listen(pushy)];
  await blockPerson(site, patient, chain, pushy.account);
  await heard(own, ['lists']);
  await quiet();
  expect(theirs.events).toEqual([]);
});

test('many steps at once are told once; records and views are not told', async () => {
  const own = await listen(patient);
  const doctors = await Promise.all([1, 2, 3, 4, 5, 6].map((i) => practitioner(site, 'doctor', `Dr. Many ${i}`)));
  await Promise.all(doctors.map((one) => ask(site, one, patient.chain ?? '')));
  await vi.waitFor(() => expect(own.events.length).toBeGreaterThan(0));
  await quiet();
  expect(own.events.length).toBeLessThan(4);
  const told = own.events.length;
  await writeLaboratory(site, site.people.doctor, site.people.chart);
  await site.settle();
  await quiet();
  expect(own.events).toHaveLength(told);
});

test('what is rolled back is not told', async () => {
  const own = await listen(patient);
  await site.db.pool.query(
    `ALTER TABLE access_event ADD CONSTRAINT refused CHECK (action <> 'request-access') NOT VALID`,
  );
  await ask(site, site.people.otherDoctor, patient.chain ?? '').catch(() => undefined);
  await site.db.pool.query('ALTER TABLE access_event DROP CONSTRAINT refused');
  await quiet();
  expect(own.events).toEqual([]);
});

test.each<[string, (token: string) => Promise<unknown>]>([
  ['is signed out', (token) => closeSession(site.db, token)],
  [
    'is ended on another device',
    async () => {
      const other = await session(patient);
      await endOtherSessions(site, patient, other);
      await closeSession(site.db, other);
    },
  ],
  [
    'is ended by its id',
    async (token) => {
      const [current] = await listOwnSessions(site, patient, token);
      await endOwnSession(site, patient, current?.id ?? '');
    },
  ],
])('a stream ends at once when its session %s', async (_, end) => {
  const token = await session(patient);
  const stream = await listen(patient, token);
  await end(token);
  await stream.ended;
  expect(stream.events).toEqual(['end']);
});

test('the session of another window of the same account goes on', async () => {
  const [token, other] = [await session(patient), await session(patient)];
  const [one, two] = [await listen(patient, token), await listen(patient, other)];
  await closeSession(site.db, token);
  await one.ended;
  await ask(site, await practitioner(site, 'doctor', 'Dr. Later'), patient.chain ?? '');
  await heard(two, ['lists']);
});

test('a stream ends when its session has been idle for its time: an open page is not activity', async () => {
  const token = await session(site.people.otherDoctor);
  const left = 2_000;
  const seenAt = new Date(Date.now() - SESSION_LIMITS.workIdleMs + left);
  await site.db.pool.query('UPDATE session SET seen_at = $2 WHERE token_hash = $1', [tokenHash(token), seenAt]);
  const begun = Date.now();
  const stream = await listen(site.people.otherDoctor, token);
  await stream.ended;
  expect(stream.events).toEqual(['end']);
  expect(Date.now() - begun).toBeGreaterThan(left - 500);
  expect(Date.now() - begun).toBeLessThan(left + 2_000);
}, 15_000);

test('whose session has ended by the clock is told nothing more', async () => {
  const stream = await listen(patient);
  site.clock.offset = SESSION_LIMITS.lifetimeMs;
  site.app.live.refresh();
  await stream.ended;
  expect(stream.events).toEqual(['end']);
});

test('a session has so many streams and no more, and a place is free again when one closes', async () => {
  const token = await session(patient);
  const streams = await Promise.all(Array.from({ length: LIVE_LIMITS.streamsASession }, () => listen(patient, token)));
  const refused = await fetch(`${url}/events`, {
    headers: { accept: 'text/event-stream', cookie: `patrec_session=${token}` },
  });
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '2']);
  expect((await listen(patient)).status).toBe(200);
  streams[0]?.close();
  await vi.waitFor(async () => expect((await listen(patient, token)).status).toBe(200));
});

test.each([
  ['nobody', null, 401],
  ['staff', 'staff', 404],
  ['an administrator', 'administrator', 404],
] as const)('there is no stream for %s', async (_, who, status) => {
  const actor = who && site.people[who];
  const cookie = actor ? `patrec_session=${await session(actor)}` : '';
  const answer = await fetch(`${url}/events`, { headers: { accept: 'text/event-stream', cookie } });
  expect(answer.status).toBe(status);
  await answer.body?.cancel();
});

test('the connection that listens comes back by itself, and everybody looks again', async () => {
  const own = await listen(patient);
  await site.db.pool.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'`,
  );
  await heard(own, ['refresh']);
  await ask(site, await practitioner(site, 'doctor', 'Dr. After'), patient.chain ?? '');
  await heard(own, ['refresh', 'lists']);
});

test('the lists alone are sent to a page that asks by itself, and no view is logged', async () => {
  await ask(site, await practitioner(site, 'doctor', 'Dr. Fragment'), patient.chain ?? '');
  const browser = await site.as(patient);
  const views = async (): Promise<number> =>
    (await site.db.pool.query(`SELECT count(*) AS n FROM access_log WHERE action = 'view-list'`)).rows[0].n;
  const before = await views();
  for (const address of ['/', '/access']) {
    const part = await browser.get(address, { 'x-patrec-background': 'lists' });
    expect(part.statusCode).toBe(200);
    expect(part.body).toMatch(/^<div data-live="/);
    expect(part.body).toContain('Dr. Fragment');
    expect(part.headers['cache-control']).toBe('no-store');
  }
  expect(await views()).toBe(before);
});

test('an act in one process is heard in another, and Ctrl-C ends it at once with its streams', async () => {
  const { user, password = '', host, port, database } = { ...inject('postgres'), ...site.settings };
  const address = new URL(`postgres://localhost/${database}`);
  address.username = String(user);
  address.password = String(password);
  address.searchParams.set('host', String(host));
  if (port !== undefined) address.searchParams.set('port', String(port));
  const child = await startChild(dirname(site.signer.stateFile), await freePort(), {
    NODE_ENV: 'production',
    PATREC_FILES_KEY: 'f1c07d5a924e68b3f1c07d5a924e68b3',
    HOST: '127.0.0.1',
    PATREC_URL: 'https://records.example.org',
    PATREC_LOG_ORIGIN: LOG,
    PATREC_SECRET: randomBytes(32).toString('hex'),
    DATABASE_URL: address.href,
  });
  const stream = await listen(patient, undefined, child.url, '__Host-patrec_session');
  expect(stream.status).toBe(200);
  await vi.waitFor(async () => {
    await ask(site, await practitioner(site, 'doctor', 'Dr. Elsewhere'), patient.chain ?? '');
    expect(stream.events).toContain('lists');
  });
  const begun = Date.now();
  expect(await child.stop()).toBe(0);
  expect(Date.now() - begun).toBeLessThan(5_000);
  await stream.ended;
}, 60_000);
