// Signing as people do it, in real Chromium: a key is made, a prescription signed in one press, and its patient reads whose
// signature it holds; with the key lost, another is made.

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signIn, textOf } from './support/chromium.ts';
import { type OpenSite, openSite, untilLogged } from './support/open-site.ts';
import { recordForms } from './support/record-forms.ts';

let site: OpenSite;
let doctor: Page;

beforeAll(async () => {
  site = await openSite();
  Object.assign(site.ledger, { signing: 'prescriptions' });
  doctor = await site.window('desktop');
  await signIn(doctor, 'DOC1');
});
afterAll(async () => {
  await site.close();
});

const FORM = '/patients/PAT001/records/prescription';
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

async function fillIn(page: Page): Promise<void> {
  for (const [name, value] of Object.entries(recordForms.prescription)) {
    const control = page.locator(`[name="${name}"]`);
    if (await control.evaluate((element) => element.tagName === 'SELECT')) await control.selectOption(value);
    else await control.fill(value);
  }
}

async function makeKey(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Make a key', exact: true }).click();
  await press(page, 'Make the key');
  await page.waitForURL(/notice=key-made/);
  expect(await page.locator('[data-here]:visible').count()).toBe(1);
  await untilLogged(site);
}

test('a form that has to be signed says so; the key is made, and what was typed is there again, to be signed in one press', async () => {
  await doctor.goto(FORM);
  await fillIn(doctor);
  await press(doctor, 'Save the record');
  await doctor.locator('#sign-error').waitFor();
  await makeKey(doctor);
  await doctor.goto(FORM);
  await doctor.getByText('It is signed with your key in this browser.').waitFor();
  expect(await doctor.inputValue('[name="medicines.0.drug"]')).toBe('Metformin');
  await doctor.locator('[name="prescribedAt"]').fill('2099-01-01T10:00');
  await press(doctor, 'Sign and send');
  await doctor.locator('#prescribedAt-error').waitFor();
  expect(await doctor.inputValue('[name="medicines.0.drug"]')).toBe('Metformin');
  await doctor.locator('[name="prescribedAt"]').fill(recordForms.prescription.prescribedAt ?? '');
  await doctor.getByRole('button', { name: 'Sign and send' }).dblclick();
  await doctor.waitForURL(/records\/\d+\?notice=record-saved/);
  expect(await textOf(doctor)).toMatch(/by Dr. Meera Iyer DOC1 with a key registered on/);
});

test('the patient’s browser checks whose signature it is', async () => {
  const patient = await site.window('phone');
  await signIn(patient, 'PAT001');
  await untilLogged(site);
  await patient.goto(new URL(doctor.url()).pathname);
  await press(patient, 'Verify this record');
  await patient.getByText(/^Signed by Dr. Meera Iyer \(DOC1\) with a key registered on/).waitFor();
  await patient.goto('/patients/PAT001/verify');
  await patient.locator('[data-start]').click();
  await patient.getByText('1 entry is signed by its author').waitFor();
});

test('a revoked key is forgotten; a browser that lost its key signs by another; an amendment is signed too', async () => {
  await doctor.goto('/account');
  await doctor.getByRole('button', { name: /^Revoke the key/ }).click();
  await doctor.waitForURL(/notice=key-revoked/);
  await makeKey(doctor);
  const elsewhere = await site.window('phone');
  await signIn(elsewhere, 'DOC1');
  await elsewhere.goto(FORM);
  expect(await textOf(elsewhere)).toContain('If this browser has none yet, make one first');
  await makeKey(elsewhere);
  await elsewhere.goto(`${FORM.replace('prescription', '1')}/versions/1/amend`);
  await elsewhere.getByText('It is signed with your key in this browser.').waitFor();
  await elsewhere.fill('[name="medicines.0.dose"]', '2 tablets');
  await elsewhere.fill('[name="reason"]', 'A slip of the pen.');
  await press(elsewhere, 'Sign and send');
  await elsewhere.waitForURL(/notice=record-amended/);
  expect(await textOf(elsewhere)).toContain('with a key registered on');
  const { rows } = await site.db.pool.query(
    `SELECT count(*) FILTER (WHERE revoked_at IS NULL) AS standing, count(*) AS keys FROM signing_key`,
  );
  expect(rows).toEqual([{ standing: 2, keys: 3 }]);
  // Refused, on purpose: the console notes the status. Anything else that it notes is a fault.
  expect(site.problems.filter((problem) => !/status of 422/.test(problem))).toEqual([]);
});

test('without scripts the page that makes a key says that it cannot, and offers nothing', async () => {
  const context = await doctor.context().browser()?.newContext({ baseURL: doctor.url(), javaScriptEnabled: false });
  const plain = await context?.newPage();
  await plain?.context().addCookies(await doctor.context().cookies());
  await plain?.goto('/account/keys/new');
  expect(await plain?.getByText('This browser cannot make signing keys').isVisible()).toBe(true);
  expect(await plain?.getByRole('button', { name: 'Make the key' }).isVisible()).toBe(false);
  await context?.close();
});
