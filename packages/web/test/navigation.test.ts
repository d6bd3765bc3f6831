// Which tab is lit: that of the page, also where a page answers a form.
import { renderAbout, renderCopy } from '@patrec/web';
import { expect, test } from 'vitest';
import { contextFor, users } from './people.ts';

const inPlaceOf = { number: 'PAT004', name: 'Mina Rao', level: 'complete' } as const;
const lit = (page: string) => [...page.matchAll(/href="([^"]*)" aria-current="page"/g)].map(([, href]) => href);
const page = (path: string, more = {}) => renderAbout(contextFor(users.patient, path, more), { logKeys: [] });

test.each([
  ['/', undefined, '/'],
  ['/', '/account/email', '/more'],
  ['/', '/guardians/invite', '/more'],
  ['/', '/copy', '/more'],
  ['/', '/access/share?record=2', '/access'],
  ['/', '/patients/PAT001/records/1/correction', '/patients/PAT001/records'],
  ['/account', '/confirm', undefined],
])('%s, a form sent to %s', (path, sentTo, tab) => {
  expect(lit(page(path, sentTo === undefined ? {} : { sentTo }))).toEqual(tab === undefined ? [] : [tab]);
});

test('in a patient’s place the copy belongs to Access, where the way to it is', () => {
  const copy = renderCopy(contextFor(users.patient, '/for/PAT004/copy', { inPlaceOf }), { copy: { state: 'none' } });
  expect(lit(copy)).toEqual(['/for/PAT004/access']);
});
