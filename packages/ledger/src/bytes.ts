// Bytes and their texts: lower-case hexadecimal and base64 of RFC 4648 sections 8 and 4, UTF-8 of RFC 3629. Decoders
// are strict: one value has one text, so that two texts never stand for the same hash.
import { decodeBase64, encodeBase64, encodeHex } from '#primitives';
import { ProofError } from './proof-error.ts';

/** A SHA-256 hash: 32 bytes. */
export type Hash = Uint8Array;

export const HASH_LENGTH = 32;

const encoder = new TextEncoder();

// Without `ignoreBOM` the decoder would drop a leading byte order mark, and two byte strings would read the same.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Gives lower-case hexadecimal, two characters a byte. */
export function hex(bytes: Uint8Array): string {
  return encodeHex(bytes);
}

/** Gives the bytes of lower-case hexadecimal. Throws ProofError `encoding` for anything else. */
export function fromHex(text: string): Uint8Array {
  if (!/^(?:[0-9a-f]{2})*$/.test(text)) throw new ProofError('encoding', 'Not lower-case hexadecimal.');
  return Uint8Array.from({ length: text.length / 2 }, (_, i) => Number.parseInt(text.slice(2 * i, 2 * i + 2), 16));
}

/** Gives base64 with padding. */
export function base64(bytes: Uint8Array): string {
  return encodeBase64(bytes);
}

/** Gives the bytes of base64 with padding. Throws ProofError `encoding` for any other form of the same bytes. */
export function fromBase64(text: string): Uint8Array {
  const bytes = decodeBase64(text);
  // White space, missing padding and bits left over would be other texts of the same bytes.
  if (bytes === undefined) throw new ProofError('encoding', 'Not base64 in its one canonical form.');
  return bytes;
}

/** Gives the UTF-8 bytes of a text. Throws ProofError `encoding` for half of a surrogate pair, which UTF-8 cannot hold. */
export function utf8(text: string): Uint8Array {
  if (!text.isWellFormed()) throw new ProofError('encoding', 'The text holds half of a surrogate pair.');
  return encoder.encode(text);
}

/** Gives the text of UTF-8 bytes. Throws ProofError `encoding` for invalid UTF-8; a byte order mark stays in the text. */
export function fromUtf8(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new ProofError('encoding', 'Not valid UTF-8.');
  }
}

/** Gives the parts one after another, in a buffer of their own. */
export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Tells whether two byte strings are equal. Not in constant time: what is compared here is public. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** Gives `bytes` back when they are 32. Throws ProofError `hash`, naming `what`, when not: no hash is used unmeasured. */
export function checkHash(bytes: Uint8Array, what: string): Hash {
  if (bytes.length === HASH_LENGTH) return bytes;
  throw new ProofError('hash', `${what} must be ${HASH_LENGTH} bytes long, not ${bytes.length}.`);
}
