// The e-mail address of an account and forgotten passwords: links that work once, answers that tell nobody anything.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '../src/access/actor.ts';
import { verifyStore } from '../src/operations/verify/verify-store.ts';
import { deliverAll, giveAddress, linkIn } from './support/mails.ts';
import { PASSWORD } from './support/people.ts';
import { practitioner } from './support/practitioners.ts';
import { contentOf } from './support/tables.ts';
import { type Browser, startTestServer, type TestServer } from './support/test-server.ts';

const NEXT = 'guava tree beside the well';
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const lines: string[] = [];
const tokens: string[] = [];
let site: TestServer;
beforeAll(async () => {
  site = await startTestServer(lines);
});
afterAll(async () => {
  await site.settle();
  const { problems } = await verifyStore(site.db, site.identity);
  const { rows } = await site.db.pool.query(
    `SELECT string_agg(convert_from(bytes, 'UTF8'), ' ') AS all FROM resource_version`,
  );
  await site.close();
  expect(problems).toEqual([]);
  expect(tokens.length).toBeGreaterThan(5);
  const said = lines.join('');
  for (const secret of [PASSWORD, NEXT, ...tokens, '@example.org']) expect(said).not.toContain(secret);
  expect(rows[0].all.replaceAll('devika@example.org', '')).not.toContain('@example.org'); // a registration's own, as before
});
// Limits are by the hour; sessions end after half an hour.
beforeEach(() => {
  site.clock.offset += 2 * HOUR_MS;
});

let addresses = 0;
const stranger = () => {
  addresses += 1;
  return site.as(null, `10.1.0.${addresses}`);
};
const ask = (browser: Browser, form: Record<string, string>) =>
  browser.post('/account/email', { addressPassword: PASSWORD, step: 'change', ...form });
const status = async (browser: Browser) => (await browser.get('/account')).statusCode;
async function lastLink(): Promise<string> {
  const link = linkIn(
    (await deliverAll(site)).find(({ text }) => /confirm-email|recover\/link/.test(text)) ?? { text: '' },
  );
  tokens.push(link.split('/').at(-1) ?? '');
  return link;
}
async function recover(login: string): Promise<void> {
  expect((await (await stranger()).post('/recover', { login })).headers.location).toBe('/recover/sent');
}
const newPassword = (password = NEXT) => ({ password, passwordAgain: password });
const signIn = async (login: string, password: string) =>
  (await (await stranger()).post('/sign-in', { login, password })).statusCode;
const person = (name: string): Promise<Actor> => practitioner(site, 'doctor', name);
const givePassword = ({ account }: Actor) =>
  site.db.pool.query(
    `UPDATE account SET password_hash = (SELECT password_hash FROM account WHERE login = 'STF1') WHERE id = $1`,
    [account],
  );
async function reachable(name: string): Promise<{ who: Actor; address: string; browser: Browser }> {
  const who = await person(name);
  await givePassword(who);
  const address = `${who.login.toLowerCase()}@example.org`;
  return { who, address, browser: await giveAddress(site, who, address, PASSWORD) };
}

describe('the address', () => {
  test('is used once its link is pressed, not looked at; ends other sessions, and stands in the chain as a hash', async () => {
    const { patient, chart } = site.people;
    const [browser, other] = [await site.as(patient), await site.as(patient)];
    expect((await ask(browser, { address: 'old@example.org' })).headers.location).toBe('/account?notice=email-sent');
    const link = await lastLink();
    const scanner = await stranger();
    for (const _ of [1, 2, 3]) expect((await scanner.get(link)).body).toContain('old@example.org');
    const { rows } = await site.db.pool.query('SELECT FROM account_email WHERE account_id = $1', [patient.account]);
    expect(rows).toHaveLength(0);
    const pressed = await scanner.post(link, {});
    expect(pressed.headers.location).toBe('/sign-in?notice=email-confirmed');
    expect([await status(browser), await status(other)]).toEqual([200, 303]);
    expect((await scanner.post(link, {})).statusCode).toBe(410);
    expect((await browser.get('/account')).body).toContain('old@example.org');
    await site.settle();
    expect((await browser.get('/access/log')).body).toContain('changed the e-mail address');
    const blocks = await site.db.pool.query(`SELECT FROM block WHERE chain = $1 AND type = 'account'`, [chart.chain]);
    expect(blocks.rowCount).toBe(1);
  });

  test('is changed: the one before is told, and only the one before', async () => {
    const browser = await site.as(site.people.patient);
    await ask(browser, { address: 'new@example.org' });
    const link = await lastLink();
    await browser.post(link, {});
    expect((await deliverAll(site)).map(({ to, subject }) => `${to} ${subject}`)).toEqual([
      'old@example.org Patrec: Your e-mail address was changed',
    ]);
  });

  test('is removed, with the password alone; the address is told', async () => {
    const [browser, other] = [await site.as(site.people.patient), await site.as(site.people.patient)];
    const without = await browser.post('/account/email', { step: 'remove', addressPassword: 'wrong' });
    expect(without.statusCode).toBe(422);
    const answer = await browser.post('/account/email', { step: 'remove', addressPassword: PASSWORD });
    expect(answer.headers.location).toBe('/account?notice=email-removed');
    expect((await deliverAll(site)).map(({ to }) => to)).toEqual(['new@example.org']);
    expect([await status(browser), await status(other)]).toEqual([200, 303]);
    expect((await browser.get('/account')).body).toContain('No address yet');
  });

  test.each([
    ['nothing', { address: '' }, 'address', 'Fill this in'],
    ['no place', { address: 'asha@' }, 'address', 'Write an address'],
    ['two lines', { address: 'a@example.org\r\nBcc: b@example.org' }, 'address', 'Write an address'],
    ['two addresses', { address: 'a@example.org,b@example.org' }, 'address', 'Write an address'],
    ['angles', { address: 'A <a@example.org>' }, 'address', 'Write an address'],
    ['a huge one', { address: `${'a'.repeat(20_000)}@example.org` }, 'address', 'At most 254'],
    ['no password', { address: 'a@example.org', addressPassword: '' }, 'addressPassword', 'Fill this in'],
    ['a wrong password', { address: 'a@example.org', addressPassword: 'no' }, 'addressPassword', 'not your present'],
  ])('is refused at its field, and nothing is sent: %s', async (_, form, field, says) => {
    const browser = await site.as(site.people.otherDoctor);
    const before = await contentOf(site.db);
    const answer = await ask(browser, form);
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain(`id="${field}-error"`);
    expect(answer.body).toContain(says);
    const after = await contentOf(site.db);
    expect({ ...after, password_attempt: 0, session: 0 }).toEqual({ ...before, password_attempt: 0, session: 0 });
  });

  test('that others use is taken in the same words', async () => {
    const [one, two] = [await site.as(site.people.doctor), await site.as(site.people.otherDoctor)];
    const told = [];
    for (const browser of [one, two]) {
      const answer = await ask(browser, { address: 'family@example.org' });
      told.push([answer.statusCode, answer.headers.location]);
      await browser.post(await lastLink(), {});
    }
    expect(told[0]).toEqual(told[1]);
    const { rowCount } = await site.db.pool.query(`SELECT FROM account_email WHERE address = 'family@example.org'`);
    expect(rowCount).toBe(2);
  });

  test('is not flooded: three links an hour for an account, and three for a mailbox whoever asks', async () => {
    const browser = await site.as(site.people.administrator);
    for (const i of [1, 2, 3]) expect((await ask(browser, { address: `admin${i}@example.org` })).statusCode).toBe(303);
    const fourth = await ask(browser, { address: 'admin4@example.org' });
    expect(fourth.statusCode).toBe(429);
    expect(fourth.body).toContain('3 messages were sent');
    expect(await deliverAll(site)).toHaveLength(3);
    site.clock.offset += HOUR_MS;
    const people = await Promise.all(['A', 'B', 'C', 'D'].map((name) => person(`Dr. ${name}`)));
    const answers = [];
    for (const who of people) {
      await givePassword(who);
      answers.push((await ask(await site.as(who), { address: 'victim@example.org' })).statusCode);
    }
    expect(answers).toEqual([303, 303, 303, 429]);
    expect(await deliverAll(site)).toHaveLength(3);
  });

  test('has a link of 24 hours; a newer one takes its place', async () => {
    const who = await person('Dr. Late');
    await givePassword(who);
    const browser = await site.as(who);
    await ask(browser, { address: 'late1@example.org' });
    const first = await lastLink();
    await ask(browser, { address: 'late2@example.org' });
    const second = await lastLink();
    expect((await browser.post(first, {})).statusCode).toBe(410);
    const { rows } = await site.db.pool.query('SELECT until FROM email_change WHERE account_id = $1', [who.account]);
    const offset = site.clock.offset;
    site.clock.offset = rows[0].until.getTime() - Date.now() + 5;
    expect((await (await stranger()).post(second, {})).statusCode).toBe(410);
    site.clock.offset = offset;
    expect((await browser.post(second, {})).statusCode).toBe(303);
  });

  test('that was typed at the sign-up gets its link at once', async () => {
    const browser = await stranger();
    const form = { name: 'Devika Menon', sex: 'female', birthDate: '1990-05-17', phone: '9800000077', language: 'en' };
    const typed = { ...form, email: 'devika@example.org', password: NEXT, passwordAgain: NEXT, consent: 'yes' };
    expect((await browser.post('/sign-up', typed)).headers.location).toBe('/welcome');
    expect((await browser.post(await lastLink(), {})).headers.location).toBe('/account?notice=email-confirmed');
    const card = (await browser.get('/account')).body.split('id="email"')[1] ?? '';
    expect(card).toContain('devika@example.org');
  });

  test('is confirmed once by two at once', async () => {
    const who = await person('Dr. Twice');
    await givePassword(who);
    await ask(await site.as(who), { address: 'twice@example.org' });
    const link = await lastLink();
    const browsers = await Promise.all([stranger(), stranger(), stranger()]);
    const answers = await Promise.all(browsers.map((browser) => browser.post(link, {})));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 410, 410]);
  });
});

describe('a forgotten password', () => {
  test('is replaced through a link that works once; all sessions end, and it is told and sealed', async () => {
    const { who, address, browser } = await reachable('Dr. Forgetful');
    await recover(` ${who.login.toLowerCase()} `);
    const link = await lastLink();
    const own = await stranger();
    expect((await own.get(link)).body).toContain(who.login);
    expect((await own.post(link, newPassword())).headers.location).toBe('/sign-in?notice=password-recovered');
    expect((await own.get('/sign-in?notice=password-recovered')).body).toContain('Your new password has been set');
    expect(await status(browser)).toBe(303);
    expect([await signIn(who.login, PASSWORD), await signIn(who.login, NEXT)]).toEqual([401, 303]);
    expect((await own.get(link)).statusCode).toBe(410);
    expect((await own.post(link, newPassword('another fine password'))).statusCode).toBe(410);
    expect((await deliverAll(site)).map(({ to, subject }) => `${to} ${subject}`)).toContain(
      `${address} Patrec: Your password was changed`,
    );
    const { rows } = await site.db.pool.query(
      `SELECT convert_from(bytes, 'UTF8') AS text FROM resource_version WHERE type = 'AuditEvent'`,
    );
    const said = rows.filter(({ text }) => text.includes('recover-password') && text.includes(who.login));
    expect(said).toHaveLength(1);
  });

  test('of a patient stands in their access log', async () => {
    const { otherPatient } = site.people;
    await giveAddress(site, otherPatient, 'asha@example.org', PASSWORD);
    await recover('PAT002');
    await (await stranger()).post(await lastLink(), newPassword());
    await site.settle();
    const log = await (await site.as(otherPatient)).get('/access/log');
    expect(log.body).toContain('set a new password through a link by e-mail');
  });

  test('is answered alike for everybody, and before anybody looks', async () => {
    const { who: gone } = await reachable('Dr. Gone');
    const mark = (status: string) =>
      site.db.pool.query('UPDATE account SET status = $2 WHERE login = $1', [gone.login, status]);
    await mark('closed');
    await deliverAll(site);
    const { who } = await reachable('Dr. There');
    const answers = [];
    const nobody = ['PAT001', 'DOC999', 'SYSTEM', '', 'x'.repeat(10_000), "'; DROP TABLE account"];
    for (const login of [who.login, gone.login, ...nobody]) {
      const browser = await stranger();
      await browser.get('/recover');
      const before = await contentOf(site.db);
      const { statusCode, headers } = await browser.post('/recover', { login });
      const after = await contentOf(site.db);
      answers.push({ statusCode, location: headers.location });
      const kept = (tables: typeof after) => ({ ...tables, recovery_request: 0, password_attempt: 0, request_rate: 0 });
      expect(kept(after)).toEqual(kept(before));
      expect(Number(after.recovery_request)).toBe(Number(before.recovery_request) + 1);
    }
    expect(new Set(answers.map((one) => JSON.stringify(one))).size).toBe(1);
    expect((await deliverAll(site)).map(({ to }) => to)).toEqual([`${who.login.toLowerCase()}@example.org`]);
    await mark('active');
  });

  test('sends three links an hour at most, to whomever, in the same words', async () => {
    const { who } = await reachable('Dr. Flooded');
    for (let i = 0; i < 6; i += 1) await recover(who.login);
    expect(await deliverAll(site)).toHaveLength(3);
    site.clock.offset += 59 * MINUTE_MS;
    await recover(who.login);
    expect(await deliverAll(site)).toHaveLength(0);
    site.clock.offset += 2 * MINUTE_MS;
    await recover(who.login);
    expect(await deliverAll(site)).toHaveLength(1);
  });

  test('is asked for twenty times a quarter of an hour from one place at most', async () => {
    const browser = await site.as(null, '10.9.9.9');
    const answers = [];
    for (let i = 0; i < 21; i += 1)
      answers.push((await browser.post('/recover', { login: `PAT${900 + i}` })).statusCode);
    expect(answers.filter((code) => code === 303)).toHaveLength(20);
    expect(answers.at(-1)).toBe(429);
  });

  test('has a link of 30 minutes', async () => {
    const { who } = await reachable('Dr. Slow');
    await recover(who.login);
    const link = await lastLink();
    const { rows } = await site.db.pool.query('SELECT until FROM password_recovery WHERE account_id = $1', [
      who.account,
    ]);
    expect(Math.round((rows[0].until.getTime() - site.ledger.clock()) / MINUTE_MS)).toBe(30);
    site.clock.offset = rows[0].until.getTime() - Date.now() + 5;
    expect((await (await stranger()).get(link)).statusCode).toBe(410);
    expect((await (await stranger()).post(link, newPassword())).statusCode).toBe(410);
    expect(await signIn(who.login, PASSWORD)).toBe(303);
  });

  test('asked for while nobody answered for half an hour gets no link', async () => {
    const { who } = await reachable('Dr. Outage');
    await recover(who.login);
    site.clock.offset += 30 * MINUTE_MS;
    expect(await deliverAll(site)).toEqual([]);
  });

  test('is replaced once by two at once, and every other link ends with it', async () => {
    const { who } = await reachable('Dr. Race');
    const links: string[] = [];
    for (const _ of [1, 2]) {
      await recover(who.login);
      links.push(await lastLink());
    }
    const [link = '', other = ''] = links;
    const browsers = await Promise.all([stranger(), stranger(), stranger()]);
    const words = ['mango', 'guava', 'papaya'].map((fruit) => `${fruit} tree beside the well`);
    const answers = await Promise.all(browsers.map((browser, i) => browser.post(link, newPassword(words[i]))));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 410, 410]);
    const known = await Promise.all(words.map((word) => signIn(who.login, word)));
    expect(known.filter((code) => code === 303)).toHaveLength(1);
    expect((await (await stranger()).get(other)).statusCode).toBe(410);
  });

  test('is not replaced after the password or the address was changed meanwhile', async () => {
    const one = await reachable('Dr. Changer');
    await recover(one.who.login);
    const first = await lastLink();
    await one.browser.post('/account/password', { current: PASSWORD, next: NEXT, again: NEXT });
    expect((await one.browser.get(first)).statusCode).toBe(410);
    const two = await reachable('Dr. Mover');
    await recover(two.who.login);
    const second = await lastLink();
    await two.browser.post('/account/email', { step: 'remove', addressPassword: PASSWORD });
    expect((await two.browser.get(second)).statusCode).toBe(410);
  });

  test.each([
    ['short', 'password', 'At least 12 characters'],
    ['Password1234!', 'password', 'Many people use this password'],
    ['', 'password', 'Fill this in'],
  ])('is held against the rules, and the link stays: %j', async (password, field, says) => {
    const { who } = await reachable(`Dr. Rules ${password.length}`);
    await recover(who.login);
    const link = await lastLink();
    const browser = await stranger();
    const answer = await browser.post(link, newPassword(password));
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain(`id="${field}-error"`);
    expect(answer.body).toContain(says);
    expect((await browser.post(link, newPassword())).statusCode).toBe(303);
  });

  test('has no link that can be guessed: tokens of any kind are no fault, and none is in the store', async () => {
    const browser = await stranger();
    for (const token of ['A'.repeat(43), 'x', "'%20OR%201=1--", '%F0%9F%94%91', '__proto__'])
      for (const path of ['/recover/link/', '/confirm-email/']) {
        expect((await browser.get(path + token)).statusCode).toBe(410);
        expect((await browser.post(path + token, newPassword())).statusCode).toBe(410);
      }
    const { who } = await reachable('Dr. Secret');
    await recover(who.login);
    const token = (await lastLink()).split('/').at(-1) ?? '';
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    await recover(who.login);
    const { rows } = await site.db.pool.query(
      `SELECT string_agg(r::text, ' ') AS all FROM (SELECT r::text FROM password_recovery r UNION ALL SELECT m::text FROM mail_outbox m) r`,
    );
    expect(rows[0].all).not.toContain(token);
    expect(rows[0].all).not.toContain(Buffer.from(token).toString('hex'));
  });
});
