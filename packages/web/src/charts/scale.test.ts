import fc from 'fast-check';
import { expect, test } from 'vitest';
import { domainOf, linearScale, ticksOf } from './scale.ts';

test('the ends of the domain are the ends of the pixels', () => {
  const scale = linearScale({ low: 10, high: 20 }, { low: 300, high: 0 });
  expect([scale(10), scale(15), scale(20)]).toEqual([300, 150, 0]);
});

test('the domain holds every value and both limits, and does not go below zero for what cannot', () => {
  expect(domainOf([1, 2], [null, 30])).toMatchObject({ low: 0 });
  const { low, high } = domainOf([5], [null, null]);
  expect(low).toBeLessThan(5);
  expect(high).toBeGreaterThan(5);
});

test('ticks are round, inside the domain, and neither too few nor too many', () => {
  expect(ticksOf({ low: 0, high: 10 }, 5)).toEqual([0, 2, 4, 6, 8, 10]);
  expect(ticksOf({ low: 0.11, high: 0.49 }, 4)).toEqual([0.2, 0.3, 0.4]);
  fc.assert(
    fc.property(
      fc.float({ min: 0, max: 1000, noNaN: true }),
      fc.float({ min: Math.fround(0.1), max: 1000, noNaN: true }),
      (low, span) => {
        const ticks = ticksOf({ low, high: low + span }, 5);
        expect(ticks.length).toBeLessThanOrEqual(6);
        expect(ticks.length).toBeGreaterThanOrEqual(1);
        expect(ticks.every((tick) => tick >= low - 1e-9 && tick <= low + span + 1e-9)).toBe(true);
      },
    ),
  );
});
