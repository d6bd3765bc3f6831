// The timeline narrowed and searched: what is found, what is not for whoever may not read it, and where the words are not.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { withholdRecord } from '../src/access/withhold-record.ts';
import { writeMissingWords } from '../src/records/write-words.ts';
import { EVERY_RECORD, grant, revoke } from './support/permissions.ts';
import { practitioner } from './support/practitioners.ts';
import { recordForm } from './support/record-forms.ts';
import { type Browser, startTestServer, type TestServer } from './support/test-server.ts';

const RECORDS = '/patients/PAT001/records';
const lines: string[] = [];
let site: TestServer;
let patient: Browser;

beforeAll(async () => {
  site = await startTestServer(lines);
  const { people } = site;
  const doctor = await site.as(people.doctor);
  const staff = await site.as(people.staff);
  patient = await site.as(people.patient);
  const write = async (by: Browser, type: Parameters<typeof recordForm>[0], values: Record<string, string>) =>
    expect((await by.post(`${RECORDS}/${type}`, recordForm(type, values))).statusCode).toBe(303);
  await write(doctor, 'general', {
    complaints: 'सिर में तेज़ दर्द, three weeks',
    diabetes: '',
    examinedAt: '2026-09-01T08:30',
  });
  await write(doctor, 'diagnosis', { diagnosis: 'நீரிழிவு நோய்', icd10: 'E11.9', diagnosedAt: '2026-09-02T08:30' });
  await write(doctor, 'diagnosis', { diagnosis: 'Zebraitis of the knee', diagnosedAt: '2026-09-03T08:30' });
  await write(doctor, 'procedure', { procedure: 'Zebraitis drained', performedAt: '2026-09-04T08:30' });
  for (let i = 0; i < 34; i += 1) {
    const collectedAt = `2026-08-${String((i % 28) + 1).padStart(2, '0')}T08:30`;
    await write(staff, 'laboratory', { haemoglobin: i === 0 ? '13.25' : '9.50', collectedAt, comment: `Sample ${i}` });
  }
  await withholdRecord(site, people.patient, people.chart.chain, 3);
}, 60_000);
afterAll(() => site.close());

/** Searches as the form does, follows, and gives the page. */
async function search(browser: Browser, form: Record<string, string>, base = RECORDS) {
  const answer = await browser.post(base, form);
  expect(answer.statusCode).toBe(303);
  const address = String(answer.headers.location);
  return { address, ...(await page(browser, address)) };
}

async function page(browser: Browser, address: string) {
  const { body, statusCode } = await browser.get(address);
  return { body, statusCode, labels: [...new Set(body.match(/PAT001-REC\d+/g) ?? [])] };
}

test.each([
  ['a word of Hindi', 'दर्द', ['PAT001-REC1']],
  ['a word of Tamil', 'நீரிழிவு', ['PAT001-REC2']],
  ['the beginning of a word, in capitals', 'ZEBRA', ['PAT001-REC4', 'PAT001-REC3']],
  ['words that do not stand together', 'weeks tired three', []],
  ['words in another order', 'weeks three', ['PAT001-REC1']],
  ['a code of ICD-10', 'e11.9', ['PAT001-REC2']],
  ['a decimal as it was typed', '13.25', ['PAT001-REC5']],
  ['what LIKE takes for anything', '%', null],
  ['a quotation mark', "' OR true --", []],
])('%s is found in the records that hold it, and in no other', async (_, words, found) => {
  if (found === null) {
    const answer = await patient.post(RECORDS, { search: words });
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toMatch(/value="%"[\s\S]*Type a word or a number/);
    return;
  }
  const { labels, body } = await search(patient, { search: words });
  expect(labels).toEqual(found);
  if (found.length > 0)
    expect(body).toContain(found.length === 1 ? '1 record matches.' : `${found.length} records match.`);
  else expect(body).toMatch(/No record matches this choice[\s\S]*without searching for/);
});

test('names of fields and answers are found in the languages of the interface', async () => {
  for (const name of ['हीमोग्लोबिन', 'ஹீமோகுளோபின்', 'Haemoglobin']) {
    const { body } = await search(patient, { search: name });
    expect(body, name).toContain('34 records match.');
  }
});

test('the words stand in no address, no log and no event; the form keeps them and everything else that was chosen', async () => {
  const form = { search: 'Sample', author: 'STF1', from: '2026-08-01', to: '2026-08-31', abnormal: '1' };
  const { address, body, labels } = await search(patient, form);
  expect(address).not.toMatch(/sample|U2FtcGxl/i);
  expect(labels).toHaveLength(30);
  for (const value of ['Sample', '2026-08-01', '2026-08-31']) expect(body).toContain(`value="${value}"`);
  expect(body).toMatch(/value="STF1" selected/);
  expect(body).toContain('33 records match.');
  const next = /<p class="pager"><a [^>]*href="([^"]+)"/.exec(body)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const older = await page(patient, next);
  expect(older.labels).toHaveLength(3);
  expect(labels.filter((label) => older.labels.includes(label))).toEqual([]);
  await site.db.pool.query('ALTER TABLE record RENAME COLUMN words TO wrds');
  expect((await patient.get(address)).statusCode).toBe(500);
  await site.db.pool.query('ALTER TABLE record RENAME COLUMN wrds TO words');
  await site.settle();
  expect(lines.join()).toContain('request failed');
  expect(lines.join()).not.toMatch(/sample|33 records/i);
  const { rows } = await site.db.pool.query(
    `SELECT FROM resource_version WHERE type = 'Bundle' AND position('Sample'::bytea in bytes) > 0`,
  );
  expect(rows).toHaveLength(0);
});

test('a doctor finds, counts and pages through what the permission covers and is not withheld; nothing once it has ended', async () => {
  const { people } = site;
  const reader = await practitioner(site, 'doctor', 'Dr. Reader');
  const browser = await site.as(reader);
  const id = await grant(site, people.patient, reader, { scope: { ...EVERY_RECORD, types: ['diagnosis', 'general'] } });
  const withheld = await search(browser, { search: 'zebra' });
  expect(withheld.labels).toEqual([]);
  const all = await page(browser, RECORDS);
  expect(all.labels).toEqual(['PAT001-REC2', 'PAT001-REC1']);
  expect(all.body).not.toContain('Kavya Nair');
  expect(all.body).toMatch(/All <span class="chip-count">2</);
  expect((await search(browser, { author: 'STF1' })).body).toContain('No record matches');
  await revoke(site, people.patient, id);
  expect((await browser.post(RECORDS, { search: 'zebra' })).statusCode).toBe(404);
  expect((await browser.get(withheld.address)).statusCode).toBe(404);
});

test('a sealed search opens for nobody else, and not when it was changed', async () => {
  const { address } = await search(patient, { search: 'zebra' });
  const reader = await practitioner(site, 'doctor', 'Dr. Other');
  await grant(site, site.people.patient, reader);
  for (const [browser, url] of [
    [await site.as(reader), address],
    [patient, `${address.slice(0, -2)}AA`],
    [patient, `${RECORDS}?q=x`],
  ] as const) {
    const answer = await browser.get(url);
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain('This search can no longer be opened');
    expect(answer.body).not.toMatch(/PAT001-REC\d/);
  }
});

test.each([
  [{ from: '2026-02-30' }, 'Write a date that exists'],
  [{ from: '2026-09-02', to: '2026-09-01' }, 'The end is before the beginning'],
  [{ search: 'x'.repeat(101) }, 'At most 100 characters'],
])('%o is refused at its field, and stays as it was typed', async (form, says) => {
  const answer = await patient.post(RECORDS, form as Record<string, string>);
  expect(answer.statusCode).toBe(422);
  expect(answer.body).toContain(says);
  for (const value of Object.values(form)) expect(answer.body).toContain(`value="${value}"`);
});

test('records that were written before there was a search are found after the next start', async () => {
  await site.db.pool.query('UPDATE record SET words = NULL');
  await Promise.all([writeMissingWords(site.db), writeMissingWords(site.db)]);
  expect((await search(patient, { search: 'दर्द' })).labels).toEqual(['PAT001-REC1']);
});
