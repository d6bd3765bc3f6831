// Passkeys over HTTP, by a device in software that says what no honest one does.

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../src/access/actor.ts';
import { verifyStore } from '../src/operations/verify/verify-store.ts';
import { givePasskey } from './support/factors.ts';
import { type Lie, softwarePasskey } from './support/software-passkey.ts';
import { type Browser, startTestServer, type TestServer } from './support/test-server.ts';

const FIVE_MINUTES = 5 * 60_000;
let site: TestServer;
beforeAll(async () => {
  site = await startTestServer();
});
afterEach(() => {
  site.clock.offset = 0;
});
afterAll(() => site.close());

const parts = () => ({ ...site, secret: site.app.secret });
const where = (answer: { headers: Record<string, unknown> }) => answer.headers.location;
const isIn = async (browser: Browser) => (await browser.get('/account')).statusCode === 200;
async function challenge(browser: Browser, url = '/sign-in/passkey/options'): Promise<string> {
  return (await browser.post(url, {})).json().challenge;
}
const signIn = (browser: Browser, passkey: string) =>
  browser.post('/sign-in/passkey', { passkey, returnTo: '/account' });

describe('signing in with a passkey', () => {
  test('takes no password, asks for a verified person, and is fresh enough for every act', async () => {
    const passkey = await givePasskey(parts(), site.people.doctor);
    const browser = await site.as(null);
    const options = (await browser.post('/sign-in/passkey/options', {})).json();
    expect(options).toMatchObject({ rpId: 'localhost', userVerification: 'required' });
    expect(Buffer.from(options.challenge, 'base64url')).toHaveLength(32);
    expect(where(await signIn(browser, passkey.use(options.challenge)))).toBe('/account');
    expect((await browser.get('/account')).body).toContain('last used');
    expect((await browser.get('/account/authenticator')).statusCode).toBe(200);
  });

  test.each<[string, Lie]>([
    ['another origin', { origin: 'http://localhost:3001' }],
    ['a site with our name inside', { origin: 'https://localhost.evil.example' }],
    ['another relying party', { rpId: 'evil.example' }],
    ['a person who was not verified', { unverified: true }],
    ['a ceremony of another kind', { type: 'webauthn.create' }],
    ['another user handle', { userHandle: 'somebody else' }],
    ['an id that nobody has', { id: 'AAAAAAAAAAAAAAAAAAAAAA' }],
  ])('is refused with %s', async (_, lie) => {
    const passkey = await givePasskey(parts(), site.people.doctor);
    const browser = await site.as(null);
    const answer = await signIn(browser, passkey.use(await challenge(browser), lie));
    expect(answer.statusCode).toBe(401);
    expect(answer.body).toContain('The passkey did not work');
    expect(await isIn(browser)).toBe(false);
  });

  test('answers each challenge once, from the browser that asked, within five minutes', async () => {
    const passkey = await givePasskey(parts(), site.people.doctor);
    const [browser, other] = [await site.as(null), await site.as(null)];
    const once = await challenge(browser);
    expect((await signIn(other, passkey.use(once))).statusCode).toBe(401);
    const answer = passkey.use(await challenge(browser));
    expect((await signIn(browser, `${answer.slice(0, -1)},"x":1}`)).statusCode).toBe(303);
    const again = await site.as(null);
    again.cookies.set('patrec_form', browser.cookies.get('patrec_form') ?? '');
    expect((await signIn(again, answer)).statusCode).toBe(401);
    const late = await site.as(null);
    const expired = await challenge(late);
    site.clock.offset = FIVE_MINUTES + 1;
    expect((await signIn(late, passkey.use(expired))).statusCode).toBe(401);
    expect((await signIn(late, passkey.use('chosen-by-the-attacker'))).statusCode).toBe(401);
  });

  test('is refused when the counter stands still or goes back: somebody has a copy', async () => {
    const passkey = await givePasskey(parts(), site.people.doctor);
    const attempt = async (counter: number) => {
      const browser = await site.as(null);
      return (await signIn(browser, passkey.use(await challenge(browser), { counter }))).statusCode;
    };
    expect([await attempt(5), await attempt(5), await attempt(4), await attempt(0), await attempt(6)]).toEqual([
      303, 401, 401, 401, 303,
    ]);
  });

  test.each(['', '{}', 'null', '[]', '{"id":1}', '{"id":"x","response":{}}', '"'.repeat(30_000), '{"__proto__":{}}'])(
    'is refused, and breaks nothing, with %j',
    async (text) => {
      const browser = await site.as(null);
      await challenge(browser);
      expect((await signIn(browser, text)).statusCode).toBe(401);
    },
  );

  test('opens no account that was closed', async () => {
    const passkey = await givePasskey(parts(), site.people.otherDoctor);
    const setStatus = (status: string) =>
      site.db.pool.query('UPDATE account SET status = $2 WHERE id = $1', [site.people.otherDoctor.account, status]);
    await setStatus('closed');
    const browser = await site.as(null);
    expect((await signIn(browser, passkey.use(await challenge(browser)))).statusCode).toBe(401);
    await setStatus('active');
  });
});

describe('adding and removing', () => {
  const add = async (browser: Browser, owner: Actor, lie: Lie = {}, name = 'My phone') => {
    const passkey = softwarePasskey(owner.account);
    const answer = passkey.make(await challenge(browser, '/account/passkeys/options'), lie);
    return { passkey, answer, sent: await browser.post('/account/passkeys', { name, passkey: answer }) };
  };

  test('several, by name, each an act in the chain; removing one ends all other sessions', async () => {
    const { patient } = site.people;
    const [browser, other] = [await site.as(patient), await site.as(patient)];
    const { passkey, sent } = await add(browser, patient, {}, '  Amma’s  <b>phone</b> ');
    expect(where(sent)).toBe('/account?notice=passkey-added');
    await add(browser, patient, {}, 'Laptop');
    const page = (await browser.get('/account')).body;
    expect(page).toContain('Amma’s &lt;b>phone&lt;/b>');
    expect(page).toContain('Laptop');
    expect(await isIn(other)).toBe(true);
    expect(where(await browser.post('/account/passkeys/remove', { id: passkey.id }))).toMatch(/passkey-removed/);
    expect(where(await browser.post('/account/passkeys/remove', { id: passkey.id }))).toMatch(/passkey-gone/);
    expect([await isIn(browser), await isIn(other)]).toEqual([true, false]);
    const stranger = await site.as(null);
    expect((await signIn(stranger, passkey.use(await challenge(stranger)))).statusCode).toBe(401);
    await site.settle();
    expect((await browser.get('/access/log')).body).toContain('removed a passkey');
    expect((await verifyStore(site.db, site.identity)).problems).toEqual([]);
  });

  test.each<[string, Lie]>([
    ['another origin', { origin: 'http://evil.example' }],
    ['another relying party', { rpId: 'evil.example' }],
    ['a person who was not verified', { unverified: true }],
    ['an answer to a sign-in', { type: 'webauthn.get' }],
  ])('is refused with %s', async (_, lie) => {
    const { staff } = site.people;
    const { sent } = await add(await site.as(staff), staff, lie);
    expect(sent.statusCode).toBe(422);
    expect(sent.body).toContain('No passkey was made');
    expect(sent.body).toContain('value="My phone"');
  });

  test('is refused for an answer that was used, one for another session, one for another purpose, and a known passkey', async () => {
    const { staff } = site.people;
    const browser = await site.as(staff);
    const { passkey, answer, sent } = await add(browser, staff);
    expect(sent.statusCode).toBe(303);
    const post = (from: Browser, text: string) => from.post('/account/passkeys', { name: 'x', passkey: text });
    expect((await post(browser, answer)).statusCode).toBe(422);
    const other = await site.as(staff);
    const asked = await challenge(other, '/account/passkeys/options');
    expect((await post(browser, softwarePasskey(staff.account).make(asked))).statusCode).toBe(422);
    const confirm = await challenge(browser, '/confirm/passkey/options');
    expect((await post(browser, softwarePasskey(staff.account).make(confirm))).statusCode).toBe(422);
    const known = await site.as(site.people.patient);
    const again = passkey.make(await challenge(known, '/account/passkeys/options'));
    expect((await post(known, again)).statusCode).toBe(422);
  });

  test('reaches nobody else’s: their ids are as if there were none', async () => {
    const passkey = await givePasskey(parts(), site.people.otherDoctor);
    for (const person of [site.people.doctor, site.people.administrator]) {
      const answer = await (await site.as(person)).post('/account/passkeys/remove', { id: passkey.id });
      expect(where(answer)).toMatch(/passkey-gone/);
    }
    const browser = await site.as(null);
    expect(where(await signIn(browser, passkey.use(await challenge(browser))))).toBe('/account');
  });
});

test('confirming takes one’s own passkey: another account’s, right in itself, proves nothing', async () => {
  const { doctor, otherDoctor } = site.people;
  const [own, foreign] = [await givePasskey(parts(), doctor), await givePasskey(parts(), otherDoctor)];
  const browser = await site.as(doctor);
  site.clock.offset = FIVE_MINUTES;
  const answerWith = async (use: typeof own, url = '/confirm/passkey/options') =>
    browser.post('/confirm', {
      by: 'factor',
      returnTo: '/account/authenticator',
      passkey: use.use(await challenge(browser, url)),
    });
  expect((await answerWith(foreign)).statusCode).toBe(422);
  expect((await answerWith(own, '/sign-in/passkey/options')).statusCode).toBe(422);
  expect(where(await browser.get('/account/authenticator'))).toMatch(/^\/confirm/);
  expect(where(await answerWith(own))).toBe('/account/authenticator');
  expect((await browser.get('/account/authenticator')).statusCode).toBe(200);
});
