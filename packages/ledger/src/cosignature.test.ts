import { createHash, createPrivateKey, sign } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawn } from '../test/chains.ts';
import { flipBit, refusal } from '../test/refusal.ts';
import { hex } from './bytes.ts';
import { formatCheckpoint } from './checkpoint.ts';
import { cosignatureTime, cosignatureVerifier, cosigner } from './cosignature.ts';
import { noteSigner, noteVerifier, openNote, signNote } from './note.ts';
import {
  COSIGNATURE,
  ED25519,
  formatVerifierKey,
  keyFingerprint,
  keyId,
  parseVerifierKey,
  signerKey,
} from './verifier-key.ts';

const log = signerKey('log.example/patrec', drawn('log'));
const witness = signerKey('witness.example/w1', drawn('witness'), COSIGNATURE);
const text = formatCheckpoint({ origin: log.name, size: 20_852_163, root: drawn('root') });
const TIME = 1_679_315_147;
const note = signNote(text, [noteSigner(log), cosigner(witness, TIME)]);
const verifiers = [noteVerifier(log), cosignatureVerifier(witness)];

test('the line is the time and a signature over header, time and checkpoint, made by other means', () => {
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), witness.seed]);
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const signed = sign(null, Buffer.from(`cosignature/v1\ntime 1679315147\n${text}`), key);
  const line = openNote(note, verifiers).signatures[1];
  expect(hex(line?.signature ?? new Uint8Array())).toBe(`00000000641850cb${signed.toString('hex')}`);
  expect(line && cosignatureTime(line)).toBe(TIME);
  expect(line?.keyId).toBe(keyId('witness.example/w1', witness.publicKey, COSIGNATURE));
});

test('a witness’s key has an id and a text of its own', () => {
  const asWitness = formatVerifierKey('a.example', witness.publicKey, COSIGNATURE);
  const asLog = formatVerifierKey('a.example', witness.publicKey, ED25519);
  expect(asWitness).not.toBe(asLog);
  expect(parseVerifierKey(asWitness, COSIGNATURE).publicKey).toStrictEqual(witness.publicKey);
  const fingerprint = createHash('sha256').update(asWitness).digest('hex');
  expect(keyFingerprint(parseVerifierKey(asWitness, COSIGNATURE))).toBe(fingerprint);
  expect(refusal(() => parseVerifierKey(asWitness)).check).toBe('verifier-key');
  expect(refusal(() => parseVerifierKey(asLog, COSIGNATURE)).check).toBe('verifier-key');
  expect(refusal(() => cosignatureVerifier(log)).check).toBe('verifier-key');
  expect(refusal(() => cosigner(log, TIME)).check).toBe('verifier-key');
});

test('any time to 2^53 comes back; another is the caller’s mistake', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), (time) => {
      const [, line] = openNote(signNote(text, [noteSigner(log), cosigner(witness, time)]), verifiers).signatures;
      expect(line && cosignatureTime(line)).toBe(time);
    }),
    { numRuns: 30 },
  );
  for (const time of [-1, 0.5, 2 ** 53, Number.NaN]) expect(() => cosigner(witness, time)).toThrow(RangeError);
});

test('every turned bit of time or signature is refused, and so is what is no cosignature', () => {
  const { verify } = cosignatureVerifier(witness);
  const bytes = new TextEncoder().encode(text);
  const signature = cosigner(witness, TIME).sign(bytes);
  expect(verify(bytes, signature)).toBe(true);
  for (let bit = 0; bit < 8 * signature.length; bit++) expect(verify(bytes, flipBit(signature, bit))).toBe(false);
  for (const length of [0, 7, 8, 63, 64, 71]) expect(verify(bytes, signature.slice(0, length))).toBe(false);
  expect(verify(bytes, noteSigner(log).sign(bytes))).toBe(false);
  const short = { name: witness.name, keyId: witness.keyId, signature: signature.slice(0, 8) };
  expect(refusal(() => cosignatureTime(short)).check).toBe('signature');
});
