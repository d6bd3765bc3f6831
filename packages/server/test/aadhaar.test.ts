// Aadhaar numbers: sealed, four digits shown, the same number found again; in clear nowhere.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyStore } from '../src/operations/verify/verify-store.ts';
import { deriveKey, unseal } from '../src/sealed-secret.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

// Invented, with right check digits.
const NUMBER = '234123412346';
const OTHER = '999941057058';
const lines: string[] = [];
let site: TestServer;
beforeAll(async () => {
  site = await startTestServer(lines);
});
afterAll(async () => {
  await site.settle();
  const { problems } = await verifyStore(site.db, site.identity);
  const { rows: tables } = await site.db.pool.query(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
  );
  const everything = await Promise.all(
    tables.map(async ({ name }) => (await site.db.pool.query(`SELECT t::text AS row FROM ${name} t`)).rows),
  );
  const bytes = (await site.db.pool.query(`SELECT convert_from(bytes, 'UTF8') AS row FROM resource_version`)).rows;
  await site.close();
  expect(problems).toEqual([]);
  const said = [...everything.flat(), ...bytes].map(({ row }) => row).join(' ') + lines.join('');
  for (const digits of [NUMBER, OTHER]) {
    expect(said).not.toContain(digits);
    expect(said).not.toContain(Buffer.from(digits).toString('hex'));
  }
});

const signUp = (phone: string, aadhaar: string) => ({
  name: 'Asha Pillai',
  sex: 'female',
  birthDate: '1990-05-17',
  phone,
  language: 'en',
  aadhaar,
  password: 'four words of mine',
  passwordAgain: 'four words of mine',
  consent: 'yes',
});

test('is entered at the sign-up; its owner sees four digits', async () => {
  const browser = await site.as(null, '10.2.0.1');
  expect((await browser.post('/sign-up', signUp('9800000001', '2341 2341 2346'))).headers.location).toBe('/welcome');
  const page = (await browser.get('/account')).body;
  expect(page).toContain('•••• •••• 2346');
  expect(page).not.toContain('23412341');
  const { rows } = await site.db.pool.query('SELECT chain, sealed FROM patient_aadhaar');
  expect(unseal(deriveKey(site.app.secret, 'aadhaar'), rows[0].sealed, `aadhaar/${rows[0].chain}`)).toBe(NUMBER);
});

test('that somebody has already leads to the desk at the sign-up, and is refused on the account page', async () => {
  const browser = await site.as(null, '10.2.0.2');
  const desk = await browser.post('/sign-up', signUp('9800000002', '2341-2341-2346'));
  expect(desk.body).toContain('Please come to the desk');
  const own = await (await site.as(site.people.patient)).post('/account/aadhaar', { aadhaar: NUMBER, step: 'change' });
  expect(own.statusCode).toBe(422);
  expect(own.body).toContain('Bring the card to the desk');
});

test('is entered, changed and removed on the account page, each in the access log', async () => {
  const browser = await site.as(site.people.patient);
  const send = (form: Record<string, string>) => browser.post('/account/aadhaar', { step: 'change', ...form });
  expect((await send({ aadhaar: OTHER })).headers.location).toBe('/account?notice=aadhaar-saved');
  expect((await send({ aadhaar: OTHER })).headers.location).toBe('/account?notice=aadhaar-saved');
  expect((await browser.get('/account')).body).toContain('•••• •••• 7058');
  expect((await send({ step: 'remove' })).headers.location).toBe('/account?notice=aadhaar-removed');
  expect((await send({ step: 'remove' })).headers.location).toBe('/account?notice=aadhaar-removed');
  expect((await browser.get('/account')).body).toContain('No number is kept');
  await site.settle();
  const log = (await browser.get('/access/log')).body;
  expect(log.match(/entered an Aadhaar number/g)).toHaveLength(2);
  expect(log.match(/removed the Aadhaar number/g)).toHaveLength(1);
  expect((await send({ aadhaar: OTHER })).statusCode).toBe(303);
});

test.each(['', '234123412347', '23412341234', '1234 5678 9012', 'x'.repeat(20_000), '２３４１'])(
  'is refused at its field where it is none: %j',
  async (aadhaar) => {
    const browser = await site.as(site.people.otherPatient, `10.3.0.${aadhaar.length % 250}`);
    const answer = await browser.post('/account/aadhaar', { aadhaar, step: 'change' });
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain('id="aadhaar-error"');
  },
);

test('is one patient’s alone where two enter it at once', async () => {
  const answers = await Promise.all(
    [1, 2, 3].map(async (i) =>
      (await site.as(null, `10.4.0.${i}`)).post('/sign-up', signUp(`981000000${i}`, '3675 9834 6016')),
    ),
  );
  expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 200, 303]);
  const { patient, otherPatient } = site.people;
  const both = await Promise.all(
    [patient, otherPatient].map(async (who) =>
      (await site.as(who, '10.4.1.1')).post('/account/aadhaar', { aadhaar: '499118665246', step: 'change' }),
    ),
  );
  expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([303, 422]);
});
