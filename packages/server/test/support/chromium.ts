// A real Chromium, one window for each person.

import { type Browser, chromium, type Page } from 'playwright-core';
import { PASSWORD } from './people.ts';

/** Starts Chromium: the one that PATREC_CHROMIUM names, else the system's. */
export function startChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.PATREC_CHROMIUM || '/usr/bin/chromium',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** A window of its own, with its own cookies; what goes wrong in its pages is added to `problems`. */
export async function openWindow(
  browser: Browser,
  url: string,
  problems: string[],
  size: 'phone' | 'desktop',
): Promise<Page> {
  const viewport = size === 'phone' ? { width: 360, height: 780 } : { width: 1280, height: 900 };
  const context = await browser.newContext({ baseURL: url, viewport, locale: 'en-IN', timezoneId: 'Asia/Kolkata' });
  const page = await context.newPage();
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  return page;
}

/** Signs in on the sign-in page; gives when that is left. */
export async function signIn(page: Page, login: string): Promise<void> {
  await page.goto('/sign-in');
  await signInHere(page, login);
}

/** Signs in on the sign-in page that the window shows. */
export async function signInHere(page: Page, login: string): Promise<void> {
  await page.getByLabel('Your number').fill(login);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await Promise.all([
    page.waitForURL((address) => address.pathname !== '/sign-in'),
    page.getByRole('button', { name: 'Sign in', exact: true }).click(),
  ]);
}

/** The text of the page, without its frame. */
export function textOf(page: Page): Promise<string> {
  return page.locator('main').innerText();
}
