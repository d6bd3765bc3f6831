// Every page, in every language, both themes, on a phone and on a desktop: no axe violation, nothing wider than the
// screen, nothing that the Content-Security-Policy forbids.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { html, origin, servePage, startBrowser } from './browser.ts';
import { everyPage } from './every-page.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const EVERY_RULE = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };
// What a language says is the same at every width; whether it fits is looked at in each.
const NO_RULE = { type: 'rule', values: [] };
// The dark theme changes colours and nothing else, at every width the same ones.
const COLOURS = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };

interface AxeResult {
  violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[];
}

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

test.concurrent.each(['en', 'hi', 'ta'] as const)(
  'pages in %s are accessible and fit',
  { timeout: 480_000 },
  async (lang) => {
    const pages = everyPage({ lang, theme: 'light' });
    const page = await browser.newPage({ reducedMotion: 'reduce' }); // colours change at once
    const problems = await servePage(page, (path) => html(pages[path.slice(1)] ?? ''));
    const found: string[] = [];
    for (const name of Object.keys(pages)) {
      await page.goto(`${origin}/${name}`);
      await page.evaluate(axe);
      const states = [
        ...(await inspect(page, 1280, lang === 'en' ? EVERY_RULE : NO_RULE)),
        ...(await inspect(page, 360, EVERY_RULE)),
        ...(await inspectDark(page, 360)),
      ];
      found.push(...states.map((text) => `${name} ${text}`));
    }
    await page.close();
    expect([...found, ...problems]).toEqual([]);
  },
);

async function inspectDark(page: Page, width: number): Promise<string[]> {
  await page.evaluate(() => document.documentElement.setAttribute('data-theme', 'dark'));
  return (await inspect(page, width, COLOURS)).map((text) => `dark, ${text}`);
}

async function inspect(page: Page, width: number, runOnly: { type: string; values: string[] }): Promise<string[]> {
  const options = { runOnly, resultTypes: ['violations'] };
  await page.setViewportSize({ width, height: 800 });
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  const { violations } =
    runOnly === NO_RULE
      ? { violations: [] }
      : ((await page.evaluate(`axe.run(${JSON.stringify(options)})`)) as AxeResult);
  const broken = violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html} ${nodes[0]?.failureSummary ?? ''}`);
  const all = wider > 0 ? [`${wider} px wider than the screen`, ...broken] : broken;
  return all.map((text) => `${width}: ${text}`);
}
