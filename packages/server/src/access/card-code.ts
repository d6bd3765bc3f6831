// The codes of cards: random, stored as SHA-256; sealed besides, because the patient's page shows and prints them again.

import { createHash } from 'node:crypto';
import type { Ledger } from '../ledger/ledger.ts';
import { deriveKey, seal, tryUnseal } from '../sealed-secret.ts';

const CODE_BYTES = 20;
const CODE_FORM = /^[\w-]{27}$/; // 20 bytes in base64url

/** A code for an address: 160 random bits. */
export function newCode({ random }: Pick<Ledger, 'random'>): string {
  return Buffer.from(random(CODE_BYTES)).toString('base64url');
}

/** True for what has the form of a code for an address; whether there is such a code is not looked at. */
export function isCodeForm(text: string): boolean {
  return CODE_FORM.test(text);
}

/** What is stored of a code, and compared. */
export function codeHash(code: string): Buffer {
  return createHash('sha256').update(code).digest();
}

/** Seals codes for the card of that id. */
export function sealCodes(
  secret: string,
  { random }: Pick<Ledger, 'random'>,
  id: string,
  codes: readonly string[],
): Buffer {
  return seal(cardKey(secret), codes.join(' '), id, random);
}

/** The codes of the card of that id, as long as they are those of the hashes; undefined under another secret. */
export function openCodes(
  secret: string,
  sealed: Uint8Array,
  id: string,
  hashes: readonly Uint8Array[],
): string[] | undefined {
  const codes = tryUnseal(cardKey(secret), sealed, id)?.split(' ');
  const same =
    codes?.length === hashes.length && codes.every((code, i) => codeHash(code).equals(hashes[i] ?? Buffer.of()));
  return same ? codes : undefined;
}

function cardKey(secret: string): Buffer {
  return deriveKey(secret, 'card');
}
