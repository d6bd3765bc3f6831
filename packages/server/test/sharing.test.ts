// Sharing without a request, single records asked for and given, and what is withheld: over HTTP, as people do it.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../src/access/actor.ts';
import { endSound } from './support/end-sound.ts';
import { writeLaboratory } from './support/laboratory-record.ts';
import { daysAhead, EVERY_RECORD, grant } from './support/permissions.ts';
import { practitioner } from './support/practitioners.ts';
import { contentOf } from './support/tables.ts';
import { type Browser, startTestServer, type TestServer } from './support/test-server.ts';

let site: TestServer;
let patient: Browser;
let reader: Actor;
let doctor: Browser;

beforeAll(async () => {
  site = await startTestServer();
  const { people } = site;
  for (const haemoglobin of ['9.51', '9.52', '9.53'])
    await writeLaboratory(site, people.doctor, people.chart, { haemoglobin });
  await writeLaboratory(site, people.staff, people.chart, { haemoglobin: '9.54' });
  patient = await site.as(people.patient);
  reader = await practitioner(site, 'doctor', 'Dr. Reader');
  doctor = await site.as(reader);
});
afterAll(() => endSound(site));

const day = (days: number) => daysAhead(site, days).slice(0, 10);
const share = (more: Record<string, string | readonly string[]> = {}) =>
  patient.post('/access/share', {
    doctor: reader.login,
    extent: 'records',
    records: ['2'],
    purpose: 'CAREMGT',
    until: day(9),
    step: 'check',
    ...more,
  });
const nonceOf = (body: string) => /name="nonce" value="([0-9a-f]{32})"/.exec(body)?.[1] ?? '';
const readable = async (browser: Browser) => {
  const seen: number[] = [];
  for (const record of [1, 2, 3, 4])
    if ((await browser.get(`/patients/PAT001/records/${record}`)).statusCode === 200) seen.push(record);
  return seen;
};
const endAll = async () => {
  for (const [, id] of (await patient.get('/access')).body.matchAll(/\/access\/grants\/([0-9a-f-]+)\/revoke/g))
    await patient.post(`/access/grants/${id}/revoke`, {});
};
const waitingId = async () => /\/access\/requests\/([0-9a-f-]{33})"/.exec((await patient.get('/access')).body)?.[1];

describe('sharing without a request', () => {
  test('shows who it is first, shares only then, and once', async () => {
    const before = await contentOf(site.db);
    const check = await share();
    expect(check.statusCode).toBe(200);
    for (const text of ['Dr. Reader', reader.login, 'Sunrise Clinic', 'REC2']) expect(check.body).toContain(text);
    expect(await contentOf(site.db)).toEqual(before);
    expect(await readable(doctor)).toEqual([]);

    const confirm = { step: 'confirm', nonce: nonceOf(check.body) };
    const answers = await Promise.all([share(confirm), share(confirm)]);
    expect(answers.map(({ headers }) => headers.location)).toEqual(Array(2).fill('/access?notice=granted'));
    expect(await readable(doctor)).toEqual([2]);
    expect((await doctor.get('/')).body).toContain('Lakshmi Narayanan');
    expect((await patient.get('/access')).body.match(/\/revoke"/g)).toHaveLength(1);
    await endAll();
    expect(await readable(doctor)).toEqual([]);
  });

  test('can be changed before it is sent, and keeps what was typed', async () => {
    const { statusCode, body } = await share({ step: 'edit', records: ['2', '4'] });
    expect(statusCode).toBe(200);
    expect(body).toContain(`value="${reader.login}"`);
    expect(body.match(/name="records"[^>]*checked/g)).toHaveLength(2);
    expect((await patient.get('/access/share?record=3')).body).toMatch(/value="3"[^>]*checked/);
  });

  test.each<[string, string, Record<string, string | readonly string[]>]>([
    ['nobody has the number', 'doctor', { doctor: 'DOC999' }],
    ['the number is their own', 'doctor', { doctor: 'PAT001' }],
    ['the number is a member of staff', 'doctor', { doctor: 'STF1' }],
    ['there is no number', 'doctor', { doctor: '' }],
    ['the number is absurd', 'doctor', { doctor: `' OR 1=1; --${'x'.repeat(5000)}` }],
    ['no record is chosen', 'records', { records: [] }],
    ['a record is of another patient', 'records', { records: ['PAT002-REC1'] }],
    ['a record does not exist', 'records', { records: ['77'] }],
    ['a number is none', 'records', { records: ['2', '1e3'] }],
    ['there are too many', 'records', { records: Array.from({ length: 51 }, (_, i) => String(i + 1)) }],
    ['single records stand beside everything', 'records', { extent: 'all' }],
    ['no kind is chosen', 'types', { extent: 'types', records: [] }],
    ['the purpose is an emergency', 'purpose', { purpose: 'BTG' }],
    ['the end has passed', 'until', { until: '2020-01-01' }],
    ['the end is too far', 'until', { until: '2999-01-01' }],
  ])('says at the field what is wrong: %s', async (_, field, more) => {
    const before = await contentOf(site.db);
    for (const step of ['check', 'confirm']) {
      const answer = await share({ nonce: 'a'.repeat(32), ...more, step });
      expect(answer.statusCode).toBe(422);
      expect(answer.body).toContain(`id="${field}-error"`);
    }
    expect(await contentOf(site.db)).toEqual(before);
  });

  test('tells an unverified doctor from an unknown one by nothing', async () => {
    const unverified = await practitioner(site, 'doctor', 'Dr. Unverified', false);
    const words = async (login: string) =>
      (await share({ doctor: login })).body
        .replaceAll(login, 'DOC')
        .replaceAll(/data-session-(now|ends)="[^"]+"/g, '')
        .replaceAll(/(name="_csrf" value=")[^"]+/g, '$1TOKEN');
    const [one, other] = [await words(unverified.login), await words('DOC999')];
    expect(one).toBe(other);
    expect(one).not.toContain('Dr. Unverified');
  });

  test('is not confirmed without the page that shows who it is', async () => {
    expect((await share({ step: 'confirm', nonce: 'x' })).statusCode).toBe(400);
    expect(await readable(doctor)).toEqual([]);
  });
});

describe('single records', () => {
  const question = (records: string) =>
    doctor.post('/patients/PAT001/access-requests', { extent: 'records', records, purpose: 'CAREMGT', until: day(30) });

  test.each(['', 'REC0', 'PAT002-REC1', 'REC1 or 2', '-1', '9'.repeat(40), '<script>', 'REC1; DROP TABLE record'])(
    'asked for in another form are refused at the field: %j',
    async (records) => {
      const answer = await question(records);
      expect(answer.statusCode).toBe(422);
      expect(answer.body).toContain('id="records-error"');
    },
  );

  test('that do not exist are asked for like those that do, and never come to be given', async () => {
    const answer = await question('pat001-rec3, REC7 1');
    expect(answer.headers.location).toBe('/?notice=request-sent');
    expect((await doctor.get('/')).body).toContain('REC1, REC3, and REC7');
    const id = await waitingId();
    const page = await patient.get(`/access/requests/${id}`);
    expect(page.body.match(/name="records" value="\d+"/g)).toEqual([
      'name="records" value="3"',
      'name="records" value="1"',
    ]);
    const answered = (records: readonly string[]) =>
      patient.post(`/access/requests/${id}/decision`, { decision: 'grant', extent: 'records', records, until: day(9) });
    for (const wrong of [[], ['2'], ['77'], ['7'], ['x']]) expect((await answered(wrong)).statusCode).toBe(422);
    expect((await answered(['1', '3', '7'])).headers.location).toBe('/access?notice=granted');
    expect(await readable(doctor)).toEqual([1, 3]);
    const { rows } = await site.db.pool.query('SELECT records FROM access_grant WHERE revoked_at IS NULL');
    expect(rows).toEqual([{ records: [1, 3] }]);
    await endAll();
  });

  test('may be all that a patient gives of a wider request, newest offered first', async () => {
    await doctor.post('/patients/PAT001/access-requests', { extent: 'all', purpose: 'CAREMGT', until: day(30) });
    const id = await waitingId();
    expect((await patient.get(`/access/requests/${id}`)).body.match(/name="records" value="\d"/g)).toHaveLength(4);
    const form = { decision: 'grant', extent: 'all', records: ['4'], until: day(9) };
    const wider = await patient.post(`/access/requests/${id}/decision`, form);
    expect(wider.statusCode).toBe(422);
    await patient.post(`/access/requests/${id}/decision`, { ...form, extent: 'records' });
    expect(await readable(doctor)).toEqual([4]);
    const list = (await doctor.get('/patients/PAT001/records')).body;
    expect(list).toContain('PAT001-REC4');
    expect(list).not.toMatch(/PAT001-REC[123]/);
    await endAll();
  });
});

describe('a withheld record', () => {
  const change = (record: number, decision: string) =>
    patient.post(`/patients/PAT001/records/${record}/withhold`, { decision });
  const resources = async () => {
    const { rows } = await site.db.pool.query<{ type: string; id: string }>(
      'SELECT type, id FROM resource_version WHERE chain = $1 AND record = 2 AND current',
      [site.people.chart.chain],
    );
    return rows.map(({ type, id }) => `/fhir/${type}/${id}`);
  };
  const addresses = async () => [
    '/patients/PAT001/records/2',
    '/patients/PAT001/records/2/proof',
    ...(await resources()),
  ];
  const statuses = async (browser: Browser) => {
    const answers: number[] = [];
    for (const url of await addresses()) answers.push((await browser.get(url)).statusCode);
    return [...new Set(answers)];
  };

  test('is nowhere for others, whatever they were given, and everywhere for its author and the patient', async () => {
    await grant(site, site.people.patient, reader, { scope: EVERY_RECORD });
    await grant(site, site.people.patient, reader, { scope: { ...EVERY_RECORD, records: [2] } });
    const author = await site.as(site.people.doctor);
    expect(await statuses(doctor)).toEqual([200]);
    const page = await patient.get('/patients/PAT001/records/2/withhold');
    for (const text of ['Dr. Reader', 'Dr. Meera Iyer', 'PAT001-REC2']) expect(page.body).toContain(text);

    const answer = await change(2, 'withhold');
    expect(answer.headers.location).toBe('/patients/PAT001/records/2?notice=withheld');
    expect(await statuses(doctor)).toEqual([404]);
    expect(await statuses(author)).toEqual([200]);
    expect(await statuses(patient)).toEqual([200]);
    const list = (await doctor.get('/patients/PAT001/records')).body;
    expect(list).not.toContain('REC2<');
    expect(list).not.toContain('9.52');
    expect(list).toMatch(/chip-count">3</);
    expect(list).not.toMatch(/chip-count">4</);
    for (const url of ['/patients/PAT001/trends/718-7', '/patients/PAT001/records/1', '/patients/PAT001/records/4'])
      expect((await doctor.get(url)).body).not.toContain('9.52');
    expect((await patient.get('/patients/PAT001/trends/718-7')).body).toContain('9.52');
  });

  test('is marked for the patient alone', async () => {
    const author = await site.as(site.people.doctor);
    for (const url of ['/', '/patients/PAT001/records', '/patients/PAT001/records/2', '/access'])
      expect((await patient.get(url)).body).toContain('Withheld');
    expect((await author.get('/patients/PAT001/records/2')).body).not.toMatch(/Withheld|withhold/);
    expect((await author.get('/')).body).not.toMatch(/Withheld|withhold/);
  });

  test('is not among what can be shared, nor given when it is asked for', async () => {
    expect((await share()).body).toContain('id="records-error"');
    expect((await patient.get('/access/share')).body).not.toContain('PAT001-REC2');
    const asker = await practitioner(site, 'doctor', 'Dr. Asker');
    const form = { extent: 'records', records: 'REC2', purpose: 'CAREMGT', until: day(30) };
    await (await site.as(asker)).post('/patients/PAT001/access-requests', form);
    const decision = { decision: 'grant', extent: 'records', records: '2', until: day(9) };
    const answer = await patient.post(`/access/requests/${await waitingId()}/decision`, decision);
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain('id="records-error"');
  });

  test('is changed by the patient alone, once, in so many words', async () => {
    const other = await site.as(site.people.otherPatient);
    for (const browser of [other, doctor, await site.as(site.people.doctor)]) {
      const url = '/patients/PAT001/records/2/withhold';
      expect((await browser.post(url, { decision: 'release' })).statusCode).toBe(404);
    }
    expect((await change(2, 'withhold')).statusCode).toBe(409);
    expect((await change(2, 'hide')).statusCode).toBe(400);
    for (const record of ['0', '77', 'x', '2e0', '99999999999'])
      expect((await patient.get(`/patients/PAT001/records/${record}/withhold`)).statusCode).toBe(404);
  });

  test('can be shown again, and the access log tells both', async () => {
    expect((await change(2, 'release')).headers.location).toBe('/patients/PAT001/records/2?notice=released');
    expect((await change(2, 'release')).statusCode).toBe(409);
    expect(await statuses(doctor)).toEqual([200]);
    const log = (await patient.get('/access/log')).body.replaceAll(/<[^>]+>/g, '');
    expect(log).toMatch(/You: withheld [^(]+\(PAT001-REC2\)/);
    expect(log).toMatch(/You: showed [^(]+\(PAT001-REC2\) again/);
  });

  test('is not read once the withholding is committed, however many reads are on their way', async () => {
    const urls = await addresses();
    for (let round = 0; round < 3; round += 1) {
      const during = Array.from({ length: 20 }, (_, i) => doctor.get(urls[i % urls.length] ?? ''));
      await change(2, 'withhold');
      expect(await statuses(doctor)).toEqual([404]);
      expect((await Promise.all(during)).every(({ statusCode }) => [200, 404].includes(statusCode))).toBe(true);
      await change(2, 'release');
    }
  });
});
