// Guardians: invited, answered, ended, over HTTP as people do it. What a guardian then opens is in on-behalf.test.ts.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../src/access/actor.ts';
import { endSound } from './support/end-sound.ts';
import { accepted, end, invite, onePatient } from './support/guardianships.ts';
import { daysAhead } from './support/permissions.ts';
import { contentOf } from './support/tables.ts';
import { type Browser, startTestServer, type TestServer } from './support/test-server.ts';

let site: TestServer;
let patient: Browser;
let asha: Browser;
let child: Actor & { chain: string };

beforeAll(async () => {
  site = await startTestServer();
  patient = await site.as(site.people.patient);
  asha = await site.as(site.people.otherPatient);
  child = await onePatient(site, site.people.staff, 'Mina Rao', '2015-02-28');
});
afterAll(() => endSound(site));

const DAY_MS = 86_400_000;
// Sessions end while time passes: everybody signs in again.
async function pass(ms: number): Promise<void> {
  site.clock.offset += ms;
  patient = await site.as(site.people.patient);
  asha = await site.as(site.people.otherPatient);
}
const day = (days: number) => daysAhead(site, days).slice(0, 10);
const form = (more: Record<string, string> = {}) => ({
  number: 'PAT002',
  birthDate: '1991-02-03',
  relation: 'SIB',
  level: 'view',
  until: '',
  step: 'check',
  ...more,
});
const ask = (more: Record<string, string> = {}) => patient.post('/guardians/invite', form(more));
const nonceOf = (body: string) => /name="nonce" value="([0-9a-f]{32})"/.exec(body)?.[1] ?? '';
const idIn = (body: string, what: 'answer' | 'end') =>
  new RegExp(`/guardians/([0-9a-f-]{33})/${what}`).exec(body)?.[1] ?? '';
const plain = (body: string) => body.replaceAll(/<style>.*?<\/style>/gs, '').replaceAll(/<[^>]+>/g, '');

describe('an invitation', () => {
  test('shows who it is first, invites only then, and once', async () => {
    const before = await contentOf(site.db);
    const check = await ask({ number: ' pat002 ', until: day(30) });
    expect(check.statusCode).toBe(200);
    for (const text of ['Asha Verma', 'PAT002']) expect(check.body).toContain(text);
    expect({ ...(await contentOf(site.db)), password_attempt: 0 }).toEqual({ ...before, password_attempt: 0 });

    const confirm = { step: 'confirm', nonce: nonceOf(check.body), until: day(30) };
    const answers = await Promise.all([ask(confirm), ask(confirm)]);
    expect(answers.map(({ headers }) => headers.location)).toEqual(Array(2).fill('/guardians?notice=guardian-invited'));
    const own = (await patient.get('/guardians')).body;
    expect(own.match(/\/end"/g)).toHaveLength(1);
    expect(plain(own)).toContain('Asha Verma PAT002 Waiting for the answer');
    for (const url of ['/', '/guardians']) {
      const page = plain((await asha.get(url)).body);
      expect(page).toContain('Somebody asks you to be their guardian');
      expect(page).toContain('Lakshmi Narayanan');
    }
    expect((await asha.get('/for/PAT001/access')).statusCode).toBe(404);
  });

  test('is not made twice, of oneself, of a child, nor under another’s name', async () => {
    const before = await contentOf(site.db);
    const nonce = 'b'.repeat(32);
    const twice = await ask({ step: 'confirm', nonce });
    expect(twice.statusCode).toBe(422);
    expect(twice.body).toContain('already, or is invited');
    const own = await ask({ number: 'PAT001', birthDate: '1980-07-14' });
    expect(own.body).toContain('This is your own number');
    const young = await ask({ number: child.login, birthDate: '2015-02-28', step: 'confirm', nonce });
    expect(young.body).toContain('18 or older');
    expect([own.statusCode, young.statusCode]).toEqual([422, 422]);
    expect({ ...(await contentOf(site.db)), password_attempt: 0 }).toEqual({ ...before, password_attempt: 0 });
  });

  test('tells an unknown number from a known one with another date of birth by nothing', async () => {
    const words = async (number: string, birthDate: string) =>
      (await ask({ number, birthDate })).body
        .replaceAll(`value="${number}"`, 'NUMBER')
        .replaceAll(/(name="_csrf" value=")[^"]+/g, '$1TOKEN')
        .replaceAll(/ data-session-(now|ends)="[^"]+"/g, '');
    const [known, unknown] = [await words('PAT002', '1991-02-04'), await words('PAT999', '1991-02-04')];
    expect(known).toBe(unknown);
    expect(known).toContain('id="number-error"');
    expect(known).not.toContain('Asha');
    expect(await words('DOC1', '1991-02-04')).toContain('id="number-error"');
    await pass(3_600_000);
  });

  test('is not tried out: after five wrong pairs the next waits, a right one between gives no more', async () => {
    const other = await site.as(await onePatient(site, site.people.staff, 'Guessing Person', '1970-01-01'));
    const guess = (birthDate: string) => other.post('/guardians/invite', form({ birthDate }));
    for (let i = 0; i < 4; i += 1) expect((await guess('1950-01-01')).statusCode).toBe(422);
    expect((await guess('1991-02-03')).statusCode).toBe(200);
    expect((await guess('1950-01-01')).statusCode).toBe(422);
    const waiting = await guess('1991-02-03');
    expect(waiting.statusCode).toBe(429);
    expect(Number(waiting.headers['retry-after'])).toBeGreaterThan(0);
    expect(waiting.body).not.toContain('Asha Verma');
  });

  test.each<[string, string, Record<string, string>]>([
    ['there is no number', 'number', { number: '' }],
    ['there is no date of birth', 'birthDate', { birthDate: '' }],
    ['the date is none', 'birthDate', { birthDate: '1991-02-30' }],
    ['the relation is none', 'relation', { relation: 'BOSS' }],
    ['no level is chosen', 'level', { level: '' }],
    ['the level is none', 'level', { level: 'everything' }],
    ['the end has passed', 'until', { until: '2020-01-01' }],
    ['the end is none', 'until', { until: 'soon' }],
    ['the end is too far', 'until', { until: '2999-01-01' }],
    ['the texts are huge', 'birthDate', { number: 'x'.repeat(5000), birthDate: 'x'.repeat(5000) }],
  ])('says at the field what is wrong: %s', async (_, field, more) => {
    const before = await contentOf(site.db);
    for (const step of ['check', 'confirm']) {
      const answer = await ask({ nonce: 'a'.repeat(32), ...more, step });
      expect(answer.statusCode).toBe(422);
      expect(answer.body).toContain(`id="${field}-error"`);
      expect(answer.body).toContain(`href="#${field}"`);
    }
    expect(await contentOf(site.db)).toEqual(before);
  });

  test('keeps what was typed when it is changed, and is not sent without the page that shows who it is', async () => {
    const { body } = await ask({ step: 'edit', until: day(30), level: 'complete' });
    for (const value of ['PAT002', '1991-02-03', day(30)]) expect(body).toContain(`value="${value}"`);
    expect(body).toMatch(/value="complete"[^>]*checked/);
    expect((await ask({ step: 'confirm', nonce: 'x' })).statusCode).toBe(400);
  });
});

describe('the answer', () => {
  test('is the invited person’s alone, and is given in so many words', async () => {
    const id = idIn((await asha.get('/guardians')).body, 'answer');
    const stranger = await site.as(child);
    for (const [browser, url] of [
      [patient, `/guardians/${id}/answer`],
      [stranger, `/guardians/${id}/answer`],
      [stranger, `/guardians/${id}/end`],
      [asha, `/guardians/${id}/end`],
      [asha, '/guardians/000000000000-00000000000000000000/answer'],
      [asha, '/guardians/x/answer'],
    ] as const)
      expect([url, (await browser.get(url)).statusCode]).toEqual([url, 404]);
    for (const browser of [patient, stranger])
      expect((await browser.post(`/guardians/${id}/answer`, { answer: 'accept' })).statusCode).toBe(404);
    expect((await asha.post(`/guardians/${id}/answer`, { answer: 'maybe' })).statusCode).toBe(400);
    const page = (await asha.get(`/guardians/${id}/answer`)).body;
    for (const text of ['Lakshmi Narayanan', 'sister or brother', 'View only']) expect(page).toContain(text);
  });

  test('opens the record when it is yes, once, and both see it', async () => {
    const id = idIn((await asha.get('/guardians')).body, 'answer');
    const answers = [];
    for (const answer of ['accept', 'decline', 'accept']) {
      answers.push((await asha.post(`/guardians/${id}/answer`, { answer })).statusCode);
    }
    expect(answers).toEqual([303, 409, 409]);
    expect((await asha.get('/for/PAT001/access')).statusCode).toBe(200);
    expect((await asha.get('/guardians')).body).toContain('href="/for/PAT001/"');
    expect((await asha.get(`/guardians/${id}/answer`)).statusCode).toBe(404);
    const log = plain((await patient.get('/access/log')).body);
    expect(log).toContain('You: invited a guardian');
    expect(log).toContain('Asha Verma: accepted to be guardian');
  });

  test('gives nothing when it is no, nor after it was taken back or ended by its date', async () => {
    const { people } = site;
    const invited = async (name: string, until: string | null = null) => {
      const person = await onePatient(site, people.staff, name, '1970-01-01');
      const id = await invite(site, people.patient, person, { until });
      return { id, person };
    };
    const declined = await invited('No Thanks');
    expect(
      (await (await site.as(declined.person)).post(`/guardians/${declined.id}/answer`, { answer: 'decline' }))
        .statusCode,
    ).toBe(303);
    const cancelled = await invited('Taken Back');
    expect((await patient.post(`/guardians/${cancelled.id}/end`, {})).statusCode).toBe(303);
    const lapsed = await invited('Too Late', daysAhead(site, 1));
    await pass(DAY_MS);
    for (const { id, person } of [declined, cancelled, lapsed]) {
      const browser = await site.as(person);
      expect((await browser.post(`/guardians/${id}/answer`, { answer: 'accept' })).statusCode).toBe(409);
      expect((await browser.get(`/guardians/${id}/answer`)).statusCode).toBe(404);
      expect((await browser.get('/for/PAT001/access')).statusCode).toBe(404);
    }
    const past = plain((await patient.get('/guardians')).body);
    for (const text of ['No Thanks', 'Declined', 'Taken back', 'Ended']) expect(past).toContain(text);
  });
});

describe('the end', () => {
  test('comes from the patient or from the guardian, at once, once, and the history stays', async () => {
    const id = idIn((await patient.get('/guardians')).body, 'end');
    for (const browser of [patient, asha]) {
      const page = await browser.get(`/guardians/${id}/end`);
      expect(page.statusCode).toBe(200);
      expect(page.body).toContain(browser === patient ? 'Asha Verma' : 'Lakshmi Narayanan');
    }
    expect((await asha.post(`/guardians/${id}/end`, {})).headers.location).toBe('/guardians?notice=guardian-ended');
    expect((await patient.post(`/guardians/${id}/end`, {})).statusCode).toBe(409);
    expect((await asha.get('/for/PAT001/access')).statusCode).toBe(404);
    for (const browser of [patient, asha])
      expect(plain((await browser.get('/guardians')).body)).toContain('Stepped down');
    expect(plain((await patient.get('/access/log')).body)).toContain('Asha Verma, your guardian: stepped down');
  });

  test('lets the patient invite again, also after an end by date, of which the chain then says so', async () => {
    const { people } = site;
    await accepted(site, people.patient, people.otherPatient, { until: daysAhead(site, 1) });
    expect((await asha.get('/for/PAT001/access')).statusCode).toBe(200);
    await pass(DAY_MS);
    expect((await asha.get('/for/PAT001/access')).statusCode).toBe(404);
    const again = await accepted(site, people.patient, people.otherPatient, { level: 'view' });
    expect((await asha.get('/for/PAT001/access')).statusCode).toBe(200);
    await end(site, people.patient, people.patient, again);
    expect((await asha.get('/for/PAT001/access')).statusCode).toBe(404);
  });

  test('over a child comes when the child turns 18 in India, whatever was chosen', async () => {
    const { people, clock } = site;
    const guardian = await onePatient(site, people.staff, 'Leela Rao', '1985-05-05');
    await accepted(site, child, guardian, { relationship: 'PRN', until: '2050-01-01T00:00:00.000Z' });
    const browser = () => site.as(guardian);
    expect(plain((await (await browser()).get('/guardians')).body)).toContain(
      'until 28-Feb-2033, when Mina Rao turns 18',
    );
    const before = clock.offset;
    clock.offset += Date.parse('2033-02-27T18:29:50.000Z') - site.ledger.clock();
    expect((await (await browser()).get(`/for/${child.login}/access`)).statusCode).toBe(200);
    clock.offset += 10_000;
    expect((await (await browser()).get(`/for/${child.login}/access`)).statusCode).toBe(404);
    await invite(site, child, guardian);
    expect(plain((await (await browser()).get('/guardians')).body)).toContain('no end date');
    clock.offset = before;
  });
});
