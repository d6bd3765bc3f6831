import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Base64Error, base64Length, fromBase64, toBase64 } from './base64-stream.ts';
import { gatherBytes } from './gather-bytes.ts';

async function* inPieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
const decoded = (text: string, size: number) => gatherBytes(fromBase64(inPieces(Buffer.from(text), size)));

describe('base64 that streams', () => {
  it('is what it is in one piece, and comes back, wherever it is divided', async () => {
    const size = fc.integer({ min: 1, max: 9 });
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 40 }), size, size, async (bytes, one, other) => {
        const text = (await gatherBytes(toBase64(inPieces(bytes, one)))).toString();
        expect(text).toBe(Buffer.from(bytes).toString('base64'));
        expect(text.length).toBe(base64Length(bytes.length));
        expect([...(await decoded(text, other))]).toEqual([...bytes]);
      }),
    );
  });

  it.each([1, 2, 3, 5, 7, 1000])('may be written with the escapes of JSON, in pieces of %d', async (size) => {
    const bytes = Buffer.concat([randomBytes(100), Buffer.of(0xfb, 0xff, 0xfe, 0x00)]);
    const escaped = bytes
      .toString('base64')
      .replaceAll('/', '\\/')
      .replace(/[+=]/g, (one) => `\\u00${one.charCodeAt(0).toString(16)}`);
    expect((await decoded(escaped, size)).equals(bytes)).toBe(true);
  });

  it.each([
    '',
    'Q',
    'QQ',
    'QQ=',
    'QQ===',
    'QUI=QUJD',
    '====',
    'QU JD',
    'QUJD\n',
    'QUJD\\n',
    'QUJD\\',
    'QUJD\\u00',
    'QUJD\\x41QQ',
    'QUJ\u00ffQUJD',
    'QU-_',
  ])('is not %j', async (text) => {
    for (const size of [1, 3, 100]) await expect(decoded(text, size)).rejects.toThrow(Base64Error);
  });
});
