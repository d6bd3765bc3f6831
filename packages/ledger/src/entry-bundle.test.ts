import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawn } from '../test/chains.ts';
import { refusal } from '../test/refusal.ts';
import { concat } from './bytes.ts';
import { formatEntryBundle, parseEntryBundle } from './entry-bundle.ts';
import { logEntry } from './merkle.ts';

test('an entry stands after its length as a big-endian uint16', () => {
  const entry = logEntry(drawn('block'));
  expect(formatEntryBundle([entry])).toStrictEqual(Uint8Array.of(0, 33, ...entry));
  expect(formatEntryBundle([new Uint8Array(258)]).slice(0, 2)).toStrictEqual(Uint8Array.of(1, 2));
});

test('what it gives, it parses, whole or grown by appending', () => {
  const entries = fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(entries, fc.nat(20), (given, split) => {
      const bundle = formatEntryBundle(given);
      expect(parseEntryBundle(bundle, given.length)).toStrictEqual(given);
      const parts = [formatEntryBundle(given.slice(0, split)), formatEntryBundle(given.slice(split))];
      expect(concat(parts)).toStrictEqual(bundle);
    }),
  );
});

test('the longest entry fits, a longer one does not', () => {
  const longest = new Uint8Array(65_535).fill(7);
  expect(parseEntryBundle(formatEntryBundle([longest]), 1)).toStrictEqual([longest]);
  expect(() => formatEntryBundle([new Uint8Array(65_536)])).toThrow(RangeError);
});

test('a bundle cut off, going on, or of another width is refused', () => {
  const bundle = formatEntryBundle([drawn('a'), drawn('b')]);
  for (let length = 0; length < bundle.length; length++) {
    expect(refusal(() => parseEntryBundle(bundle.slice(0, length), 2)).check).toBe('entry-bundle');
  }
  expect(refusal(() => parseEntryBundle(Uint8Array.of(...bundle, 0), 2)).check).toBe('entry-bundle');
  expect(refusal(() => parseEntryBundle(bundle, 1)).check).toBe('entry-bundle');
  expect(refusal(() => parseEntryBundle(bundle, 3)).check).toBe('entry-bundle');
  for (const width of [0, 257, Number.NaN]) expect(() => parseEntryBundle(bundle, width)).toThrow(RangeError);
});
