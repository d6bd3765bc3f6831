// Guessing passwords: who guesses waits, longer each time; whoever has the right password elsewhere does not.

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { removeOldAttempts } from '../src/identity/attempt-store.ts';
import { PASSWORD } from './support/people.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

let site: TestServer;
let cookie: string;
let token: string;
beforeAll(async () => {
  site = await startTestServer();
  const page = await site.server.inject({ url: '/sign-in', headers: { accept: 'text/html' } });
  cookie = page.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  token = /name="_csrf" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
});
afterEach(async () => {
  site.clock.offset = 0;
  await site.db.pool.query('DELETE FROM password_attempt');
});
afterAll(() => site.close());

function attempt(remoteAddress: string, login: string, password: string) {
  return site.server.inject({
    method: 'POST',
    url: '/sign-in',
    remoteAddress,
    headers: { accept: 'text/html', cookie, 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ _csrf: token, login, password }).toString(),
  });
}
const status = async (address: string, login: string, password = PASSWORD) =>
  (await attempt(address, login, password)).statusCode;
async function guess(address: string, login: string, times: number): Promise<number[]> {
  const answers: number[] = [];
  for (let i = 0; i < times; i += 1) answers.push(await status(address, login, 'a wrong password'));
  return answers;
}
const waitOf = async (address: string, login: string) =>
  Number((await attempt(address, login, PASSWORD)).headers['retry-after']);

describe('one login from one address', () => {
  test('has five free, then waits, with a page that says so, whatever is typed', async () => {
    expect(await guess('192.0.2.1', 'DOC1', 5)).toEqual([401, 401, 401, 401, 401]);
    for (const login of ['DOC1', 'doc1', ' Doc1 ']) {
      const answer = await attempt('192.0.2.1', login, PASSWORD);
      expect(answer.statusCode).toBe(429);
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(25);
      expect(answer.headers['content-type']).toMatch(/^text\/html/);
      expect(answer.body).toContain('Too many attempts');
      expect(answer.cookies.some(({ name }) => name.includes('session'))).toBe(false);
    }
  });

  test('waits longer each time, to a quarter of an hour; what waits is not counted', async () => {
    await guess('192.0.2.1', 'DOC1', 5);
    const waits: number[] = [];
    for (let i = 0; i < 7; i += 1) {
      waits.push(await waitOf('192.0.2.1', 'DOC1'), await waitOf('192.0.2.1', 'DOC1'));
      site.clock.offset += 901_000;
      expect(await status('192.0.2.1', 'DOC1', 'a wrong password')).toBe(401);
    }
    const expected = [30, 60, 120, 240, 480, 900, 900];
    expect(waits.filter((_, i) => i % 2 === 0).map((wait, i) => Math.abs(wait - (expected[i] ?? 0)) <= 2)).toEqual(
      expected.map(() => true),
    );
    expect(waits.every((wait, i) => i % 2 === 0 || wait <= (waits[i - 1] ?? 0))).toBe(true);
  });

  test('keeps nobody out elsewhere, and no other login here', async () => {
    await guess('192.0.2.1', 'DOC1', 6);
    expect(await status('192.0.2.1', 'DOC1')).toBe(429);
    expect(await status('192.0.2.2', 'DOC1')).toBe(303);
    expect(await status('192.0.2.1', 'DOC2')).toBe(303);
    expect(await status('192.0.2.1', 'DOC1')).toBe(429);
  });

  test('is free again after the wait, and the right password clears the count', async () => {
    await guess('192.0.2.1', 'DOC1', 5);
    site.clock.offset += 31_000;
    expect(await status('192.0.2.1', 'DOC1')).toBe(303);
    expect(await guess('192.0.2.1', 'DOC1', 4)).toEqual([401, 401, 401, 401]);
    expect(await status('192.0.2.1', 'DOC1')).toBe(303);
  });

  test('is not guessed faster by many at once', async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, () => status('192.0.2.1', 'DOC1', 'wrong')));
    expect(answers.filter((code) => code === 401)).toHaveLength(5);
    expect(answers.filter((code) => code === 429)).toHaveLength(25);
  });

  test('is answered alike where nobody has that login', async () => {
    const told = async (login: string) => {
      const answers = [];
      for (let i = 0; i < 7; i += 1) {
        const { statusCode, headers, body } = await attempt('192.0.2.1', login, 'wrong');
        const wait = headers['retry-after'] === undefined ? 0 : 1;
        const same = body.replaceAll(/(name="_csrf" value=")[^"]+/g, '$1').replaceAll(login, 'LOGIN');
        answers.push({ statusCode, wait, body: same });
      }
      return answers;
    };
    expect(await told('DOC777')).toEqual(await told('DOC1'));
  });

  test('is one network in IPv6, and one address however IPv4 is written', async () => {
    await guess('2001:db8:0:1::5', 'DOC1', 5);
    expect(await status('2001:db8::1:ffff:2:3:4', 'DOC1')).toBe(429);
    expect(await status('2001:db8:0:2::5', 'DOC1')).toBe(303);
    await guess('192.0.2.9', 'DOC2', 5);
    expect(await status('::ffff:192.0.2.9', 'DOC2')).toBe(429);
    expect(await status('::1', 'DOC2')).toBe(303);
  });
});

describe('one address over many logins', () => {
  test('waits after sixty wrong passwords, and no other address does; the right ones count nothing', async () => {
    for (let i = 0; i < 20; i += 1) await guess('192.0.2.1', `PAT${100 + i}`, 3);
    const answer = await attempt('192.0.2.1', 'DOC1', PASSWORD);
    expect(answer.statusCode).toBe(429);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(500);
    expect(await status('192.0.2.2', 'DOC1')).toBe(303);
    site.clock.offset += 600_000;
    for (let i = 0; i < 3; i += 1) expect(await status('192.0.2.1', 'DOC1')).toBe(303);
    const { rows } = await site.db.pool.query('SELECT failures FROM password_attempt ORDER BY failures');
    expect(rows[0].failures).toBe(0);
  });
});

test('an attempt that is too long, or has no login, counts too', async () => {
  for (let i = 0; i < 5; i += 1) expect(await status('192.0.2.1', '', 'x'.repeat(100_000))).toBe(401);
  expect(await status('192.0.2.1', '', '')).toBe(429);
});

test('neither address nor login is kept, and a day later nothing', async () => {
  await guess('192.0.2.1', 'DOC1', 2);
  const { rows } = await site.db.pool.query(`SELECT string_agg(t::text, ' ') AS all FROM password_attempt t`);
  expect(rows[0].all).not.toMatch(/192\.0\.2\.1|doc1/i);
  site.clock.offset += 25 * 3_600_000;
  await removeOldAttempts(site.db, site.ledger);
  expect((await site.db.pool.query('SELECT FROM password_attempt')).rowCount).toBe(0);
});
