// SHA-256 (FIPS 180-4), HMAC (RFC 2104), Ed25519 (RFC 8032) and bytes as text in plain JavaScript, for browsers and workers. The
// counterpart of primitives-node.ts: same functions, same answers.
import { ed25519 } from '@noble/curves/ed25519.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 as sha256Of } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { isProperPoint } from './ed25519-point.ts';

/** Gives the 32-byte SHA-256 of the parts, one after another. */
export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  const hash = sha256Of.create();
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** Gives SHA-256 of the parts, one after another, in lower-case hexadecimal. */
export function sha256Hex(...parts: readonly Uint8Array[]): string {
  return bytesToHex(sha256(...parts));
}

/** Gives HMAC-SHA256 of the parts, one after another, in lower-case hexadecimal. */
export function hmacSha256Hex(key: Uint8Array, ...parts: readonly Uint8Array[]): string {
  const mac = hmac.create(sha256Of, key);
  for (const part of parts) mac.update(part);
  return bytesToHex(mac.digest());
}

// ECMAScript 2026; what a browser does not have yet is done by the letter.
interface AsBase64 {
  toBase64?(): string;
}
const { fromBase64 } = Uint8Array as { fromBase64?: (text: string) => Uint8Array };

/** Gives lower-case hexadecimal. */
export function encodeHex(bytes: Uint8Array): string {
  return bytesToHex(bytes);
}

/** Gives base64 with padding. */
export function encodeBase64(bytes: Uint8Array & AsBase64): string {
  if (bytes.toBase64) return bytes.toBase64();
  let characters = '';
  for (const byte of bytes) characters += String.fromCharCode(byte);
  return btoa(characters);
}

/** Gives the bytes of base64; of what is none, some bytes or none. */
export function decodeBase64(text: string): Uint8Array {
  try {
    return fromBase64 ? fromBase64.call(Uint8Array, text) : Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  } catch {
    return new Uint8Array(0);
  }
}

/** Begins an HMAC-SHA256 of a message that comes in pieces; `digest` gives the 32 bytes, once. */
export function hmacSha256Stream(key: Uint8Array): { update(bytes: Uint8Array): void; digest(): Uint8Array } {
  const mac = hmac.create(sha256Of, key);
  return { update: (bytes) => void mac.update(bytes), digest: () => mac.digest() };
}

/** Gives the 32-byte public key of a 32-byte seed. */
export function ed25519PublicKey(seed: Uint8Array): Uint8Array {
  return ed25519.getPublicKey(seed);
}

/** Gives the 64-byte signature of a message by a 32-byte seed. */
export function ed25519Sign(seed: Uint8Array, message: Uint8Array): Uint8Array {
  return ed25519.sign(message, seed);
}

/**
 * Tells whether `signature` is the key's for the message; false too for keys and signatures of a wrong length, and where the
 * key or the signature's point is of small order or no canonical one (ed25519-point.ts).
 */
export function ed25519Verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length !== 64 || !isProperPoint(publicKey) || !isProperPoint(signature.subarray(0, 32))) return false;
  // zip215 is the looser rule set; RFC 8032's is what node:crypto and WebCrypto apply.
  return ed25519.verify(signature, message, publicKey, { zip215: false });
}
