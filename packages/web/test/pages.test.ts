// Every page, in every language, both themes, on a phone and on a desktop: no axe violation, nothing wider than the
// screen, nothing that the Content-Security-Policy forbids.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Frame } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { html, problemsOf, startBrowser, startSite } from './browser.ts';
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
let site: Awaited<ReturnType<typeof startSite>>;
const english = everyPage({ lang: 'en', theme: 'light' });
beforeAll(async () => {
  browser = await startBrowser();
  site = await startSite((path) => html(english[path.slice(1)] ?? ''));
});
afterAll(async () => {
  await browser.close();
  site.close();
});

test.concurrent('pages in English are accessible and fit, in both themes', { timeout: 480_000 }, async () => {
  const live = await browser.newPage();
  const problems = problemsOf(live);
  const still = await stillFrame();
  const found: string[] = [];
  for (const name of Object.keys(english)) {
    await live.goto(`${site.origin}/${name}`);
    await still.evaluate(show, await live.content()); // with what its islands made of it
    const light = [...(await inspect(still, 1280, EVERYTHING)), ...(await inspect(still, 360, ALL_BUT_COLOURS))];
    await still.evaluate(() => document.documentElement.setAttribute('data-theme', 'dark'));
    const dark = (await violations(still, COLOURS)).map((text) => `dark, ${text}`);
    found.push(...[...light, ...dark].map((text) => `${name} ${text}`));
  }
  for (const page of [live, still.page()]) await page.close();
  expect([...found, ...problems]).toEqual([]);
});

// The words differ from the English pages and nothing else.
test.concurrent.each(['hi', 'ta'] as const)(
  'pages in %s are accessible and fit',
  { timeout: 480_000 },
  async (lang) => {
    const still = await stillFrame();
    const found: string[] = [];
    for (const [name, text] of Object.entries(everyPage({ lang, theme: 'light' }))) {
      await still.evaluate(show, text);
      const states = [...(await inspect(still, 1280)), ...(await inspect(still, 360, WORDS))];
      found.push(...states.map((state) => `${name} ${state}`));
    }
    await still.page().close();
    expect(found).toEqual([]);
  },
);

/**
 * A document that is given page after page: loading axe for each would take as long as looking at it. In a frame, whose
 * width is changed without drawing a browser anew, and which is beside the screen for the same reason.
 */
async function stillFrame(): Promise<Frame> {
  const page = await browser.newPage({ reducedMotion: 'reduce' }); // colours change at once
  await page.evaluate(() => {
    const frame = document.createElement('iframe');
    Object.assign(frame, { height: '800', srcdoc: '<!doctype html>' });
    Object.assign(frame.style, { position: 'fixed', left: '100%' });
    document.body.append(frame);
    return new Promise((resolve) => frame.addEventListener('load', resolve));
  });
  const [, frame] = page.frames();
  if (!frame) throw new Error('The page has no frame.');
  await frame.evaluate(axe);
  return frame;
}

function show(text: string): void {
  const { documentElement } = new DOMParser().parseFromString(text, 'text/html');
  document.replaceChild(document.adoptNode(documentElement), document.documentElement);
}

async function inspect(still: Frame, width: number, options?: object): Promise<string[]> {
  const wider = await still.evaluate(widen, width);
  const broken = options ? await violations(still, options) : [];
  const all = wider > 0 ? [`${wider} px wider than the screen`, ...broken] : broken;
  return all.map((text) => `${width}: ${text}`);
}

function widen(width: number): number {
  window.frameElement?.setAttribute('width', String(width));
  return document.documentElement.scrollWidth - document.documentElement.clientWidth;
}

// Put into words in the page: what holds is many times as much, and would be sent here for nothing.
async function violations(still: Frame, options: object): Promise<string[]> {
  const run = JSON.stringify({ ...options, resultTypes: ['violations'] });
  const inWords = ({ violations }: AxeResult) =>
    violations.map(({ id, nodes: [first] }) => `${id} ${first?.html} ${first?.failureSummary ?? ''}`);
  return still.evaluate(`axe.run(${run}).then(${inWords})`);
}
