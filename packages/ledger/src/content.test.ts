import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { content } from '../test/chains.ts';
import { refusal } from '../test/refusal.ts';
import { utf8 } from './bytes.ts';
import { checkContent, contentCommitment, contentMeter, contentRef } from './content.ts';

test('the commitment is HMAC-SHA256 of label, media type, NUL and bytes', () => {
  const { salt, mediaType, bytes } = content(1);
  const wanted = createHmac('sha256', salt).update(`patrec/content/v1\0${mediaType}\0`).update(bytes).digest('hex');
  expect(contentCommitment(salt, mediaType, bytes)).toBe(wanted);
});

test('1.0 and 1.00 are two contents', () => {
  const { salt, mediaType } = content(1);
  expect(contentCommitment(salt, mediaType, utf8('1.0'))).not.toBe(contentCommitment(salt, mediaType, utf8('1.00')));
});

test.each([0, 31, 33, 64])('a salt of %i bytes is refused', (length) => {
  expect(refusal(() => contentCommitment(new Uint8Array(length), 'text/plain', utf8('x'))).check).toBe('commitment');
});

test.each(['', 'text', 'text/plain\0', 'text/plain\n', 'tëxt/plain', '/'])('%j is no media type', (mediaType) => {
  expect(refusal(() => contentCommitment(new Uint8Array(32), mediaType, utf8('x'))).check).toBe('commitment');
});

test('a content is checked against what was said of it, and a refusal names it', () => {
  const given = content(1);
  const said = contentRef(given);
  checkContent(said, given);
  const longer = { ...given, bytes: utf8('x') };
  const retyped = { ...given, mediaType: 'application/json' };
  const resalted = { ...given, salt: new Uint8Array(32) };
  const edited = { ...given, bytes: given.bytes.map((byte, i) => (i === 9 ? byte ^ 1 : byte)) };
  const unsalted = { ...given, salt: new Uint8Array(0) };
  expect(refusal(() => checkContent(said, longer))).toMatchObject({ check: 'content', ref: given.ref });
  expect(refusal(() => checkContent(said, retyped))).toMatchObject({ check: 'content', ref: given.ref });
  for (const changed of [resalted, edited, unsalted]) {
    expect(refusal(() => checkContent(said, changed))).toMatchObject({ check: 'commitment', ref: given.ref });
  }
});

test('a content that comes in pieces has the commitment of the whole', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 200 })), (pieces) => {
      const { salt, mediaType } = content(1);
      const meter = contentMeter(salt, mediaType);
      for (const piece of pieces) meter.update(piece);
      const bytes = Uint8Array.from(pieces.flatMap((piece) => [...piece]));
      expect(meter.end()).toEqual({ length: bytes.length, commitment: contentCommitment(salt, mediaType, bytes) });
    }),
  );
  expect(refusal(() => contentMeter(new Uint8Array(31), 'text/plain')).check).toBe('commitment');
});

test('a content that was measured elsewhere is checked like one that is here', () => {
  const given = content(1);
  const said = contentRef(given);
  checkContent(said, said);
  const { ref } = given;
  expect(refusal(() => checkContent(said, { ...said, length: 1 }))).toMatchObject({ check: 'content', ref });
  expect(refusal(() => checkContent(said, { ...said, mediaType: 'image/png' }))).toMatchObject({
    check: 'content',
    ref,
  });
  const other = { ...said, commitment: '0'.repeat(64) };
  expect(refusal(() => checkContent(said, other))).toMatchObject({ check: 'commitment', ref });
});
