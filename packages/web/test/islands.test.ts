// The islands in a real browser, under the policy that the server sends: what they add to pages that work without them.
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Answer, html, origin, servePage, startBrowser } from './browser.ts';
import { everyPage } from './every-page.ts';
import { type Evidence, makeEvidence } from './evidence.ts';

const pages = everyPage();
let browser: Browser;
let page: Page;
let problems: string[];
let evidence: Evidence;
let posted: string[];
let asked: string[];

beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

beforeEach(async () => {
  evidence = await makeEvidence(8);
  posted = [];
  asked = [];
  page = await browser.newPage({ viewport: { width: 360, height: 780 } });
  problems = await servePage(page, answer);
  page.context().on('request', (request) => asked.push(new URL(request.url()).pathname));
});
afterEach(async () => {
  await page.close();
  expect(problems).toEqual([]);
});

const answer: Answer = (path) => {
  if (path === '/verify-long') return html((pages.verify ?? '').replace(/data-total="\d+"/, 'data-total="600"'));
  if (path.includes('/proof')) return json(evidence.pages[Number(path.split('from=')[1] ?? 0)]);
  if (path === '/log/checkpoint') return { body: evidence.checkpoint, type: 'text/plain' };
  if (path.startsWith('/log/tile/')) return tile(path.slice('/log/tile/'.length));
  if (pages[path.slice(1)] === undefined) posted.push(path);
  return html(pages[path.slice(1)] ?? '<title>Answer</title>');
};

function json(value: unknown): { body: string; type: string } {
  return { body: JSON.stringify(value), type: 'application/json' };
}

function tile(path: string): { body: Buffer; type: string } | undefined {
  const found = evidence.tiles.get(path);
  return found === undefined ? undefined : { body: Buffer.from(found), type: 'application/octet-stream' };
}

async function verify(name: string): Promise<string> {
  await page.goto(`${origin}/${name}`);
  await page.click('[data-start]');
  await page.waitForSelector('.answer-box');
  return page.innerText('.answer-box');
}

test('verify says how many entries were checked, in words, and marks them in the chain', async () => {
  expect(await verify('verify')).toContain('Verified: 8 entries checked on this device');
  expect(await page.locator('.block.good').count()).toBe(6);
});

test('a changed byte is named with its record, what it means and what to do', async () => {
  const content = evidence.pages[0]?.blocks[3]?.contents[0];
  if (content !== undefined) content.bytes = Buffer.from('{"value":1.51}').toString('base64');
  const words = await verify('verify');
  expect(words).toContain('Not verified: PAT001-REC3 does not match');
  expect(words).toContain('Do not rely on this record.');
  expect(words).toContain('Tell the institution');
  expect(await page.getAttribute('.answer-box a', 'href')).toBe('/patients/PAT001/records/3');
  expect(await page.locator('.block.bad').getAttribute('data-seq')).toBe('3');
});

test('a long chain is shared out among workers, and what is named is the first entry that does not hold', async () => {
  const long = async () => {
    evidence = await makeEvidence(600, { pages: 12 });
    return evidence.pages.flatMap(({ blocks }) => blocks);
  };
  await long();
  expect(await verify('verify-long')).toContain('Verified: 600 entries checked on this device');
  expect(asked.some((path) => path.includes('verify-page-worker'))).toBe(
    await page.evaluate(() => navigator.hardwareConcurrency > 1),
  );
  for (const wrong of [[599, 310, 49], [200, 580], [430]]) {
    const blocks = await long();
    for (const seq of wrong) blocks[seq]?.contents.pop();
    expect(await verify('verify-long')).toContain(`PAT001-REC${Math.min(...wrong)} does not match`);
  }
  const blocks = await long();
  const moved = evidence.pages[3];
  moved?.blocks.reverse();
  blocks[590]?.contents.pop();
  expect(await verify('verify-long')).toContain('PAT001-REC199 does not match');
});

test('where no helper can be started, the first worker checks all', async () => {
  evidence = await makeEvidence(600, { pages: 12 });
  await page.context().route('**/verify-page-worker-*', (route) => route.fulfill({ status: 404, body: '' }));
  expect(await verify('verify-long')).toContain('Verified: 600 entries checked on this device');
  problems.splice(0, problems.length, ...problems.filter((text) => !text.includes('404')));
});

test('blocks that the log has not signed yet are said to wait, and nothing says that the log has them all', async () => {
  evidence = await makeEvidence(8, { unsigned: 2 });
  const words = await verify('verify');
  expect(words).toContain('2 entries are newer than the last signature of the log');
  expect(words).not.toContain('has them all');
});

test('when the evidence cannot be fetched nothing is claimed', async () => {
  evidence.tiles.clear();
  expect(await verify('verify')).toContain('This says nothing about the record.');
  problems.splice(0, problems.length, ...problems.filter((text) => !text.includes('404')));
});

test('one record is verified on its own page', async () => {
  const block = evidence.pages[0]?.blocks[2];
  if (block !== undefined)
    evidence.pages = [{ ...(evidence.pages[0] as Evidence['pages'][0]), blocks: [block], more: [] }];
  expect(await verify('record')).toContain('PAT001-REC7 is exactly as it was written');
});

test('the laboratory form flags what is typed, warns on leaving, computes the ratio and moves on with Enter', async () => {
  await page.goto(`${origin}/laboratory`);
  await page.fill('#haemoglobin', '6.8');
  expect(await page.innerText('[data-field="haemoglobin"] [data-flag]')).toContain('Critically low');
  await page.press('#haemoglobin', 'Enter');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('glucose-fasting');
  await page.fill('#glucose-fasting', '9,1');
  await page.press('#glucose-fasting', 'Enter');
  expect(await page.innerText('[data-field="glucose-fasting"] [data-warning]')).toContain('9.1');
  await page.fill('#cholesterol', '212');
  await page.fill('#hdl', '40');
  expect(await page.innerText('#cholesterol-ratio')).toBe('5.30');
  expect(await page.innerText('[data-field="cholesterol-ratio"] [data-flag]')).toContain('High');
});

test('a value in SI units is flagged as what it is', async () => {
  await page.goto(`${origin}/laboratory`);
  await page.fill('#glucose-fasting', '5.0');
  await page.press('#glucose-fasting', 'Tab');
  expect(await page.innerText('[data-field="glucose-fasting"]')).toContain('between 10 and 2000');
  await page.selectOption('[name="glucose-fasting.unit"]', 'mmol/L');
  expect(await page.innerText('[data-field="glucose-fasting"] [data-flag]')).toContain('Normal');
});

test('what was typed is back after a reload', async () => {
  await page.goto(`${origin}/laboratory`);
  await page.fill('#hba1c', '8.20');
  await page.reload();
  expect(await page.inputValue('#hba1c')).toBe('8.20');
  expect(await page.innerText('[data-draft]')).toContain('is back');
});

test('what the server sent back is not replaced by a draft, and its summary has the focus', async () => {
  await page.goto(`${origin}/laboratory-wrong`);
  expect(await page.evaluate(() => document.activeElement?.className)).toBe('error-summary');
  expect(await page.inputValue('#haemoglobin')).toBe('68');
});

test('choosing a language sends its form, once', async () => {
  await page.goto(`${origin}/home`);
  await page.selectOption('#header-language', 'ta');
  await page.waitForURL(`${origin}/preferences`);
  expect(posted).toEqual(['/preferences']);
});

test('the chart says the value under the pointer', async () => {
  await page.goto(`${origin}/trend`);
  await page.hover('.drawing.phone .point:last-of-type .marker');
  expect(await page.innerText('.chart-tip')).toBe('15-Jun-2026: 6.8 g/dL · Critically low');
});

test('a page that follows work says that nobody asks: it keeps no session alive', async () => {
  await page.goto(`${origin}/integrity-running`);
  const asked = await page.waitForRequest((request) => request.resourceType() === 'fetch');
  expect([asked.url(), asked.headers()['x-patrec-background']]).toEqual([`${origin}/integrity-running`, 'work']);
});
