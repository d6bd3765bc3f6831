import fc from 'fast-check';
import { expect, test } from 'vitest';
import { refusal } from '../test/refusal.ts';
import { base64, checkHash, concat, equalBytes, fromBase64, fromHex, fromUtf8, hex, utf8 } from './bytes.ts';

test('hexadecimal, base64 and UTF-8 come back as they were', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.string({ unit: 'binary' }), (bytes, text) => {
      expect(fromHex(hex(bytes))).toStrictEqual(bytes);
      expect(hex(bytes)).toBe(Buffer.from(bytes).toString('hex'));
      expect(fromBase64(base64(bytes))).toStrictEqual(bytes);
      expect(base64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
      expect(fromUtf8(utf8(text))).toBe(text);
    }),
  );
});

test.each(['0', 'AB', '0x00', 'zz', ' 00', '00\n'])('fromHex refuses %j', (text) => {
  expect(refusal(() => fromHex(text)).check).toBe('encoding');
});

test.each(['AA', 'AA=', 'AB==', 'AA==\n', ' AA==', 'A-==', 'AA==AA==', '='])('fromBase64 refuses %j', (text) => {
  expect(refusal(() => fromBase64(text)).check).toBe('encoding');
});

test('UTF-8 is strict both ways, and a byte order mark is kept', () => {
  expect(refusal(() => fromUtf8(Uint8Array.of(0xc0, 0x80))).check).toBe('encoding');
  expect(refusal(() => utf8('\ud800')).check).toBe('encoding');
  expect(fromUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x41))).toBe('\ufeffA');
});

test('parts are joined in order; equality looks at length too', () => {
  expect(concat([Uint8Array.of(1), Uint8Array.of(), Uint8Array.of(2, 3)])).toStrictEqual(Uint8Array.of(1, 2, 3));
  expect(equalBytes(Uint8Array.of(1), Uint8Array.of(1, 0))).toBe(false);
  expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true);
});

test('a hash is 32 bytes long', () => {
  expect(checkHash(new Uint8Array(32), 'It')).toHaveLength(32);
  for (const length of [0, 31, 33, 64]) {
    expect(refusal(() => checkHash(new Uint8Array(length), 'It')).check).toBe('hash');
  }
});
