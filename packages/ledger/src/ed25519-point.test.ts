// Keys and signatures at the edge of Ed25519, with known answers: the encodings of the eight points of small order and those of a
// y of p or more, as listed in "Taming the many EdDSAs" (Chalkias, Garillot, Nikolaenko, 2020), and signatures made for them.
import { expect, test } from 'vitest';
import { content, drawn, statement } from '../test/chains.ts';
import { refusal } from '../test/refusal.ts';
import { sealBlock } from './block.ts';
import { base64, fromHex, hex, utf8 } from './bytes.ts';
import { isProperPoint } from './ed25519-point.ts';
import { ZERO_HASH_HEX } from './header.ts';
import * as node from './primitives-node.ts';
import * as portable from './primitives-portable.ts';
import { statementBytes } from './statement.ts';
import { COSIGNATURE, ED25519, formatVerifierKey, parseVerifierKey } from './verifier-key.ts';

const ff = (bytes: number) => 'ff'.repeat(bytes);
const improper = [
  ['the neutral point', `01${'00'.repeat(31)}`],
  ['the neutral point, x said to be odd', `01${'00'.repeat(30)}80`],
  ['the neutral point, y = p + 1', `ee${ff(30)}7f`],
  ['the neutral point, y = p + 1, x said to be odd', `ee${ff(31)}`],
  ['order 2', `ec${ff(30)}7f`],
  ['order 2, x said to be odd', `ec${ff(31)}`],
  ['order 4', '00'.repeat(32)],
  ['order 4, the other', `${'00'.repeat(31)}80`],
  ['order 4, y = p', `ed${ff(30)}7f`],
  ['order 4, the other, y = p', `ed${ff(31)}`],
  ['order 8', 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a'],
  ['order 8, the second', 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa'],
  ['order 8, the third', '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05'],
  ['order 8, the fourth', '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85'],
  ['y = 2^255 - 1', `${ff(31)}7f`],
] as const;

// 12345·B and 12345: for the neutral point this is a signature of every text; for the others of one text in two, four or eight.
const EVERYBODYS = fromHex(`ef4f62f8479733ad879cfaced3c89a9c39dd4fc795ef2efa1c3eafe4d729a081${'3930'.padEnd(64, '0')}`);

test.each(improper)('nobody has the key %s: no signature holds, nothing names it', (_, encoded) => {
  const key = fromHex(encoded);
  expect(isProperPoint(key)).toBe(false);
  for (const { ed25519Verify } of [node, portable])
    for (let i = 0; i < 16; i += 1) expect(ed25519Verify(key, utf8(`text ${i}`), EVERYBODYS)).toBe(false);
  for (const algorithm of [ED25519, COSIGNATURE] as const)
    expect(refusal(() => formatVerifierKey('any.example', key, algorithm)).check).toBe('verifier-key');
  const said = { ...statement(0, [content(0)]), authorKey: base64(key) };
  const place = { seq: 0, prev: ZERO_HASH_HEX, recordedAt: '2026-11-22T13:27:40.000Z', nonce: hex(drawn('nonce')) };
  const seal = () => sealBlock({ statement: said, statementSig: base64(EVERYBODYS), ...place });
  expect(refusal(seal)).toMatchObject({ check: 'signature', message: expect.stringContaining('small order') });
});

test('a key file that names such a key is refused, its own id or not', () => {
  const text = `any.example+${'0'.repeat(8)}+${base64(Uint8Array.of(ED25519, ...fromHex(improper[0][1])))}`;
  expect(refusal(() => parseVerifierKey(text)).check).toBe('verifier-key');
});

// Made by the owner of an honest key, with the neutral point as R: it satisfies the equation.
test('a signature whose point is of small order is refused by both', () => {
  const key = fromHex('ea4a6c63e29c520abef5507b132ec5f9954776aebebe7b92421eea691446d22c');
  const signature = fromHex(`01${'00'.repeat(31)}a4891e33a334d8072916a4f6dbb444aa60171ecdef197f11f1f27f946953d30f`);
  for (const { ed25519Verify } of [node, portable]) expect(ed25519Verify(key, utf8('x'), signature)).toBe(false);
});

test('a signature whose number is the order of the group too large is refused by both', () => {
  const seed = drawn('author key');
  const [key, text] = [node.ed25519PublicKey(seed), statementBytes(statement(0, [content(0)]))];
  const signature = fromHex(hex(node.ed25519Sign(seed, text)));
  const order = fromHex('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010');
  let carry = 0;
  const larger = signature.map((byte, i) => {
    if (i < 32) return byte;
    const sum = byte + (order[i - 32] ?? 0) + carry;
    carry = sum >> 8;
    return sum & 0xff;
  });
  for (const { ed25519Verify } of [node, portable]) {
    expect(ed25519Verify(key, text, signature)).toBe(true);
    expect(ed25519Verify(key, text, larger)).toBe(false);
  }
});

test('the largest y and its neighbours that are no edge are proper', () => {
  for (const y of [`eb${ff(30)}7f`, `02${'00'.repeat(31)}`, `ff${ff(29)}fe7f`])
    expect(isProperPoint(fromHex(y))).toBe(true);
  for (const length of [0, 31, 33]) expect(isProperPoint(new Uint8Array(length).fill(3))).toBe(false);
});
