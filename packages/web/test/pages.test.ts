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
// A theme changes colours and nothing else, at every width and in every language the same ones.
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];
const COLOURS = { runOnly: { type: 'rule', values: COLOUR_RULES } };
const EVERYTHING = { runOnly: EVERY_RULE };
const ALL_BUT_COLOURS = {
  runOnly: EVERY_RULE,
  rules: Object.fromEntries(COLOUR_RULES.map((rule) => [rule, { enabled: false }])),
};

interface AxeResult {
  violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[];
}

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

test.concurrent('pages in English are accessible and fit, in both themes', { timeout: 480_000 }, async () => {
  const pages = everyPage({ lang: 'en', theme: 'light' });
  const page = await browser.newPage({ reducedMotion: 'reduce' }); // colours change at once
  const problems = await servePage(page, (path) => html(pages[path.slice(1)] ?? ''));
  const found: string[] = [];
  for (const name of Object.keys(pages)) {
    await page.goto(`${origin}/${name}`);
    await page.evaluate(axe);
    const light = [...(await inspect(page, 1280, EVERYTHING)), ...(await inspect(page, 360, EVERYTHING))];
    await page.evaluate(() => document.documentElement.setAttribute('data-theme', 'dark'));
    const dark = (await violations(page, COLOURS)).map((text) => `dark, ${text}`);
    found.push(...[...light, ...dark].map((text) => `${name} ${text}`));
  }
  await page.close();
  expect([...found, ...problems]).toEqual([]);
});

// The words differ and nothing else: one document is given them page after page, which spares loading axe for each.
test.concurrent.each(['hi', 'ta'] as const)(
  'pages in %s are accessible and fit',
  { timeout: 480_000 },
  async (lang) => {
    const pages = Object.entries(everyPage({ lang, theme: 'light' }));
    const page = await browser.newPage();
    await servePage(page, () => html('<!doctype html><title>Patrec</title>'));
    await page.goto(origin);
    await page.evaluate(axe);
    const found: string[] = [];
    for (const [name, text] of pages) {
      await page.evaluate(show, text);
      const states = [...(await inspect(page, 1280)), ...(await inspect(page, 360, ALL_BUT_COLOURS))];
      found.push(...states.map((state) => `${name} ${state}`));
    }
    await page.close();
    expect(found).toEqual([]);
  },
);

function show(text: string): void {
  const { documentElement } = new DOMParser().parseFromString(text, 'text/html');
  document.replaceChild(document.adoptNode(documentElement), document.documentElement);
}

async function inspect(page: Page, width: number, options?: object): Promise<string[]> {
  await page.setViewportSize({ width, height: 800 });
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  const broken = options ? await violations(page, options) : [];
  const all = wider > 0 ? [`${wider} px wider than the screen`, ...broken] : broken;
  return all.map((text) => `${width}: ${text}`);
}

async function violations(page: Page, options: object): Promise<string[]> {
  const run = JSON.stringify({ ...options, resultTypes: ['violations'] });
  const result = (await page.evaluate(`axe.run(${run})`)) as AxeResult;
  return result.violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html} ${nodes[0]?.failureSummary ?? ''}`);
}
