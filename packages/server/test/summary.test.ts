// A patient's summary and values over time: what stands there, for whom, and what stands there when a part of it fails.

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../src/access/actor.ts';
import { withholdRecord } from '../src/access/withhold-record.ts';
import { pdfPages } from './support/pdf-text.ts';
import { EVERY_RECORD, grant, revoke } from './support/permissions.ts';
import { practitioner } from './support/practitioners.ts';
import { recordForm } from './support/record-forms.ts';
import { withRefusedEvent } from './support/tables.ts';
import { type Browser, startTestServer, type TestServer } from './support/test-server.ts';

const SUMMARY = '/patients/PAT001/summary';
const TRENDS = '/patients/PAT001/trends';
const FAILED = 'Could not load. Do not assume there are none.';
const NONE = 'None recorded. This is not confirmation that there are none.';
const lines: string[] = [];
let site: TestServer;
let patient: Browser;
let reader: Actor;

beforeAll(async () => {
  site = await startTestServer(lines);
  const { people } = site;
  const doctor = await site.as(people.doctor);
  patient = await site.as(people.patient);
  reader = await practitioner(site, 'doctor', 'Dr. Reader');
  const write = async (number: string, type: Parameters<typeof recordForm>[0], values: Record<string, string> = {}) =>
    expect((await doctor.post(`/patients/${number}/records/${type}`, recordForm(type, values))).statusCode).toBe(303);
  await write('PAT001', 'general'); // 1: allergy, diabetes, vital signs
  await write('PAT001', 'prescription'); // 2
  await write('PAT001', 'immunisation'); // 3
  await write('PAT001', 'diagnosis', { diagnosis: 'Gout', diagnosedAt: '2026-09-02T08:30' }); // 4
  for (const [haemoglobin, day] of [
    ['13.0', '01'],
    ['9.50', '02'],
    ['6.80', '03'],
  ] as const)
    await write('PAT001', 'laboratory', { haemoglobin, collectedAt: `2026-10-${day}T08:30` }); // 5 to 7
  await write('PAT001', 'diagnosis', { diagnosis: 'Secret illness', diagnosedAt: '2026-09-04T08:30' }); // 8
  await write('PAT002', 'general', {
    'allergies.0.substance': '',
    'allergies.0.reaction': '',
    'no-allergies': 'none',
    diabetes: '',
    complaints: 'None.',
  });
  await withholdRecord(site, people.patient, people.chart.chain, 8);
}, 60_000);
afterAll(() => site.close());

/** The text of each section of a summary, by its id. */
async function sections(browser: Browser, address = SUMMARY): Promise<Record<string, string>> {
  const { body, statusCode } = await browser.get(address);
  expect(statusCode).toBe(200);
  const parts = [...body.matchAll(/<section class="card[^"]*" id="([\w-]+)">([\s\S]*?)<\/section>/g)];
  const text = (html = '') => html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
  return { page: text(body), ...Object.fromEntries(parts.map(([, id, html]) => [id, text(html)])) };
}

/** The text of the summary as a PDF. */
async function paper(browser: Browser, address = SUMMARY): Promise<{ pages: string[]; text: string }> {
  const answer = await browser.get(`${address}/summary.pdf`);
  expect([answer.statusCode, answer.headers['cache-control']]).toEqual([200, 'no-store']);
  const pages = await pdfPages(answer.rawPayload);
  return { pages, text: pages.join(' ') };
}

test('a patient reads what holds now, each with the day and by whom, and the view is in the access log', async () => {
  const found = await sections(patient);
  expect(found.allergies).toMatch(/Peanut .*Hives.* confirmed 01-Oct-2026 by Dr\. Meera Iyer/);
  expect(found.problems).toMatch(/Gout/);
  expect(found.problems).toMatch(/Type 2 diabetes/);
  expect(found.problems).toContain('Secret illness');
  expect(found.medicines).toMatch(/Metformin 500 mg 1 tablet, twice a day, for 30 days/);
  expect(found.immunisations).toMatch(/Influenza/);
  expect(found['vital-signs']).toMatch(/152/);
  expect(found.attention).toMatch(/Haemoglobin.*6\.80 g\/dL.*Critically low/);
  expect(found.recent).toContain('PAT001-REC7');
  const { rows } = await site.db.pool.query("SELECT record FROM access_log WHERE action = 'view-summary'");
  expect(rows).toEqual([{ record: null }]);
});

test('what nobody said is not what was confirmed', async () => {
  const found = await sections(await site.as(site.people.otherPatient), '/patients/PAT002/summary');
  expect(found.allergies).toMatch(/Confirmed none confirmed 01-Oct-2026 by Dr\. Meera Iyer/);
  for (const id of ['problems', 'medicines', 'immunisations']) expect(found[id]).toContain(NONE);
  const { text } = await paper(await site.as(site.people.otherPatient), '/patients/PAT002/summary');
  expect(text).toMatch(/Allergies Confirmed none confirmed 01-Oct-2026 by Dr\. Meera Iyer/);
  expect(text.split(NONE)).toHaveLength(4);
});

test('on paper it has whose it is on every page, all of its sections, by whom it was made, and a fingerprint', async () => {
  const { pages, text } = await paper(patient);
  for (const [i, page] of pages.entries()) {
    expect(page).toMatch(/^Lakshmi Narayanan · PAT001 · Summary/);
    expect(page).toMatch(new RegExp(`Page ${i + 1} of ?${pages.length}\\b`));
  }
  for (const words of [
    /Allergies Peanut · Hives confirmed 01-Oct-2026 by Dr\. Meera Iyer/,
    /Problems Type 2 diabetes .*Gout I10 · since 2021 recorded 02-Sep-2026/,
    /Metformin 500 mg · 1 tablet, twice a day, for 30 days recorded 01-Oct-2026/,
    /Immunisations Influenza/,
    /Haemoglobin 6\.80 g\/dL Critically low 12\.0–15\.0 03-Oct-2026/,
    /systolic 152 mmHg High 90–139/,
    /PAT001-REC7 .*Dr\. Meera Iyer/,
    /Printed by Lakshmi Narayanan \(PAT001\)/,
    /This one is that of PAT001-REC8/,
  ])
    expect(text).toMatch(words);
  expect(text).not.toContain('may read');
  const { rows } = await site.db.pool.query(
    `SELECT encode(b.hash, 'hex') AS hash FROM record r JOIN block b ON b.chain = r.chain AND b.seq = r.active_seq
     WHERE r.chain = $1 AND r.number = 8`,
    [site.people.chart.chain],
  );
  expect(text.replaceAll(' ', '')).toContain(`/verify/${rows[0].hash}`);
  const printed = await patient.get(`${SUMMARY}/print`);
  for (const words of ['data-print-now', 'Hives', rows[0].hash]) expect(printed.body).toContain(words);
  const events =
    "SELECT action FROM access_log WHERE action IN ('print-summary', 'download-summary') AND chain = $1 ORDER BY at, id";
  expect((await site.db.pool.query(events, [site.people.chart.chain])).rows).toEqual([
    { action: 'download-summary' },
    { action: 'print-summary' },
  ]);
  expect((await patient.get('/access/log?what=downloads')).body).toContain('saved the summary as PDF');
  await withRefusedEvent(site.db, 'download-summary', async () => {
    const answer = await patient.get(`${SUMMARY}/summary.pdf`);
    expect([answer.statusCode, answer.body.includes('%PDF')]).toEqual([500, false]);
  });
});

test.each([
  ['hi', 'सारांश', 'पृष्ठ 1', 'टीके'],
  ['ta', 'சுருக்கம்', 'பக்கம் 1', 'தடுப்பூசிகள்'],
])('on paper it is in the reader’s language: %s', async (lang, ...words) => {
  await patient.post('/preferences', { lang, returnTo: '/' });
  const text = (await paper(patient)).text.normalize('NFC').replaceAll(' ', '');
  await patient.post('/preferences', { lang: 'en', returnTo: '/' });
  for (const word of [...words, 'Peanut']) expect(text).toContain(word.normalize('NFC').replaceAll(' ', ''));
});

test('a doctor reads what the permission covers and is not withheld, and nothing once it has ended', async () => {
  const { people } = site;
  const browser = await site.as(reader);
  const scope = { ...EVERY_RECORD, types: ['diagnosis', 'laboratory'] as const };
  const id = await grant(site, people.patient, reader, { scope });
  const found = await sections(browser);
  expect(found.problems).toMatch(/Gout/);
  expect(found.page).not.toMatch(/Secret|Peanut|Metformin|Influenza|diabetes/);
  expect(found.medicines).toContain(NONE);
  expect(found.allergies).toContain(NONE);
  expect(found.attention).toContain('6.80');
  const { text } = await paper(browser);
  expect(text).toContain('Made of the records that Dr. Reader may read. There may be others.');
  expect(text).toContain('This one is that of PAT001-REC7');
  expect(text).not.toMatch(/Secret|Peanut|Metformin|Influenza|diabetes/);
  const trends = await browser.get(TRENDS);
  expect(trends.body).toContain('Haemoglobin');
  expect(trends.body).not.toMatch(/Systolic|BMI/);
  expect((await browser.get(`${TRENDS}?code=8480-6`)).body).toContain('No values are recorded that you may see');
  await revoke(site, people.patient, id);
  for (const address of [SUMMARY, `${SUMMARY}/print`, `${SUMMARY}/summary.pdf`, TRENDS])
    expect((await browser.get(address)).statusCode).toBe(404);
});

test('a section whose statement fails says so and how to try again; the rest stands, the log names no content', async () => {
  await site.db.pool.query('ALTER TABLE observation RENAME COLUMN flag TO flg');
  const found = await sections(patient);
  const printed = await sections(patient, `${SUMMARY}/print`);
  const { text } = await paper(patient);
  await site.db.pool.query('ALTER TABLE observation RENAME COLUMN flg TO flag');
  expect(printed.attention).toContain(FAILED);
  expect(text).toContain(`Results that need attention ${FAILED} Vital signs, the newest ${FAILED} Latest records`);
  expect(text).toContain('Gout');
  for (const id of ['attention', 'vital-signs']) expect(found[id]).toMatch(new RegExp(`${FAILED} Try again`));
  expect(found.problems).toContain('Gout');
  expect(found.allergies).toContain('Peanut');
  expect(lines.join()).toContain('a section of a summary failed');
  expect(lines.join()).not.toMatch(/Gout|Peanut|flg/);
  expect((await sections(patient)).attention).toContain('6.80');
});

test('allergies that cannot be read are said to be so in the banner too, never to be none', async () => {
  const broken = `UPDATE resource_version SET bytes = overlay(bytes PLACING $1 FROM 1) WHERE type = 'AllergyIntolerance'
    AND chain = '${site.people.chart.chain}'`;
  const id = await grant(site, site.people.patient, reader);
  await site.db.pool.query(broken, [Buffer.from('[')]);
  const browser = await site.as(reader);
  const found = await sections(browser);
  expect(found.allergies).toContain(FAILED);
  expect(found.page).toContain(`Allergies : ${FAILED}`.replace(' :', ':'));
  expect(found.medicines).toContain('Metformin');
  await site.db.pool.query(broken, [Buffer.from('{')]);
  expect((await sections(browser)).allergies).toContain('Peanut');
  await revoke(site, site.people.patient, id);
});

test('values over time: several on a page, what was most often abnormal first, with the range for the sex and age', async () => {
  const { body } = await patient.get(TRENDS);
  const titles = [...body.matchAll(/<h2>([^<]+)<\/h2>/g)].map(([, title]) => title);
  expect(titles[0]).toBe('Haemoglobin');
  expect(body).toContain('normal 12.0–15.0 g/dL');
  expect(body).toMatch(/Critically low[\s\S]*PAT001-REC7/);
  const chosen = await patient.get(`${TRENDS}?code=8480-6&code=718-7&code=nothing`);
  expect(chosen.body.match(/<div class="chart" data-chart/g)).toHaveLength(2);
  const many = Array.from({ length: 12 }, (_, i) => `code=${i}`).join('&');
  expect((await patient.get(`${TRENDS}?${many}`)).body).toContain('At most 8');
});
