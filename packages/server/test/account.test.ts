// My account: sessions that one sees and ends, and the password, which only its owner changes.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../src/access/actor.ts';
import { verifyStore } from '../src/operations/verify/verify-store.ts';
import { PASSWORD } from './support/people.ts';
import { contentOf } from './support/tables.ts';
import { type Browser, startTestServer, type TestServer } from './support/test-server.ts';

const NEXT = 'mango tree beside the well';
const SESSION = 'patrec_session';
const FIREFOX = 'Mozilla/5.0 (Android 15; Mobile; rv:142.0) Gecko/142.0 Firefox/142.0';
const lines: string[] = [];
let site: TestServer;
beforeAll(async () => {
  site = await startTestServer(lines);
});
afterAll(async () => {
  await site.close();
  for (const secret of [PASSWORD, NEXT]) expect(lines.join('')).not.toContain(secret);
});

const change = (browser: Browser, form: Record<string, string> = {}) =>
  browser.post('/account/password', { current: PASSWORD, next: NEXT, again: NEXT, ...form });
const status = async (browser: Browser) => (await browser.get('/account')).statusCode;
const endings = async (browser: Browser) =>
  [...(await browser.get('/account')).body.matchAll(/action="(\/account\/sessions\/[^"]+\/end)"/g)].map(
    ([, url]) => url ?? '',
  );
async function signIn(login: string, password: string): Promise<number> {
  return (await (await site.as(null)).post('/sign-in', { login, password })).statusCode;
}
const hashOf = async ({ account }: Actor) =>
  (await site.db.pool.query('SELECT password_hash FROM account WHERE id = $1', [account])).rows[0].password_hash;
const blocksOf = async (chain: string, type = 'account') =>
  (await site.db.pool.query('SELECT seq, author FROM block WHERE chain = $1 AND type = $2 ORDER BY seq', [chain, type]))
    .rows;

describe('sessions', () => {
  test('are told by their browser and system alone, and this one is marked', async () => {
    const stranger = await site.as(null);
    const page = await stranger.get('/sign-in');
    const csrf = /name="_csrf" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
    const answer = await site.server.inject({
      method: 'POST',
      url: '/sign-in',
      cookies: Object.fromEntries(stranger.cookies),
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'user-agent': `${FIREFOX} ${'x'.repeat(5000)}` },
      payload: new URLSearchParams({ _csrf: csrf, login: 'PAT002', password: PASSWORD }).toString(),
    });
    for (const { name, value } of answer.cookies) stranger.cookies.set(name, value);
    const { body } = await stranger.get('/account');
    expect(body).toContain('Firefox on Android');
    expect(body.match(/This one/g)).toHaveLength(1);
    const { rows } = await site.db.pool.query(`SELECT string_agg(s::text, ' ') AS all FROM session s`);
    expect(rows[0].all).not.toMatch(/Mozilla|xxx|127\.0\.0\.1/);
  });

  test('are ended one by one, at once, and a second press says that it has ended', async () => {
    const [one, two, three] = await Promise.all([1, 2, 3].map(() => site.as(site.people.staff)));
    if (!one || !two || !three) throw new Error('three browsers were asked for');
    const urls = await endings(one);
    expect(urls).toHaveLength(2);
    expect((await one.post(urls[0] ?? '', {})).headers.location).toBe('/account?notice=session-ended');
    expect((await one.post(urls[0] ?? '', {})).headers.location).toBe('/account?notice=session-gone');
    expect([await status(one), await status(two), await status(three)].sort()).toEqual([200, 200, 303]);
    expect((await one.post('/account/sessions/end-others', {})).headers.location).toBe(
      '/account?notice=sessions-ended',
    );
    expect([await status(one), await status(two), await status(three)]).toEqual([200, 303, 303]);
    expect((await one.get('/account')).body).not.toContain('End all others');
  });

  test('of others are as if there were none, even for an administrator', async () => {
    const [mine, other] = [await site.as(site.people.doctor), await site.as(site.people.doctor)];
    const [url = ''] = await endings(mine);
    for (const person of [site.people.patient, site.people.administrator, site.people.otherDoctor]) {
      const browser = await site.as(person);
      const answers = [url, '/account/sessions/nothing/end'].map(async (one) => await browser.post(one, {}));
      for (const answer of await Promise.all(answers))
        expect(answer.headers.location).toBe('/account?notice=session-gone');
    }
    expect([await status(mine), await status(other)]).toEqual([200, 200]);
    await mine.post('/account/sessions/end-others', {});
    expect([await status(mine), await status(other)]).toEqual([200, 303]);
  });

  test('are never told their token, and ids of any kind are no fault', async () => {
    const browser = await site.as(site.people.patient);
    const { body } = await browser.get('/account');
    expect(body).not.toContain(browser.cookies.get(SESSION) ?? '-');
    const { rows } = await site.db.pool.query(`SELECT encode(token_hash, 'hex') AS hash FROM session`);
    for (const { hash } of rows) expect(body).not.toContain(hash);
    for (const id of [`'%20OR%201=1--`, '..%2f..', 'x'.repeat(90), '%F0%9F%94%91', '__proto__'])
      expect((await browser.post(`/account/sessions/${id}/end`, {})).headers.location).toMatch(/session-gone/);
  });
});

describe('the password', () => {
  test.each([
    ['current', { current: '' }, 'Fill this in'],
    ['current', { current: 'not my password' }, 'This is not your present password'],
    ['current', { current: 'x'.repeat(10_000) }, 'This is not your present password'],
    ['next', { next: '', again: '' }, 'Fill this in'],
    ['next', { next: 'eleven char', again: 'eleven char' }, 'At least 12 characters'],
    ['next', { next: 'x y'.repeat(100), again: 'x y'.repeat(100) }, 'At most 256 characters'],
    ['next', { next: 'Password1234!', again: 'Password1234!' }, 'Many people use this password'],
    ['next', { next: 'kavya nair STF1', again: 'kavya nair STF1' }, 'little more than your number or your name'],
    ['next', { next: PASSWORD, again: PASSWORD }, 'This is your present password'],
    ['again', { again: `${NEXT} ` }, 'This is not the same'],
  ])('is not changed and nothing typed comes back: %s %j', async (field, form, says) => {
    const { staff } = site.people;
    const before = { hash: await hashOf(staff), ...(await contentOf(site.db)) };
    const browser = await site.as(staff);
    const answer = await change(browser, form);
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain(`id="${field}-error"`);
    expect(answer.body).toContain(says);
    for (const typed of Object.values({ next: NEXT, ...form })) {
      if (typed !== '') expect(answer.body).not.toContain(`value="${typed}`);
    }
    expect(await status(browser)).toBe(200);
    const after = { hash: await hashOf(staff), ...(await contentOf(site.db)) };
    expect({ ...after, session: 0, password_attempt: 0 }).toEqual({ ...before, session: 0, password_attempt: 0 });
  });

  test('of a patient: signs in with the new one alone, ends all other sessions, and stands in the chain', async () => {
    const { patient, chart } = site.people;
    const [browser, other] = [await site.as(patient), await site.as(patient)];
    const stolen = await site.as(null);
    stolen.cookies.set(SESSION, browser.cookies.get(SESSION) ?? '');
    expect((await change(browser)).headers.location).toBe('/account?notice=password-changed');
    expect([await status(browser), await status(other), await status(stolen)]).toEqual([200, 303, 303]);
    expect((await browser.get('/account?notice=password-changed')).body).toContain('The password has been changed');
    expect([await signIn('PAT001', PASSWORD), await signIn('PAT001', NEXT)]).toEqual([401, 303]);
    expect(await blocksOf(chart.chain)).toMatchObject([{ author: patient.account }]);
    await site.settle();
    expect((await browser.get('/access/log')).body).toContain('changed the password');
    expect((await browser.get('/patients/PAT001/verify')).body).toContain('Account changed');
    const { rows } = await site.db.pool.query(
      `SELECT convert_from(bytes, 'UTF8') AS text FROM resource_version WHERE type = 'AuditEvent' AND chain = $1`,
      [chart.chain],
    );
    expect(rows).toHaveLength(1);
    expect(rows[0].text).toContain('change-password');
    expect(rows[0].text).not.toMatch(/argon2|mango/);
    expect((await verifyStore(site.db, site.identity)).problems).toEqual([]);
  });

  test('of everybody else: stands in the institution’s chain', async () => {
    const { doctor, administrator } = site.people;
    const earlier = (await blocksOf(site.ledger.institutionChain)).length; // who was made an administrator
    for (const person of [doctor, administrator]) expect((await change(await site.as(person))).statusCode).toBe(303);
    const authors = (await blocksOf(site.ledger.institutionChain)).slice(earlier).map(({ author }) => author);
    expect(authors).toEqual([doctor.account, administrator.account]);
    await site.settle();
    expect((await verifyStore(site.db, site.identity)).problems).toEqual([]);
  });

  test('is changed once by two at once', async () => {
    const { otherDoctor } = site.people;
    const browsers = await Promise.all([site.as(otherDoctor), site.as(otherDoctor), site.as(otherDoctor)]);
    const words = ['mango', 'guava', 'papaya'].map((fruit) => `${fruit} tree beside the well`);
    const answers = await Promise.all(
      browsers.map((browser, i) => change(browser, { next: words[i] ?? '', again: words[i] ?? '' })),
    );
    const changed = answers.filter(({ headers }) => String(headers.location).includes('password-changed'));
    expect(changed).toHaveLength(1);
    const known = await Promise.all(words.map((word) => signIn('DOC2', word)));
    expect(known.filter((code) => code === 303)).toHaveLength(1);
  });

  test('is not guessed through a session that was left open', async () => {
    const { otherPatient } = site.people;
    const [browser, owner] = [await site.as(otherPatient), await site.as(otherPatient)];
    for (let i = 0; i < 5; i += 1) expect((await change(browser, { current: `guess ${i}` })).statusCode).toBe(422);
    const answer = await change(browser);
    expect(answer.statusCode).toBe(429);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(25);
    expect(answer.body).toContain('Too many attempts');
    expect((await change(owner)).statusCode).toBe(303);
    expect(await status(browser)).toBe(303);
  });

  test('may be in any script, and typed in any form of Unicode', async () => {
    const { staff } = site.people;
    const browser = await site.as(staff);
    const [composed, apart] = ['மாமரம் é ｗｅｌｌ 井戸', 'மாமரம் e\u0301 well 井戸'];
    expect((await change(browser, { next: composed, again: composed })).statusCode).toBe(303);
    expect([await signIn('STF1', apart), await signIn('STF1', composed)]).toEqual([303, 303]);
  });
});
