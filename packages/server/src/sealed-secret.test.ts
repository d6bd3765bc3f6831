import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deriveKey, seal, tryUnseal, unseal } from './sealed-secret.ts';

const key = deriveKey('b3f1c07d5a924e68b3f1c07d5a924e68', 'test');
const other = deriveKey('b3f1c07d5a924e68b3f1c07d5a924e68', 'another test');

describe('seal', () => {
  it('gives back what was sealed, of any text and context', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, context) => {
        expect(unseal(key, seal(key, text, context, randomBytes), context)).toBe(text);
      }),
    );
  });

  it('opens under no other key and no other context', () => {
    const sealed = seal(key, '234123412346', 'chain a', randomBytes);
    expect(() => unseal(other, sealed, 'chain a')).toThrow('another secret');
    expect(() => unseal(key, sealed, 'chain b')).toThrow('changed');
    expect(tryUnseal(other, sealed, 'chain a')).toBeUndefined();
    expect(tryUnseal(key, sealed, 'chain b')).toBeUndefined();
  });

  it('says which key it needs, and nothing of what it holds', () => {
    const sealed = seal(other, 'a key', 'chain', randomBytes);
    expect(() => unseal(key, sealed, 'chain')).toThrow(`key ${sealed.toString('hex', 1, 5)}, not`);
  });

  it('opens after no change of any bit, and not cut short', () => {
    const sealed = seal(key, '234123412346', 'chain', randomBytes);
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = Buffer.from(sealed);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => unseal(key, changed, 'chain')).toThrow();
      expect(tryUnseal(key, changed, 'chain')).toBeUndefined();
    }
    expect(tryUnseal(key, Buffer.concat([sealed, Buffer.of(0)]), 'chain')).toBeUndefined();
    for (let length = 0; length < sealed.length; length += 1)
      expect(tryUnseal(key, sealed.subarray(0, length), 'chain')).toBeUndefined();
  });

  it('says the same twice in different bytes, and begins with its version', () => {
    const [one, two] = [seal(key, 'same', 'c', randomBytes), seal(key, 'same', 'c', randomBytes)];
    expect(one.equals(two)).toBe(false);
    expect(one[0]).toBe(1);
    expect(one.includes('same')).toBe(false);
  });
});
