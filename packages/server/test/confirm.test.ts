// "Confirm it is you": what asks for a fresh proof, that nothing typed is lost, and that nobody gets by.

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../src/access/actor.ts';
import { removeCodes, removeTotp } from '../src/identity/change-factor.ts';
import { giveApp, giveCodes, totpCode } from './support/factors.ts';
import { PASSWORD } from './support/people.ts';
import { practitioner } from './support/practitioners.ts';
import { type Browser, startTestServer, type TestServer } from './support/test-server.ts';

const FIVE_MINUTES = 5 * 60_000;
const STAFF = {
  nonce: 'ab'.repeat(16),
  name: 'Nisha Pillai',
  sex: 'female',
  workplace: 'Sunrise Clinic',
  city: 'Kochi',
};
let site: TestServer;
beforeAll(async () => {
  site = await startTestServer();
});
afterEach(async () => {
  for (const owner of [site.people.administrator, site.people.staff]) {
    await removeTotp(parts(), owner, '');
    await removeCodes(parts(), owner, '');
  }
  await site.db.pool.query('DELETE FROM password_attempt');
  site.clock.offset += 86_400_000;
});
afterAll(() => site.close());

const parts = () => ({ ...site, secret: site.app.secret });
const where = (answer: { headers: Record<string, unknown> }) => answer.headers.location;
const keptIn = (body: string) => /name="kept" value="([^"]+)"/.exec(body)?.[1] ?? '';
async function stale(person: Actor): Promise<Browser> {
  const browser = await site.as(person);
  site.clock.offset += FIVE_MINUTES;
  return browser;
}
const staffCalled = async (name: string) =>
  (await site.db.pool.query('SELECT FROM account WHERE name = $1', [name])).rowCount;

describe('a page of a dangerous act', () => {
  test.each(['/staff/new', '/account/authenticator', '/account/passkeys/new', '/verifications/DOC999'])(
    'asks first and leads back: %s',
    async (url) => {
      const browser = await stale(site.people.administrator);
      const asked = String(where(await browser.get(url)));
      expect(asked).toMatch(/^\/confirm\?by=(person|factor)&returnTo=/);
      const page = await browser.get(asked);
      expect(page.body).toContain(`name="returnTo" value="${url}"`);
      expect(where(await browser.post('/confirm', { password: PASSWORD, by: 'person', returnTo: url }))).toBe(url);
      expect((await browser.get(url)).statusCode).toBe(url.startsWith('/verif') ? 404 : 200);
    },
  );

  test('leads nowhere else', async () => {
    const browser = await site.as(site.people.staff);
    for (const returnTo of ['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)']) {
      expect((await browser.get(`/confirm?returnTo=${encodeURIComponent(returnTo)}`)).body).toContain(
        'name="returnTo" value="/"',
      );
      expect(where(await browser.post('/confirm', { password: PASSWORD, returnTo }))).toBe('/');
    }
  });
});

describe('a form that comes too late', () => {
  test('is kept unseen while its person confirms, and then goes on as it was typed', async () => {
    const browser = await stale(site.people.administrator);
    const asked = await browser.post('/staff/new', STAFF);
    expect(asked.statusCode).toBe(403);
    expect(asked.body).toContain('Confirm it is you');
    expect(asked.body).not.toContain('Nisha');
    expect(await staffCalled('Nisha Pillai')).toBe(0);
    const kept = keptIn(asked.body);
    for (const wrong of [{}, { password: 'not my password' }, { password: 'x'.repeat(9000) }, { code: '123456' }]) {
      const again = await browser.post('/staff/new', { kept, ...wrong });
      expect(again.statusCode).toBe(422);
      expect(keptIn(again.body)).toBe(kept);
    }
    expect(await staffCalled('Nisha Pillai')).toBe(0);
    const done = await browser.post('/staff/new', { kept, password: PASSWORD });
    expect(done.body).toContain('Nisha Pillai');
    expect(await staffCalled('Nisha Pillai')).toBe(1);
  });

  test('goes to its own address in its own session alone, and is not changed on the way', async () => {
    const [browser, other] = [await stale(site.people.administrator), await site.as(site.people.administrator)];
    const kept = keptIn((await browser.post('/staff/new', { ...STAFF, name: 'Nobody Else' })).body);
    const proof = { password: PASSWORD };
    expect((await other.post('/staff/new', { kept, ...proof })).statusCode).toBe(400);
    expect((await browser.post('/account/sessions/end-others', { kept, ...proof })).statusCode).toBe(400);
    for (const bad of ['', 'x', `${kept.slice(0, -4)}AAAA`, `B${kept.slice(1)}`])
      expect((await browser.post('/staff/new', { kept: bad, ...proof })).statusCode).toBe(400);
    expect(await staffCalled('Nobody Else')).toBe(0);
  });

  test.each([
    ['/account/sessions/end-others', /sessions-ended/],
    ['/account/sessions/nothing/end', /session-gone/],
    ['/account/authenticator/remove', /totp-removed/],
    ['/account/recovery-codes/remove', /codes-removed/],
    ['/account/passkeys/remove', /passkey-gone/],
  ])('is asked for: %s', async (url, then) => {
    const browser = await stale(site.people.staff);
    const asked = await browser.post(url, {});
    expect(asked.statusCode).toBe(403);
    expect(where(await browser.post(url, { kept: keptIn(asked.body), password: PASSWORD }))).toMatch(then);
  });

  test('is asked for when doctors are verified and declined, and the reason is kept', async () => {
    const doctor = await practitioner(site, 'doctor', 'Dr. Applicant', false);
    const browser = await stale(site.people.administrator);
    const url = `/verifications/${doctor.login}/decline`;
    const asked = await browser.post(url, { reason: 'The council knows no such number.' });
    expect(asked.statusCode).toBe(403);
    expect(where(await browser.post(url, { kept: keptIn(asked.body), password: PASSWORD }))).toBe('/?notice=declined');
    const { rows } = await site.db.pool.query('SELECT status_reason AS reason FROM account WHERE id = $1', [
      doctor.account,
    ]);
    expect(rows).toEqual([{ reason: 'The council knows no such number.' }]);
  });

  test('makes a guesser wait, and what was typed stays', async () => {
    const browser = await stale(site.people.administrator);
    const kept = keptIn(
      (await browser.post('/staff/new', { ...STAFF, nonce: 'cd'.repeat(16), name: 'Too Early' })).body,
    );
    for (let i = 0; i < 5; i += 1) await browser.post('/staff/new', { kept, password: `guess ${i}` });
    const answer = await browser.post('/staff/new', { kept, password: PASSWORD });
    expect(answer.statusCode).toBe(429);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(25);
    expect(keptIn(answer.body)).toBe(kept);
    site.clock.offset += 31_000;
    expect((await browser.post('/staff/new', { kept, password: PASSWORD })).body).toContain('Too Early');
  });
});

describe('with a second factor', () => {
  test('its change takes the password and a code; a printed code is not used up beside a wrong password', async () => {
    const { staff } = site.people;
    const [paper = ''] = await giveCodes(parts(), staff);
    const browser = await stale(staff);
    const url = '/account/recovery-codes/remove';
    const kept = keptIn((await browser.post(url, {})).body);
    const tries = [
      { password: PASSWORD },
      { code: paper },
      { password: 'wrong', code: paper },
      { password: PASSWORD, code: 'x' },
    ];
    for (const typed of tries) expect((await browser.post(url, { kept, ...typed })).statusCode).toBe(422);
    expect(where(await browser.post(url, { kept, password: PASSWORD, code: paper }))).toMatch(/codes-removed/);
  });

  test('other acts take either, and a password that is fresh does not open the change of the factor', async () => {
    const { administrator } = site.people;
    const key = await giveApp(parts(), administrator);
    const browser = await stale(administrator);
    const confirm = (form: Record<string, string>) =>
      browser.post('/confirm', { by: 'person', returnTo: '/staff/new', ...form });
    expect(where(await confirm({ password: PASSWORD }))).toBe('/staff/new');
    expect((await browser.get('/staff/new')).statusCode).toBe(200);
    expect(where(await browser.get('/account/authenticator'))).toMatch(/^\/confirm\?by=factor/);
    site.clock.offset += FIVE_MINUTES;
    const code = totpCode(site, key);
    expect(where(await confirm({ code }))).toBe('/staff/new');
    expect((await confirm({ code })).statusCode).toBe(422); // once
    expect(where(await browser.get('/account/authenticator'))).toMatch(/^\/confirm\?by=factor/);
  });

  test('the password is changed with a code besides; without one as before, and the new one is shown nowhere', async () => {
    const { staff } = site.people;
    const key = await giveApp(parts(), staff);
    const browser = await stale(staff);
    const next = 'mango tree beside the well';
    const asked = await browser.post('/account/password', { current: PASSWORD, next, again: next });
    expect(asked.statusCode).toBe(403);
    expect(asked.body).not.toMatch(/mango/);
    const proof = { kept: keptIn(asked.body), password: PASSWORD, code: totpCode(site, key) };
    expect(where(await browser.post('/account/password', proof))).toMatch(/password-changed/);
  });
});

test('a stranger and somebody whose session ended are sent to sign in', async () => {
  const gone = await stale(site.people.patient);
  site.clock.offset += 60 * 60_000;
  for (const browser of [gone, await site.as(null)]) {
    expect(where(await browser.get('/confirm'))).toMatch(/^\/sign-in/);
    expect(where(await browser.post('/confirm', { password: PASSWORD }))).toMatch(/^\/sign-in/);
    expect(where(await browser.post('/account/recovery-codes', {}))).toMatch(/^\/sign-in/);
  }
});
