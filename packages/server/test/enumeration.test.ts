// Who has an account is told by no word, no header and no amount of work: what is answered alike has run the same
// statements and hashed as often. Counted, not timed: that holds on every machine.

import * as crypto from 'node:crypto';
import * as argon2 from '@node-rs/argon2';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { giveApp } from './support/factors.ts';
import { PASSWORD } from './support/people.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

vi.mock('@node-rs/argon2', async (original) => {
  const real = await original<typeof argon2>();
  return { ...real, hash: vi.fn(real.hash), verify: vi.fn(real.verify) };
});

vi.mock('node:crypto', async (original) => {
  const real = await original<typeof crypto>();
  return { ...real, pbkdf2: vi.fn(real.pbkdf2) };
});

const OWN = 'four words of mine';
let site: TestServer;
let work: string[];
let addresses = 0;
beforeAll(async () => {
  site = await startTestServer();
  await giveApp({ ...site, secret: site.app.secret }, site.people.staff);
  const set = (column: string, value: string, login: string) =>
    site.db.pool.query(`UPDATE account SET ${column} = ${value} WHERE login = $1`, [login]);
  await set('status', `'closed'`, 'PAT002');
  await set('password_hash', 'NULL', 'DOC2');
  await set('one_time_until', `'2020-01-01'`, 'ADM1');
  await set('password_hash', `'pbkdf2_sha256$1500$salt' || password_hash`, 'DOC1'); // came from elsewhere
  await set('password_hash', `'pbkdf2_sha256$4000$salt' || password_hash`, 'STF1');
  await answerTo('/sign-in', { login: 'nobody', password: 'x' }); // the hash that stands for none is made once
});
beforeEach(() => {
  work = [];
  const query = pg.Client.prototype.query;
  vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (this: pg.Client, ...args: unknown[]) {
    const [first] = args as [string | pg.QueryConfig];
    work.push(typeof first === 'string' ? first : (first.name ?? first.text));
    return Reflect.apply(query, this, args);
  });
  vi.mocked(argon2.verify).mockClear();
  vi.mocked(argon2.hash).mockClear();
  vi.mocked(crypto.pbkdf2).mockClear();
});
afterEach(() => vi.mocked(pg.Client.prototype.query).mockRestore());
afterAll(() => site.close());

/** The answer to a stranger from an address of their own, without what differs each time. */
async function answerTo(url: string, form: Record<string, string>) {
  addresses += 1;
  const browser = await site.as(null, `10.2.${Math.floor(addresses / 250)}.${(addresses % 250) + 1}`);
  await browser.get('/about');
  work = [];
  vi.mocked(argon2.verify).mockClear();
  vi.mocked(argon2.hash).mockClear();
  vi.mocked(crypto.pbkdf2).mockClear();
  const { statusCode, body, headers } = await browser.post(url, form);
  const { date: _date, 'content-length': _length, ...rest } = headers;
  const text = body
    .replaceAll(/(name="_csrf" value=")[^"]+/g, '$1')
    .replaceAll(/ value(="[^"]*")?/g, '')
    .replace(/<style>.*<\/style>/s, '');
  const hashes = { verify: vi.mocked(argon2.verify).mock.calls.length, hash: vi.mocked(argon2.hash).mock.calls.length };
  const rounds = vi.mocked(crypto.pbkdf2).mock.calls.reduce((sum, [, , count]) => sum + count, 0);
  return { statusCode, text, headers: rest, hashes, rounds, statements: [...work] };
}

test('signing in looks as hard for everybody, and says the same', async () => {
  const nobody = await answerTo('/sign-in', { login: 'PAT999', password: 'a wrong password' });
  expect(nobody.statusCode).toBe(401);
  expect([nobody.hashes, nobody.rounds]).toEqual([{ verify: 1, hash: 0 }, 4000]);
  expect(nobody.statements).toContain('account.by-login');
  for (const [login, password] of [
    ['PAT001', 'a wrong password'],
    ['STF1', 'a wrong password'], // has a second factor, and a password that was hashed elsewhere
    ['DOC1', 'a wrong password'], // was hashed elsewhere, with less work
    ['PAT002', PASSWORD], // is closed
    ['DOC2', PASSWORD], // has no password
    ['ADM1', PASSWORD], // has one for once, which is over
    ['SYSTEM', 'a wrong password'],
    ['', 'a wrong password'],
    [`PAT001' --`, 'a wrong password'],
  ] as const)
    expect([login, await answerTo('/sign-in', { login, password })]).toEqual([login, nobody]);
});

test('a forgotten password is answered before anybody looks', async () => {
  const nobody = await answerTo('/recover', { login: 'PAT999' });
  expect(nobody.headers.location).toBe('/recover/sent');
  expect(nobody.statements.filter((name) => /account/.test(name))).toEqual([]);
  for (const login of ['PAT001', 'DOC1', 'PAT002', 'SYSTEM', ''])
    expect([login, await answerTo('/recover', { login })]).toEqual([login, nobody]);
});

test('a link that nobody was sent is as one that is over', async () => {
  const form = { password: OWN, passwordAgain: OWN };
  const first = await answerTo('/recover/link/x', form);
  expect(first.statusCode).toBe(410);
  for (const link of ['A'.repeat(43), 'A'.repeat(90)])
    expect(await answerTo(`/recover/link/${link}`, form)).toEqual(first);
});

test('signing up hashes once, whether somebody is known or not', async () => {
  const form = (phone: string) => ({
    name: 'Asha Pillai',
    sex: 'female',
    birthDate: '1990-05-17',
    phone,
    language: 'hi',
    password: OWN,
    passwordAgain: OWN,
    consent: 'yes',
  });
  const unknown = await answerTo('/sign-up', form('9800000001'));
  const known = await answerTo('/sign-up', form('9800000001'));
  expect([unknown.headers.location, known.statusCode]).toEqual(['/welcome', 200]);
  expect([unknown.hashes, known.hashes]).toEqual([
    { verify: 0, hash: 1 },
    { verify: 0, hash: 1 },
  ]);
  expect(known.text).not.toMatch(/registered already|already have|exists/i);
});
