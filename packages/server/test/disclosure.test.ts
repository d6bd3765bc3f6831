// The statement of disclosures: who was shown what, when, where and for what, on paper in three languages.

import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Font, openSync } from 'fontkit';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { insertEvent, makeEvent } from '../src/access/access-log.ts';
import type { Actor } from '../src/access/actor.ts';
import { breakLines } from '../src/documents/break-lines.ts';
import { fontFiles, runsOf } from '../src/documents/fonts.ts';
import { endSound } from './support/end-sound.ts';
import { writeLaboratory } from './support/laboratory-record.ts';
import { pdfPages } from './support/pdf-text.ts';
import { EVERY_RECORD, grant } from './support/permissions.ts';
import { practitioner } from './support/practitioners.ts';
import { withRefusedEvent } from './support/tables.ts';
import { type Browser, startTestServer, type TestServer } from './support/test-server.ts';

const DAY_MS = 86_400_000;

let site: TestServer;
let reader: Actor;
let patient: Browser;

beforeAll(async () => {
  site = await startTestServer();
  const { people } = site;
  await writeLaboratory(site, people.doctor, people.chart);
  reader = await practitioner(site, 'doctor', 'Dr. Reader');
  await grant(site, people.patient, reader, { scope: { ...EVERY_RECORD, records: [1] } });
});
beforeEach(async () => {
  patient = await site.as(site.people.patient);
});
afterAll(() => endSound(site));

const day = (days = 0) => new Date(site.ledger.clock() + 5.5 * 3_600_000 + days * DAY_MS).toISOString().slice(0, 10);
const address = (from: string, to: string) => `/access/disclosures/statement.pdf?from=${from}&to=${to}`;
const statement = async (from = day(), to = day()) => {
  const answer = await patient.get(address(from, to));
  expect(answer.statusCode).toBe(200);
  return { headers: answer.headers, pages: await pdfPages(answer.rawPayload) };
};
const made = async () => {
  const { rows } = await site.db.pool.query(`SELECT 1 FROM access_log WHERE action = 'disclosure-statement'`);
  return rows.length;
};

test('says date, recipient with address, what and purpose, and nothing that was refused or the patient’s own', async () => {
  const doctor = await site.as(reader);
  await doctor.get('/patients/PAT001/records/1');
  await doctor.get('/patients/PAT001/records/1/print');
  await (await site.as(site.people.otherDoctor)).get('/patients/PAT001/records/1');
  await patient.get('/patients/PAT001/records/1');
  const before = await made();
  const { headers, pages } = await statement();
  expect(await made()).toBe(before + 1);
  expect(headers['content-type']).toBe('application/pdf');
  expect(headers['cache-control']).toBe('no-store');
  const text = pages.join(' ');
  for (const words of [
    'Statement of disclosures',
    'Lakshmi Narayanan (PAT001)',
    `Dr. Reader (${reader.login}), Sunrise Clinic, Chennai`,
    'Record PAT001-REC1, read',
    'Record PAT001-REC1, printed',
    'Treatment',
    'End of the statement: 2 disclosures.',
  ])
    expect(text).toContain(words);
  expect(text).toMatch(/Page 1 of ?1 /);
  expect(text).not.toContain('Dr. Arjun Rao');
});

test('is of the chosen days, as India counts them, both inside', async () => {
  const { chain } = site.people.chart;
  const view = (at: string) =>
    insertEvent(site.db, makeEvent(site.ledger, reader, 'view-list', { chain, basis: { kind: 'author' }, at }));
  for (const at of [
    '2026-03-01T18:29:59.999Z',
    '2026-03-01T18:30:00.000Z',
    '2026-03-03T18:29:59.999Z',
    '2026-03-03T18:30:00.000Z',
  ])
    await view(at);
  const text = (await statement('2026-03-02', '2026-03-03')).pages.join(' ');
  expect(text).toContain('End of the statement: 2 disclosures.');
  expect(text).toMatch(/02-Mar-2026, 12:00 am .* 03-Mar-2026, 11:59 pm/);
  expect((await statement('2025-03-02', '2025-03-03')).pages.join(' ')).toContain('nobody but the patient was shown');
});

test.each<[string, string, string]>([
  ['to', '2026-03-02', '2026-03-01'],
  ['from', '', '2026-03-01'],
  ['from', '2026-02-30', '2026-03-01'],
  ['to', '2026-03-01', 'tomorrow'],
])('says at the field what is wrong, and is not made: %s', async (field, from, to) => {
  const before = await made();
  const answer = await patient.get(address(from, to));
  expect(answer.statusCode).toBe(422);
  expect(answer.body).toContain(`id="${field}-error"`);
  expect(await made()).toBe(before);
});

test('does not leave where the log cannot be written', async () => {
  await withRefusedEvent(site.db, 'disclosure-statement', async () => {
    const answer = await patient.get(address(day(), day()));
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toContain('%PDF');
  });
});

test.each<[string, string, RegExp]>([
  ['hi', 'जानकारी', /पृष्ठ 1 \/ ?1/],
  ['ta', 'தகவல்', /பக்கம் 1 \/ ?1/],
])('is in the reader’s language, in letters that programs can read: %s', async (lang, word, page) => {
  await patient.post('/preferences', { lang, returnTo: '/' });
  const text = (await statement()).pages.join(' ');
  expect(text.normalize('NFC')).toContain(word);
  expect(text.normalize('NFC')).toMatch(page);
});

test('of 2,500 lines has name and number on every page, and lets others be served meanwhile', {
  timeout: 120_000,
}, async () => {
  const { chain } = site.people.chart;
  const start = Date.parse('2025-01-01T00:00:00Z');
  await site.db.pool.query(
    `INSERT INTO access_event_unsealed (chain, id, at, actor, action, record, basis, purpose)
     SELECT $1, substr($1, 1, 12) || '-' || lpad(to_hex(n), 20, '0'), $3::timestamptz + n * interval '1 minute', $2,
       'view-record', 1, 'author', 'CAREMGT' FROM generate_series(1, 2500) n`,
    [chain, reader.account, new Date(start)],
  );
  let made = false;
  let served = 0;
  const stranger = await site.as(null);
  const others = async () => {
    for (; !made; served += 1) {
      await nextTurn();
      expect((await stranger.get('/healthz')).statusCode).toBe(200);
    }
  };
  const everybodyElse = others();
  const answer = await patient.get(address('2025-01-01', '2025-12-31'));
  made = true;
  await everybodyElse;
  const pages = await pdfPages(answer.rawPayload);
  expect(pages.length).toBeGreaterThan(50);
  const numbers = pages.map((page) =>
    /^Lakshmi Narayanan · PAT001 .*Page (\d+) of ?(\d+) /.exec(page)?.slice(1).map(Number),
  );
  expect(numbers).toEqual(pages.map((_, i) => [i + 1, pages.length]));
  expect(pages.at(-1)).toContain('2500 disclosures');
  expect(served).toBeGreaterThan(pages.length / 2); // without pauses it would be one or two
});

test('every sign that records are written with has a glyph in the font it is set in', () => {
  const fonts = new Map(fontFiles().map(([name, file]) => [name, openSync(file) as Font]));
  const signs = 'Az09 ≤≥<>µμ²³°×±%–—·•½αβ’“”…₹/()[] कक्षि।ँ கௌஸ்ரீ';
  for (const weight of ['regular', 'bold'] as const) {
    const missing = runsOf(signs, weight).flatMap(({ font, text }) =>
      [...text].filter((sign) => !fonts.get(font)?.hasGlyphForCodePoint(sign.codePointAt(0) ?? 0)),
    );
    expect(missing).toEqual([]);
  }
});

test('lines break between words, and within a word only where it is wider than a line', () => {
  const width = (text: string) => text.length;
  expect(breakLines('one two  three\nfour', 8, width)).toEqual(['one two', 'three', 'four']);
  expect(breakLines('abcdefghij kl', 4, width)).toEqual(['abcd', 'efgh', 'ij', 'kl']);
  expect(breakLines('', 4, width)).toEqual(['']);
  expect(breakLines('क्षिक्षि', 1, () => 9)).toEqual(['क्षि', 'क्षि']);
});
