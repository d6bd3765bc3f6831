import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jpegFile } from '../../test/support/sample-files.ts';
import { jpegSizeMeter } from './jpeg-size.ts';

function sizeOf(bytes: Uint8Array, piece = bytes.length) {
  const meter = jpegSizeMeter();
  for (let at = 0; at < bytes.length; at += piece) meter.update(bytes.subarray(at, at + piece));
  return meter.size();
}

test('the pixels of a JPEG are found, whatever stands before them and however it comes in', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 65_535 }),
      fc.integer({ min: 1, max: 65_535 }),
      fc.array(fc.integer({ min: 0, max: 65_000 }), { maxLength: 3 }),
      fc.integer({ min: 1, max: 9000 }),
      (width, height, before, piece) => {
        const bytes = jpegFile({ width, height, before });
        expect(sizeOf(bytes, Math.max(piece, Math.ceil(bytes.length / 200)))).toEqual({ width, height });
      },
    ),
    { numRuns: 50 },
  );
});

test('what is no JPEG, or is cut off before its frame, has no size', () => {
  expect(sizeOf(jpegFile().subarray(0, 40))).toBeUndefined();
  expect(sizeOf(Buffer.concat([Buffer.from('ffd8ff', 'hex'), Buffer.alloc(5000)]))).toBeUndefined();
  expect(sizeOf(Buffer.alloc(0))).toBeUndefined();
});
