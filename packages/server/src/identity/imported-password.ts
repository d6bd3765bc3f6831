// Passwords that another program hashed: PBKDF2-HMAC-SHA256 (RFC 8018) as Django writes it, `pbkdf2_sha256$rounds$salt$key`.
// What we store of one is `pbkdf2_sha256$rounds$salt` and the argon2id hash of its key: of the key alone the password is
// guessed far too fast.

import { pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(pbkdf2);
const KEY_BYTES = 32;
const FEWEST_ROUNDS = 1000;
const MOST_ROUNDS = 1_500_000;
const WRITTEN = /^pbkdf2_sha256\$(\d{1,10})\$([^\s$]{1,128})\$([A-Za-z0-9+/]{43}=)$/;
const STORED = /^pbkdf2_sha256\$(\d+)\$([^$]+)(\$argon2id\$.+)$/;

/** How a key was made of a password. */
export interface Rounds {
  readonly rounds: number;
  readonly salt: string;
}

/** A password as the other program stored it; `key` is base64. */
export interface ImportedPassword extends Rounds {
  readonly key: string;
}

/** Reads what the other program stored, or says why it is not taken. The reason holds nothing of it. */
export function readImportedPassword(
  text: string,
): { readonly ok: true; readonly password: ImportedPassword } | { readonly ok: false; readonly problem: string } {
  const [, digits, salt, key] = WRITTEN.exec(text.trim()) ?? [];
  if (!digits || !salt || !key) return { ok: false, problem: 'is not pbkdf2_sha256$rounds$salt$key' };
  const rounds = Number(digits);
  if (rounds < FEWEST_ROUNDS || rounds > MOST_ROUNDS)
    return { ok: false, problem: `has ${digits} rounds; from ${FEWEST_ROUNDS} to ${MOST_ROUNDS} are taken` };
  return { ok: true, password: { rounds, salt, key } };
}

/** What is stored of it; `hash` is the argon2id hash of its key. */
export function storedImport({ rounds, salt }: Rounds, hash: string): string {
  return `pbkdf2_sha256$${rounds}$${salt}${hash}`;
}

/** What is stored of such a password, in its parts; undefined for one that was hashed here. */
export function readStoredImport(stored: string): (Rounds & { readonly hash: string }) | undefined {
  const [, rounds, salt, hash] = STORED.exec(stored) ?? [];
  return rounds && salt && hash ? { rounds: Number(rounds), salt, hash } : undefined;
}

/** The key of a password as it was typed, in base64. Runs beside the event loop. */
export async function keyOf(password: string, { rounds, salt }: Rounds): Promise<string> {
  return (await derive(password, salt, rounds, KEY_BYTES, 'sha256')).toString('base64');
}

/** Works for as many rounds, for nothing. */
export async function spendRounds(rounds: number): Promise<void> {
  if (rounds > 0) await derive('', '', rounds, KEY_BYTES, 'sha256');
}
