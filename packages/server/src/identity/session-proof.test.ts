import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BY_FACTOR, BY_PERSON, BY_TWO_FACTORS, isFresh } from './session-proof.ts';

const NOW = 1_800_000_000_000;
const MINUTES = 60_000;
const proof = (personAgo: number, factorAgo: number | null, secondFactor: boolean) => ({
  provedAt: NOW - personAgo,
  factorAt: factorAgo === null ? null : NOW - factorAgo,
  secondFactor,
});

describe('a proof is fresh', () => {
  it('for five minutes, to the millisecond', () => {
    expect(isFresh(proof(5 * MINUTES - 1, null, false), BY_PERSON, NOW)).toBe(true);
    expect(isFresh(proof(5 * MINUTES, null, false), BY_PERSON, NOW)).toBe(false);
    expect(isFresh(proof(9 * MINUTES, 5 * MINUTES - 1, true), BY_FACTOR, NOW)).toBe(true);
    expect(isFresh(proof(9 * MINUTES, 5 * MINUTES, true), BY_FACTOR, NOW)).toBe(false);
  });

  it('by the second factor where there is one: a password alone is not', () => {
    expect(isFresh(proof(0, null, true), BY_FACTOR, NOW)).toBe(false);
    expect(isFresh(proof(0, 6 * MINUTES, true), BY_FACTOR, NOW)).toBe(false);
    expect(isFresh(proof(0, null, false), BY_FACTOR, NOW)).toBe(true);
  });

  it('by two factors never by a password alone, whatever else there is', () => {
    for (const secondFactor of [true, false]) {
      expect(isFresh(proof(0, null, secondFactor), BY_TWO_FACTORS, NOW)).toBe(false);
      expect(isFresh(proof(0, 5 * MINUTES, secondFactor), BY_TWO_FACTORS, NOW)).toBe(false);
      expect(isFresh(proof(9 * MINUTES, 5 * MINUTES - 1, secondFactor), BY_TWO_FACTORS, NOW)).toBe(true);
    }
  });

  it('for a person whenever it is for a factor, and never where it is asked every time', () => {
    const ago = fc.integer({ min: 0, max: 10 * MINUTES });
    fc.assert(
      fc.property(ago, fc.option(ago), fc.boolean(), (personAgo, factorAgo, secondFactor) => {
        const given = proof(personAgo, factorAgo, secondFactor);
        expect(!isFresh(given, BY_FACTOR, NOW) || isFresh(given, BY_PERSON, NOW)).toBe(true);
        expect(isFresh(given, { by: 'factor', withinMs: 0 }, NOW)).toBe(false);
        expect(isFresh(given, { by: 'person', withinMs: 0 }, NOW)).toBe(false);
      }),
    );
  });
});
