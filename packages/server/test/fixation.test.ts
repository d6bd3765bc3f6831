// A session token that somebody else chose or saw is worth nothing once its bearer has proved who they are.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '../src/access/actor.ts';
import { openSession, tokenHash } from '../src/identity/session.ts';
import { giveApp, totpCode } from './support/factors.ts';
import { PASSWORD } from './support/people.ts';
import { type Browser, startTestServer, type TestServer } from './support/test-server.ts';

const SESSION = 'patrec_session';
const STEP = 'patrec_sign_in';
const CHOSEN = 'Y2hvc2VuIGJ5IHNvbWVib2R5IGVsc2UsIG9mIDMyIGI';
let site: TestServer;
beforeAll(async () => {
  site = await startTestServer();
});
beforeEach(() => {
  site.clock.offset += 60_000;
});
afterAll(() => site.close());

const isIn = async (token: string) => {
  const browser = await site.as(null);
  browser.cookies.set(SESSION, token);
  return (await browser.get('/account')).statusCode === 200;
};
const sessionOf = (browser: Browser) => browser.cookies.get(SESSION) ?? '';
const isKept = async (token: string) =>
  ((await site.db.pool.query('SELECT FROM session WHERE token_hash = $1', [tokenHash(token)])).rowCount ?? 0) > 0;

/** What a thief may have put into the browser: a token of their own making, or that of a session of their own. */
const planted: Record<string, () => Promise<string>> = {
  'made up': async () => CHOSEN,
  'of the thief’s own session': () => openSession(site.db, site.ledger, site.people.otherPatient.account),
  'of a session that has ended': async () => {
    const browser = await site.as(site.people.otherPatient);
    const token = sessionOf(browser);
    await browser.post('/sign-out', {});
    return token;
  },
};
/** The ways in. */
const ways: Record<string, (browser: Browser) => Promise<void>> = {
  'a password': async (browser) => {
    const answer = await browser.post('/sign-in', { login: 'PAT001', password: PASSWORD });
    expect(answer.headers.location).toBe('/');
  },
  'a password and a code': async (browser) => {
    const key = await appOf(site.people.staff);
    await browser.post('/sign-in', { login: 'STF1', password: PASSWORD });
    expect((await browser.post('/sign-in/code', { code: totpCode(site, key) })).headers.location).toBe('/');
  },
};
let app: Promise<string> | undefined;
function appOf(owner: Actor): Promise<string> {
  app ??= giveApp({ ...site, secret: site.app.secret }, owner);
  return app;
}

describe.each(Object.keys(planted))('a token %s', (kind) => {
  test.each(Object.keys(ways))('is not that of who signs in by %s', async (way) => {
    const token = (await planted[kind]?.()) ?? '';
    const browser = await site.as(null);
    browser.cookies.set(SESSION, token);
    await browser.get('/sign-in');
    await ways[way]?.(browser);
    expect(sessionOf(browser)).not.toBe(token);
    expect(await isIn(sessionOf(browser))).toBe(true);
    expect([await isIn(token), await isKept(token)]).toEqual([false, false]);
  });
});

test('a token in an address or a form is nobody’s', async () => {
  const token = sessionOf(await site.as(site.people.patient));
  const browser = await site.as(null);
  for (const name of [SESSION, 'session', 'token', 'JSESSIONID', 'PHPSESSID'])
    expect((await browser.get(`/account?${name}=${token}`)).statusCode).toBe(303);
  const answer = await browser.post('/account/password', { [SESSION]: token, session: token });
  expect(String(answer.headers.location)).toMatch(/^\/sign-in/);
});

test('a step between password and code that a thief began is not finished by its victim', async () => {
  await appOf(site.people.staff);
  const thief = await site.as(null);
  await thief.post('/sign-in', { login: 'STF1', password: PASSWORD });
  const step = thief.cookies.get(STEP) ?? '';
  const victim = await site.as(null);
  victim.cookies.set(STEP, step);
  await victim.post('/sign-in', { login: 'PAT001', password: PASSWORD });
  expect((await victim.get('/account')).body).toContain('PAT001');
  expect(victim.cookies.get(STEP) ?? '').toBe('');
});

test('the step’s token is not that of the session, and is used up by it', async () => {
  const key = await appOf(site.people.staff);
  site.clock.offset += 60_000;
  const browser = await site.as(null);
  await browser.post('/sign-in', { login: 'STF1', password: PASSWORD });
  const step = browser.cookies.get(STEP) ?? '';
  expect(await isIn(step)).toBe(false);
  await browser.post('/sign-in/code', { code: totpCode(site, key) });
  expect(sessionOf(browser)).not.toBe(step);
  const again = await site.as(null);
  again.cookies.set(STEP, step);
  expect((await again.get('/sign-in/code')).headers.location).toBe('/sign-in');
});

test('a changed password gives another token, and ends the one before', async () => {
  const browser = await site.as(site.people.doctor);
  const before = sessionOf(browser);
  const next = 'a mango grove by the river';
  const form = { current: PASSWORD, next, again: next };
  expect((await browser.post('/account/password', form)).headers.location).toBe('/account?notice=password-changed');
  expect(sessionOf(browser)).not.toBe(before);
  expect([await isIn(before), await isIn(sessionOf(browser))]).toEqual([false, true]);
});
