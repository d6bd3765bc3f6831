// The form of every record, and of a registration, in real Chromium, against the real server: failing first, mended, saved,
// amended and printed.

import { definitions } from '@patrec/fhir';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWindow, signIn, startChromium } from './support/chromium.ts';
import { pdfPages } from './support/pdf-text.ts';
import { amendedFields, failingFields, recordForms, recordWords } from './support/record-forms.ts';
import { pdfFile, pngFile } from './support/sample-files.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

let site: TestServer;
let browser: Browser;
let doctor: Page;
let address: string;
const problems: string[] = [];

beforeAll(async () => {
  site = await startTestServer();
  const url = await site.server.listen({ port: 0, host: '127.0.0.1' });
  address = url.replace('127.0.0.1', 'localhost');
  browser = await startChromium();
  doctor = await openWindow(browser, address, problems, 'desktop');
  // The page for the printer prints by itself, and Chromium does one printing at a time.
  await doctor.addInitScript(() => {
    window.print = () => document.documentElement.setAttribute('data-printed', '');
  });
  await signIn(doctor, 'DOC1');
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

/** What is done with the form of each type; a scanned document has a form of its own. */
const passes = [
  ...definitions.map(({ type }) => ({
    ...{ type, form: recordForms[type], words: recordWords[type].map((words) => words.replace('&lt;', '<')) },
    ...{ failing: failingFields[type], amended: amendedFields[type] },
  })),
  {
    type: 'document' as const,
    form: { title: 'Letter of the ward', date: '2026-10-01', kind: 'consultation', note: 'Two pages.' },
    words: ['Letter of the ward', 'Consultation', 'Two pages.'],
    failing: { name: 'date', value: '2099-01-01', says: 'This is in the future.' },
    amended: { name: 'title', value: 'Letter of the clinic', shown: 'Letter of the clinic' },
  },
];
type Values = Readonly<Record<string, string>>;

async function fill(name: string, value: string): Promise<void> {
  const control = doctor.locator(`[name="${name}"]`);
  if (selects.has(name)) await control.selectOption(value);
  else await control.fill(value);
}

let selects = new Set<string>();
async function fillIn(form: Values): Promise<void> {
  const names = await doctor.locator('main select').evaluateAll((all) => all.map((one) => one.getAttribute('name')));
  selects = new Set(names.filter((name) => name !== null));
  for (const [name, value] of Object.entries(form)) await fill(name, value);
}

/** What is in the controls of those names. */
const typed = (form: Values): Promise<Values> =>
  doctor.evaluate((names) => {
    const form = document.querySelector<HTMLFormElement>('form:has(.save-bar)');
    const values = new FormData(form ?? undefined);
    return Object.fromEntries(names.map((name) => [name, String(values.get(name)).replaceAll('\r\n', '\n')]));
  }, Object.keys(form));

const attach = async (name: string, buffer: Buffer) => {
  await doctor.setInputFiles('input[type="file"]', { name, mimeType: 'application/octet-stream', buffer });
  await doctor.locator('[data-arrived]').getByText(name).waitFor();
};
const press = (name: string) => doctor.getByRole('button', { name }).click();
const save = () => doctor.locator('.save-bar button').click();
const follow = (name: string) => doctor.getByRole('link', { name, exact: true }).click();
const shown = () => doctor.locator('main').innerText();
const reason = 'It was read from the wrong line.';

test.each(passes)(
  'the form of a $type record is filled in, fails at its field, is saved when mended, amended, and printed',
  async ({ type, form, words, failing, amended }) => {
    await doctor.goto(`/patients/PAT001/records/${type}`);
    expect(await doctor.locator('.chart-banner').innerText()).toContain('Lakshmi Narayanan');
    const wrong = { ...form, [failing.name]: failing.value };
    await fillIn(wrong);
    if (type === 'document') await attach('letter.pdf', pdfFile());
    await save();
    await doctor.locator('.error-summary').waitFor();
    expect(await doctor.evaluate(() => document.activeElement?.className)).toBe('error-summary');
    expect(await doctor.locator(`[id="${failing.name}-error"]`).innerText()).toContain(failing.says);
    expect(await typed(wrong)).toEqual(wrong);
    await fill(failing.name, (form as Values)[failing.name] ?? '');
    await save();
    await doctor.waitForURL(/records\/\d+\?/);
    const record = await shown();
    for (const one of words) expect(record).toContain(one);

    await follow('Amend');
    await doctor.waitForURL(/versions\/1\/amend/);
    const stored = Object.entries(form).map(([name, value]) => [name, name === 'icd10' ? value.toUpperCase() : value]);
    expect(await typed(form)).toEqual(Object.fromEntries(stored));
    await fill(amended.name, amended.value);
    await fill('reason', reason);
    await save();
    await doctor.waitForURL(/notice=record-amended/);
    expect(await shown()).toContain(amended.shown);

    await follow('Print');
    await doctor.locator('html[data-printed]').waitFor({ state: 'attached' });
    const pages = await pdfPages(await doctor.pdf({ preferCSSPageSize: true }));
    expect(pages.join(' ')).toContain(amended.shown);
    for (const [i, page] of pages.entries()) {
      expect(page).toMatch(/Lakshmi Narayanan · PAT001 · PAT001-REC\d+/);
      expect(page).toContain(`${i + 1} / ${pages.length}`);
    }
  },
);

test('two versions are compared, and a record is marked as entered in error', async () => {
  await doctor.goto('/patients/PAT001/records/1/print');
  await doctor.locator('a.back').click();
  await doctor.getByRole('link', { name: 'What changed' }).click();
  const change = doctor.locator('.change-table tbody tr', { hasText: amendedFields.general.shown });
  expect(await change.locator('del').innerText()).toContain(recordForms.general.weight);
  expect(await change.innerText()).toContain('Changed');
  await doctor.locator('a.back').click();
  await follow('Entered in error');
  await fill('reason', reason);
  await press('Mark as entered in error');
  await doctor.waitForURL(/notice=record-in-error/);
  expect(await doctor.locator('.standing').innerText()).toContain('Do not rely on it');
  expect(await doctor.locator('h1 del').count()).toBe(1);
  expect(await doctor.getByRole('link', { name: 'Amend', exact: true }).count()).toBe(0);
});

test('what is typed into an amendment is there again after a reload, and the form fills in from the last record', async () => {
  await doctor.goto('/patients/PAT001/records/laboratory');
  await fillIn(recordForms.laboratory);
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
  await doctor.goto('/patients/PAT001/records/cardiac');
  await fillIn(recordForms.cardiac);
  await doctor.selectOption('#slot', 'ecg-file');
  await attach('tracing.pdf', pdfFile('Tracing'));
  await press('Attach, and add another');
  await doctor.locator('[name="attached.0"]').waitFor();
  await doctor.selectOption('#slot', 'angiogram-file');
  const key = 'patrec-draft:DOC1:/patients/PAT001/records/cardiac';
  await doctor.waitForFunction((name) => sessionStorage.getItem(name) !== null, key);
  const before = await doctor.evaluate((name) => sessionStorage.getItem(name), key);
  await attach('angio.png', pngFile());
  await doctor.waitForFunction(([name, was]) => sessionStorage.getItem(name ?? '') !== was, [key, before]);
  await doctor.goto('/patients/PAT001/records/cardiac');
  await doctor.locator('[data-arrived]').getByText('angio.png').waitFor();
  expect(await doctor.locator('[data-kept-list]').innerText()).toContain('tracing.pdf');
  expect(await doctor.inputValue('#slot')).toBe('angiogram-file');
  await save();
  await doctor.waitForURL(/records\/\d+/);
  const record = await shown();
  for (const words of ['Electrocardiogram (file)', 'Angiogram (file)', 'QTc prolonged.'])
    expect(record).toContain(words);
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

test('a registration is opened at the desk, fails at its field, is changed when mended, read, compared and printed', async () => {
  const staff = await openWindow(browser, address, problems, 'desktop');
  await signIn(staff, 'STF1');
  await staff.goto('/patients?number=PAT001');
  await staff.getByRole('link', { name: 'Change a registration' }).click();
  await staff.fill('[name="birthDate"]', '1980-07-14');
  await staff.selectOption('[name="document"]', 'passport');
  await staff.getByRole('button', { name: 'Open the form' }).click();
  await staff.locator('[name="reason"]').waitFor();
  expect(await staff.inputValue('[name="name"]')).toBe('Lakshmi Narayanan');
  const change = { name: 'Lakshmi Raghavan', language: 'ta', phone: '98400 1', city: 'Salem', reason: 'Married.' };
  await staff.selectOption('[name="language"]', change.language);
  for (const name of ['name', 'phone', 'city', 'reason'] as const) await staff.fill(`[name="${name}"]`, change[name]);
  const send = () => staff.getByRole('button', { name: 'Save the change' }).click();
  await send();
  await staff.locator('.error-summary').waitFor();
  expect(await staff.evaluate(() => document.activeElement?.className)).toBe('error-summary');
  expect(await staff.inputValue('[name="city"]')).toBe('Salem');
  await staff.fill('[name="phone"]', '98400 12345');
  await send();
  await staff.waitForURL(/notice=desk-registration-changed/);
  await staff.close();
  const patient = await openWindow(browser, address, problems, 'phone');
  await signIn(patient, 'PAT001');
  await patient.goto('/patients/PAT001/registration');
  const main = patient.locator('main');
  for (const words of ['Lakshmi Raghavan', '+919840012345', 'Married.'])
    expect(await main.innerText()).toContain(words);
  await patient.getByRole('link', { name: 'What changed' }).click();
  const row = patient.locator('.change-table tbody tr', { hasText: 'Lakshmi Raghavan' });
  expect(await row.locator('del').innerText()).toBe('Lakshmi Narayanan');
  await patient.goto('/patients/PAT001/registration/contact');
  await patient.fill('[name="addressLine"]', '9 Beach Road');
  await patient.fill('[name="reason"]', 'Moved.');
  await patient.getByRole('button', { name: 'Save the change' }).click();
  await patient.waitForURL(/notice=registration-changed/);
  expect(await main.innerText()).toContain('9 Beach Road');
  const pages = await pdfPages(await patient.pdf());
  expect(pages.join(' ')).toMatch(/Lakshmi Raghavan[\s\S]*9 Beach Road/);
  await patient.close();
  await doctor.goto('/patients/PAT001/records/1/print');
  expect((await pdfPages(await doctor.pdf({ preferCSSPageSize: true }))).join(' ')).toContain(
    'Lakshmi Raghavan · PAT001',
  );
});

test('nothing went wrong in the pages', () => {
  expect(problems.filter((text) => !text.includes('422'))).toEqual([]);
});
