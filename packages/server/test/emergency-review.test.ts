// Who may open records in an emergency, and the review of each time, over HTTP.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '../src/access/actor.ts';
import { withdrawAuthorisation } from '../src/access/authorise-doctor.ts';
import { REVIEW_WITHIN_MS } from '../src/access/emergency.ts';
import { emergencyOf } from '../src/access/emergency-store.ts';
import { reviewEmergency } from '../src/access/review-emergency.ts';
import { authorise, broken, emergencyDoctor, over, WHAT_HAPPENED } from './support/emergencies.ts';
import { endSound } from './support/end-sound.ts';
import { writeLaboratory } from './support/laboratory-record.ts';
import { practitioner } from './support/practitioners.ts';
import { contentOf } from './support/tables.ts';
import { type Browser, startTestServer, type TestServer } from './support/test-server.ts';

const DOCTORS = '/people/emergency';
let site: TestServer;
let admin: Browser;
let doctor: Actor;
let chain: string;
let count = 0;

beforeAll(async () => {
  site = await startTestServer();
  chain = site.people.chart.chain;
  await writeLaboratory(site, site.people.doctor, site.people.chart, { haemoglobin: '6.10' });
});
beforeEach(async () => {
  count += 1;
  doctor = await emergencyDoctor(site, `Dr. Number${count}`);
  admin = await site.as(site.people.administrator);
});
afterAll(() => endSound(site));

const plain = (body: string) => body.replace(/<style>.*<\/style>/s, '').replaceAll(/<[^>]+>/g, ' ');
const review = (id: string, form: Record<string, string> = {}) =>
  admin.post(`/emergencies/${id}/review`, { outcome: 'justified', note: 'As the ward book says.', ...form });
const outcomeOf = async (id: string) => (await emergencyOf(site.db, chain, id))?.outcome;
const page = async (url: string) => plain((await admin.get(url)).body);

describe('authorising a doctor', () => {
  test('shows who it is first, authorises only then, and once', async () => {
    const fresh = await practitioner(site, 'doctor', 'Dr. Fresh');
    const before = await contentOf(site.db);
    const check = await admin.get(`${DOCTORS}?number=${fresh.login.toLowerCase()}`);
    for (const words of ['Authorise Dr. Fresh for emergencies?', 'Sunrise Clinic', 'for four hours at a time'])
      expect(plain(check.body)).toContain(words);
    expect(await contentOf(site.db)).toEqual(before);
    const answers = await Promise.all([1, 2].map(() => admin.post(DOCTORS, { number: fresh.login })));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, expect.toBeOneOf([409, 422])]);
    expect(await page(DOCTORS)).toContain('Dr. Fresh');
    const { rows } = await site.db.pool.query('SELECT FROM emergency_authorisation WHERE doctor = $1', [fresh.account]);
    expect(rows).toHaveLength(1);
  });

  test.each(['', 'DOC999', 'STF1', 'PAT001', 'ADM1', '\u200b', 'x'.repeat(500)])(
    'is for verified doctors alone: %s',
    async (number) => {
      for (const answer of [await admin.get(`${DOCTORS}?number=${number}`), await admin.post(DOCTORS, { number })]) {
        expect(answer.statusCode).toBe(422);
        expect(answer.body).toContain('No verified doctor has this number');
      }
    },
  );

  test('is not for doctors who wait, nor for those who are authorised', async () => {
    const waiting = await practitioner(site, 'doctor', 'Dr. Waiting', false);
    for (const { login } of [waiting, doctor])
      expect((await admin.post(DOCTORS, { number: login })).statusCode).toBe(422);
  });

  test('asks for a fresh proof, as withdrawing and reviewing do', async () => {
    const id = await authorise(site, site.people.administrator, doctor);
    const taken = await over(site, doctor, chain);
    site.clock.offset += 6 * 60_000;
    expect((await admin.get(DOCTORS)).headers.location).toMatch(/^\/confirm\?by=factor/);
    expect((await admin.get(`/emergencies/${taken}`)).headers.location).toMatch(/^\/confirm\?by=person/);
    for (const url of [`${DOCTORS}/${id}/withdraw`, `/emergencies/${taken}/review`])
      expect((await admin.post(url, { outcome: 'justified', note: 'Fine.' })).statusCode).toBe(403);
    expect(await outcomeOf(taken)).toBeNull();
  });

  test('is withdrawn once, whoever tries at the same moment', async () => {
    const id = await authorise(site, site.people.administrator, doctor);
    await broken(site, doctor, chain);
    const tries = [1, 2, 3].map(() => withdrawAuthorisation(site, site.people.administrator, id));
    const settled = await Promise.allSettled(tries);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await page(DOCTORS)).not.toContain(doctor.login);
  });
});

describe('the queue', () => {
  test('leads from the start page, the oldest first, and marks what is late', async () => {
    const id = await over(site, doctor, chain);
    expect(await page('/')).toMatch(/emergency access(es)? waits? for (its|their) review/);
    expect(await page('/emergencies')).toContain(doctor.name);
    site.clock.offset += REVIEW_WITHIN_MS;
    admin = await site.as(site.people.administrator);
    expect(await page('/')).toMatch(/(is|are) overdue/);
    expect(await page(`/emergencies/${id}`)).toContain('Review overdue');
  });

  test('tells who, when, which number, why and how often what was opened; nothing of the record, nor whose name', async () => {
    const id = await broken(site, doctor, chain);
    const desk = await site.as(doctor);
    for (const url of ['emergency', 'emergency', 'records', 'records/1', 'records/1/print', 'trends/718-7'])
      await desk.get(`/patients/PAT001/${url}`);
    await desk.post('/patients/PAT001/emergency/end', {});
    const text = (await page(`/emergencies/${id}`)).replaceAll(/\s+/g, ' ');
    for (const words of [
      ...[doctor.login, 'PAT001', 'The patient is unconscious', WHAT_HAPPENED, 'ended by the doctor'],
      ...['Emergency view 2', 'List of records 1', 'Records opened: Laboratory 1', 'Records printed: Laboratory 1'],
      'Values over time 1',
    ])
      expect(text).toContain(words);
    for (const secret of ['Lakshmi', '6.10', 'aemoglobin']) expect(text).not.toContain(secret);
    const patient = await site.as(site.people.patient);
    expect(plain((await patient.get('/access/log?what=emergencies')).body)).toContain(
      'looked at an emergency access to review it',
    );
    expect(await page('/emergencies')).not.toContain(WHAT_HAPPENED);
  });
});

describe('a review', () => {
  test('waits until it is over', async () => {
    const id = await broken(site, doctor, chain);
    expect(await page(`/emergencies/${id}`)).toContain('It can be reviewed when it is over');
    expect((await review(id)).statusCode).toBe(409);
    expect(await outcomeOf(id)).toBeNull();
  });

  test.each([
    ['no outcome', { outcome: '' }, 'Choose whether it was justified'],
    ['an outcome that there is not', { outcome: 'maybe' }, 'Choose whether it was justified'],
    ['no words', { note: '  ' }, 'Fill this in'],
    ['too many words', { note: 'x'.repeat(2001) }, '2000'],
  ])('says what is wrong and keeps what was typed: %s', async (_, form, words) => {
    const id = await over(site, doctor, chain);
    const answer = await review(id, { note: 'As the ward book says.', ...form });
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain(words);
    expect(await outcomeOf(id)).toBeNull();
  });

  test('is told to the patient, and is for good', async () => {
    const id = await over(site, doctor, chain);
    expect((await review(id, { note: 'The ward book confirms it.' })).headers.location).toBe(
      '/emergencies?notice=emergency-reviewed',
    );
    const patient = await site.as(site.people.patient);
    const access = plain((await patient.get('/access')).body);
    for (const words of ['Justified', 'The ward book confirms it.', 'Ravi Menon']) expect(access).toContain(words);
    expect(plain((await patient.get('/access/log?what=emergencies')).body)).toContain('found it justified');
    expect((await review(id, { outcome: 'not-justified' })).statusCode).toBe(409);
    expect(await outcomeOf(id)).toBe('justified');
    expect(await page('/emergencies')).toContain('Justified');
  });

  test('may withdraw the authorisation in the same step, which ends what else is open', async () => {
    const other = site.people.otherChart.chain;
    const id = await over(site, doctor, chain);
    const again = await broken(site, doctor, chain);
    const elsewhere = await broken(site, doctor, other);
    const form = { outcome: 'not-justified', note: 'Nobody knows of an accident.', withdraw: '1' };
    expect((await review(id, form)).statusCode).toBe(303);
    expect(await outcomeOf(id)).toBe('not-justified');
    expect((await emergencyOf(site.db, chain, again))?.endedByRole).toBe('administrator');
    expect((await emergencyOf(site.db, other, elsewhere))?.endedByRole).toBe('administrator');
    const desk = await site.as(doctor);
    for (const url of ['/patients/PAT001/records', '/patients/PAT002/records'])
      expect((await desk.get(url)).statusCode).toBe(404);
    expect((await desk.get('/patients/PAT001/emergency/new')).statusCode).toBe(403);
    expect((await review(again, { withdraw: '1' })).statusCode).toBe(303);
    expect(await page(`/emergencies/${elsewhere}`)).not.toContain('Withdraw the doctor');
  });

  test('is closed once, whoever tries at the same moment, with a withdrawal too', async () => {
    const [one, two] = [await over(site, doctor, chain), await over(site, doctor, site.people.otherChart.chain)];
    const { administrator } = site.people;
    const found = { outcome: 'not-justified', note: 'Nobody knows of it.', withdraw: true } as const;
    const tries = [one, two, one, two].map((id) => reviewEmergency(site, administrator, id, found));
    const settled = await Promise.allSettled(tries);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
  });

  test('is not by the doctor, nor by anybody but an administrator', async () => {
    const id = await over(site, doctor, chain);
    const { patient, staff } = site.people;
    const found = { outcome: 'justified', note: 'Fine.', withdraw: false } as const;
    for (const who of [doctor, patient, staff, { ...doctor, role: 'administrator' as const }])
      await expect(reviewEmergency(site, who, id, found)).rejects.toMatchObject({ kind: 'not-found' });
    expect(await outcomeOf(id)).toBeNull();
  });
});
