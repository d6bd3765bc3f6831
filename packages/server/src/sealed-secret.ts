// Short secrets at rest: AES-256-GCM (NIST SP 800-38D) under keys derived from the installation's secret (RFC 5869).
// Sealed: version (1 byte), key id (4), nonce (12), tag (16), ciphertext. The context is authenticated, not stored.

import { createCipheriv, createDecipheriv, createHash, hkdfSync } from 'node:crypto';
import { AppError } from './errors.ts';

const VERSION = 1;
const KEY_ID = 4;
const NONCE = 12;
const TAG = 16;
const HEAD = 1 + KEY_ID;
const BODY = HEAD + NONCE + TAG;

/** A key of 32 bytes for one purpose; another purpose has another key. */
export function deriveKey(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `patrec/${purpose}/v1`, 32));
}

/** Seals a text. It opens with the same key and context only; `random` gives the nonce. */
export function seal(
  key: Uint8Array,
  plaintext: string,
  context: string,
  random: (length: number) => Uint8Array,
): Buffer {
  const nonce = random(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG });
  cipher.setAAD(Buffer.from(context));
  const ciphertext = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.of(VERSION), keyId(key), nonce, cipher.getAuthTag(), ciphertext]);
}

/** The sealed text. Throws a fault for another key, another context, or bytes that were changed. */
export function unseal(key: Uint8Array, sealed: Uint8Array, context: string): string {
  const opened = tryUnseal(key, sealed, context);
  if (opened !== undefined) return opened;
  const [stored, present] = [Buffer.from(sealed).subarray(1, HEAD), keyId(key)].map((id) => id.toString('hex'));
  throw new AppError(
    'fault',
    stored === present
      ? 'A sealed secret was changed.'
      : `This was sealed under another secret: key ${stored}, not ${present}.`,
  );
}

/** As `unseal`, of what a browser sends back: undefined where it does not open. */
export function tryUnseal(key: Uint8Array, sealed: Uint8Array, context: string): string | undefined {
  const bytes = Buffer.from(sealed);
  if (bytes.length < BODY || bytes[0] !== VERSION || !bytes.subarray(1, HEAD).equals(keyId(key))) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(HEAD, HEAD + NONCE), { authTagLength: TAG });
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(bytes.subarray(HEAD + NONCE, BODY));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(BODY)), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}

function keyId(key: Uint8Array): Buffer {
  return createHash('sha256').update('patrec/key-id/v1\0').update(key).digest().subarray(0, KEY_ID);
}
