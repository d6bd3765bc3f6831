// Every page, in every language, both themes, on a phone and on a desktop: no axe violation, nothing wider than the
// screen, nothing that the Content-Security-Policy forbids.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { html, origin, servePage, startBrowser } from './browser.ts';
import { everyPage } from './every-page.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const widths = { light: [360, 1280], dark: [360] };
// The dark theme changes colours and nothing else, at every width the same ones.
const rules = {
  light: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
  dark: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
};

interface AxeResult {
  violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[];
}

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

describe.each(['en', 'hi', 'ta'] as const)('pages in %s', (lang) => {
  test.concurrent.each(['light', 'dark'] as const)(
    'are accessible and fit, %s',
    { timeout: 480_000 },
    async (theme) => {
      const pages = everyPage({ lang, theme });
      const page = await browser.newPage();
      const problems = await servePage(page, (path) => html(pages[path.slice(1)] ?? ''));
      const found: string[] = [];
      for (const name of Object.keys(pages)) {
        await page.goto(`${origin}/${name}`);
        await page.evaluate(axe);
        for (const width of widths[theme])
          found.push(...(await inspect(page, width, rules[theme])).map((text) => `${name} ${width}: ${text}`));
      }
      await page.close();
      expect([...found, ...problems]).toEqual([]);
    },
  );
});

async function inspect(page: Page, width: number, runOnly: object): Promise<string[]> {
  const options = { runOnly, resultTypes: ['violations'] };
  await page.setViewportSize({ width, height: 800 });
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  const result = (await page.evaluate(`axe.run(${JSON.stringify(options)})`)) as AxeResult;
  const broken = result.violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html} ${nodes[0]?.failureSummary ?? ''}`);
  return wider > 0 ? [`${wider} px wider than the screen`, ...broken] : broken;
}
