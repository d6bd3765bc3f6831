import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openSecret, openStored, sealSecret } from './sealed-secret.ts';

const SECRET = 'a secret of the tests, long enough';
const random = { random: (length: number) => randomBytes(length) };
const place = { purpose: 'totp', owner: 'account-1' };

describe('a sealed secret', () => {
  it('opens to what was sealed, whatever that is, and looks different each time', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (plain) => {
        const [one, two] = [sealSecret(SECRET, random, place, plain), sealSecret(SECRET, random, place, plain)];
        expect(openSecret(SECRET, place, one)).toEqual(Buffer.from(plain));
        expect(one.equals(two)).toBe(false);
      }),
    );
  });

  it('opens with no bit turned, nothing cut off and nothing added', () => {
    const sealed = sealSecret(SECRET, random, place, Buffer.from('a key'));
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const turned = Buffer.from(sealed);
      turned[bit >> 3] = (turned[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(openSecret(SECRET, place, turned)).toBeUndefined();
    }
    for (let length = 0; length < sealed.length; length += 1)
      expect(openSecret(SECRET, place, sealed.subarray(0, length))).toBeUndefined();
    expect(openSecret(SECRET, place, Buffer.concat([sealed, Buffer.of(0)]))).toBeUndefined();
  });

  it('opens for nobody else, for nothing else, and under no other secret', () => {
    const sealed = sealSecret(SECRET, random, place, Buffer.from('a key'));
    expect(openSecret(SECRET, { ...place, owner: 'account-2' }, sealed)).toBeUndefined();
    expect(openSecret(SECRET, { ...place, purpose: 'aadhaar' }, sealed)).toBeUndefined();
    expect(openSecret(`${SECRET}!`, place, sealed)).toBeUndefined();
  });

  it('says which key it needs, and nothing of what it holds', () => {
    const sealed = sealSecret('another secret that was there before', random, place, Buffer.from('a key'));
    const id = sealed.toString('hex', 1, 5);
    expect(() => openStored(SECRET, place, sealed)).toThrow(`(key ${id}) does not open`);
  });
});
