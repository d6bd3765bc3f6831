// The main job as people do it, in real Chromium: a doctor at a desk, a patient on a phone, a second doctor who asks.

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runSealer } from '../src/access/seal-access.ts';
import { runLog } from '../src/ledger/run-log.ts';
import { clinicalDay } from '../src/records/clinical-time.ts';
import { openWindow, startChromium } from './support/chromium.ts';
import { PASSWORD } from './support/people.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

let site: TestServer;
let browser: Browser;
let doctor: Page;
let patient: Page;
let otherDoctor: Page;
const problems: string[] = [];
const loops: { stop: () => Promise<void> }[] = [];

beforeAll(async () => {
  site = await startTestServer();
  const fail = (error: unknown) => problems.push(String(error));
  loops.push(runSealer(site.db, site.ledger, fail), runLog(site.db, site.ledger, site.signer, fail));
  const url = await site.server.listen({ port: 0, host: '127.0.0.1' });
  const address = url.replace('127.0.0.1', 'localhost');
  browser = await startChromium();
  doctor = await openWindow(browser, address, problems, 'desktop');
  patient = await openWindow(browser, address, problems, 'phone');
  otherDoctor = await openWindow(browser, address, problems, 'desktop');
});
afterAll(async () => {
  await browser.close();
  for (const loop of loops) await loop.stop();
  await site.close();
});

async function signIn(page: Page, login: string): Promise<void> {
  await page.goto('/');
  await page.getByLabel('Your number').fill(login);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL('/');
}

async function writeLaboratory(values: Record<string, string>, collectedAt: string): Promise<string> {
  const find = doctor.getByRole('search').first();
  await find.getByRole('searchbox').fill('PAT001');
  await find.getByRole('button', { name: 'Find' }).click();
  await doctor.getByRole('link', { name: /laboratory/i }).click();
  await doctor.getByLabel('Specimen taken').fill(collectedAt);
  for (const [label, value] of Object.entries(values)) await doctor.getByLabel(label, { exact: true }).fill(value);
  await doctor.getByRole('button', { name: 'Save the record' }).click();
  await doctor.waitForURL(/records\/\d+/);
  return new URL(doctor.url()).pathname;
}

const inDays = (days: number) => clinicalDay(new Date(Date.now() + days * 86_400_000).toISOString());
const text = (page: Page) => page.locator('main').innerText();

test('1: everybody signs in', async () => {
  await signIn(doctor, 'DOC1');
  await signIn(patient, 'PAT001');
  await signIn(otherDoctor, 'DOC2');
  expect(await text(patient)).toContain('Lakshmi Narayanan');
});

test('2: a doctor writes laboratory records, flagged while typing', async () => {
  await writeLaboratory({ HbA1c: '9.10', Haemoglobin: '12.5' }, '2026-06-01T08:30');
  await doctor.goto('/patients/PAT001/records/laboratory');
  await doctor.getByLabel('HbA1c', { exact: true }).fill('8.20');
  await doctor.getByLabel('HbA1c', { exact: true }).blur();
  expect(await text(doctor)).toContain('High');
  const address = await writeLaboratory({ HbA1c: '8.20', Haemoglobin: '6.5' }, '2026-10-28T09:45');
  expect(address).toBe('/patients/PAT001/records/2');
});

test('3: the patient sees it on the timeline and in full, with flags and the trend', async () => {
  await patient.goto('/');
  await patient.getByRole('link', { name: 'Records' }).first().click();
  expect(await text(patient)).toContain('PAT001-REC2');
  await patient.goto('/patients/PAT001/records/2');
  expect(await text(patient)).toMatch(/8\.20[\s\S]*High/);
  expect(await text(patient)).toMatch(/6\.5[\s\S]*Critically low/);
  await patient.goto('/patients/PAT001/trends/4548-4');
  expect(await patient.locator('svg.drawing:visible .point').count()).toBe(2);
});

test('3: pressing Verify checks every entry in the browser, and the signed log', async () => {
  await expect
    .poll(async () => (await site.db.pool.query('SELECT 1 FROM ledger_pending')).rowCount, { timeout: 5000 })
    .toBe(0);
  await patient.goto('/patients/PAT001/verify');
  await patient.getByRole('button', { name: 'Verify all entries' }).click();
  await patient.getByText(/Verified: \d+ entries checked on this device/).waitFor();
});

test('3: a byte changed in the database: the page says which record fails', async () => {
  const edit = (from: string, to: string) =>
    site.db.pool.query(
      `UPDATE resource_version SET bytes = convert_to(replace(convert_from(bytes, 'UTF8'), $1, $2), 'UTF8') WHERE record = 2`,
      [from, to],
    );
  await edit('8.20', '5.20');
  await patient.goto('/patients/PAT001/verify');
  await patient.getByRole('button', { name: 'Verify all entries' }).click();
  await patient.getByText('Not verified: PAT001-REC2 does not match').waitFor();
  await patient.goto('/patients/PAT001/records/2');
  await patient.getByRole('button', { name: 'Verify this record' }).click();
  await patient.getByText(/Not verified/).waitFor();
  await edit('5.20', '8.20');
  await patient.getByRole('button', { name: 'Check again' }).click();
  await patient.getByText('Verified: PAT001-REC2 is exactly as it was written').waitFor();
});

test('4: a second doctor asks, and the patient approves less', async () => {
  await otherDoctor.goto('/patients?number=PAT001');
  await otherDoctor.getByRole('link', { name: 'Ask for access' }).click();
  await otherDoctor.getByLabel('Access ends on').fill(inDays(60));
  await otherDoctor.getByLabel(/Note to the patient/).fill('Second opinion before surgery');
  await otherDoctor.getByRole('button', { name: 'Send the request' }).click();
  await otherDoctor.waitForURL(/request-sent/);

  await patient.goto('/');
  expect(await text(patient)).toContain('Second opinion before surgery');
  await patient.getByRole('link', { name: /See details/ }).click();
  await patient.getByLabel('From', { exact: true }).fill('2026-10-01');
  await patient.getByLabel('Access ends on').fill(inDays(7));
  await patient.getByRole('button', { name: 'Approve' }).click();
  await patient.waitForURL(/granted/);
  expect(await text(patient)).toContain('Dr. Arjun Rao');
});

test('4: the second doctor reads exactly that, and nothing once it is ended', async () => {
  await otherDoctor.goto('/patients/PAT001/records');
  expect(await text(otherDoctor)).toContain('PAT001-REC2');
  expect(await text(otherDoctor)).not.toContain('PAT001-REC1');
  expect((await otherDoctor.goto('/patients/PAT001/records/1'))?.status()).toBe(404);
  expect((await otherDoctor.goto('/patients/PAT001/records/2'))?.status()).toBe(200);

  await patient.goto('/access');
  await patient.getByRole('link', { name: 'End access of Dr. Arjun Rao' }).click();
  await patient.getByRole('button', { name: /End/ }).click();
  await patient.waitForURL(/revoked/);
  expect((await otherDoctor.goto('/patients/PAT001/records/2'))?.status()).toBe(404);
});

test('4: every step, the views included, is in the access log', async () => {
  await patient.goto('/access/log');
  const log = await text(patient);
  expect(log.match(/Arjun Rao/g)?.length).toBeGreaterThanOrEqual(4);
  expect(log).toContain('PAT001-REC2');
  const refused = problems.filter((problem) => !problem.includes('404'));
  expect(refused).toEqual([]);
});
