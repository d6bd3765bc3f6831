// The main job as people do it, in real Chromium: a doctor at a desk, a patient on a phone, a second doctor who asks.

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signIn, textOf } from './support/chromium.ts';
import { type OpenSite, openSite, untilLogged } from './support/open-site.ts';
import { askOnPage, inDays, writeOnPage } from './support/page-acts.ts';

let site: OpenSite;
let doctor: Page;
let patient: Page;
let otherDoctor: Page;

beforeAll(async () => {
  site = await openSite();
  doctor = await site.window('desktop');
  patient = await site.window('phone');
  otherDoctor = await site.window('desktop');
});
afterAll(() => site.close());

test('1: everybody signs in', async () => {
  await signIn(doctor, 'DOC1');
  await signIn(patient, 'PAT001');
  await signIn(otherDoctor, 'DOC2');
  expect(await textOf(patient)).toContain('Lakshmi Narayanan');
});

test('2: a doctor writes laboratory records, flagged while typing', async () => {
  await writeOnPage(doctor, { HbA1c: '9.10', Haemoglobin: '12.5' }, '2026-06-01T08:30');
  await doctor.goto('/patients/PAT001/records/laboratory');
  await doctor.getByLabel('HbA1c', { exact: true }).fill('8.20');
  await doctor.getByLabel('HbA1c', { exact: true }).blur();
  expect(await textOf(doctor)).toContain('High');
  const address = await writeOnPage(doctor, { HbA1c: '8.20', Haemoglobin: '6.5' }, '2026-10-28T09:45');
  expect(address).toBe('/patients/PAT001/records/2');
});

test('3: the patient sees it on the timeline and in full, with flags and the trend', async () => {
  await patient.goto('/');
  await patient.getByRole('link', { name: 'Records' }).first().click();
  expect(await textOf(patient)).toContain('PAT001-REC2');
  await patient.goto('/patients/PAT001/records/2');
  expect(await textOf(patient)).toMatch(/8\.20[\s\S]*High/);
  expect(await textOf(patient)).toMatch(/6\.5[\s\S]*Critically low/);
  await patient.goto('/patients/PAT001/trends/4548-4');
  expect(await patient.locator('svg.drawing:visible .point').count()).toBe(2);
});

test('3: pressing Verify checks every entry in the browser, and the signed log', async () => {
  await untilLogged(site);
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
  await askOnPage(otherDoctor, 'Second opinion before surgery');

  await patient.goto('/');
  expect(await textOf(patient)).toContain('Second opinion before surgery');
  await patient.getByRole('link', { name: /See details/ }).click();
  await patient.getByLabel('From', { exact: true }).fill('2026-10-01');
  await patient.getByLabel('Access ends on').fill(inDays(7));
  await patient.getByRole('button', { name: 'Approve' }).click();
  await patient.waitForURL(/granted/);
  expect(await textOf(patient)).toContain('Dr. Arjun Rao');
});

test('4: the second doctor reads exactly that, and nothing once it is ended', async () => {
  await otherDoctor.goto('/patients/PAT001/records');
  expect(await textOf(otherDoctor)).toContain('PAT001-REC2');
  expect(await textOf(otherDoctor)).not.toContain('PAT001-REC1');
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
  const log = await textOf(patient);
  expect(log.match(/Arjun Rao/g)?.length).toBeGreaterThanOrEqual(4);
  expect(log).toContain('PAT001-REC2');
  const refused = site.problems.filter((problem) => !problem.includes('404'));
  expect(refused).toEqual([]);
});
