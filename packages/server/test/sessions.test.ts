// Signing in and out, and the session between: what an attacker with a browser, a network or patience may try.

import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { buildServer } from '../src/http/server.ts';
import { SESSION_LIMITS } from '../src/identity/session.ts';
import { PASSWORD } from './support/people.ts';
import { type Browser, startTestServer, type TestServer } from './support/test-server.ts';

const lines: string[] = [];
const SESSION = 'patrec_session';
const { patientIdleMs: IDLE_MS, lifetimeMs: LIFETIME_MS } = SESSION_LIMITS;
let site: TestServer;
beforeAll(async () => {
  site = await startTestServer(lines);
});
afterEach(() => {
  site.clock.offset = 0;
});
afterAll(async () => {
  await site.close();
  const logged = lines.join('');
  expect(logged).not.toContain(PASSWORD);
  for (const token of tokens) expect(logged).not.toContain(token);
});

const tokens: string[] = [];

async function signIn(browser: Browser, login = 'PAT001', password = PASSWORD, more: Record<string, string> = {}) {
  const answer = await browser.post('/sign-in', { login, password, ...more });
  const token = browser.cookies.get(SESSION);
  if (token) tokens.push(token);
  return answer;
}
const stranger = () => site.as(null);
const status = async (browser: Browser, url = '/more') => (await browser.get(url)).statusCode;

test('signing in gives a new session, whatever the browser held before', async () => {
  const browser = await stranger();
  browser.cookies.set(SESSION, 'chosen-by-somebody-else');
  expect((await signIn(browser)).headers.location).toBe('/');
  const token = browser.cookies.get(SESSION) ?? '';
  expect(token).toMatch(/^[\w-]{43}$/);
  expect(await status(browser)).toBe(200);
  await signIn(browser, 'PAT002');
  expect(browser.cookies.get(SESSION)).not.toBe(token);
  const old = await stranger();
  old.cookies.set(SESSION, token);
  expect(await status(old)).toBe(303);
  old.cookies.set(SESSION, 'chosen-by-somebody-else');
  expect(await status(old)).toBe(303);
});

test('signing out ends the session on the server, and no other', async () => {
  const [one, other] = [await stranger(), await stranger()];
  await signIn(one);
  await signIn(other);
  const copy = await stranger();
  copy.cookies.set(SESSION, one.cookies.get(SESSION) ?? '');
  expect(await status(copy)).toBe(200);
  const { headers } = await one.post('/sign-out', {});
  expect(headers).toMatchObject({ location: '/sign-in?notice=signed-out', 'clear-site-data': '"storage"' });
  expect(await status(copy)).toBe(303);
  expect(await status(other)).toBe(200);
});

test('a session ends half an hour after the last request', async () => {
  const browser = await site.as(site.people.patient);
  for (let i = 0; i < 3; i += 1) {
    site.clock.offset += IDLE_MS - 1000;
    expect(await status(browser)).toBe(200);
  }
  site.clock.offset += IDLE_MS;
  expect(await status(browser)).toBe(303);
});

test.each(['doctor', 'staff', 'administrator'] as const)(
  'a session of a %s ends after a quarter of an hour',
  async (role) => {
    const browser = await site.as(site.people[role]);
    site.clock.offset += SESSION_LIMITS.workIdleMs - 1000;
    expect(await status(browser, '/')).toBe(200);
    site.clock.offset += SESSION_LIMITS.workIdleMs;
    expect(await status(browser, '/')).toBe(303);
  },
);

test('what a page asks by itself keeps no session alive', async () => {
  const browser = await site.as(site.people.patient);
  site.clock.offset += IDLE_MS - 1000;
  expect((await browser.get('/more', { 'x-patrec-background': '1' })).statusCode).toBe(200);
  site.clock.offset += 2000;
  expect(await status(browser)).toBe(303);
});

test('a session ends after twelve hours, however busy it is', async () => {
  const browser = await site.as(site.people.patient);
  for (let hours = 0; hours < LIFETIME_MS - IDLE_MS; hours += IDLE_MS / 2) {
    expect(await status(browser)).toBe(200);
    site.clock.offset += IDLE_MS / 2;
  }
  site.clock.offset = LIFETIME_MS + 1000;
  expect(await status(browser)).toBe(303);
});

test('a closed account is out at once', async () => {
  const browser = await site.as(site.people.otherPatient);
  expect(await status(browser)).toBe(200);
  const set = (to: string) => site.db.pool.query(`UPDATE account SET status = $1 WHERE login = 'PAT002'`, [to]);
  await set('closed');
  expect(await status(browser)).toBe(303);
  expect((await signIn(await stranger(), ' pat002 ')).statusCode).toBe(401);
  await set('active');
});

test('a wrong login, a wrong password and an account that nobody signs in to are answered alike', async () => {
  const answers: { statusCode: number; page: string }[] = [];
  for (const [login, password] of [
    ['PAT003', PASSWORD],
    ['PAT001', 'wrong'],
    ['SYSTEM', ''],
    ['', ''],
    ['PAT001', 'x'.repeat(10_000)],
  ] as const) {
    const { statusCode, body } = await signIn(await stranger(), login, password);
    const same = body.replaceAll(/(name="_csrf" value=")[^"]+/g, '$1').replace(/<input[^>]*name="login"[^>]*>/, '');
    answers.push({ statusCode, page: same.replace(/<style>.*<\/style>/s, '') });
  }
  expect(answers[0]?.statusCode).toBe(401);
  expect(answers).toEqual(answers.map(() => answers[0]));
  expect(answers[0]?.page).not.toContain(PASSWORD);
});

test('the sixth attempt waits, with a page and the time to wait', async () => {
  const browser = await stranger();
  for (let i = 0; i < 5; i += 1) expect((await signIn(browser, 'DOC2', 'guess')).statusCode).toBe(401);
  for (const login of ['DOC2', 'doc2', ' Doc2 ']) {
    const answer = await signIn(browser, login);
    expect(answer.statusCode).toBe(429);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(20);
    expect(answer.headers['content-type']).toMatch(/^text\/html/);
    expect(browser.cookies.has(SESSION)).toBe(false);
  }
  expect((await signIn(browser, 'DOC1')).statusCode).toBe(303);
});

test.each([
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['\\\\evil.example', '/'],
  ['https://evil.example/', '/'],
  ['javascript:alert(1)', '/'],
  ['/\t/evil.example', '/'],
  ['/\n/evil.example', '/'],
  ['/ /evil.example', '/'],
  ['/more\r\nset-cookie: a=b', '/'],
  ['/more\u0000', '/'],
  ['/தமிழ்', '/'],
  ['/\u2028', '/'],
  ['', '/'],
  ['more', '/'],
  ['/more?a=b#c', '/more?a=b#c'],
  ['/patients/PAT001/records?before=2026-01-01', '/patients/PAT001/records?before=2026-01-01'],
])('after signing in nobody is sent off the site: %j', async (returnTo, to) => {
  const signedIn = await site.as(site.people.patient);
  const byLink = await signedIn.get(`/sign-in?returnTo=${encodeURIComponent(returnTo)}`);
  const byForm = await signedIn.post('/preferences', { returnTo });
  const answers = [byLink, byForm].filter(({ statusCode }) => statusCode !== 400);
  expect(answers.map(({ headers }) => headers.location)).toEqual(answers.map(() => to));
  expect(answers.every(({ statusCode }) => statusCode === 303)).toBe(true);
  expect([byLink, byForm].every(({ headers }) => !String(headers['set-cookie']).includes('a=b'))).toBe(true);
  const page = await (await stranger()).get(`/sign-in?returnTo=${encodeURIComponent(returnTo)}`);
  expect(page.body).not.toMatch(/value="(\/\/|\/\\|https:|javascript:)/);
});

test('the way back from signing in is the page that was asked for', async () => {
  const browser = await stranger();
  const asked = await browser.get('/patients/PAT001/records?type=visit');
  expect(asked.headers.location).toBe('/sign-in?returnTo=%2Fpatients%2FPAT001%2Frecords%3Ftype%3Dvisit');
  const page = await browser.get(String(asked.headers.location));
  const returnTo =
    /action="\/sign-in".*?name="returnTo" value="([^"]+)"/s.exec(page.body)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const answer = await signIn(browser, 'pat001 ', PASSWORD, { returnTo });
  expect(answer.headers.location).toBe('/patients/PAT001/records?type=visit');
});

test('cookies are out of reach of scripts and of other sites, and bound to the host where there is TLS', async () => {
  const browser = await stranger();
  const page = await browser.get('/sign-in');
  const answer = await signIn(browser, 'DOC1 ');
  for (const cookie of [...page.cookies, ...answer.cookies]) {
    expect(cookie).toMatchObject({ path: '/', httpOnly: true, sameSite: 'Lax' });
  }
  const app = { ...site.app, publicUrl: 'https://records.example.org' };
  const secure = await buildServer(app, pino({ level: 'silent' }));
  const form = await secure.inject({ url: '/sign-in', headers: { accept: 'text/html' } });
  const [formCookie] = form.cookies;
  const csrf = /name="_csrf" value="([^"]+)"/.exec(form.body)?.[1] ?? '';
  const signedIn = await secure.inject({
    method: 'POST',
    url: '/sign-in',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    cookies: { [formCookie?.name ?? '']: formCookie?.value ?? '' },
    payload: new URLSearchParams({ _csrf: csrf, login: 'STF1', password: PASSWORD }).toString(),
  });
  const chosen = await secure.inject({
    method: 'POST',
    url: '/preferences',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    cookies: { [formCookie?.name ?? '']: formCookie?.value ?? '' },
    payload: new URLSearchParams({ _csrf: csrf, lang: 'hi', theme: 'dark' }).toString(),
  });
  const inHindi = await secure.inject({
    url: '/about',
    headers: { accept: 'text/html' },
    cookies: Object.fromEntries(chosen.cookies.map(({ name, value }) => [name, value])),
  });
  await secure.close();
  expect(inHindi.body).toContain('<html lang="hi" data-theme="dark">');
  expect(signedIn.statusCode).toBe(303);
  const cookies = [...form.cookies, ...signedIn.cookies, ...chosen.cookies];
  expect(cookies).toHaveLength(4);
  for (const cookie of cookies) {
    expect(cookie).toMatchObject({ path: '/', httpOnly: true, secure: true, sameSite: 'Lax' });
    expect(cookie.name).toMatch(/^__Host-/);
    expect(cookie).not.toHaveProperty('domain');
  }
  expect(signedIn.headers['strict-transport-security']).toMatch(/max-age=31536000/);
});

test('tokens are kept as hashes alone', async () => {
  expect(tokens.length).toBeGreaterThan(3);
  const { rows } = await site.db.pool.query<{ all: string }>(
    `SELECT string_agg(session::text, ' ') AS all FROM session`,
  );
  for (const token of tokens) expect(rows[0]?.all).not.toContain(token);
});
