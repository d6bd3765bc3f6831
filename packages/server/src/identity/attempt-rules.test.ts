import { describe, expect, it } from 'vitest';
import { FORGET_MS, ONE_ACCOUNT, ONE_ADDRESS, ONE_LOGIN } from './attempt-rules.ts';

const NOW = 1_800_000_000_000;
const SECOND = 1000;
const tally = (failures: number, ago = 0, lasted = 0) => ({ failures, since: NOW - ago - lasted, lastAt: NOW - ago });

describe('one login from one address', () => {
  it.each([
    [0, 0],
    [4, 0],
    [5, 30],
    [6, 60],
    [9, 480],
    [10, 900],
    [1_000_000, 900],
  ])('after %i failures waits %i seconds', (failures, seconds) => {
    expect(ONE_LOGIN.wait(tally(failures), NOW)).toBe(seconds * SECOND);
    expect(ONE_LOGIN.wait(tally(failures, seconds * SECOND), NOW)).toBe(0);
  });

  it('lets the first ones through whatever the clocks of other processes say', () => {
    expect(ONE_LOGIN.wait(tally(4, -5 * SECOND), NOW)).toBe(0);
  });

  it('begins anew a day after the last attempt', () => {
    expect(ONE_LOGIN.current(tally(20, FORGET_MS), NOW).failures).toBe(20);
    expect(ONE_LOGIN.current(tally(20, FORGET_MS + 1), NOW)).toEqual(tally(0));
  });
});

describe('one address over all logins', () => {
  it('lets sixty through in ten minutes, then none until these are over', () => {
    expect(ONE_ADDRESS.wait(tally(59), NOW)).toBe(0);
    expect(ONE_ADDRESS.wait(tally(60), NOW)).toBe(600 * SECOND);
    expect(ONE_ADDRESS.wait(tally(60, 0, 400 * SECOND), NOW)).toBe(200 * SECOND);
    expect(ONE_ADDRESS.current(tally(60, 0, 600 * SECOND), NOW)).toEqual(tally(0));
  });
});

describe('the six digits of one account over all addresses', () => {
  it('are tried a hundred times in a day, then not until it is over', () => {
    expect(ONE_ACCOUNT.wait(tally(99), NOW)).toBe(0);
    expect(ONE_ACCOUNT.wait(tally(100), NOW)).toBe(FORGET_MS);
    expect(ONE_ACCOUNT.current(tally(100, 0, FORGET_MS), NOW)).toEqual(tally(0));
  });
});
