import fc from 'fast-check';
import { expect, test } from 'vitest';
import { refusal } from '../test/refusal.ts';
import { fromUtf8, utf8 } from './bytes.ts';
import { canonicalJson, parseCanonicalJson } from './canonical-json.ts';

const parse = (text: string) => parseCanonicalJson(utf8(text), 'thing', 'canonical');

test('RFC 8785 section 3.2.3: members in the order of UTF-16 code units', () => {
  const value = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, ö: 7 };
  expect(fromUtf8(canonicalJson(value))).toBe('{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"\u{1f600}":5,"\ufb33":3}');
});

test('what it gives, it parses', () => {
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.string({ unit: 'binary' }),
      fc.maxSafeInteger().filter((n) => !Object.is(n, -0)),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.string({ unit: 'binary' }), tie('value'), { maxKeys: 4 }),
    ),
  }));
  fc.assert(
    fc.property(value, (given) => {
      const bytes = canonicalJson(given);
      expect(canonicalJson(parseCanonicalJson(bytes, 'thing', 'canonical'))).toStrictEqual(bytes);
    }),
  );
});

test.each([
  ['null', { a: [{ b: null }] }, 'value.a[0].b'],
  ['true', { a: true }, 'value.a'],
  ['a fraction', { a: 1.5 }, 'value.a'],
  ['an unsafe integer', [0, 2 ** 53], 'value[1]'],
  ['minus zero', { a: -0 }, 'value.a'],
  ['NaN', { a: Number.NaN }, 'value.a'],
  ['undefined', { a: undefined }, 'value.a'],
  ['a bigint', { a: 1n }, 'value.a'],
  ['a date', { a: new Date(0) }, 'value.a'],
  ['a map', { a: new Map() }, 'value.a'],
  ['bytes', { a: Uint8Array.of(1) }, 'value.a'],
  ['toJSON', { a: { toJSON: () => 'x' } }, 'value.a.toJSON'],
  ['half a surrogate pair', { a: '\ud800' }, 'value.a'],
  ['half a surrogate pair in a name', { '\udc00': 'a' }, 'value has a member'],
  ['a hole in an array', { a: new Array(1) }, 'value.a[0]'],
])('refuses %s and names the member', (_, value, named) => {
  const error = refusal(() => canonicalJson(value));
  expect(error.check).toBe('canonical');
  expect(error.message).toContain(named);
});

test.each([
  '{"b":1,"a":1}',
  '{"a":1,"a":1}',
  '{"a":1,"a":2}',
  '{"a": 1}',
  '{"a":1}\n',
  '\ufeff{"a":1}',
  '{"a":1.0}',
  '{"a":1e0}',
  '{"a":-0}',
  '{"a":01}',
  '{"a":"\\u0041"}',
  '{"a":"\\/"}',
  '{"a":"\\ud800"}',
  '{"a":null}',
  '{"a":9007199254740992}',
  '{"__proto__":1,"__proto__":1}',
  '{"a":1',
  '',
])('parsing refuses %j', (text) => {
  expect(refusal(() => parse(text)).check).toBe('canonical');
});

test('parsing refuses invalid UTF-8 and hostile nesting', () => {
  expect(refusal(() => parseCanonicalJson(Uint8Array.of(0x22, 0xff, 0x22), 'thing', 'header')).check).toBe('header');
  expect(refusal(() => parse('['.repeat(50_000) + ']'.repeat(50_000))).message).toContain('nested too deeply');
});
