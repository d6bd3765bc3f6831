import { expect, test } from 'vitest';
import { refusal } from '../test/refusal.ts';
import { checkAuthorKey } from './author-key.ts';

const key = { account: 'doctor', registered: 10, revoked: 20 };
const why = (author: string, index: number | null, of: Parameters<typeof checkAuthorKey>[2]) => {
  const { check, message } = refusal(() => checkAuthorKey(author, index, of));
  return `${check}: ${message}`;
};

test('a signature counts after the registration of its key and before its revocation, by places in the log', () => {
  for (const index of [11, 19]) checkAuthorKey('doctor', index, key);
  for (const index of [11, 2 ** 40, null]) checkAuthorKey('doctor', index, { ...key, revoked: null });
});

test('a key that is nobody’s, somebody else’s, too new or revoked is named', () => {
  expect(why('doctor', 15, undefined)).toMatch(/^signature: .*never registered/);
  expect(why('doctor', 15, { ...key, registered: null })).toMatch(/never registered/);
  expect(why('other', 15, key)).toMatch(/somebody else/);
  for (const index of [0, 9, 10]) expect(why('doctor', index, key)).toMatch(/only afterwards/);
  for (const index of [21, null]) expect(why('doctor', index, key)).toMatch(/revoked before/);
});
