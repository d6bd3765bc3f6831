// Pages opened in a patient's place: they say whose record it is, and no address leads out of it unseen.
import { expect, test } from 'vitest';
import { inPlaceOf } from './guardian-pages.ts';

// Of the reader, not of the record: the last one ends the reader's own session.
const OWN = ['/', '/about', '/verify', '/preferences', '/log/checkpoint', '/sign-out'];
const DECIDING = /\/(share|decision|revoke|withhold|blocks|copy|correction(?!s))/;

test.each(['view', 'complete'] as const)('every address stays in the record but the way back, %s', (level) => {
  const pages = Object.entries(inPlaceOf(level));
  expect(pages.length).toBeGreaterThan(4);
  for (const [name, page] of pages) {
    const addresses = [...page.matchAll(/ (?:href|action|data-verify|data-record-address)="(\/[^"]*)"/g)].map(
      ([, address]) => address ?? '',
    );
    expect([name, addresses.filter((one) => !one.startsWith('/for/PAT001/') && !OWN.includes(one))]).toEqual([
      name,
      [],
    ]);
    expect([name, addresses.filter((one) => one === '/').length]).toEqual([name, 1]);
    const bar = /<aside class="guardian-bar".*?<\/aside>/s.exec(page)?.[0];
    for (const text of ['Lakshmi Narayanan', 'PAT001', 'href="/"']) expect(bar).toContain(text);
  }
});

test('who only views is shown nothing that decides', () => {
  for (const [name, page] of Object.entries(inPlaceOf('view')))
    expect([name, DECIDING.exec(page)]).toEqual([name, null]);
});

test('every page that decides repeats the name', () => {
  const pages = inPlaceOf('complete');
  for (const name of ['home', 'access', 'request', 'revoke', 'share', 'withhold', 'correction', 'block', 'copy'])
    expect(pages[`for-complete-${name}`]).toContain('You do this for <strong>Lakshmi Narayanan (PAT001)</strong>');
});

test('after a page of another’s record the next is the reader’s own', () => {
  inPlaceOf('complete');
  const page = inPlaceOf('view', { inPlaceOf: undefined } as object)['for-view-access'] ?? '';
  expect(page).toContain('href="/access');
  expect(page).not.toContain('guardian-bar"');
});
