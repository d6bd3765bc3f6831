// Every form in real Chromium, against the real server: failing first, mended, saved, and read by the patient; then amended,
// compared, and marked as entered in error.

import { type DefinedType, definitions } from '@patrec/fhir';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWindow, startChromium } from './support/chromium.ts';
import { PASSWORD } from './support/people.ts';
import { amendedFields, recordForms, recordWords } from './support/record-forms.ts';
import { pdfFile, pngFile } from './support/sample-files.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

let site: TestServer;
let browser: Browser;
let doctor: Page;
let patient: Page;
const problems: string[] = [];

beforeAll(async () => {
  site = await startTestServer();
  const url = await site.server.listen({ port: 0, host: '127.0.0.1' });
  const address = url.replace('127.0.0.1', 'localhost');
  browser = await startChromium();
  doctor = await openWindow(browser, address, problems, 'desktop');
  patient = await openWindow(browser, address, problems, 'phone');
  await signIn(doctor, 'DOC1');
  await signIn(patient, 'PAT001');
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

async function signIn(page: Page, login: string): Promise<void> {
  await page.goto('/');
  await page.getByLabel('Your number').fill(login);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL('/');
}

async function fillIn(type: DefinedType): Promise<void> {
  for (const [name, value] of Object.entries(recordForms[type])) {
    const control = doctor.locator(`[name="${name}"]`);
    if (await control.evaluate((element) => element.tagName === 'SELECT')) await control.selectOption(value);
    else await control.fill(value);
  }
}

const save = () => doctor.getByRole('button', { name: 'Save the record' }).click();
const press = (name: string) => doctor.getByRole('button', { name }).click();
const follow = (name: string) => doctor.getByRole('link', { name, exact: true }).click();
const reason = 'It was read from the wrong line.';
/** Marking is one page for all types: two stand for the others, which are marked over HTTP. */
const markedInBrowser = new Set<DefinedType>(['laboratory', 'prescription']);

test.each(definitions.map(({ type, time }) => [type, time.id] as const))(
  'the form of a %s record fails in words, keeps what was typed, and is saved when mended',
  async (type, time) => {
    await doctor.goto(`/patients/PAT001/records/${type}`);
    expect(await doctor.locator('.chart-banner').innerText()).toContain('Lakshmi Narayanan');
    await fillIn(type);
    await doctor.locator(`[name="${time}"]`).fill('2099-01-01T10:00');
    await save();
    await doctor.locator('.error-summary').waitFor();
    expect(await doctor.evaluate(() => document.activeElement?.className)).toBe('error-summary');
    for (const [name, value] of Object.entries(recordForms[type]))
      if (name !== time) expect(await doctor.inputValue(`[name="${name}"]`)).toBe(value);
    await doctor.locator(`[name="${time}"]`).fill(recordForms[type][time] ?? '');
    await save();
    await doctor.waitForURL(/records\/\d+/);
    await patient.goto(new URL(doctor.url()).pathname);
    const shown = await patient.locator('main').innerText();
    for (const words of recordWords[type]) expect(shown).toContain(words.replace('&lt;', '<'));

    const { name, value, shown: amended } = amendedFields[type];
    const was = recordForms[type][name] ?? '';
    await follow('Amend');
    await doctor.waitForURL(/versions\/1\/amend/);
    expect(await doctor.inputValue(`[name="${name}"]`)).toBe(was);
    await doctor.locator(`[name="${name}"]`).fill(value);
    await doctor.fill('[name="reason"]', reason);
    await press('Save the new version');
    await doctor.waitForURL(/notice=record-amended/);
    expect(await doctor.locator('main').innerText()).toContain(amended);
    await doctor.getByRole('link', { name: 'What changed' }).click();
    const change = doctor.locator('.change-table tbody tr', { hasText: amended });
    await change.waitFor();
    expect(await change.locator('del').innerText()).toContain(was);
    expect(await change.innerText()).toContain('Changed');
    if (!markedInBrowser.has(type)) return;
    await doctor.locator('a.back').click();
    await follow('Entered in error');
    await doctor.fill('[name="reason"]', reason);
    await press('Mark as entered in error');
    await doctor.waitForURL(/notice=record-in-error/);
    expect(await doctor.locator('.standing').innerText()).toContain('Do not rely on it');
    expect(await doctor.locator('h1 del').count()).toBe(1);
    expect(await doctor.getByRole('link', { name: 'Amend', exact: true }).count()).toBe(0);
  },
);

test('what is typed into an amendment is there again after a reload, and the form fills in from the last record', async () => {
  await doctor.goto('/patients/PAT001/records/laboratory');
  await fillIn('laboratory');
  await save();
  await doctor.waitForURL(/records\/\d+/);
  await follow('Amend');
  await doctor.fill('[name="haemoglobin"]', '11.75');
  await doctor.waitForFunction(() => Object.keys(sessionStorage).some((key) => key.includes('/versions/1/amend')));
  await doctor.reload();
  await doctor.locator('[data-draft]').waitFor();
  expect(await doctor.inputValue('[name="haemoglobin"]')).toBe('11.75');
  await doctor.goto('/patients/PAT001/records/laboratory');
  await doctor.fill('[name="comment"]', 'Of today.');
  await press('Fill in from the last record of this kind');
  await doctor.getByText(/Filled in from PAT001-REC\d+ of 01-Oct-2026/).waitFor();
  expect(await doctor.inputValue('[name="haemoglobin"]')).toBe('9.50');
  expect(await doctor.inputValue('[name="comment"]')).toBe('Of today.');
});

test('files are kept with what was typed, over a reload too, and come with the record', async () => {
  const pick = (name: string, buffer: Buffer) =>
    doctor.setInputFiles('input[type="file"]', { name, mimeType: 'application/octet-stream', buffer });
  const arrived = doctor.locator('[data-arrived]');
  await doctor.goto('/patients/PAT001/records/cardiac');
  await fillIn('cardiac');
  await doctor.selectOption('#slot', 'ecg-file');
  await pick('tracing.pdf', pdfFile('Tracing'));
  await arrived.getByText('tracing.pdf').waitFor();
  await press('Attach, and add another');
  await doctor.locator('[name="attached.0"]').waitFor();
  await doctor.selectOption('#slot', 'angiogram-file');
  const key = 'patrec-draft:DOC1:/patients/PAT001/records/cardiac';
  await doctor.waitForFunction((name) => sessionStorage.getItem(name) !== null, key);
  const before = await doctor.evaluate((name) => sessionStorage.getItem(name), key);
  await pick('angio.png', pngFile());
  await arrived.getByText('angio.png').waitFor();
  await doctor.waitForFunction(([name, was]) => sessionStorage.getItem(name ?? '') !== was, [key, before]);
  await doctor.goto('/patients/PAT001/records/cardiac');
  await arrived.getByText('angio.png').waitFor();
  expect(await doctor.locator('[data-kept-list]').innerText()).toContain('tracing.pdf');
  expect(await doctor.inputValue('#slot')).toBe('angiogram-file');
  await save();
  await doctor.waitForURL(/records\/\d+/);
  const shown = await doctor.locator('main').innerText();
  for (const words of ['Electrocardiogram (file)', 'Angiogram (file)', 'QTc prolonged.'])
    expect(shown).toContain(words);
  expect(await doctor.locator('img.file-picture').count()).toBe(1);
});

test('values are flagged, sizes named and slips told while one types', async () => {
  await doctor.goto('/patients/PAT001/records/general');
  await doctor.fill('#weight', '71.5');
  await doctor.fill('#height', '158');
  expect(await doctor.innerText('#bmi')).toBe('28.6');
  expect(await doctor.innerText('[data-field="bmi"] [data-flag]')).toMatch(/High\s+Obese/);
  await doctor.fill('#systolic', '1520');
  await doctor.press('#systolic', 'Enter');
  expect(await doctor.innerText('[data-field="systolic"] [data-warning]')).toContain('between 30 and 320');
  expect(await doctor.evaluate(() => document.activeElement?.id)).toBe('diastolic');
});

test('another line comes with the cursor in it, and what was typed stays', async () => {
  await doctor.goto('/patients/PAT001/records/prescription');
  await doctor.fill('[name="medicines.0.drug"]', 'Metformin');
  await doctor.getByRole('button', { name: 'Add a line' }).click();
  await doctor.locator('[name="medicines.2.drug"]').waitFor();
  expect(await doctor.evaluate(() => (document.activeElement as HTMLInputElement | null)?.name)).toBe(
    'medicines.2.drug',
  );
  expect(await doctor.inputValue('[name="medicines.0.drug"]')).toBe('Metformin');
});

test('nothing went wrong in the pages', () => {
  expect(problems.filter((text) => !text.includes('422'))).toEqual([]);
});
