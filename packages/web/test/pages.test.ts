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
// What words, or how long they are, can break.
const WORDS = {
  runOnly: {
    type: 'rule',
    values: [
      ...['document-title', 'html-has-lang', 'html-lang-valid', 'valid-lang', 'region', 'landmark-unique'],
      ...['button-name', 'link-name', 'summary-name', 'select-name', 'input-button-name', 'frame-title', 'image-alt'],
      ...['aria-command-name', 'aria-dialog-name', 'aria-input-field-name', 'aria-meter-name', 'aria-progressbar-name'],
      ...['aria-toggle-field-name', 'svg-img-alt', 'label', 'label-title-only', 'label-content-name-mismatch'],
      ...['empty-heading', 'empty-table-header', 'scrollable-region-focusable', 'target-size'],
    ],
  },
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
  const live = await browser.newPage();
  const problems = await servePage(live, (path) => html(pages[path.slice(1)] ?? ''));
  const still = await stillPage();
  const found: string[] = [];
  for (const name of Object.keys(pages)) {
    await live.goto(`${origin}/${name}`);
    await still.evaluate(show, await live.content()); // with what its islands made of it
    const light = [...(await inspect(still, 1280, EVERYTHING)), ...(await inspect(still, 360, ALL_BUT_COLOURS))];
    await still.evaluate(() => document.documentElement.setAttribute('data-theme', 'dark'));
    const dark = (await violations(still, COLOURS)).map((text) => `dark, ${text}`);
    found.push(...[...light, ...dark].map((text) => `${name} ${text}`));
  }
  for (const page of [live, still]) await page.close();
  expect([...found, ...problems]).toEqual([]);
});

// The words differ from the English pages and nothing else.
test.concurrent.each(['hi', 'ta'] as const)(
  'pages in %s are accessible and fit',
  { timeout: 480_000 },
  async (lang) => {
    const page = await stillPage();
    const found: string[] = [];
    for (const [name, text] of Object.entries(everyPage({ lang, theme: 'light' }))) {
      await page.evaluate(show, text);
      const states = [...(await inspect(page, 1280)), ...(await inspect(page, 360, WORDS))];
      found.push(...states.map((state) => `${name} ${state}`));
    }
    await page.close();
    expect(found).toEqual([]);
  },
);

/** A document that is given page after page: loading axe for each would take as long as looking at it. */
async function stillPage(): Promise<Page> {
  const page = await browser.newPage({ reducedMotion: 'reduce' }); // colours change at once
  await servePage(page, () => html('<!doctype html><title>Patrec</title>'));
  await page.goto(origin);
  await page.evaluate(axe);
  return page;
}

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

// Put into words in the page: what holds is many times as much, and would be sent here for nothing.
async function violations(page: Page, options: object): Promise<string[]> {
  const run = JSON.stringify({ ...options, resultTypes: ['violations'] });
  const inWords = ({ violations }: AxeResult) =>
    violations.map(({ id, nodes: [first] }) => `${id} ${first?.html} ${first?.failureSummary ?? ''}`);
  return page.evaluate(`axe.run(${run}).then(${inWords})`);
}
