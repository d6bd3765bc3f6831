// The two sets of primitives are one: known answers, then equality on random input.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import * as chosen from '#primitives';
import { flipBit } from '../test/refusal.ts';
import { fromHex, hex, utf8 } from './bytes.ts';
import * as node from './primitives-node.ts';
import * as portable from './primitives-portable.ts';
import { Sha256 } from './sha256.ts';

const both: readonly (typeof node)[] = [node, portable];
const seed = fc.uint8Array({ minLength: 32, maxLength: 32 });
const bytes = fc.uint8Array({ maxLength: 300 });

test('Node gets the primitives of node:crypto', () => {
  expect(chosen.sha256).toBe(node.sha256);
});

test('known answers: FIPS 180-4, RFC 4231 case 1, RFC 8032 test 1', () => {
  const rfc8032 = fromHex('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60');
  for (const { sha256, hmacSha256Hex, ed25519PublicKey, ed25519Sign } of both) {
    expect(hex(sha256(utf8('abc')))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    const mac = hmacSha256Hex(new Uint8Array(20).fill(0x0b), utf8('Hi There'));
    expect(mac).toBe('b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7');
    const publicKey = ed25519PublicKey(rfc8032);
    expect(hex(publicKey)).toBe('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a');
    expect(hex(ed25519Sign(rfc8032, new Uint8Array(0)))).toBe(
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    );
  }
});

test('hashes are equal on random input, in plain Uint8Arrays', () => {
  fc.assert(
    fc.property(bytes, fc.uint8Array({ maxLength: 200 }), fc.array(bytes), (message, key, parts) => {
      expect(node.sha256(message)).toStrictEqual(portable.sha256(message));
      for (const { sha256Hex } of both) expect(sha256Hex(...parts)).toBe(hex(node.sha256(Buffer.concat(parts))));
      expect(node.hmacSha256Hex(key, ...parts)).toBe(portable.hmacSha256Hex(key, ...parts));
      for (const { hmacSha256Stream } of both) {
        const mac = hmacSha256Stream(key);
        for (const part of parts) mac.update(part);
        expect(hex(mac.digest())).toBe(node.hmacSha256Hex(key, ...parts));
      }
      expect(node.sha256(message).constructor).toBe(Uint8Array);
    }),
  );
});

test('a message of every length around a block, in pieces, and in one hash that begins anew', () => {
  const kept = new Sha256();
  const message = Uint8Array.from({ length: 200 }, (_, i) => i);
  for (let length = 0; length <= message.length; length++) {
    const whole = message.subarray(0, length);
    kept.begin();
    for (let at = 0; at < length; at += 47) kept.update(whole.subarray(at, at + 47));
    expect(kept.digest()).toStrictEqual(node.sha256(whole));
  }
});

test('what is no bytes has no hash, and leaves nothing behind for the next', () => {
  const text = 'abc' as unknown as Uint8Array;
  expect(() => portable.sha256(utf8('abc'), text)).toThrow(TypeError);
  expect(() => portable.hmacSha256Hex(utf8('key'), utf8('abc'), text)).toThrow(TypeError);
  expect(portable.sha256(utf8('abc'))).toStrictEqual(node.sha256(utf8('abc')));
});

test('base64 has one form: by Node, by a browser, and by one that has no decoder of bytes', async () => {
  const letters = fc.string({ unit: fc.constantFrom(...'AQgw+/=- \n'), maxLength: 9 });
  const ways = [node.decodeBase64, portable.decodeBase64, (await portableWithDecoder()).decodeBase64];
  fc.assert(
    fc.property(fc.oneof(letters, fc.base64String({ maxLength: 40 })), (text) => {
      const bytes = Buffer.from(text, 'base64');
      const wanted = bytes.toString('base64') === text ? bytes.toString('hex') : undefined;
      for (const decode of ways) {
        const decoded = decode(text);
        expect(decoded && hex(decoded)).toBe(wanted);
      }
    }),
    { numRuns: 1000 },
  );
});

test('signatures are equal, and each verifies what the other signs and refuses one turned bit', () => {
  fc.assert(
    fc.property(seed, bytes, fc.nat(511), fc.nat(255), (secret, message, signatureBit, keyBit) => {
      const key = portable.ed25519PublicKey(secret);
      const signature = portable.ed25519Sign(secret, message);
      expect(node.ed25519PublicKey(secret)).toStrictEqual(key);
      expect(node.ed25519Sign(secret, message)).toStrictEqual(signature);
      for (const { ed25519Verify } of both) {
        expect(ed25519Verify(key, message, signature)).toBe(true);
        expect(ed25519Verify(key, message, flipBit(signature, signatureBit))).toBe(false);
        expect(ed25519Verify(flipBit(key, keyBit), message, signature)).toBe(false);
        expect(ed25519Verify(key, Uint8Array.of(...message, 0), signature)).toBe(false);
        expect(ed25519Verify(key.slice(1), message, signature)).toBe(false);
        expect(ed25519Verify(key, message, signature.slice(1))).toBe(false);
      }
    }),
    { numRuns: 25 },
  );
});

test('a seed of another length is refused by both', () => {
  for (const { ed25519Sign } of both) expect(() => ed25519Sign(new Uint8Array(31), utf8('x'))).toThrow();
});

test('what was decoded stays as it is, however much is decoded after it', async () => {
  const { decodeBase64 } = await portableWithDecoder();
  const texts = Array.from({ length: 400 }, (_, i) => Buffer.alloc((i * 37) % 900, i).toString('base64'));
  texts.push(Buffer.alloc(100_000, 7).toString('base64'));
  const decoded = texts.map((text) => decodeBase64(text) ?? new Uint8Array(1));
  expect(decoded.map((bytes) => Buffer.from(bytes).toString('base64'))).toEqual(texts);
});

/** The portable primitives where Uint8Array has setFromBase64. This Node has its decoder behind a flag, as fromBase64 alone. */
async function portableWithDecoder(): Promise<typeof portable> {
  setFlagsFromString('--js-base-64');
  const { fromBase64 } = runInNewContext('Uint8Array') as { fromBase64(text: string, options: object): Uint8Array };
  const decoder = vi.fn(function (this: Uint8Array, text: string, options: object) {
    const bytes = fromBase64(text, options);
    this.set(bytes);
    return { read: text.length, written: bytes.length };
  });
  vi.resetModules();
  Object.defineProperty(Uint8Array.prototype, 'setFromBase64', { configurable: true, value: decoder });
  const loaded = await import('./primitives-portable.ts');
  Reflect.deleteProperty(Uint8Array.prototype, 'setFromBase64');
  expect(hex(loaded.decodeBase64('AQ==') ?? new Uint8Array(0))).toBe('01');
  expect(decoder).toHaveBeenCalled();
  return loaded;
}
