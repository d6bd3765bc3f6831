// Every form in real Chromium, against the real server: failing first, mended, saved, and read by the patient.

import { type DefinedType, definitions } from '@patrec/fhir';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWindow, startChromium } from './support/chromium.ts';
import { PASSWORD } from './support/people.ts';
import { recordForms, recordWords } from './support/record-forms.ts';
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
  },
);

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
