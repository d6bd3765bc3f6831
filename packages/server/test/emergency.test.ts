// Opening a record in an emergency, over HTTP: who may, how far, until when, and that everybody concerned is told.

import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Actor } from '../src/access/actor.ts';
import { breakGlass } from '../src/access/break-glass.ts';
import { EMERGENCY_MS } from '../src/access/emergency.ts';
import { emergenciesOfPatient } from '../src/access/emergency-store.ts';
import { withholdRecord } from '../src/access/withhold-record.ts';
import { authorise, broken, emergencyDoctor, WHAT_HAPPENED, withdrawn } from './support/emergencies.ts';
import { endSound } from './support/end-sound.ts';
import { openEvents } from './support/event-stream.ts';
import { giveApp, giveCodes, givePasskey, totpCode } from './support/factors.ts';
import { accepted, onePatient } from './support/guardianships.ts';
import { writeLaboratory } from './support/laboratory-record.ts';
import { deliverAll, giveAddress } from './support/mails.ts';
import { PASSWORD } from './support/people.ts';
import { practitioner } from './support/practitioners.ts';
import { contentOf, withRefusedEvent } from './support/tables.ts';
import { type Browser, startTestServer, type TestServer } from './support/test-server.ts';

const VIEW = '/patients/PAT001/emergency';
let site: TestServer;
let doctor: Actor;
let desk: Browser;
let chain: string;
let count = 0;

beforeAll(async () => {
  site = await startTestServer();
  chain = site.people.chart.chain;
  await writeLaboratory(site, site.people.doctor, site.people.chart, { haemoglobin: '6.10' });
  await writeLaboratory(site, site.people.doctor, site.people.chart, { haemoglobin: '14.90' });
  await withholdRecord(site, site.people.patient, chain, 2);
});
beforeEach(async () => {
  count += 1;
  doctor = await emergencyDoctor(site, `Dr. Number${count}`);
  desk = await site.as(doctor);
});
afterAll(() => endSound(site));

const nonceIn = (body: string) => /name="nonce" value="([0-9a-f]{32})"/.exec(body)?.[1] ?? '';
const form = (body: string, more: Record<string, string> = {}) => ({
  reason: 'unconscious',
  note: WHAT_HAPPENED,
  nonce: nonceIn(body),
  ...more,
});
async function open(browser = desk, more: Record<string, string> = {}) {
  return browser.post(VIEW, form((await browser.get(`${VIEW}/new`)).body, more));
}
const mine = async (who = doctor) =>
  (await emergenciesOfPatient(site.db, chain)).filter((one) => one.doctor === who.account);
const status = async (url: string, browser = desk) => (await browser.get(url)).statusCode;
const plain = (body: string) => body.replace(/<style>.*<\/style>/s, '').replaceAll(/<[^>]+>/g, ' ');
const logOf = async () => plain((await (await site.as(site.people.patient)).get('/access/log')).body);

describe('an authorised doctor', () => {
  test('finds the way, reads what happens first, and nothing happens before', async () => {
    expect((await desk.get('/patients?number=PAT001')).body).toContain(`${VIEW}/new`);
    const before = await contentOf(site.db);
    const page = (await desk.get(`${VIEW}/new`)).body;
    for (const words of ['Lakshmi Narayanan', 'for four hours', 'told at once', 'reviews each'])
      expect(page).toContain(words);
    expect(await contentOf(site.db)).toEqual(before);
    expect(await status('/patients/PAT001/records')).toBe(404);
  });

  test('reads everything that is not withheld, and only reads', async () => {
    expect((await open()).headers.location).toBe(`${VIEW}?notice=emergency-opened`);
    const view = plain((await desk.get(VIEW)).body);
    for (const words of ['Emergency access until', 'None recorded. This is not confirmation that there are none.'])
      expect(view).toContain(words);
    const list = plain((await desk.get('/patients/PAT001/records')).body);
    expect(list).toContain('6.10');
    expect(list).not.toContain('14.90');
    expect(list).toContain('Emergency access until');
    expect(await status('/patients/PAT001/records/1')).toBe(200);
    expect(await status('/patients/PAT001/records/2')).toBe(404);
    expect(plain((await desk.get('/patients/PAT001/trends/718-7')).body)).not.toContain('14.90');
    expect(await status('/patients/PAT001/proof')).toBe(404);
    expect(await status('/patients/PAT002/records')).toBe(404);
    expect(await status('/patients/PAT002/emergency')).toBe(404);
    expect((await desk.get('/')).body).toContain(`href="${VIEW}"`);
  });

  test('stands in the log with every step, in three languages, as emergency', async () => {
    await open();
    await desk.get(VIEW);
    await desk.get('/patients/PAT001/records/1');
    await desk.post(`${VIEW}/end`, {});
    const patient = await site.as(site.people.patient);
    const lines = plain((await patient.get(`/access/log?what=emergencies&who=${doctor.login}`)).body);
    for (const words of ['opened the record in an emergency', 'opened the emergency view', 'ended an emergency access'])
      expect(lines).toContain(words);
    const views = plain((await patient.get(`/access/log?what=views&who=${doctor.login}`)).body);
    expect(views).toMatch(/opened .*PAT001-REC1.*in an emergency\s+· Emergency/s);
    for (const [lang, words] of [
      ['hi', 'आपात स्थिति में रिकॉर्ड खोला'],
      ['ta', 'பதிவை அவசரத்தில் திறந்தார்'],
    ] as const) {
      await patient.post('/preferences', { lang, theme: 'auto', returnTo: '/' });
      expect((await patient.get('/access/log?what=emergencies')).body).toContain(words);
    }
  });

  test.each([
    ['no reason', { reason: '' }, 'Choose a reason'],
    ['a reason that there is not', { reason: 'curious' }, 'Choose a reason'],
    ['no words', { note: '  \n ' }, 'Fill this in'],
    ['too few words', { note: 'urgent' }, 'at least 20 characters'],
    ['blanks for words', { note: `u${' '.repeat(40)}t` }, 'at least 20 characters'],
    ['too many words', { note: 'x'.repeat(2001) }, '2000'],
    ['letters that are none', { note: `Found unconscious \u0007 in the street.` }, 'note-error'],
  ])('is told what is wrong, and keeps what was typed: %s', async (_, more, words) => {
    const answer = await open(desk, more);
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain(words);
    expect(answer.body).toContain((more as { note?: string }).note?.trim().slice(0, 5) ?? WHAT_HAPPENED);
    expect(await mine()).toEqual([]);
  });

  test('is refused with a form that is not whole, or far too large', async () => {
    expect((await open(desk, { nonce: 'x' })).statusCode).toBe(400);
    expect((await open(desk, { note: 'x'.repeat(300_000) })).statusCode).toBe(413);
    expect(await mine()).toEqual([]);
  });

  test('opens it once, though the form is sent twice, or two are sent at once', async () => {
    const page = (await desk.get(`${VIEW}/new`)).body;
    const [one, two] = [form(page), { ...form(page), nonce: 'ab'.repeat(16), reason: 'accident' }];
    const answers = await Promise.all([desk.post(VIEW, one), desk.post(VIEW, one), desk.post(VIEW, two)]);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([303, 303, 303]);
    expect(await mine()).toHaveLength(1);
  });

  test('cannot make it longer, only open it again with a new reason when it is over', async () => {
    await open();
    const [first] = await mine();
    site.clock.offset += EMERGENCY_MS / 2;
    desk = await site.as(doctor);
    expect((await desk.get(`${VIEW}/new`)).body).not.toContain('name="note"');
    expect((await desk.post(VIEW, form('', { nonce: 'cd'.repeat(16) }))).headers.location).toBe(
      `${VIEW}?notice=emergency-stands`,
    );
    expect(await mine()).toEqual([first]);
    site.clock.offset += EMERGENCY_MS / 2;
    desk = await site.as(doctor);
    expect(await status(VIEW)).toBe(404);
    expect((await open(desk, { reason: 'accident' })).headers.location).toBe(`${VIEW}?notice=emergency-opened`);
    expect(await mine()).toHaveLength(2);
  });

  test('reads until the last millisecond and not after it', async () => {
    await open();
    const [{ until } = { until: '' }] = await mine();
    const real = site.clock.offset;
    site.clock.offset = Date.parse(until) - Date.now() - 30_000;
    desk = await site.as(doctor);
    expect(await status(VIEW)).toBe(200);
    site.clock.offset = Date.parse(until) - Date.now();
    for (const url of [VIEW, '/patients/PAT001/records', '/patients/PAT001/records/1'])
      expect(await status(url)).toBe(404);
    expect((await desk.get('/')).body).not.toContain(`href="${VIEW}"`);
    site.clock.offset = Math.max(real, site.clock.offset);
  });

  test('ends it themselves, and may open it again', async () => {
    await open();
    expect((await desk.post(`${VIEW}/end`, {})).headers.location).toBe('/?notice=emergency-ended');
    expect(await status('/patients/PAT001/records/1')).toBe(404);
    expect((await desk.post(`${VIEW}/end`, {})).statusCode).toBe(404);
    expect((await open()).headers.location).toBe(`${VIEW}?notice=emergency-opened`);
  });

  test('opens nothing where any of the writes fails', async () => {
    const before = await contentOf(site.db);
    const nonce = 'ef'.repeat(16);
    const glass = { chain, reason: 'accident', note: WHAT_HAPPENED, nonce } as const;
    await withRefusedEvent(site.db, 'break-glass', () => expect(breakGlass(site, doctor, glass)).rejects.toThrow());
    expect(await contentOf(site.db)).toEqual(before);
  });
});

describe('two factors', () => {
  const parts = () => ({ ...site, secret: site.app.secret });
  const later = async () => {
    const browser = await site.as(doctor);
    site.clock.offset += 6 * 60_000;
    return browser;
  };

  test('a password alone opens nothing; the page says how to set up more', async () => {
    desk = await later();
    const asked = String((await desk.get(`${VIEW}/new`)).headers.location);
    expect(asked).toMatch(/^\/confirm\?by=two-factors&/);
    const page = (await desk.get(asked)).body;
    expect(page).toContain('/account#security');
    expect(page).not.toContain('name="password"');
    await desk.post('/confirm', { by: 'person', password: PASSWORD, returnTo: '/' });
    await desk.post(VIEW, { password: PASSWORD, ...form('', { nonce: 'aa'.repeat(16) }) });
    expect((await desk.get(`${VIEW}/new`)).statusCode).toBe(303);
    expect(await mine()).toEqual([]);
  });

  test('a passkey is asked for where there is nothing else, and the password does not do', async () => {
    await givePasskey(parts(), doctor);
    desk = await later();
    const page = (await desk.get('/confirm?by=two-factors&returnTo=/')).body;
    expect(page).toContain('name="passkey"');
    expect(page).not.toContain('name="password"');
    const kept = await desk.post(VIEW, { password: PASSWORD, ...form('', { nonce: 'ab'.repeat(16) }) });
    expect(kept.statusCode).toBe(403);
    expect(await mine()).toEqual([]);
  });

  test('password and code together open it, and what was typed goes on', async () => {
    doctor = site.people.otherDoctor;
    await authorise(site, site.people.administrator, doctor);
    const key = await giveApp(parts(), doctor);
    await giveCodes(parts(), doctor);
    desk = await later();
    const kept = (await desk.post(VIEW, form('', { nonce: 'ac'.repeat(16) }))).body;
    const held = { kept: /name="kept" value="([^"]+)"/.exec(kept)?.[1] ?? '' };
    expect((await desk.post(VIEW, { ...held, password: PASSWORD })).statusCode).toBe(422);
    expect(await mine()).toEqual([]);
    const proof = { ...held, password: PASSWORD, code: totpCode(site, key) };
    expect((await desk.post(VIEW, proof)).headers.location).toBe(`${VIEW}?notice=emergency-opened`);
    expect((await mine())[0]?.note).toBe(WHAT_HAPPENED);
    await withdrawn(site, site.people.administrator, doctor);
  });
});

describe('everybody else', () => {
  test('is not let in: doctors who are not authorised, staff, patients, administrators', async () => {
    const { doctor: other, staff, patient, otherPatient, administrator } = site.people;
    const waiting = await practitioner(site, 'doctor', 'Dr. Waiting', false);
    const before = (await emergenciesOfPatient(site.db, chain)).length;
    for (const who of [other, waiting, staff, patient, otherPatient, administrator]) {
      const browser = await site.as(who);
      const answer = await browser.post(VIEW, form('', { nonce: 'ad'.repeat(16) }));
      expect([403, 404]).toContain(answer.statusCode);
      expect(await status(`${VIEW}/new`, browser)).toBeGreaterThanOrEqual(400);
      const glass = { chain, reason: 'accident', note: WHAT_HAPPENED, nonce: 'ae'.repeat(16) } as const;
      expect(await breakGlass(site, who, glass)).toBe('refused');
    }
    expect(await emergenciesOfPatient(site.db, chain)).toHaveLength(before);
    expect((await (await site.as(other)).get('/patients?number=PAT001')).body).not.toContain(`${VIEW}/new`);
  });

  test('the answer to a doctor who is not authorised tells not whether there is such a patient', async () => {
    const browser = await site.as(site.people.doctor);
    const [there, nowhere] = [await browser.get(`${VIEW}/new`), await browser.get('/patients/PAT999/emergency/new')];
    expect([there.statusCode, nowhere.statusCode]).toEqual([403, 403]);
  });
});

describe('the patient and their guardians', () => {
  test('are told at once: by e-mail, in their lists, on the start page', async () => {
    const { patient, staff } = site.people;
    const guardian = await onePatient(site, staff, 'Leela Rao', '1970-01-01', true);
    await accepted(site, patient, guardian, { level: 'view' });
    const removed = await onePatient(site, staff, 'Invited Only', '1970-01-01', true);
    await giveAddress(site, patient, 'lakshmi@example.org', PASSWORD);
    await giveAddress(site, guardian, 'leela@example.org', PASSWORD);
    await giveAddress(site, removed, 'other@example.org', PASSWORD);
    await deliverAll(site);
    const own = await site.as(patient);
    const url = await site.server.listen({ port: 0, host: '127.0.0.1' });
    const sessions = [own, await site.as(guardian)].map(({ cookies }) => cookies.get('patrec_session'));
    const streams = await Promise.all(sessions.map((session) => openEvents(url, `patrec_session=${session}`)));
    await open();
    await vi.waitFor(() => {
      for (const { events } of streams) expect(events).toContain('lists');
    });
    for (const stream of streams) stream.close();
    const mails = await deliverAll(site);
    expect(mails.map(({ to }) => to).sort()).toEqual(['lakshmi@example.org', 'leela@example.org']);
    expect(mails.find(({ to }) => to.startsWith('leela'))?.subject).toContain('you look after');
    for (const { text } of mails) expect(text).not.toContain('Lakshmi');

    for (const url of ['/', '/access']) {
      const page = plain((await own.get(url)).body);
      for (const words of ['open now', doctor.name, 'The patient is unconscious', WHAT_HAPPENED])
        expect(page).toContain(words);
    }
    const ward = await site.as(guardian);
    expect(plain((await ward.get('/')).body)).toContain('The record of Lakshmi Narayanan is open in an emergency');
    const page = (await ward.get('/for/PAT001/access')).body;
    expect(page).toContain(WHAT_HAPPENED);
    const [{ id } = { id: '' }] = await mine();
    expect((await ward.post(`/for/PAT001/access/emergencies/${id}/end`, {})).statusCode).toBe(404);
    await desk.post(`${VIEW}/end`, {});
  });

  test('end it at once, while the doctor reads; the doctor stays out for a day, and another may come', async () => {
    await open();
    const [{ id } = { id: '' }] = await mine();
    const patient = await site.as(site.people.patient);
    expect(await status('/patients/PAT001/records/1')).toBe(200);
    const other = await site.as(site.people.otherPatient);
    expect((await other.post(`/access/emergencies/${id}/end`, {})).statusCode).toBe(404);
    const ended = await patient.post(`/access/emergencies/${id}/end`, {});
    expect(ended.headers.location).toBe('/access?notice=emergency-ended');
    for (const url of [VIEW, '/patients/PAT001/records', '/patients/PAT001/records/1'])
      expect(await status(url)).toBe(404);
    expect((await patient.post(`/access/emergencies/${id}/end`, {})).statusCode).toBe(409);
    expect(plain((await patient.get('/access')).body)).toContain('ended by the patient or a guardian');
    expect((await open()).statusCode).toBe(403);
    expect(await broken(site, await emergencyDoctor(site, 'Dr. Next'), chain)).not.toBe('');
    site.clock.offset += 86_400_000;
    desk = await site.as(doctor);
    expect((await open()).statusCode).toBe(303);
  });

  test('a guardian with complete access ends it, in both names', async () => {
    const guardian = await onePatient(site, site.people.staff, 'Complete Guardian', '1970-01-01');
    await accepted(site, site.people.patient, guardian);
    await open();
    const [{ id } = { id: '' }] = await mine();
    const ward = await site.as(guardian);
    const ended = await ward.post(`/for/PAT001/access/emergencies/${id}/end`, {});
    expect(ended.headers.location).toBe('/for/PAT001/access?notice=emergency-ended');
    expect(await status(VIEW)).toBe(404);
    expect(await logOf()).toMatch(/Complete Guardian\s+, your guardian\s*: ended an emergency access/);
  });
});

describe('a doctor whom the patient blocks', () => {
  const block = async () => (await site.as(site.people.patient)).post('/access/blocks', { number: doctor.login });
  const told = (answer: { statusCode: number; body: string }) => ({
    status: answer.statusCode,
    text: plain(answer.body)
      .replaceAll(doctor.name, '')
      .replaceAll(/DOC\d+|Dr\. Number\d+|Dr\. Ended/g, ''),
  });

  test('finds everything as ever, and is refused in the words of anybody who is', async () => {
    const [found, page] = [await desk.get('/patients?number=PAT001'), await desk.get(`${VIEW}/new`)];
    await block();
    expect(told(await desk.get('/patients?number=PAT001'))).toEqual(told(found));
    expect(told(await desk.get(`${VIEW}/new`))).toEqual(told(page));
    const refused = await open();
    expect(refused.statusCode).toBe(403);
    expect(await mine()).toEqual([]);
    const ended = await emergencyDoctor(site, 'Dr. Ended');
    const [browser, patient] = [await site.as(ended), await site.as(site.people.patient)];
    const id = await broken(site, ended, chain);
    await patient.post(`/access/emergencies/${id}/end`, {});
    expect(told(await open(browser))).toEqual(told(refused));
    expect(await logOf()).toContain('tried to open this record without permission');
  });

  test('loses what is open at once', async () => {
    await open();
    const [{ id } = { id: '' }] = await mine();
    await block();
    expect(await status('/patients/PAT001/records/1')).toBe(404);
    expect((await mine()).find((one) => one.id === id)?.endedAt).not.toBeNull();
    expect(await broken(site, await emergencyDoctor(site, 'Dr. Helps'), chain)).not.toBe('');
  });
});

describe('a doctor whose authorisation is withdrawn meanwhile', () => {
  test('reads nothing more, and opens nothing more, until it is given again', async () => {
    await open();
    await withdrawn(site, site.people.administrator, doctor);
    for (const url of [VIEW, '/patients/PAT001/records', '/patients/PAT001/records/1'])
      expect(await status(url)).toBe(404);
    expect((await mine())[0]?.endedByRole).toBe('administrator');
    expect(await status(`${VIEW}/new`)).toBe(403);
    await authorise(site, site.people.administrator, doctor);
    expect(await status(VIEW)).toBe(404);
    expect((await open()).statusCode).toBe(303);
  });

  test('does not slip through at the same moment', async () => {
    const glass = { chain, reason: 'accident', note: WHAT_HAPPENED, nonce: 'af'.repeat(16) } as const;
    await Promise.all([breakGlass(site, doctor, glass), withdrawn(site, site.people.administrator, doctor)]);
    expect(await status(VIEW)).toBe(404);
    expect((await mine()).every(({ endedAt }) => endedAt !== null)).toBe(true);
  });
});
