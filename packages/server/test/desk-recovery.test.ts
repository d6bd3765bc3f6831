// Recovery at the desk: two people, one hour, a one-time password for a day, and the owner who sees and stops it.

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor } from '../src/access/actor.ts';
import { verifyStore } from '../src/operations/verify/verify-store.ts';
import { deliverAll, giveAddress } from './support/mails.ts';
import { PASSWORD } from './support/people.ts';
import { practitioner } from './support/practitioners.ts';
import { contentOf } from './support/tables.ts';
import { type Browser, startTestServer, type TestServer } from './support/test-server.ts';

const OWN = 'guava tree beside the well';
const HOUR_MS = 3_600_000;
const lines: string[] = [];
const printed: string[] = [];
let site: TestServer;
let second: Actor;
beforeAll(async () => {
  site = await startTestServer(lines);
  second = await practitioner(site, 'staff', 'Second Desk');
});
afterAll(async () => {
  await site.settle();
  const { problems } = await verifyStore(site.db, site.identity);
  await site.close();
  expect(problems).toEqual([]);
  expect(printed.length).toBeGreaterThan(2);
  for (const secret of [...printed, OWN]) expect(lines.join('')).not.toContain(secret);
});
beforeEach(() => {
  site.clock.offset += 2 * HOUR_MS;
});

const open = async (by: Actor, login: string, document = 'passport') =>
  (await site.as(by)).post('/recoveries', { login, document });
async function opened(by: Actor, login: string): Promise<string> {
  expect((await open(by, login)).headers.location).toBe('/recoveries?notice=recovery-opened');
  const { rows } = await site.db.pool.query(`SELECT id FROM desk_recovery ORDER BY opened_at DESC LIMIT 1`);
  return rows[0].id;
}
const confirm = async (by: Actor, id: string) => (await site.as(by)).post(`/recoveries/${id}/confirm`, {});
function passwordIn(body: string): string {
  const found = /[a-z2-9]{5}(?:-[a-z2-9]{5}){3}/.exec(body)?.[0] ?? '';
  printed.push(found);
  return found;
}
async function signIn(login: string, password: string): Promise<{ status: number; browser: Browser }> {
  const browser = await site.as(null);
  return { status: (await browser.post('/sign-in', { login, password })).statusCode, browser };
}
const status = async (browser: Browser) => (await browser.get('/account')).statusCode;

test('two of the desk make a one-time password; the patient is told of both, sets one of their own, and signs in', async () => {
  const { patient, staff } = site.people;
  const before = await giveAddress(site, patient, 'lakshmi@example.org', PASSWORD);
  const id = await opened(staff, ' pat001 ');
  expect(await status(before)).toBe(200);
  const [list, page] = [
    (await (await site.as(second)).get('/recoveries')).body,
    await (await site.as(second)).get(`/recoveries/${id}`),
  ];
  expect(list).toContain('PAT001');
  expect(page.body).toContain('Kavya Nair (STF1)');
  const done = await confirm(second, id);
  expect(done.statusCode).toBe(200);
  expect(done.headers['cache-control']).toBe('no-store');
  const password = passwordIn(done.body);
  expect(await status(before)).toBe(303);
  expect((await signIn('PAT001', PASSWORD)).status).toBe(401);
  const { status: signedIn, browser } = await signIn('PAT001', password);
  expect(signedIn).toBe(303);
  for (const url of ['/', '/account', '/patients/PAT001/records', '/access/log'])
    expect((await browser.get(url)).headers.location).toBe('/first-password');
  const set = await browser.post('/first-password', { password: OWN, passwordAgain: OWN });
  expect(set.headers.location).toBe('/?notice=password-set');
  expect([(await signIn('PAT001', password)).status, (await signIn('PAT001', OWN)).status]).toEqual([401, 303]);
  await site.settle();
  const log = (await browser.get('/access/log')).body;
  for (const words of [
    'opened a recovery of the account',
    'confirmed the recovery',
    'changed the password',
    'Kavya Nair',
    'Second Desk',
  ])
    expect(log).toContain(words);
  expect((await deliverAll(site)).map(({ subject }) => subject)).toEqual(
    expect.arrayContaining([
      'Patrec: A recovery of your account was opened',
      'Patrec: Your account was recovered at the desk',
      'Patrec: Your password was changed',
    ]),
  );
  const { rows } = await site.db.pool.query(`SELECT password_hash, one_time_until FROM account WHERE login = 'PAT001'`);
  expect(rows[0].one_time_until).toBeNull();
});

test('the same person never does both; nobody recovers their own account', async () => {
  const { staff, administrator } = site.people;
  const id = await opened(staff, 'PAT002');
  const own = await (await site.as(staff)).get(`/recoveries/${id}`);
  expect(own.body).toContain('Another person has to confirm');
  expect(own.body).not.toContain(`/recoveries/${id}/confirm`);
  const [mine, none] = [await confirm(staff, id), await confirm(staff, '0'.repeat(32))];
  expect([mine.statusCode, none.statusCode]).toEqual([404, 404]);
  expect((await (await site.as(staff)).post(`/recoveries/${id}/cancel`, {})).statusCode).toBe(303);
  const self = await open(administrator, administrator.login);
  expect(self.statusCode).toBe(422);
  expect(self.body).toContain('This is your own account');
});

test('accounts of those who work here are the administrators’ affair, and for staff as if nobody had that number', async () => {
  const { staff, administrator } = site.people;
  const told = async (login: string) => {
    const { statusCode, body } = await open(staff, login);
    return { statusCode, error: /id="login-error">.*?<\/p>/s.exec(body)?.[0] };
  };
  const answers = [
    await told('STF99'),
    await told(second.login),
    await told(administrator.login),
    await told('SYSTEM'),
  ];
  expect(new Set(answers.map((one) => JSON.stringify(one))).size).toBe(1);
  expect(answers[0]?.error).toContain('No account of this number');
  const id = await opened(administrator, second.login);
  const foreign = await (await site.as(staff)).get(`/recoveries/${id}`);
  expect(foreign.statusCode).toBe(404);
  expect((await confirm(staff, id)).statusCode).toBe(404);
  expect((await (await site.as(staff)).get('/recoveries')).body).not.toContain('Second Desk');
  expect((await confirm(second, id)).statusCode).toBe(404);
});

test('it is one at a time, also for two at once, and is confirmed once by two at once', async () => {
  const { staff, administrator } = site.people;
  const answers = await Promise.all([open(staff, 'DOC2'), open(second, 'DOC2'), open(administrator, 'DOC2')]);
  expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 422, 422]);
  expect(answers.find(({ statusCode }) => statusCode === 422)?.body).toContain('open already');
  const { rows } = await site.db.pool.query(
    `SELECT d.id, a.login FROM desk_recovery d JOIN account a ON a.id = d.opened_by ORDER BY d.opened_at DESC LIMIT 1`,
  );
  const others = [staff, second, administrator].filter(({ login }) => login !== rows[0].login);
  const confirmed = await Promise.all(others.map((who) => confirm(who, rows[0].id)));
  expect(confirmed.map(({ statusCode }) => statusCode).sort()).toEqual([
    200,
    expect.toSatisfy((code) => code === 404 || code === 409),
  ]);
  const made = confirmed.find(({ statusCode }) => statusCode === 200);
  expect((await signIn('DOC2', passwordIn(made?.body ?? ''))).status).toBe(303);
});

test('it ends after an hour; its password after a day', async () => {
  const { staff } = site.people;
  const late = await opened(staff, 'PAT002');
  site.clock.offset += HOUR_MS;
  expect((await confirm(second, late)).statusCode).toBe(404);
  expect((await (await site.as(second)).get('/recoveries')).body).toContain('None is waiting');
  const id = await opened(staff, 'PAT002');
  const password = passwordIn((await confirm(second, id)).body);
  const { rows } = await site.db.pool.query(`SELECT one_time_until AS until FROM account WHERE login = 'PAT002'`);
  expect(Math.abs(rows[0].until.getTime() - site.ledger.clock() - 24 * HOUR_MS)).toBeLessThan(60_000);
  site.clock.offset += 24 * HOUR_MS;
  expect((await signIn('PAT002', password)).status).toBe(401);
});

test('the owner who is still signed in sees it and stops it', async () => {
  const { doctor, staff } = site.people;
  const browser = await site.as(doctor);
  expect((await browser.post('/account/recovery/cancel', {})).headers.location).toBe('/account');
  const id = await opened(staff, doctor.login);
  expect((await browser.get('/account')).body).toContain('Kavya Nair (STF1) opened it at the desk');
  expect((await browser.post('/account/recovery/cancel', {})).headers.location).toBe(
    '/account?notice=recovery-cancelled',
  );
  expect((await confirm(second, id)).statusCode).toBe(404);
  expect((await signIn(doctor.login, PASSWORD)).status).toBe(303);
  expect(await status(browser)).toBe(200);
});

test('nobody else cancels it, and a doctor or patient has no such page', async () => {
  const { staff, administrator, doctor, patient } = site.people;
  const id = await opened(staff, 'DOC1');
  for (const who of [second, administrator, doctor, patient])
    expect((await (await site.as(who)).post(`/recoveries/${id}/cancel`, {})).statusCode).toBe(404);
  for (const who of [doctor, patient]) expect((await open(who, 'DOC2')).statusCode).toBe(404);
});

test.each([
  ['no number', { login: '', document: 'passport' }, 'login'],
  ['a huge number', { login: 'x'.repeat(20_000), document: 'passport' }, 'login'],
  ['no document', { login: 'PAT001', document: '' }, 'document'],
  ['a document’s number', { login: 'PAT001', document: 'P1234567' }, 'document'],
])('a form that is wrong comes back, and nothing is written: %s', async (_, form, field) => {
  const before = await contentOf(site.db);
  const answer = await (await site.as(site.people.staff)).post('/recoveries', form);
  expect(answer.statusCode).toBe(422);
  expect(answer.body).toContain(`id="${field}-error"`);
  const after = await contentOf(site.db);
  expect({ ...after, session: 0 }).toEqual({ ...before, session: 0 });
});
