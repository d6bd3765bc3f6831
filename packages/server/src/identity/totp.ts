// Time-based one-time codes (RFC 6238: SHA-1, six digits, 30 seconds, as every authenticator app has them).

import { generateURI, ScureBase32Plugin, verifySync } from 'otplib';

const STEP_S = 30;
const KEY_BYTES = 20;
const ISSUER = 'Patrec';

/** A new key of 160 bits, in base32. */
export function newTotpKey({ random }: { random: (length: number) => Uint8Array }): string {
  return new ScureBase32Plugin().encode(random(KEY_BYTES), { padding: false });
}

/** The otpauth address that an app scans. */
export function totpAddress(key: string, login: string): string {
  return generateURI({ issuer: ISSUER, label: login, secret: key });
}

/**
 * The time step (30 s) of a right code: the present one, the one before or the one after, if it is later than `after`.
 * Undefined for any other text. `now` is in milliseconds since 1970; `after` is 0 where no code was used.
 */
export function totpStep(key: string, code: string, now: number, after: number): number | undefined {
  const epoch = Math.floor(now / 1000);
  if (!isTotpCode(code) || after > epoch / STEP_S) return undefined;
  const checked = verifySync({ secret: key, token: code, epoch, epochTolerance: STEP_S, afterTimeStep: after });
  return checked.valid && 'timeStep' in checked ? checked.timeStep : undefined;
}

/** True for six digits: what an app shows, and no printed code. */
export function isTotpCode(code: string): boolean {
  return /^[0-9]{6}$/.test(code);
}
