// A real Chromium, one window for each person.

import { type Browser, chromium, type Page } from 'playwright-core';

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
