// Passwords: argon2id with the parameters of OWASP's Password Storage Cheat Sheet (19 MiB, two passes).

import { type Algorithm, hash, verify } from '@node-rs/argon2';
import { type ImportedPassword, keyOf, readStoredImport, storedImport } from './imported-password.ts';

const ARGON2ID: Algorithm = 2;
const OPTIONS = { algorithm: ARGON2ID, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Longer input is refused before it is hashed: hashing time grows with it. In characters after NFKC. */
export const MAX_PASSWORD_LENGTH = 256;
/** No text of 256 characters after NFKC is longer before it, in UTF-16 code units. */
const MAX_TYPED = 2048;

/** How many characters (Unicode code points) a password has after NFKC. */
export function passwordLength(password: string): number {
  return [...password.normalize('NFKC')].length;
}

/** True for a password that nobody has, because it could not have been set. */
export function isPasswordTooLong(password: string): boolean {
  return password.length > MAX_TYPED || passwordLength(password) > MAX_PASSWORD_LENGTH;
}

/** Gives the PHC string to store. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), OPTIONS);
}

/** The same of a password that another program hashed. */
export async function hashImportedPassword(password: ImportedPassword): Promise<string> {
  return storedImport(password, await hashPassword(password.key));
}

/** True for the right password. With no stored hash it takes as long and gives false, so that time tells nobody who exists. */
export async function isPassword(stored: string | null, password: string): Promise<boolean> {
  const imported = readStoredImport(stored ?? '');
  const typed = imported ? await keyOf(password, imported) : password.normalize('NFKC');
  const right = await verify(imported?.hash ?? stored ?? (await decoy()), typed);
  return right && stored !== null;
}

let decoyHash: Promise<string> | undefined;

function decoy(): Promise<string> {
  decoyHash ??= hashPassword('no account has this password');
  return decoyHash;
}
