// Signing in with a second factor, setting one up and removing it: what its owner does, and what a thief of the password tries.

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../src/access/actor.ts';
import { removeCodes, removeTotp } from '../src/identity/change-factor.ts';
import { verifyStore } from '../src/operations/verify/verify-store.ts';
import { giveApp, giveCodes, totpCode } from './support/factors.ts';
import { PASSWORD } from './support/people.ts';
import { type Browser, startTestServer, type TestServer } from './support/test-server.ts';

const SESSION = 'patrec_session';
const STEP = 'patrec_sign_in';
const MINUTE = 60_000;
const lines: string[] = [];
const secrets: string[] = [];
let site: TestServer;
beforeAll(async () => {
  site = await startTestServer(lines);
});
// Each test takes place on a later day: no code of an earlier one counts.
let days = 0;
afterEach(async () => {
  days += 1;
  site.clock.offset = days * 86_400_000;
  const { chart: _chart, otherChart: _otherChart, ...actors } = site.people;
  for (const owner of Object.values(actors)) {
    await removeTotp(parts(), owner, '');
    await removeCodes(parts(), owner, '');
  }
  await site.db.pool.query('DELETE FROM password_attempt');
});
afterAll(async () => {
  await site.close();
  for (const secret of secrets) expect(lines.join('')).not.toContain(secret);
});

const parts = () => ({ ...site, secret: site.app.secret });
const isIn = async (browser: Browser) => (await browser.get('/account')).statusCode === 200;
const where = (answer: { headers: Record<string, unknown> }) => answer.headers.location;
const typeCode = (browser: Browser, code: string, returnTo = '/') => browser.post('/sign-in/code', { code, returnTo });
async function withPassword(login: string, address?: string): Promise<Browser> {
  const browser = await site.as(null, address);
  expect(where(await browser.post('/sign-in', { login, password: PASSWORD }))).toBe('/sign-in/code?returnTo=%2F');
  return browser;
}
async function app(owner: Actor): Promise<string> {
  const key = await giveApp(parts(), owner);
  secrets.push(key);
  return key;
}
async function codes(owner: Actor): Promise<string[]> {
  const made = await giveCodes(parts(), owner);
  secrets.push(...made);
  return made;
}
const actsOf = async (chain: string) => {
  const { rows } = await site.db.pool.query(
    `SELECT convert_from(bytes, 'UTF8')::jsonb #>> '{subtype,-1,display}' AS act FROM resource_version
     WHERE chain = $1 AND type = 'AuditEvent' ORDER BY block_seq`,
    [chain],
  );
  return rows.map(({ act }) => act);
};

describe('signing in', () => {
  test('takes the code after the password, and leads to where one was going', async () => {
    const key = await app(site.people.doctor);
    const browser = await site.as(null);
    const first = await browser.post('/sign-in', { login: 'DOC1', password: PASSWORD, returnTo: '/account' });
    expect(where(first)).toBe('/sign-in/code?returnTo=%2Faccount');
    expect(browser.cookies.has(SESSION)).toBe(false);
    expect((await browser.get('/sign-in/code?returnTo=%2Faccount')).body).toContain('value="/account"');
    expect(where(await typeCode(browser, totpCode(site, key), '/account'))).toBe('/account');
    expect(await isIn(browser)).toBe(true);
    expect(where(await typeCode(await withPassword('DOC1'), totpCode(site, key, 1), '//evil.example'))).toBe('/');
  });

  test('by the password alone opens nothing: what the browser holds until the code is no session', async () => {
    await app(site.people.doctor);
    const browser = await withPassword('DOC1');
    const step = browser.cookies.get(STEP) ?? '';
    expect(step).toMatch(/^[\w-]{43}$/);
    expect(await isIn(browser)).toBe(false);
    browser.cookies.set(SESSION, step);
    expect(await isIn(browser)).toBe(false);
    const { rows } = await site.db.pool.query('SELECT FROM session WHERE account_id = $1', [
      site.people.doctor.account,
    ]);
    expect(rows).toHaveLength(0);
  });

  test('tells a wrong password nothing of the second factor', async () => {
    await app(site.people.doctor);
    const told = async (login: string) => {
      const { statusCode, headers, body } = await (await site.as(null)).post('/sign-in', { login, password: 'wrong' });
      const same = body.replaceAll(/(name="_csrf" value=")[^"]+/g, '$1').replaceAll(login, 'LOGIN');
      return { statusCode, cookies: Object.keys(headers).sort(), same };
    };
    expect(await told('DOC1')).toEqual(await told('DOC2'));
  });

  test('takes a token of nobody’s choosing: one that was brought along, ended or used opens nothing', async () => {
    const key = await app(site.people.doctor);
    const fixed = await site.as(null);
    fixed.cookies.set(STEP, 'x'.repeat(43));
    expect((await typeCode(fixed, totpCode(site, key))).statusCode).toBe(401);
    expect(where(await fixed.get('/sign-in/code'))).toBe('/sign-in');
    const browser = await withPassword('DOC1');
    const used = browser.cookies.get(STEP) ?? '';
    expect(where(await typeCode(browser, totpCode(site, key)))).toBe('/');
    const thief = await site.as(null);
    thief.cookies.set(STEP, used);
    expect((await typeCode(thief, totpCode(site, key, 1))).statusCode).toBe(401);
    expect(await isIn(thief)).toBe(false);
  });

  test('waits ten minutes for the code, to the millisecond', async () => {
    const key = await app(site.people.doctor);
    const { offset } = site.clock;
    const real = Date.now;
    const at = real();
    Date.now = () => at;
    try {
      const [early, late] = [await withPassword('DOC1'), await withPassword('DOC1')];
      site.clock.offset = offset + 10 * MINUTE - 1;
      expect(where(await typeCode(early, totpCode(site, key)))).toBe('/');
      site.clock.offset = offset + 10 * MINUTE;
      const answer = await typeCode(late, totpCode(site, key, 1));
      expect(answer.statusCode).toBe(401);
      expect(answer.body).toContain('You have been signed out');
    } finally {
      Date.now = real;
    }
  });

  test('is ended by a change of the password, wherever it waits', async () => {
    const key = await app(site.people.otherDoctor);
    const waiting = await withPassword('DOC2');
    const owner = await site.as(site.people.otherDoctor);
    const next = 'mango tree beside the well';
    expect(where(await owner.post('/account/password', { current: PASSWORD, next, again: next }))).toMatch(/changed/);
    expect((await typeCode(waiting, totpCode(site, key))).statusCode).toBe(401);
  });
});

describe('a code of an app', () => {
  test('works once, and of two at once one signs in', async () => {
    const key = await app(site.people.doctor);
    const browsers = await Promise.all(
      ['192.0.2.1', '192.0.2.2', '192.0.2.3'].map((from) => withPassword('DOC1', from)),
    );
    const answers = await Promise.all(browsers.map((browser) => typeCode(browser, totpCode(site, key))));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 401, 401]);
    expect((await typeCode(await withPassword('DOC1'), totpCode(site, key))).statusCode).toBe(401);
    expect(where(await typeCode(await withPassword('DOC1'), totpCode(site, key, 1)))).toBe('/');
  });

  test('may be a step early or late, grouped as apps group it, and no more', async () => {
    const key = await app(site.people.doctor);
    expect((await typeCode(await withPassword('DOC1'), totpCode(site, key, 2))).statusCode).toBe(401);
    expect((await typeCode(await withPassword('DOC1'), totpCode(site, key, -2))).statusCode).toBe(401);
    const code = totpCode(site, key, 1);
    expect(where(await typeCode(await withPassword('DOC1'), ` ${code.slice(0, 3)} ${code.slice(3)} `))).toBe('/');
  });

  test('of somebody else, of an app that was removed, or of any other shape is wrong, and nothing breaks', async () => {
    const [own, other] = [await app(site.people.doctor), await app(site.people.otherDoctor)];
    const texts = [totpCode(site, other), '', 'x'.repeat(50_000), '١٢٣٤٥٦', '-'.repeat(90), `' OR 1=1--`];
    for (const text of texts) {
      const browser = await withPassword('DOC1', `198.51.100.${texts.indexOf(text)}`);
      const answer = await typeCode(browser, text);
      expect(answer.statusCode).toBe(401);
      expect(answer.body).toContain('id="code-error"');
      if (text.length > 5) expect(answer.body).not.toContain(text);
    }
    const waiting = await withPassword('DOC1');
    await removeTotp(parts(), site.people.doctor, '');
    expect((await typeCode(waiting, totpCode(site, own))).statusCode).toBe(401);
  });
});

describe('guessing codes', () => {
  test('waits after five, and keeps out nobody who comes from elsewhere', async () => {
    const key = await app(site.people.doctor);
    const thief = await withPassword('DOC1', '192.0.2.1');
    for (let i = 0; i < 5; i += 1) expect((await typeCode(thief, '000000')).statusCode).toBe(401);
    const answer = await typeCode(thief, totpCode(site, key));
    expect(answer.statusCode).toBe(429);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(25);
    expect(answer.body).toContain('Too many attempts');
    const again = await withPassword('DOC1', '192.0.2.1');
    expect((await typeCode(again, totpCode(site, key))).statusCode).toBe(429);
    expect(where(await typeCode(await withPassword('DOC1', '192.0.2.2'), totpCode(site, key)))).toBe('/');
  });

  test('by many at once is counted before a code is looked at', async () => {
    await app(site.people.doctor);
    const thief = await withPassword('DOC1');
    const answers = await Promise.all(Array.from({ length: 20 }, () => typeCode(thief, '000000')));
    expect(answers.filter(({ statusCode }) => statusCode === 401)).toHaveLength(5);
  });

  test('from many addresses ends after a hundred in a day; a printed code still works', async () => {
    const key = await app(site.people.doctor);
    const [paper = ''] = await codes(site.people.doctor);
    for (let address = 0; address < 20; address += 1) {
      const thief = await withPassword('DOC1', `192.0.2.${address}`);
      for (let i = 0; i < 5; i += 1) await typeCode(thief, '000000');
    }
    const owner = await withPassword('DOC1', '203.0.113.1');
    expect((await typeCode(owner, totpCode(site, key))).statusCode).toBe(429);
    expect(where(await typeCode(owner, paper))).toBe('/');
    site.clock.offset += 24 * 60 * MINUTE;
    expect(where(await typeCode(await withPassword('DOC1', '203.0.113.1'), totpCode(site, key)))).toBe('/');
  });
});

describe('printed codes', () => {
  test('are a second factor by themselves: each once, however it is typed, as an act in the chain', async () => {
    const { patient, chart } = site.people;
    const [one = '', two = ''] = await codes(patient);
    const typed = ` ${one.toUpperCase().replaceAll('-', ' ')} `;
    expect(where(await typeCode(await withPassword('PAT001'), typed))).toBe('/');
    expect((await typeCode(await withPassword('PAT001'), one)).statusCode).toBe(401);
    const browsers = [await withPassword('PAT001'), await withPassword('PAT001')];
    const answers = await Promise.all(browsers.map((browser) => typeCode(browser, two)));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 401]);
    expect(await actsOf(chart.chain)).toEqual(['recovery-codes-made', 'recovery-code-used', 'recovery-code-used']);
    await site.settle();
    const browser = await site.as(patient);
    expect((await browser.get('/access/log')).body).toContain('used a printed code');
    expect((await browser.get('/account')).body).toContain('8 of 10 are left');
    expect((await verifyStore(site.db, site.identity)).problems).toEqual([]);
  });

  test('that run out are told of in time, and when all are used the password alone opens nothing', async () => {
    const made = await codes(site.people.staff);
    const places: unknown[] = [];
    for (const code of made) places.push(where(await typeCode(await withPassword('STF1'), code)));
    expect(places).toEqual([...Array(6).fill('/'), ...Array(4).fill('/account?notice=codes-low')]);
    const browser = await withPassword('STF1');
    expect((await typeCode(browser, made[0] ?? '')).statusCode).toBe(401);
    expect(await isIn(browser)).toBe(false);
  });

  test('of one step are not used up by the second of two codes at once', async () => {
    const [one = '', two = ''] = await codes(site.people.staff);
    const browser = await withPassword('STF1');
    const answers = await Promise.all([typeCode(browser, one), typeCode(browser, two)]);
    expect(answers.filter(({ statusCode }) => statusCode === 303)).toHaveLength(1);
    const { rows } = await site.db.pool.query('SELECT FROM recovery_code WHERE used_at IS NOT NULL');
    expect(rows).toHaveLength(1);
  });
});

describe('setting up', () => {
  const keyOn = (body: string) => /secret-key">([^<]+)</.exec(body)?.[1]?.replaceAll(' ', '') ?? '';
  const draftOn = (body: string) => /name="draft" value="([^"]+)"/.exec(body)?.[1] ?? '';

  test('an app: a code confirms the key that was shown, all others are signed out, and the chain says so', async () => {
    const { doctor } = site.people;
    const [browser, other] = [await site.as(doctor), await site.as(doctor)];
    const waiting = await site.as(null);
    const page = (await browser.get('/account/authenticator')).body;
    const [key, draft] = [keyOn(page), draftOn(page)];
    secrets.push(key);
    expect(key).toMatch(/^[A-Z2-7]{32}$/);
    expect(page).toMatch(/<svg class="qr".*<path d="M/);
    for (const wrong of ['', '000000', totpCode(site, key, -3)]) {
      const answer = await browser.post('/account/authenticator', { draft, code: wrong });
      expect(answer.statusCode).toBe(422);
      expect([keyOn(answer.body), draftOn(answer.body)]).toEqual([key, draft]);
    }
    expect(where(await browser.post('/account/authenticator', { draft, code: totpCode(site, key) }))).toMatch(
      /totp-set/,
    );
    expect([await isIn(browser), await isIn(other)]).toEqual([true, false]);
    expect(where(await waiting.post('/sign-in', { login: 'DOC1', password: PASSWORD }))).toMatch(/code/);
    expect((await typeCode(waiting, totpCode(site, key))).statusCode).toBe(401); // the code that confirmed it
    expect((await actsOf(site.ledger.institutionChain)).at(-1)).toBe('totp-set');
    await site.settle();
    expect((await verifyStore(site.db, site.identity)).problems).toEqual([]);
  });

  test('an app with a key of somebody else’s, or one that was changed, shows a new key', async () => {
    const [mine, theirs] = [await site.as(site.people.doctor), await site.as(site.people.staff)];
    const page = (await theirs.get('/account/authenticator')).body;
    const code = totpCode(site, keyOn(page));
    const draft = draftOn(page);
    for (const brought of [draft, `${draft.slice(0, -2)}AA`, '', 'x'.repeat(5000)]) {
      const answer = await mine.post('/account/authenticator', { draft: brought, code });
      expect(answer.statusCode).toBe(422);
      expect(keyOn(answer.body)).not.toBe(keyOn(page));
    }
    expect((await site.db.pool.query('SELECT FROM totp')).rowCount).toBe(0);
  });

  test('codes: ten are shown once and kept as hashes; new ones end the old, and all other sessions', async () => {
    const { patient } = site.people;
    const [browser, other] = [await site.as(patient), await site.as(patient)];
    const codesOn = (body: string) => [...body.matchAll(/<li class="code">([^<]+)</g)].map(([, code = '']) => code);
    const shown = await browser.post('/account/recovery-codes', {});
    const made = codesOn(shown.body);
    secrets.push(...made);
    expect(new Set(made).size).toBe(10);
    for (const code of made) expect(code).toMatch(/^([a-km-np-z2-9]{5}-){3}[a-km-np-z2-9]{5}$/);
    expect(shown.headers['cache-control']).toBe('no-store');
    expect([await isIn(browser), await isIn(other)]).toEqual([true, false]);
    expect(codesOn((await browser.get('/account')).body)).toEqual([]);
    const renewed = codesOn((await browser.post('/account/recovery-codes', {})).body);
    secrets.push(...renewed);
    expect((await typeCode(await withPassword('PAT001'), made[0] ?? '')).statusCode).toBe(401);
    expect(where(await typeCode(await withPassword('PAT001'), renewed[0] ?? ''))).toBe('/');
  });

  test('and removing: the password alone signs in again, all others are signed out', async () => {
    const { staff } = site.people;
    await app(staff);
    await codes(staff);
    const [browser, other] = [await site.as(staff), await site.as(staff)];
    expect(where(await browser.post('/account/authenticator/remove', {}))).toMatch(/totp-removed/);
    expect([await isIn(browser), await isIn(other)]).toEqual([true, false]);
    await withPassword('STF1');
    expect(where(await browser.post('/account/recovery-codes/remove', {}))).toMatch(/codes-removed/);
    const free = await site.as(null);
    expect(where(await free.post('/sign-in', { login: 'STF1', password: PASSWORD }))).toBe('/');
    const before = await actsOf(site.ledger.institutionChain);
    await browser.post('/account/authenticator/remove', {});
    expect(await actsOf(site.ledger.institutionChain)).toEqual(before); // there is nothing left to remove
  });

  test('leaves nothing in the store that could be read: neither key nor codes', async () => {
    const { staff } = site.people;
    const key = await app(staff);
    const made = await codes(staff);
    const { rows } = await site.db.pool.query(
      `SELECT (SELECT string_agg(t::text, ' ') FROM totp t) || (SELECT string_agg(c::text, ' ') FROM recovery_code c) AS all`,
    );
    for (const secret of [key, Buffer.from(key).toString('hex'), ...made]) expect(rows[0].all).not.toContain(secret);
    for (const secret of made) expect(rows[0].all).not.toContain(Buffer.from(secret).toString('hex'));
    const administrator = await site.as(site.people.administrator);
    for (const url of ['/', '/account', '/account/authenticator']) {
      const { body } = await administrator.get(url);
      for (const secret of [key, ...made]) expect(body).not.toContain(secret);
    }
  });
});
