// Corrections over HTTP: asked by the patient, answered by the author or an administrator, kept in the chain.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '../src/access/actor.ts';
import { endSound } from './support/end-sound.ts';
import { writeLaboratory } from './support/laboratory-record.ts';
import { practitioner } from './support/practitioners.ts';
import { contentOf, withRefusedEvent } from './support/tables.ts';
import { type Browser, startTestServer, type TestServer } from './support/test-server.ts';

const DAY_MS = 86_400_000;

let site: TestServer;
let author: Actor;
let patient: Browser;
let doctor: Browser;
let administrator: Browser;

beforeAll(async () => {
  site = await startTestServer();
  author = await practitioner(site, 'doctor', 'Dr. Author');
  for (const haemoglobin of ['9.51', '9.52', '9.53', '9.54'])
    await writeLaboratory(site, author, site.people.chart, { haemoglobin });
});
beforeEach(async () => {
  patient = await site.as(site.people.patient);
  doctor = await site.as(author);
  administrator = await site.as(site.people.administrator);
});
afterAll(() => endSound(site));

const address = (record: number | string) => `/patients/PAT001/records/${record}/correction`;
const nonceOf = (body: string) => /name="nonce" value="([0-9a-f]{32})"/.exec(body)?.[1] ?? '';
const typed = { wrong: 'The haemoglobin <b>& the date</b>', should: '13.1 g/dL,\r\nof 4 May' };
const ask = async (record: number, more: Record<string, string> = {}) => {
  const { body } = await patient.get(address(record));
  return patient.post(address(record), { ...typed, nonce: nonceOf(body), ...more });
};
const idOf = async (record: number) => {
  const { rows } = await site.db.pool.query<{ id: string }>(
    'SELECT id FROM correction WHERE chain = $1 AND record = $2 ORDER BY asked_at DESC LIMIT 1',
    [site.people.chart.chain, record],
  );
  return rows[0]?.id ?? '';
};
const answer = async (browser: Browser, record: number, form: Record<string, string>) =>
  browser.post(`/corrections/${await idOf(record)}/answer`, form);
const accept = { decision: 'accept', answer: 'You are right.' };

describe('asking for a correction', () => {
  test('says who answers until when, and is kept in words that anybody typed', async () => {
    const form = await patient.get(address(1));
    for (const text of ['Dr. Author', 'PAT001-REC1']) expect(form.body).toContain(text);
    expect((await ask(1)).headers.location).toBe('/corrections?notice=correction-asked');
    const { body } = await patient.get('/corrections');
    expect(body).toContain('The haemoglobin &lt;b>&amp; the date&lt;/b>');
    expect(body).toContain('13.1 g/dL,\nof 4 May');
    expect((await patient.get('/')).body).toContain('1 correction waits for an answer');
    const { rows } = await site.db.pool.query<{ type: string; text: string }>(
      `SELECT b.type, convert_from(v.bytes, 'UTF8') AS text FROM block b
       JOIN resource_version v ON v.chain = b.chain AND v.block_seq = b.seq
       WHERE b.chain = $1 AND v.id = $2`,
      [site.people.chart.chain, await idOf(1)],
    );
    expect(rows.map(({ type }) => type)).toEqual(['correction-request']);
    expect(rows[0]?.text).toContain('"13.1 g/dL,\\nof 4 May"');
  });

  test('twice with one form, and two at once, asks once', async () => {
    const nonce = nonceOf((await patient.get(address(2))).body);
    const before = await contentOf(site.db);
    const same = await Promise.all([1, 2].map(() => patient.post(address(2), { ...typed, nonce })));
    expect(same.map(({ statusCode }) => statusCode)).toEqual([303, 303]);
    expect((await contentOf(site.db)).correction).toBe(Number(before.correction) + 1);
    const after = await contentOf(site.db);
    expect((await patient.post(address(2), { ...typed, nonce: 'ab'.repeat(16) })).statusCode).toBe(409);
    expect(await contentOf(site.db)).toEqual(after);
    expect((await patient.get(address(2))).body).toContain('You have asked for a correction of this record already');
  });

  test.each<[string, Record<string, string>]>([
    ['wrong', { wrong: ' \n ' }],
    ['should', { should: '' }],
    ['wrong', { wrong: 'x'.repeat(2001) }],
    ['should', { should: 'a\u0007b' }],
  ])('says at the field what is wrong, and keeps what was typed: %s', async (field, more) => {
    const before = await contentOf(site.db);
    const result = await ask(3, more);
    expect(result.statusCode).toBe(422);
    expect(result.body).toContain(`id="${field}-error"`);
    expect(result.body).toContain(field === 'wrong' ? 'of 4 May' : 'The haemoglobin');
    expect(await contentOf(site.db)).toEqual(before);
  });

  test('takes two thousand characters of any script', async () => {
    expect((await ask(3, { wrong: 'क्ष'.repeat(666), should: '🩸'.repeat(2000) })).statusCode).toBe(303);
  });

  test('is only for the patient’s own records, and those that there are', async () => {
    const other = await site.as(site.people.otherPatient);
    const before = await contentOf(site.db);
    expect((await other.post(address(4), { ...typed, nonce: 'ab'.repeat(16) })).statusCode).toBe(404);
    for (const record of ['0', '77', 'x', '1e0'])
      expect((await patient.post(address(record), { ...typed, nonce: 'ab'.repeat(16) })).statusCode).toBe(404);
    expect((await patient.post(address(4), { ...typed, nonce: 'x' })).statusCode).toBe(400);
    expect(await contentOf(site.db)).toEqual(before);
  });

  test('leaves nothing behind where the log cannot be written', async () => {
    const before = await contentOf(site.db);
    await withRefusedEvent(site.db, 'ask-correction', async () => {
      expect((await ask(4)).statusCode).toBe(500);
    });
    expect(await contentOf(site.db)).toEqual(before);
  });
});

describe('answering', () => {
  test('begins with a list that holds no word of it, and its reading is in the patient’s log', async () => {
    const list = (await doctor.get('/corrections')).body;
    expect(list).toContain('PAT001-REC1');
    expect(list).not.toContain('haemoglobin');
    expect((await doctor.get('/')).body).toContain('3 corrections wait for an answer');
    const page = await doctor.get(`/corrections/${await idOf(1)}`);
    expect(page.body).toContain('The haemoglobin &lt;b>');
    expect((await patient.get('/access/log?what=views')).body.replaceAll(/<[^>]+>/g, '')).toMatch(
      /Dr\. Author: read the request to correct [^(]+\(PAT001-REC1\)/,
    );
  });

  test.each<[string, Record<string, string>]>([
    ['decision', { answer: 'Yes' }],
    ['decision', { decision: 'maybe', answer: 'Yes' }],
    ['answer', { decision: 'refuse', answer: '  ' }],
    ['answer', { decision: 'accept', answer: 'x'.repeat(2001) }],
  ])('needs a decision and words: %s', async (field, form) => {
    const before = (await contentOf(site.db)).block;
    const result = await answer(doctor, 1, form);
    expect(result.statusCode).toBe(422);
    expect(result.body).toContain(`id="${field}-error"`);
    expect((await contentOf(site.db)).block).toBe(before);
  });

  test('reaches the patient; of two at once one is told that it was answered', async () => {
    const results = await Promise.all([answer(doctor, 1, accept), answer(administrator, 1, accept)]);
    expect(results.map(({ statusCode }) => statusCode).sort()).toEqual([303, 409]);
    const { body } = await patient.get('/corrections');
    expect(body).toContain('You are right.');
    expect(body).toContain('Accepted');
    expect((await answer(doctor, 1, { ...accept, decision: 'refuse' })).statusCode).toBe(409);
    expect((await doctor.get(`/corrections/${await idOf(1)}`)).body).not.toContain('name="decision"');
    expect((await ask(1)).statusCode).toBe(303);
  });

  test('is the administrator’s too, who sees that and nothing of the record', async () => {
    expect((await administrator.get('/corrections')).body).toContain('PAT001-REC2');
    const page = await administrator.get(`/corrections/${await idOf(2)}`);
    expect(page.statusCode).toBe(200);
    expect(page.body).not.toContain('9.52');
    expect(page.body).not.toContain('/patients/PAT001/records/2');
    expect((await answer(administrator, 2, { decision: 'refuse', answer: 'It was measured so.' })).statusCode).toBe(
      303,
    );
    const { rows } = await site.db.pool.query('SELECT basis FROM access_log WHERE action = $1 AND record = 2', [
      'answer-correction',
    ]);
    expect(rows).toEqual([{ basis: 'duty' }]);
  });

  test('is nobody else’s, and does not tell whether there is anything to answer', async () => {
    const others = [site.people.doctor, site.people.staff, site.people.patient, site.people.otherPatient];
    for (const person of others) {
      const browser = await site.as(person);
      expect((await browser.get(`/corrections/${await idOf(1)}`)).statusCode).toBe(404);
      expect((await answer(browser, 1, accept)).statusCode).toBe(404);
    }
    expect((await (await site.as(site.people.doctor)).get('/corrections')).body).not.toContain('PAT001');
    for (const id of ['x', '000000000000-00000000000000000000', 'a'.repeat(33)])
      expect((await administrator.get(`/corrections/${id}`)).statusCode).toBe(404);
  });
});

test('after thirty days both sides see that it is overdue, to the millisecond', async () => {
  const { rows } = await site.db.pool.query<{ due: Date }>(
    `SELECT due_at AS due FROM correction WHERE chain = $1 AND record = 3`,
    [site.people.chart.chain],
  );
  const pass = async (ms: number) => {
    site.clock.offset += (rows[0]?.due.getTime() ?? 0) - site.ledger.clock() + ms;
    return site.as(site.people.patient);
  };
  expect((await (await pass(-DAY_MS)).get('/corrections')).body).not.toContain('Overdue');
  const late = await pass(0);
  expect((await late.get('/corrections')).body).toContain('Overdue');
  expect((await late.get('/')).body).toContain('1 is overdue');
  expect((await (await site.as(author)).get('/corrections')).body).toContain('Overdue');
  expect((await (await site.as(site.people.administrator)).get('/')).body).toContain('1 is overdue');
});
