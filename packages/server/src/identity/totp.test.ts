import { randomBytes } from 'node:crypto';
import { generateSync } from 'otplib';
import { describe, expect, it } from 'vitest';
import { newTotpKey, totpAddress, totpStep } from './totp.ts';

// RFC 6238, appendix B: the key 12345678901234567890, the last six of the eight digits.
const KEY = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const NEVER = 0;

describe('codes of an authenticator app', () => {
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_234_567_890, '005924'],
    [20_000_000_000, '353130'],
  ])('are those of RFC 6238 at second %d', (second, code) => {
    expect(totpStep(KEY, code, second * 1000, NEVER)).toBe(Math.floor(second / 30));
  });

  it('hold one step before and one after, to the second', () => {
    const second = 1_800_000_000;
    const code = generateSync({ secret: KEY, epoch: second });
    const step = second / 30;
    const at = (offset: number) => totpStep(KEY, code, (second + offset) * 1000, NEVER);
    expect([-31, -30, 0, 29, 59, 60].map(at)).toEqual([undefined, step, step, step, step, undefined]);
  });

  it('are used once, and none before it afterwards', () => {
    const second = 1_800_000_000;
    const [before, code] = [
      generateSync({ secret: KEY, epoch: second - 30 }),
      generateSync({ secret: KEY, epoch: second }),
    ];
    expect(totpStep(KEY, code, second * 1000, second / 30 - 1)).toBe(second / 30);
    expect(totpStep(KEY, code, second * 1000, second / 30)).toBeUndefined();
    expect(totpStep(KEY, before, second * 1000, second / 30)).toBeUndefined();
  });

  it('are none where the clock went back behind the last one', () => {
    expect(totpStep(KEY, generateSync({ secret: KEY, epoch: 1000 }), 1_000_000, 5_000)).toBeUndefined();
  });

  it.each(['', '12345', '1234567', '12345a', '２８７０８２', ' 287082', '287082\n'])(
    'are six digits, not %j',
    (code) => {
      expect(totpStep(KEY, code, 59_000, NEVER)).toBeUndefined();
    },
  );

  it('have keys of 160 bits, and an address that says whose they are', () => {
    const key = newTotpKey({ random: (length) => randomBytes(length) });
    expect(key).toMatch(/^[A-Z2-7]{32}$/);
    expect(totpAddress(key, 'PAT001')).toBe(`otpauth://totp/Patrec:PAT001?secret=${key}&issuer=Patrec`);
  });
});
