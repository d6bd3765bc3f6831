// SHA-256 (FIPS 180-4), HMAC (RFC 2104) and Ed25519 (RFC 8032) by node:crypto, and bytes as text by Buffer. package.json's `#primitives` chooses this
// file on Node and primitives-portable.ts elsewhere; the two export the same functions.
import { createHmac, createPrivateKey, createPublicKey, hash, sign, verify } from 'node:crypto';
import { isProperPoint } from './ed25519-point.ts';

const HMAC_BLOCK = 64; // bytes; SHA-256's block, RFC 2104 section 2

// DER of RFC 8410 around the bare 32 bytes: PKCS#8 for a seed (section 7), SubjectPublicKeyInfo for a key (section 4).
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

/**
 * Gives the 32-byte SHA-256 of the parts, one after another. A hash as text and back takes half the time of one that Node
 * wraps in a Buffer of its own.
 */
export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  return plain(Buffer.from(sha256Hex(...parts), 'hex'));
}

/** Gives SHA-256 of the parts, one after another, in lower-case hexadecimal. */
export function sha256Hex(...parts: readonly Uint8Array[]): string {
  const [first] = parts;
  return hash('sha256', first && parts.length === 1 ? first : Buffer.concat(parts), 'hex');
}

/**
 * Gives HMAC-SHA256 of the parts, one after another, in lower-case hexadecimal. Two one-shot hashes cost a third of what
 * createHmac's object does on a record of one kilobyte.
 */
export function hmacSha256Hex(key: Uint8Array, ...parts: readonly Uint8Array[]): string {
  const short = key.length > HMAC_BLOCK ? sha256(key) : key;
  return sha256Hex(padded(short, 0x5c), sha256(padded(short, 0x36), ...parts));
}

// RFC 2104 section 2: the key, filled up with zeros, against ipad or opad.
function padded(key: Uint8Array, pad: number): Uint8Array {
  const block = new Uint8Array(HMAC_BLOCK).fill(pad);
  for (let i = 0; i < key.length; i++) block[i] = pad ^ (key[i] ?? 0);
  return block;
}

/** Gives lower-case hexadecimal. */
export function encodeHex(bytes: Uint8Array): string {
  return view(bytes).toString('hex');
}

/** Gives base64 with padding. */
export function encodeBase64(bytes: Uint8Array): string {
  return view(bytes).toString('base64');
}

/** Gives the bytes of base64 in its one canonical form; undefined of any other text, which Buffer would forgive. */
export function decodeBase64(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? plain(bytes) : undefined;
}

function view({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

/** Begins an HMAC-SHA256 of a message that comes in pieces; `digest` gives the 32 bytes, once. */
export function hmacSha256Stream(key: Uint8Array): { update(bytes: Uint8Array): void; digest(): Uint8Array } {
  const mac = createHmac('sha256', key);
  return { update: (bytes) => void mac.update(bytes), digest: () => plain(mac.digest()) };
}

/** Gives the 32-byte public key of a 32-byte seed. */
export function ed25519PublicKey(seed: Uint8Array): Uint8Array {
  const der = createPublicKey(privateKey(seed)).export({ format: 'der', type: 'spki' });
  return plain(der).slice(SPKI.length);
}

/** Gives the 64-byte signature of a message by a 32-byte seed. */
export function ed25519Sign(seed: Uint8Array, message: Uint8Array): Uint8Array {
  return plain(sign(null, message, privateKey(seed)));
}

/**
 * Tells whether `signature` is the key's for the message; false too for keys and signatures of a wrong length, and where the
 * key or the signature's point is of small order or no canonical one (ed25519-point.ts).
 */
export function ed25519Verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length !== 64 || !isProperPoint(publicKey) || !isProperPoint(signature.subarray(0, 32))) return false;
  const key = createPublicKey({ key: Buffer.concat([SPKI, publicKey]), format: 'der', type: 'spki' });
  return verify(null, message, key, signature);
}

function privateKey(seed: Uint8Array) {
  if (seed.length !== 32) throw new RangeError('An Ed25519 seed is 32 bytes long.');
  return createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
}

// A Buffer's slice shares memory where a Uint8Array's copies; nothing outside this file is to meet a Buffer.
function plain(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}
