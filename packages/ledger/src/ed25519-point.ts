// Which encodings of points an Ed25519 public key and the first half of a signature may be. RFC 8032 refuses a y of p or more
// (section 5.1.3) and leaves open the eight points of small order, for which a signature of one text holds for others; ZIP 215
// takes both; WebCrypto refuses both. Libraries differ by version, so it is decided here, as WebCrypto does.
import { bytesToHex } from '@noble/hashes/utils.js';

// y of the points whose order divides 8, little-endian: 1, p - 1, 0, and the two of order 8. The sign of x is not looked at.
const SMALL_ORDER = new Set([
  `01${'00'.repeat(31)}`,
  `ec${'ff'.repeat(30)}7f`,
  '00'.repeat(32),
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
]);

// p is 2^255 - 19: what has ones in all its bits above the lowest byte is p or more from ed on.
const LOWEST_OF_P = 0xed;

/** Tells whether 32 bytes are no point of small order, and a y below p. Whether it is on the curve shows in verifying. */
export function isProperPoint(bytes: Uint8Array): boolean {
  const y = bytes.slice();
  y[31] = (y[31] ?? 0) & 0x7f;
  const high = y[31] === 0x7f && y.subarray(1, 31).every((byte) => byte === 0xff);
  return bytes.length === 32 && !(high && (y[0] ?? 0) >= LOWEST_OF_P) && !SMALL_ORDER.has(bytesToHex(y));
}
