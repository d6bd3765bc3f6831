// Parts of pages on a narrow phone: what belongs to a card stays in it, and what belongs together stands together.

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { html, origin, servePage, startBrowser } from './browser.ts';
import { everyPage } from './every-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

async function openPage(name: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 360, height: 800 } });
  await servePage(page, () => html(everyPage({ lang: 'en', theme: 'light' })[name] ?? ''));
  await page.goto(`${origin}/${name}`);
  return page;
}

test('the number of a failure stays inside its card', async () => {
  const page = await openPage('error-404');
  const card = page.locator('.card.failure');
  expect(await card.locator('.code').innerText()).toHaveLength(36);
  expect(await card.evaluate((one) => one.scrollWidth - one.clientWidth)).toBe(0);
  await page.close();
});

test('how an access ended, and when, begin where its text begins', async () => {
  const page = await openPage('access');
  const rows = await page.locator('.row.past').evaluateAll((all) =>
    all.map((row) => {
      const left = (part: string) => row.querySelector(part)?.getBoundingClientRect().left;
      return { text: left('.row-title'), badge: left('.row-state .badge') };
    }),
  );
  expect(rows.length).toBeGreaterThan(0);
  for (const { text, badge } of rows) expect(badge).toBeCloseTo(text ?? -1, 0);
  await page.close();
});
