// Reading: the stored bytes as they are, every view logged before it leaves, nothing after a permission has ended.

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../src/access/actor.ts';
import { writeLaboratory } from './support/laboratory-record.ts';
import { EVERY_RECORD, grant, revoke } from './support/permissions.ts';
import { practitioner } from './support/practitioners.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

let site: TestServer;
let reader: Actor;
beforeAll(async () => {
  site = await startTestServer();
  const { people } = site;
  reader = await practitioner(site, 'doctor', 'Dr. Reader');
  await writeLaboratory(site, people.doctor, people.chart, {
    haemoglobin: '9.50',
    hba1c: '8.10',
    triglycerides: '150.0',
  });
  await writeLaboratory(site, people.doctor, people.chart, { haemoglobin: '10.0' });
});
afterAll(() => site.close());

interface Stored {
  readonly type: string;
  readonly id: string;
  readonly bytes: Buffer;
}

async function stored(condition: string): Promise<Stored[]> {
  const sql = `SELECT type, id, bytes FROM resource_version WHERE chain = $1 AND current AND ${condition} ORDER BY id`;
  return (await site.db.pool.query<Stored>(sql, [site.people.chart.chain])).rows;
}

async function eventsOf(actor: Actor): Promise<string[]> {
  const sql = 'SELECT action FROM access_log WHERE actor = $1 ORDER BY at, id';
  return (await site.db.pool.query<{ action: string }>(sql, [actor.account])).rows.map(({ action }) => action);
}

test('what is served is what is stored, byte for byte, decimals as they were typed', async () => {
  const patient = await site.as(site.people.patient);
  const versions = await stored('record = 1');
  expect(versions).toHaveLength(4);
  const texts: string[] = [];
  for (const { type, id, bytes } of versions) {
    const answer = await patient.get(`/fhir/${type}/${id}`);
    expect(answer.headers['content-type']).toMatch(/^application\/fhir\+json/);
    expect(answer.headers.etag).toBe('W/"1"');
    expect(answer.rawPayload.equals(bytes)).toBe(true);
    texts.push(answer.body);
  }
  for (const value of ['9.50', '8.10', '150.0']) expect(texts.join()).toMatch(new RegExp(`"value":${value}[,}]`));
});

test('a hundred reads that arrive together are answered each with its own resource, and each is logged', async () => {
  const { patient, doctor } = site.people;
  const [one, other] = await Promise.all([site.as(patient), site.as(doctor)]);
  const versions = await stored('record IS NOT NULL');
  const before = (await eventsOf(patient)).length + (await eventsOf(doctor)).length;
  const asked = Array.from({ length: 100 }, (_, i) => versions[i % versions.length] as Stored);
  const answers = await Promise.all(asked.map(({ type, id }, i) => (i % 2 ? one : other).get(`/fhir/${type}/${id}`)));
  expect(answers.map(({ rawPayload }) => rawPayload.toString())).toEqual(asked.map(({ bytes }) => bytes.toString()));
  expect((await eventsOf(patient)).length + (await eventsOf(doctor)).length - before).toBe(100);
});

test('nothing is read once the revocation is committed, however many reads are on their way', async () => {
  const { patient } = site.people;
  const [version] = (await stored('record = 1')) as [Stored];
  const browser = await site.as(reader);
  const urls = [
    `/fhir/${version.type}/${version.id}`,
    '/patients/PAT001/records',
    '/patients/PAT001/records/1',
    '/patients/PAT001/records/1/proof',
    '/patients/PAT001/trends/718-7',
  ];
  for (let round = 0; round < 5; round += 1) {
    const id = await grant(site, patient, reader);
    const before = (await eventsOf(reader)).length;
    const during = Array.from({ length: 20 }, (_, i) => browser.get(urls[i % urls.length] ?? ''));
    await revoke(site, patient, id);
    const after = await Promise.all(urls.map((url) => browser.get(url)));
    expect(after.map(({ statusCode }) => statusCode)).toEqual(urls.map(() => 404));
    const answers = await Promise.all(during);
    const served = answers.filter(({ statusCode }) => statusCode === 200).length;
    expect(answers.every(({ statusCode }) => statusCode === 200 || statusCode === 404)).toBe(true);
    expect((await eventsOf(reader)).length - before).toBeGreaterThanOrEqual(served);
  }
});

test('a permission ends at its last millisecond, and from then on it is as if it never were', async () => {
  const until = new Date(site.ledger.clock() + 600_000).toISOString();
  await grant(site, site.people.patient, reader, { until });
  const status = async () => (await (await site.as(reader)).get('/patients/PAT001/records/1')).statusCode;
  expect(await status()).toBe(200);
  site.clock.offset += 600_000;
  expect(await status()).toBe(404);
  site.clock.offset -= 600_000;
});

test('a permission for one record, one type or one period shows just that, in lists, trends and resources', async () => {
  const { patient, doctor, chart } = site.people;
  const older = { collectedAt: '2025-03-01T08:00', haemoglobin: '7.70' };
  await writeLaboratory(site, doctor, chart, older);
  const narrow = await practitioner(site, 'doctor', 'Dr. Period');
  await grant(site, patient, narrow, { scope: { ...EVERY_RECORD, from: '2025-01-01', to: '2025-12-31' } });
  const browser = await site.as(narrow);
  const list = await browser.get('/patients/PAT001/records');
  expect(list.body.match(/PAT001-REC\d/g)).toEqual(expect.arrayContaining(['PAT001-REC3']));
  expect(list.body).not.toMatch(/PAT001-REC[12]/);
  const trend = await browser.get('/patients/PAT001/trends/718-7');
  expect(trend.body).toContain('7.70');
  expect(trend.body).not.toMatch(/9\.50|10\.0/);
  for (const { type, id } of await stored('record IN (1, 2)')) {
    expect((await browser.get(`/fhir/${type}/${id}`)).statusCode).toBe(404);
  }
});

test('what belongs to no record is the patient’s own: requests, permissions, the sealed access log', async () => {
  await grant(site, site.people.patient, reader);
  await site.settle();
  const own = await stored(`type IN ('Task', 'Consent', 'Bundle')`);
  expect(new Set(own.map(({ type }) => type)).size).toBe(3);
  const [browser, patient] = [await site.as(reader), await site.as(site.people.patient)];
  for (const { type, id } of own) {
    expect((await browser.get(`/fhir/${type}/${id}`)).statusCode).toBe(404);
    expect((await patient.get(`/fhir/${type}/${id}`)).statusCode).toBe(200);
  }
});
