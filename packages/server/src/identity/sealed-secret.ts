// Secrets that the store keeps and the server has to read again: AES-256-GCM (NIST SP 800-38D) under a key that HKDF
// (RFC 5869) makes of the installation's secret, one for each purpose. Whoever has the database alone reads none.
// Layout: 0x01 ‖ key id (4 bytes) ‖ nonce (12) ‖ ciphertext ‖ tag (16).

import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import { AppError } from '../errors.ts';
import type { Ledger } from '../ledger/ledger.ts';

const CIPHER = 'aes-256-gcm';
const VERSION = 1;
const KEY_BYTES = 32;
const KEY_ID_BYTES = 4;
const HEAD_BYTES = 1 + KEY_ID_BYTES;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What a secret is for and whose it is: it opens as nothing else, and as nobody else's. */
export interface SealedFor {
  readonly purpose: string;
  readonly owner: string;
}

/** Seals bytes under the installation's secret. */
export function sealSecret(
  secret: string,
  { random }: Pick<Ledger, 'random'>,
  place: SealedFor,
  plain: Uint8Array,
): Buffer {
  const head = headOf(secret);
  const nonce = random(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, keyOf(secret, place), nonce).setAAD(boundTo(head, place));
  return Buffer.concat([head, nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** The bytes that were sealed; undefined where they were sealed for something else, or changed since. */
export function openSecret(secret: string, place: SealedFor, sealed: Uint8Array): Buffer | undefined {
  const head = headOf(secret);
  if (sealed.length < HEAD_BYTES + NONCE_BYTES + TAG_BYTES || !head.equals(sealed.subarray(0, HEAD_BYTES))) return;
  const nonce = sealed.subarray(HEAD_BYTES, HEAD_BYTES + NONCE_BYTES);
  const decipher = createDecipheriv(CIPHER, keyOf(secret, place), nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(boundTo(head, place)).setAuthTag(sealed.subarray(-TAG_BYTES));
  const opened = decipher.update(sealed.subarray(HEAD_BYTES + NONCE_BYTES, -TAG_BYTES));
  try {
    return Buffer.concat([opened, decipher.final()]);
  } catch {
    return undefined;
  }
}

/** As `openSecret`, of what the store holds. Throws fault, with the ids of both keys, where it does not open. */
export function openStored(secret: string, place: SealedFor, sealed: Uint8Array): Buffer {
  const opened = openSecret(secret, place, sealed);
  if (opened) return opened;
  const [stored, present] = [sealed, headOf(secret)].map((head) => Buffer.from(head).toString('hex', 1, HEAD_BYTES));
  throw new AppError('fault', `A stored secret (key ${stored}) does not open under PATREC_SECRET (key ${present}).`);
}

function headOf(secret: string): Buffer {
  const id = hkdfSync('sha256', secret, '', 'patrec/sealed-key-id/v1', KEY_ID_BYTES);
  return Buffer.concat([Buffer.of(VERSION), Buffer.from(id)]);
}

function keyOf(secret: string, { purpose }: SealedFor): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `patrec/sealed/v1\0${purpose}`, KEY_BYTES));
}

function boundTo(head: Buffer, { purpose, owner }: SealedFor): Buffer {
  return Buffer.concat([head, Buffer.from(JSON.stringify([purpose, owner]))]);
}
