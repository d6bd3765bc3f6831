// Passwords: argon2id with the parameters of OWASP's Password Storage Cheat Sheet (19 MiB, two passes).

import { type Algorithm, hash, verify } from '@node-rs/argon2';

const ARGON2ID: Algorithm = 2;
const OPTIONS = { algorithm: ARGON2ID, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Longer input is refused before it is hashed: hashing time grows with it. In UTF-16 code units. */
export const MAX_PASSWORD_LENGTH = 256;

/** Gives the PHC string to store. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), OPTIONS);
}

/** True for the right password. With no stored hash it takes as long and gives false, so that time tells nobody who exists. */
export async function isPassword(stored: string | null, password: string): Promise<boolean> {
  const right = await verify(stored ?? (await decoy()), password.normalize('NFKC'));
  return right && stored !== null;
}

let decoyHash: Promise<string> | undefined;

function decoy(): Promise<string> {
  decoyHash ??= hashPassword('no account has this password');
  return decoyHash;
}
