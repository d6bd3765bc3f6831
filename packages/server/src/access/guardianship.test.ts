import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comesOfAge, endOf, isChild, isOpen, stands } from './guardianship.ts';

const NOW = '2026-11-22T12:00:00.000Z';
const states = ['invited', 'accepted', 'declined', 'cancelled', 'removed', 'stepped-down'] as const;
const birthDate = fc
  .date({ min: new Date('1930-01-01'), max: new Date('2026-11-22'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const instant = fc
  .date({ min: new Date('2026-01-01'), max: new Date('2060-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());

describe('a guardianship', () => {
  it.each([
    ['2008-11-23', '2026-11-22T18:30:00.000Z'],
    ['2008-02-29', '2026-02-28T18:30:00.000Z'], // 1 March in India
    ['2010-02-28', '2028-02-27T18:30:00.000Z'],
    ['2008-12-31', '2026-12-30T18:30:00.000Z'],
  ])('somebody born on %s comes of age at %s', (birth, at) => {
    expect(comesOfAge(birth)).toBe(at);
    expect(isChild(birth, new Date(Date.parse(at) - 1).toISOString())).toBe(true);
    expect(isChild(birth, at)).toBe(false);
  });

  it('over a child never outlasts the childhood, and over others ends as chosen', () => {
    fc.assert(
      fc.property(fc.option(birthDate), fc.option(instant), (birth, chosen) => {
        const end = endOf(chosen, birth, NOW);
        if (birth === null || !isChild(birth, NOW)) return end === chosen;
        return end !== null && end <= comesOfAge(birth) && (chosen === null || end <= chosen);
      }),
    );
  });

  it('stands when it was accepted and nobody ended it, to the last millisecond', () => {
    for (const state of states) {
      expect(stands({ state, until: null }, NOW)).toBe(state === 'accepted');
      expect(isOpen({ state, until: null }, NOW)).toBe(state === 'accepted' || state === 'invited');
      expect(stands({ state, until: NOW }, NOW)).toBe(false);
      expect(stands({ state, until: '2026-11-22T12:00:00.001Z' }, NOW)).toBe(state === 'accepted');
    }
  });
});
