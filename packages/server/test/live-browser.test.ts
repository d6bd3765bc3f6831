// Live lists and the end of a session in real Chromium: two people who act, and one who goes away and comes back.

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor } from '../src/access/actor.ts';
import { cancelRequest } from '../src/access/request-access.ts';
import { closeSession } from '../src/identity/session.ts';
import { newCodes } from './support/cards.ts';
import { openWindow, signIn, signInHere, startChromium } from './support/chromium.ts';
import { accepted, end } from './support/guardianships.ts';
import { ask, grant, revoke } from './support/permissions.ts';
import { practitioner } from './support/practitioners.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

const IDLE_MS = 9_000;
const LIMITS = { patientIdleMs: 3_600_000, workIdleMs: IDLE_MS, lifetimeMs: 3_600_000 };

let site: TestServer;
let url: string;
let browser: Browser;
let chain: string;
let doctor: Actor;
const problems: string[] = [];

beforeAll(async () => {
  site = await startTestServer([], undefined, LIMITS);
  chain = site.people.chart.chain;
  url = (await site.server.listen({ port: 0, host: '127.0.0.1' })).replace('127.0.0.1', 'localhost');
  browser = await startChromium();
});
beforeEach(async () => {
  doctor = await practitioner(site, 'doctor', 'Dr. Sudden');
});
afterAll(async () => {
  await browser.close();
  await site.close();
  // A session that ended is answered 401, a guardianship 404, and the browser says so.
  expect(problems.filter((problem) => !/401|404|ERR_FAILED|ERR_ABORTED|ERR_INCOMPLETE/.test(problem))).toEqual([]);
});

async function windowOf(login: string, size: 'phone' | 'desktop' = 'desktop'): Promise<Page> {
  const page = await openWindow(browser, url, problems, size);
  page.setDefaultTimeout(8_000);
  await signIn(page, login);
  return page;
}
/** A window on a page to which one has to sign in first. */
async function comeTo(path: string, login: string): Promise<Page> {
  const page = await openWindow(browser, url, problems, 'desktop');
  page.setDefaultTimeout(8_000);
  await page.goto(path);
  await signInHere(page, login);
  return page;
}
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Are you still there?' });
const FORM = '/patients/PAT001/records/laboratory';

test('a doctor who scanned the patient’s code signs in, opens the card, and the patient sees who it was, without a reload', async () => {
  const phone = await windowOf('PAT001', 'phone');
  await phone.goto('/card');
  const made = await newCodes(site.app, site.people.patient);
  await phone.getByText(made.typed).waitFor();
  const desk = await comeTo(`/introduce/${made.scanned}`, 'DOC2');
  expect(await phone.getByText(made.typed).count()).toBe(1); // looking uses nothing up
  await desk.getByRole('button', { name: 'Open the card' }).click();
  await desk.getByRole('heading', { name: 'The card of Lakshmi Narayanan' }).waitFor();
  await phone.getByText('Dr. Arjun Rao').waitFor();
  expect(await phone.getByText(made.typed).count()).toBe(0);
  await phone.getByRole('button', { name: 'End now for Dr. Arjun Rao' }).click();
  await phone.getByText('From now on nothing is shown by it').waitFor();
  await desk.goto('/');
  expect(await desk.getByText('Cards that patients showed you').count()).toBe(0);
  for (const page of [phone, desk]) await page.close();
});

test('a guardian’s page follows the patient’s lists, and leaves the screen with the guardianship', async () => {
  const { patient, otherPatient } = site.people;
  const id = await accepted(site, patient, otherPatient, { level: 'view' });
  const page = await windowOf('PAT002');
  await page.goto('/for/PAT001/access');
  const asked = await ask(site, doctor, chain);
  await page.getByText('Dr. Sudden').first().waitFor();
  await end(site, patient, patient, id);
  await page.getByText('Dr. Sudden').first().waitFor({ state: 'detached' });
  expect(await page.locator('main').innerText()).not.toContain('Lakshmi');
  expect(new URL(page.url()).pathname).toBe('/for/PAT001/access');
  await page.context().close();
  await cancelRequest(site, doctor, chain, asked);
});

test('a request appears, is said, and goes, without a reload; the focus stays where it was', async () => {
  const page = await windowOf('PAT001', 'phone');
  await page.evaluate(() => Object.assign(window, { same: true }));
  const first = await ask(site, await practitioner(site, 'doctor', 'Dr. First'), chain);
  const approve = page.getByRole('button', { name: 'Approve the request of Dr. First' });
  await approve.focus();
  const second = await ask(site, doctor, chain);
  await page.getByText('Dr. Sudden').first().waitFor();
  expect(await approve.evaluate((button) => button === document.activeElement)).toBe(true);
  expect(await page.locator('[data-live-speaker]').innerText()).toContain('2 requests');
  await cancelRequest(site, doctor, chain, second);
  await page.getByText('Dr. Sudden').first().waitFor({ state: 'detached' });
  await page.goto('/access');
  await page.getByRole('button', { name: 'Approve the request of Dr. First' }).click();
  await page.waitForURL(/granted/);
  expect(first).not.toBe('');
  await page.context().close();
}, 30_000);

test('a doctor sees at once that access was given, and that it ends at its second', async () => {
  const until = new Date(Date.now() + 7_000).toISOString();
  const page = await windowOf('DOC2');
  await grant(site, site.people.patient, site.people.otherDoctor, { until });
  const row = page.getByRole('link', { name: 'Lakshmi Narayanan' });
  await row.waitFor();
  expect(Date.now()).toBeLessThan(Date.parse(until));
  await row.waitFor({ state: 'detached' });
  expect(Date.now() - Date.parse(until)).toBeLessThan(2_500);
  const id = await grant(site, site.people.patient, site.people.otherDoctor);
  await row.waitFor();
  await revoke(site, site.people.patient, id);
  await row.waitFor({ state: 'detached' });
  await page.context().close();
}, 30_000);

// These three wait for the clock most of the time, and may as well do so together.
test.concurrent('before the end a dialog asks; one press keeps all tabs, and the keyboard is enough', async () => {
  const page = await windowOf('DOC1');
  const tab = await page.context().newPage();
  await tab.goto(FORM);
  await page.goto('/about');
  await dialog(page).waitFor();
  await dialog(tab).waitFor();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Stay signed in');
  await page.keyboard.press('Enter');
  await dialog(page).waitFor({ state: 'hidden' });
  await dialog(tab).waitFor({ state: 'hidden' });
  await dialog(tab).waitFor();
  await tab.keyboard.press('Escape');
  await dialog(page).waitFor({ state: 'hidden' });
  await page.context().close();
}, 40_000);

test.concurrent('who types is not asked', async () => {
  const page = await windowOf('DOC1');
  await page.goto(FORM);
  for (const end = Date.now() + IDLE_MS * 1.5; Date.now() < end; ) {
    await page.getByLabel('HbA1c', { exact: true }).fill(String(Date.now() % 10));
    await page.waitForTimeout(500);
    expect(await dialog(page).isVisible()).toBe(false);
  }
  await page.context().close();
}, 40_000);

test.concurrent('who stays away is signed out, and finds the form as it was; another account does not', async () => {
  const page = await windowOf('DOC1');
  await page.goto(FORM);
  await page.getByLabel('HbA1c', { exact: true }).fill('8.27');
  await page.getByLabel('Comment').fill('Seen at the bedside');
  await page.waitForURL(/\/sign-in/, { timeout: IDLE_MS * 2 });
  await page.getByText('You have been signed out').waitFor();
  const kept = await page.evaluate(() => JSON.stringify(sessionStorage));
  expect(kept).toContain('DOC1:');
  expect(kept + page.url() + JSON.stringify(await page.context().cookies())).not.toMatch(/8\.27|bedside/);

  await signInHere(page, 'DOC1');
  await page.waitForURL(`**${FORM}`);
  await page.getByText('is back').first().waitFor();
  expect(await page.getByLabel('HbA1c', { exact: true }).inputValue()).toBe('8.27');
  expect(await page.getByLabel('Comment').inputValue()).toBe('Seen at the bedside');

  await page.waitForURL(/\/sign-in/, { timeout: IDLE_MS * 2 });
  await signInHere(page, 'DOC2');
  await page.waitForURL(`**${FORM}`);
  await page.waitForTimeout(500);
  expect(await page.getByLabel('HbA1c', { exact: true }).inputValue()).toBe('');
  expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain('DOC1:');
  await page.context().close();
}, 60_000);

test('what is sent after the session has ended is typed still after signing in, and gone once it is saved', async () => {
  const page = await windowOf('DOC1');
  await page.goto(FORM);
  await page.getByLabel('HbA1c', { exact: true }).fill('7.31');
  await page.getByLabel('Specimen taken').fill('2026-10-01T08:30');
  const token = (await page.context().cookies()).find(({ name }) => name === 'patrec_session')?.value ?? '';
  await page.route('**/session', (route) => route.abort()); // the page has not noticed yet
  await closeSession(site.db, token);
  await page.getByRole('button', { name: 'Save the record' }).click();
  await page.waitForURL(/\/sign-in/);
  await page.unroute('**/session');
  await signInHere(page, 'DOC1');
  await page.waitForURL(`**${FORM}`);
  await page.getByText('is back').first().waitFor();
  expect(await page.getByLabel('HbA1c', { exact: true }).inputValue()).toBe('7.31');
  await page.getByRole('button', { name: 'Save the record' }).click();
  await page.waitForURL(/record-saved/);
  await page.goto(FORM);
  await page.waitForTimeout(500);
  expect(await page.getByLabel('HbA1c', { exact: true }).inputValue()).toBe('');
  await page.context().close();
}, 40_000);

test('signing out leaves nothing, in no tab', async () => {
  const page = await windowOf('DOC1');
  const tab = await page.context().newPage();
  tab.setDefaultTimeout(8_000);
  for (const one of [page, tab]) {
    await one.goto(FORM);
    await one.getByLabel('HbA1c', { exact: true }).fill('6.66');
    await one.waitForFunction(() => JSON.stringify(sessionStorage).includes('patrec-draft'));
  }
  await page.locator('.account summary').click();
  await page.locator('.account').getByRole('button', { name: 'Sign out' }).click();
  for (const one of [page, tab]) {
    await one.waitForURL(/\/sign-in/);
    expect(await one.evaluate(() => JSON.stringify(sessionStorage))).not.toContain('patrec-draft');
  }
  await page.context().close();
}, 40_000);
