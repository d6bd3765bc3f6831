// SHA-256 (FIPS 180-4), HMAC (RFC 2104), Ed25519 (RFC 8032) and bytes as text in plain JavaScript, for browsers and workers. The
// counterpart of primitives-node.ts: same functions, same answers.
import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { isProperPoint } from './ed25519-point.ts';
import { Sha256 } from './sha256.ts';

const HMAC_BLOCK = 64; // bytes; SHA-256's block, RFC 2104 section 2
const IPAD = 0x36;
const OPAD = 0x5c;

// One for all hashes that are made at once: calls never overlap.
const hasher = new Sha256();
const padding = new Uint8Array(HMAC_BLOCK);

/** Gives the 32-byte SHA-256 of the parts, one after another. */
export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  hasher.begin();
  for (const part of parts) hasher.update(part);
  return hasher.digest();
}

/** Gives SHA-256 of the parts, one after another, in lower-case hexadecimal. */
export function sha256Hex(...parts: readonly Uint8Array[]): string {
  return bytesToHex(sha256(...parts));
}

/** Gives HMAC-SHA256 of the parts, one after another, in lower-case hexadecimal. */
export function hmacSha256Hex(key: Uint8Array, ...parts: readonly Uint8Array[]): string {
  const short = keyOf(key);
  hasher.begin().update(padded(short, IPAD));
  for (const part of parts) hasher.update(part);
  return bytesToHex(outer(short, hasher.digest()));
}

// RFC 2104 section 3: a key that is longer than a block is hashed first.
function keyOf(key: Uint8Array): Uint8Array {
  return key.length > HMAC_BLOCK ? sha256(key) : key;
}

// The key, filled up with zeros, against ipad or opad; to be used before the next one.
function padded(key: Uint8Array, pad: number): Uint8Array {
  padding.fill(pad);
  for (let i = 0; i < key.length; i++) padding[i] = pad ^ (key[i] as number);
  return padding;
}

function outer(key: Uint8Array, inner: Uint8Array): Uint8Array {
  return hasher.begin().update(padded(key, OPAD)).update(inner).digest();
}

// ECMAScript 2026; what a browser does not have yet is done by the letter.
interface AsBase64 {
  toBase64?(): string;
}
interface FromBase64 {
  setFromBase64?(text: string, options: { lastChunkHandling: 'strict' }): { read: number; written: number };
}
const { setFromBase64 } = Uint8Array.prototype as FromBase64;
const STRICT = { lastChunkHandling: 'strict' } as const;

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

/** Gives the bytes of base64 in its one canonical form; undefined of any other text. */
export function decodeBase64(text: string): Uint8Array | undefined {
  try {
    return setFromBase64 ? decodeStrictly(text, setFromBase64) : decodeByLetter(text);
  } catch {
    return undefined;
  }
}

// 'strict' wants the padding and no bits left over, but skips white space: then there are fewer bytes than the length says.
function decodeStrictly(text: string, decode: Required<FromBase64>['setFromBase64']): Uint8Array | undefined {
  if (text.length % 4 !== 0) return undefined;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = room((text.length / 4) * 3 - padding);
  const { read, written } = decode.call(bytes, text, STRICT);
  return read === text.length && written === bytes.length ? bytes : undefined;
}

// A block brings half a dozen texts of some hundred bytes: to make a buffer for each takes longer than to fill it.
let pool = new Uint8Array(65_536);
let used = 0;

function room(length: number): Uint8Array {
  if (length > pool.length / 8) return new Uint8Array(length);
  if (used + length > pool.length) {
    pool = new Uint8Array(pool.length);
    used = 0;
  }
  used += length;
  return pool.subarray(used - length, used);
}

function decodeByLetter(text: string): Uint8Array | undefined {
  const characters = atob(text);
  return btoa(characters) === text ? Uint8Array.from(characters, (one) => one.charCodeAt(0)) : undefined;
}

/** Begins an HMAC-SHA256 of a message that comes in pieces; `digest` gives the 32 bytes, once. */
export function hmacSha256Stream(key: Uint8Array): { update(bytes: Uint8Array): void; digest(): Uint8Array } {
  const short = keyOf(key).slice();
  const inner = new Sha256().update(padded(short, IPAD));
  return { update: (bytes) => void inner.update(bytes), digest: () => outer(short, inner.digest()) };
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
