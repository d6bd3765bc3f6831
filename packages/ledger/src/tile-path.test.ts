import fc from 'fast-check';
import { expect, test } from 'vitest';
import { refusal } from '../test/refusal.ts';
import { parseTilePath, tilePath } from './tile-path.ts';

test.each([
  [0, '000'],
  [67, '067'],
  [255, '255'],
  [1000, 'x001/000'],
  [1234067, 'x001/x234/067'],
  [2 ** 32 + 5, 'x004/x294/x967/301'],
  [2 ** 40 + 5, 'x001/x099/x511/x627/781'],
  [Number.MAX_SAFE_INTEGER, 'x009/x007/x199/x254/x740/991'],
])('index %i is %s', (index, path) => {
  expect(tilePath(0, index)).toBe(`0/${path}`);
  expect(tilePath(3, index, 17)).toBe(`3/${path}.p/17`);
  expect(tilePath('entries', index)).toBe(`entries/${path}`);
  expect(parseTilePath(`entries/${path}.p/255`)).toStrictEqual({ level: 'entries', index, width: 255 });
});

test('what it gives, it parses', () => {
  const level = fc.oneof(fc.constant('entries' as const), fc.nat(63));
  const index = fc.maxSafeNat();
  const width = fc.integer({ min: 1, max: 256 });
  fc.assert(
    fc.property(level, index, width, (l, n, w) => {
      expect(parseTilePath(tilePath(l, n, w))).toStrictEqual({ level: l, index: n, width: w });
    }),
  );
});

test.each([
  '',
  '0',
  '0/',
  '0/0',
  '0/00',
  '0/0000',
  '00/000',
  '01/000',
  '64/000',
  '-1/000',
  'x/000',
  'entry/000',
  '0/x000/000',
  '0/x000/x001/000',
  '0/001/000',
  '0/x001',
  '0/x001/x000',
  '0/X001/000',
  '0/000.p/0',
  '0/000.p/00',
  '0/000.p/017',
  '0/000.p/256',
  '0/000.p/',
  '0/000.p',
  '0/000.q/1',
  '/0/000',
  '0/000/',
  '0/000\n',
  '0/٠٠٠',
  '0/x009/x007/x199/x254/x740/992',
])('parsing refuses %j', (path) => {
  expect(refusal(() => parseTilePath(path)).check).toBe('tile');
});

test.each<[number | 'entries', number, number]>([
  [64, 0, 256],
  [-1, 0, 256],
  [0.5, 0, 256],
  [0, -1, 256],
  [0, 2 ** 53, 256],
  [0, 0, 0],
  ['entries', 0, 257],
])('no tile has level %s, index %d and width %d', (level, index, width) => {
  expect(() => tilePath(level, index, width)).toThrow(RangeError);
});
