import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gather } from '../../test/support/gather.ts';
import { CHUNK, openStream, SealError, sealedLength, sealedRange, sealStream } from './sealed-stream.ts';

const SEALED_CHUNK = CHUNK + 16;
const key = randomBytes(32);

function pieces(bytes: Buffer, size = 50_000): Readable {
  return Readable.from(
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size)),
  );
}

const seal = (file: Buffer, under = key) => gather(sealStream(under, pieces(file)));

function open(sealed: Buffer, length: number, start = 0, end = length, under = key): Promise<Buffer> {
  const range = sealedRange(length, start, end);
  return gather(openStream(under, pieces(sealed.subarray(range.start, range.end)), { length, start, end }));
}

describe('a sealed file', () => {
  it.each([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 17])(
    'opens again, %i bytes long',
    async (length) => {
      const file = randomBytes(length);
      const sealed = await seal(file);
      expect(sealed.length).toBe(sealedLength(length));
      expect((await open(sealed, length)).equals(file)).toBe(true);
    },
  );

  it('opens from anywhere to anywhere, from the chunks of the range alone', async () => {
    const length = 3 * CHUNK + 1000;
    const file = randomBytes(length);
    const sealed = await seal(file);
    const place = fc.nat(length - 1);
    await fc.assert(
      fc.asyncProperty(place, place, async (a, b) => {
        const [start, end] = [Math.min(a, b), Math.max(a, b) + 1];
        const range = sealedRange(length, start, end);
        expect(range.end - range.start).toBeLessThanOrEqual(end - start + 2 * SEALED_CHUNK);
        expect((await open(sealed, length, start, end)).equals(file.subarray(start, end))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('does not open with one bit turned anywhere', async () => {
    const length = CHUNK + 300;
    const sealed = await seal(randomBytes(length));
    await fc.assert(
      fc.asyncProperty(fc.nat(sealed.length * 8 - 1), async (bit) => {
        const changed = Buffer.from(sealed);
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        await expect(open(changed, length)).rejects.toThrow(SealError);
      }),
      { numRuns: 60 },
    );
  });

  it('does not open with chunks that changed places, were left out, put in twice or cut off', async () => {
    const length = 4 * CHUNK;
    const sealed = await seal(randomBytes(length));
    const chunk = (i: number) => sealed.subarray(i * SEALED_CHUNK, (i + 1) * SEALED_CHUNK);
    const made = (...order: number[]) => Buffer.concat(order.map(chunk));
    for (const order of [
      [1, 0, 2, 3],
      [0, 2, 3],
      [0, 0, 1, 2],
      [0, 1, 2, 2],
      [0, 1, 2],
    ])
      await expect(open(made(...order), length)).rejects.toThrow(SealError);
    // Shorter by whole chunks, and the length made to fit: the last chunk was not the last when it was sealed.
    await expect(open(made(0, 1, 2), 3 * CHUNK)).rejects.toThrow(SealError);
    await expect(open(Buffer.concat([sealed, Buffer.of(0)]), length)).resolves.toHaveLength(length);
  });

  it('does not open under another key, nor as another file', async () => {
    const [one, other] = [randomBytes(500), randomBytes(500)];
    const otherKey = randomBytes(32);
    await expect(open(await seal(one), 500, 0, 500, otherKey)).rejects.toThrow(SealError);
    await expect(open(await seal(other, otherKey), 500)).rejects.toThrow(SealError);
  });

  it('is different each time, so that nobody sees that two files are the same', async () => {
    const file = randomBytes(1000);
    expect((await seal(file)).equals(await seal(file, randomBytes(32)))).toBe(false);
  });
});
