// People come in: patients and doctors sign up, administrators verify and invite; and what strangers may try there.

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor } from '../src/access/actor.ts';
import { registerAdministrator } from '../src/identity/register-administrator.ts';
import { verifyStore } from '../src/operations/verify/verify-store.ts';
import { practitioner } from './support/practitioners.ts';
import { type Browser, startTestServer, type TestServer } from './support/test-server.ts';

const OWN = 'four words of mine';
const lines: string[] = [];
let site: TestServer;
beforeAll(async () => {
  site = await startTestServer(lines);
});
afterAll(async () => {
  await site.settle();
  const { problems } = await verifyStore(site.db, site.identity);
  await site.close();
  expect(problems).toEqual([]);
  expect(lines.join('')).not.toContain(OWN);
});

let phones = 9_800_000_000;
beforeEach(() => {
  phones += 1;
});

const patientForm = (more: Record<string, string> = {}) => ({
  name: 'Asha Pillai',
  sex: 'female',
  birthDate: '1990-05-17',
  phone: String(phones),
  language: 'hi',
  password: OWN,
  passwordAgain: OWN,
  consent: 'yes',
  ...more,
});
const doctorForm = (more: Record<string, string> = {}) => ({
  name: 'Dr. Nalini Bose',
  sex: 'female',
  registration: 'WBMC 51234',
  council: 'West Bengal Medical Council',
  speciality: 'paediatrics',
  workplace: 'Howrah Clinic',
  city: 'Howrah',
  phone: String(phones),
  password: OWN,
  passwordAgain: OWN,
  ...more,
});
const staffForm = { name: 'Ravi Das', sex: 'male', workplace: 'Howrah Clinic', city: 'Howrah' };

// Sign-ups are counted by address: each stranger comes from another one.
let addresses = 0;
function stranger(): Promise<Browser> {
  addresses += 1;
  return site.as(null, `10.0.${Math.floor(addresses / 250)}.${(addresses % 250) + 1}`);
}

async function count(what: 'patient' | 'account' | 'block'): Promise<number> {
  return (await site.db.pool.query(`SELECT FROM ${what}`)).rowCount ?? 0;
}

test('a patient signs up, is told the number, and signs in with it', async () => {
  const browser = await stranger();
  const answer = await browser.post('/sign-up', patientForm({ abha: '91 2345 6789 0123', email: 'asha@example.org' }));
  expect(answer.headers.location).toBe('/welcome');
  const welcome = await browser.get('/welcome');
  const number = /Write it down: (PAT\d+)/.exec(welcome.body)?.[1] ?? '';
  expect((await browser.get('/')).body).toContain('Asha Pillai');
  expect((await browser.get(`/patients/${number}/records`)).statusCode).toBe(200);
  expect((await browser.get('/access/log')).body).toContain(number);
  const { rows } = await site.db.pool.query(
    'SELECT p.sex, p.abha, p.phone, a.demo, b.author = a.id AS own FROM patient p JOIN account a ON a.id = p.account_id JOIN block b ON b.chain = p.chain AND b.seq = 0 WHERE p.number = $1',
    [number],
  );
  expect(rows).toEqual([{ sex: 'female', abha: '91-2345-6789-0123', phone: String(phones), demo: false, own: true }]);
  const later = await stranger();
  expect((await later.post('/sign-in', { login: number, password: OWN })).statusCode).toBe(303);
});

test.each<[string, Record<string, string>, string]>([
  ['no name', { name: ' ' }, 'name'],
  ['a name without letters', { name: '12345' }, 'name'],
  ['a name with control characters', { name: 'A\u0007B' }, 'name'],
  ['a huge name', { name: 'a'.repeat(20_000) }, 'name'],
  ['no sex', { sex: 'unknown' }, 'sex'],
  ['a day that is not', { birthDate: '1990-02-30' }, 'birthDate'],
  ['a birthday to come', { birthDate: '2190-01-01' }, 'birthDate'],
  ['a child', { birthDate: '2015-01-01' }, 'birthDate'],
  ['a phone of nine digits', { phone: '987654321' }, 'phone'],
  ['a phone that is SQL', { phone: "9876543210'; DROP TABLE account" }, 'phone'],
  ['an address without a place', { email: 'asha@' }, 'email'],
  ['an ABHA number of 13 digits', { abha: '9123456789012' }, 'abha'],
  ['no such language', { language: '../en' }, 'language'],
  ['a short password', { password: 'short', passwordAgain: 'short' }, 'password'],
  ['a password of one letter', { password: 'a'.repeat(12), passwordAgain: 'a'.repeat(12) }, 'password'],
  ['a row of digits', { password: '123456789012', passwordAgain: '123456789012' }, 'password'],
  ['a well-known password', { password: 'Password@12345', passwordAgain: 'Password@12345' }, 'password'],
  ['the own name', { password: 'asha-pillai-1990', passwordAgain: 'asha-pillai-1990' }, 'password'],
  ['a password of 257 characters', { password: `ab c${'d'.repeat(253)}`, passwordAgain: '' }, 'password'],
  ['two passwords', { passwordAgain: 'four words of hers' }, 'passwordAgain'],
  ['no consent', { consent: '' }, 'consent'],
])('is refused at its field, and what was typed stays: %s', async (_, wrong, field) => {
  const own = await stranger();
  const before = await count('account');
  const answer = await own.post('/sign-up', patientForm({ city: 'x', ...wrong }));
  expect(answer.statusCode).toBe(422);
  expect(answer.body).toContain(`href="#${field}"`);
  expect(answer.body).toContain(`id="${field}-error"`);
  expect(answer.body).not.toContain(OWN);
  if (!('phone' in wrong)) expect(answer.body).toContain(`value="${phones}"`);
  expect(await count('account')).toBe(before);
});

test('whoever is registered already is sent to the desk, in the same words for each reason', async () => {
  const first = patientForm({ abha: '11-2222-3333-4444' });
  expect((await (await stranger()).post('/sign-up', first)).statusCode).toBe(303);
  const before = await count('patient');
  const bodies: string[] = [];
  for (const again of [
    { ...first, abha: '', name: 'Somebody Else', phone: `+91 ${first.phone}` },
    { ...first, phone: '9811111111', birthDate: '1970-01-01' },
  ]) {
    const browser = await stranger();
    const { statusCode, body } = await browser.post('/sign-up', again);
    expect(statusCode).toBe(200);
    expect(browser.cookies.has('patrec_session')).toBe(false);
    bodies.push(body.replaceAll(/(name="_csrf" value=")[^"]+/g, '$1'));
  }
  expect(bodies[0]).toContain('Please come to the desk');
  expect(bodies[0]).toBe(bodies[1]);
  expect(bodies[0]).not.toMatch(/PAT\d|already|Asha/);
  expect(await count('patient')).toBe(before);
});

test('of the same sign-up twice at once, one makes an account', async () => {
  const before = await count('patient');
  const browsers = await Promise.all(Array.from({ length: 4 }, stranger));
  const form = patientForm();
  const answers = await Promise.all(browsers.map((browser) => browser.post('/sign-up', form)));
  expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 200, 200, 303]);
  expect(await count('patient')).toBe(before + 1);
});

test('the twenty-first sign-up from one address within a quarter of an hour waits', async () => {
  const browser = await stranger();
  for (let i = 0; i < 20; i += 1) expect((await browser.post('/sign-up', {})).statusCode).toBe(422);
  const answer = await browser.post('/sign-up', patientForm());
  expect(answer.statusCode).toBe(429);
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(60);
  expect((await (await stranger()).post('/sign-up', {})).statusCode).toBe(422);
});

test('a sign-up without its form token, and one while the log is behind, makes nothing', async () => {
  const before = await count('account');
  const browser = await stranger();
  expect((await browser.post('/sign-up', patientForm({ _csrf: 'forged' }))).statusCode).toBe(403);
  Object.assign(site.app.logStatus, { overloaded: true });
  const answers = [await browser.post('/sign-up', patientForm()), await browser.post('/sign-up/doctor', doctorForm())];
  Object.assign(site.app.logStatus, { overloaded: false });
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([503, 503]);
  expect(await count('account')).toBe(before);
});

async function signedUpDoctor(more: Record<string, string> = {}): Promise<{ browser: Browser; login: string }> {
  const browser = await stranger();
  expect((await browser.post('/sign-up/doctor', doctorForm(more))).headers.location).toBe('/welcome');
  const login = /Write it down: (DOC\d+)/.exec((await browser.get('/welcome')).body)?.[1] ?? '';
  return { browser, login };
}

test('a doctor who signed up sees that it waits, and nothing else; once verified, works at once', async () => {
  const { browser, login } = await signedUpDoctor();
  const waiting = await browser.get('/');
  expect(waiting.body).toContain('Your registration is being checked');
  expect(waiting.body).not.toContain('name="number"');
  expect((await browser.get('/patients?number=PAT001')).statusCode).toBe(403);
  const office = await site.as(site.people.administrator);
  expect((await office.get('/')).body).toContain(`/verifications/${login}`);
  const page = await office.get(`/verifications/${login}`);
  for (const stated of ['WBMC 51234', 'West Bengal Medical Council', 'Paediatrics', 'Howrah', `+91${phones}`])
    expect(page.body).toContain(stated);
  const answers = await Promise.all([1, 2].map(() => office.post(`/verifications/${login}/verify`, {})));
  expect(answers.map(({ statusCode }) => statusCode).sort()).not.toEqual([303, 303]);
  expect((await browser.get('/patients?number=PAT001')).statusCode).toBe(200);
  expect((await office.get(`/verifications/${login}`)).statusCode).toBe(404);
  const { rows } = await site.db.pool.query(
    `SELECT v.version, b.type, b.author = $2 AS ours FROM account a JOIN practitioner d ON d.account_id = a.id
       JOIN resource_version v ON v.id = d.resource_id AND v.current JOIN block b ON b.chain = v.chain AND b.seq = v.block_seq
     WHERE a.login = $1`,
    [login, site.people.administrator.account],
  );
  expect(rows).toEqual([{ version: 2, type: 'account', ours: true }]);
});

test('a declined doctor is told why, at every sign-in, and stays out', async () => {
  const { login } = await signedUpDoctor();
  const office = await site.as(site.people.administrator);
  const empty = await office.post(`/verifications/${login}/decline`, { reason: ' ' });
  expect(empty.statusCode).toBe(422);
  expect(empty.body).toContain('id="reason-error"');
  const reason = 'The council knows <b>no</b> such number.';
  expect((await office.post(`/verifications/${login}/decline`, { reason })).statusCode).toBe(303);
  expect((await office.post(`/verifications/${login}/verify`, {})).statusCode).toBe(404);
  const browser = await stranger();
  expect((await browser.post('/sign-in', { login, password: OWN })).statusCode).toBe(303);
  expect((await browser.get('/')).body).toContain('The council knows &lt;b>no&lt;/b> such number.');
  expect((await browser.get('/patients?number=PAT001')).statusCode).toBe(403);
  expect((await browser.post('/patients/PAT001/access-requests', {})).statusCode).toBe(403);
});

test.each([
  ['registration', ''],
  ['council', ''],
  ['speciality', 'witchcraft'],
  ['speciality', 'constructor'],
  ['workplace', 'x'.repeat(121)],
  ['city', ''],
  ['phone', 'none'],
])('a doctor’s form is refused at its field: %s %j', async (field, value) => {
  const answer = await (await stranger()).post('/sign-up/doctor', doctorForm({ [field]: value.slice(0, 200) }));
  expect(answer.statusCode).toBe(422);
  expect(answer.body).toContain(`id="${field}-error"`);
});

async function invited(): Promise<{ login: string; password: string }> {
  const office = await site.as(site.people.administrator);
  const nonce = /name="nonce" value="([^"]+)"/.exec((await office.get('/staff/new')).body)?.[1] ?? '';
  const form = { ...staffForm, nonce };
  const answer = await office.post('/staff/new', form);
  const [login = '', password = ''] = [...answer.body.matchAll(/class="code number">([^<]+)</g)].map(
    ([, text]) => text,
  );
  const before = await count('account');
  expect((await office.post('/staff/new', form)).statusCode).toBe(409);
  expect(await count('account')).toBe(before);
  expect(login).toMatch(/^STF\d+$/);
  expect(password).toMatch(/^[a-z2-9]{5}(-[a-z2-9]{5}){3}$/);
  return { login, password };
}

test('invited staff set a password of their own before anything else', async () => {
  const { login, password } = await invited();
  const [browser, thief] = [await stranger(), await stranger()];
  for (const one of [browser, thief]) expect((await one.post('/sign-in', { login, password })).statusCode).toBe(303);
  for (const url of ['/', '/patients?number=PAT001', '/welcome'])
    expect((await browser.get(url)).headers.location).toBe('/first-password');
  const personal = await browser.post('/first-password', { password: 'Ravi Das 1234', passwordAgain: 'Ravi Das 1234' });
  expect(personal.statusCode).toBe(422);
  const set = await browser.post('/first-password', { password: OWN, passwordAgain: OWN });
  expect(set.headers.location).toBe('/?notice=password-set');
  expect((await browser.get('/')).statusCode).toBe(200);
  expect((await thief.get('/')).headers.location).toMatch(/^\/sign-in/);
  expect((await thief.post('/sign-in', { login, password })).statusCode).toBe(401);
  expect((await thief.post('/sign-in', { login, password: OWN })).statusCode).toBe(303);
  expect(lines.join('')).not.toContain(password);
});

test('a one-time password ends after seven days', async () => {
  const { login, password } = await invited();
  site.clock.offset = 7 * 86_400_000 + 1000;
  expect((await (await stranger()).post('/sign-in', { login, password })).statusCode).toBe(401);
  site.clock.offset = 0;
});

test('an administrator made from the command line begins with a one-time password', async () => {
  const { login, password } = await registerAdministrator(site, 'Ravi Menon');
  const browser = await stranger();
  await browser.post('/sign-in', { login, password });
  expect((await browser.get('/')).headers.location).toBe('/first-password');
  await browser.post('/first-password', { password: OWN, passwordAgain: OWN });
  expect((await browser.get('/')).body).toContain('Overview');
  for (const name of ['', '1234', 'a'.repeat(101), 'A\nB'])
    await expect(registerAdministrator(site, name)).rejects.toThrow();
});

test('only an administrator verifies, declines and invites', async () => {
  const waiting = await practitioner(site, 'doctor', 'Dr. Waiting', false);
  const others: readonly Actor[] = [site.people.doctor, site.people.staff, site.people.patient, waiting];
  for (const other of others) {
    const browser = await site.as(other);
    for (const [url, form] of [
      [`/verifications/${waiting.login}/verify`, {}],
      [`/verifications/${waiting.login}/decline`, { reason: 'x' }],
      ['/staff/new', { ...staffForm, nonce: '1'.repeat(32) }],
    ] as const)
      expect((await browser.post(url, form)).statusCode).toBe(404);
  }
  expect((await (await site.as(waiting)).get('/')).body).toContain('being checked');
});
