// What people do on the pages, each in a window of their own, with the record of PAT001.

import type { Page } from 'playwright-core';
import { clinicalDay } from '../../src/records/clinical-time.ts';
import { WHAT_HAPPENED } from './emergencies.ts';
import { PASSWORD } from './people.ts';

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

/** The day that many days from now, as a date field takes it. */
export function inDays(days: number): string {
  return clinicalDay(new Date(Date.now() + days * 86_400_000).toISOString());
}

/** A doctor writes a laboratory record, from a page with the search on; gives the path of the record. */
export async function writeOnPage(page: Page, values: Record<string, string>, collectedAt: string): Promise<string> {
  const find = page.getByRole('search').first();
  await find.getByRole('searchbox').fill('PAT001');
  await find.getByRole('button', { name: 'Find' }).click();
  await page.getByRole('link', { name: /laboratory/i }).click();
  await page.getByLabel('Specimen taken').fill(collectedAt);
  for (const [label, value] of Object.entries(values)) await page.getByLabel(label, { exact: true }).fill(value);
  await press(page, 'Save the record');
  await page.waitForURL(/records\/\d+/);
  return new URL(page.url()).pathname;
}

/** A doctor asks for laboratory records, for sixty days. */
export async function askOnPage(page: Page, note: string): Promise<void> {
  await page.goto('/patients?number=PAT001');
  await page.getByRole('link', { name: 'Ask for access' }).click();
  await page.getByLabel('Access ends on').fill(inDays(60));
  await page.getByLabel(/Note to the patient/).fill(note);
  await press(page, 'Send the request');
  await page.waitForURL(/request-sent/);
}

/** Answers the page that asks for a fresh proof. Fails where it is not there. */
export async function confirmOnPage(page: Page, code?: string): Promise<void> {
  await page.getByRole('heading', { name: 'Confirm it is you' }).waitFor();
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  if (code !== undefined) await page.getByLabel('Code', { exact: true }).fill(code);
  await press(page, 'Confirm');
}

/** An administrator whose proof is old authorises a doctor for emergencies. */
export async function authoriseOnPage(page: Page, number: string): Promise<void> {
  await page.goto('/');
  await page.getByRole('link', { name: 'Doctors for emergencies' }).click();
  await confirmOnPage(page);
  await page.getByLabel('Number of the doctor').fill(number);
  await press(page, 'Continue');
  await press(page, 'Authorise');
  await page.waitForURL(/notice=authorised/);
}

/** A patient invites a brother or sister as guardian with complete access. */
export async function inviteOnPage(page: Page, number: string, birthDate: string): Promise<void> {
  await page.goto('/guardians/invite');
  await page.getByLabel('Number of the person').fill(number);
  await page.getByLabel('Date of birth of the person').fill(birthDate);
  await page.getByLabel('This person is my').selectOption('SIB');
  await page.getByRole('radio', { name: /Complete access/ }).check();
  await press(page, 'Continue');
  await press(page, 'Invite now');
  await page.waitForURL(/guardian-invited/);
}

/** Sets up an authenticator app, where the proof is old; `codeOf` is the app. Gives its key. */
export async function setUpAppOnPage(page: Page, codeOf: (key: string) => string): Promise<string> {
  await page.goto('/account/authenticator');
  await confirmOnPage(page);
  const key = (await page.locator('.secret-key').innerText()).replaceAll(' ', '');
  await page.getByLabel('Type the code that the app shows').fill(codeOf(key));
  await press(page, 'Use this app');
  await page.waitForURL(/totp-set/);
  return key;
}

/** A doctor whose proof is old opens the record in an emergency, by password and code. */
export async function breakGlassOnPage(page: Page, code: string): Promise<void> {
  await page.goto('/patients?number=PAT001');
  await page.getByRole('link', { name: 'Emergency access' }).click();
  await confirmOnPage(page, code);
  await page.getByRole('radio', { name: 'The patient is unconscious' }).check();
  await page.getByLabel('What has happened').fill(WHAT_HAPPENED);
  await press(page, 'Open the record now');
  await page.waitForURL(/emergency-opened/);
}

/** An administrator whose proof is old finds that the emergency was one; gives what the page told before that. */
export async function reviewOnPage(page: Page, doctor: string, finding: string): Promise<string> {
  await page.goto('/emergencies');
  await page.getByRole('link', { name: `Review: ${doctor}, PAT001` }).click();
  await confirmOnPage(page);
  await page.getByRole('radio', { name: 'Justified', exact: true }).check();
  await page.getByLabel('Your finding').fill(finding);
  const told = await page.locator('main').innerText();
  await press(page, 'Close the review');
  await page.waitForURL(/emergency-reviewed/);
  return told;
}
