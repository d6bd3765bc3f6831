import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawn } from '../test/chains.ts';
import { refusal } from '../test/refusal.ts';
import { base64 } from './bytes.ts';
import { formatSignature, noteSigner, noteVerifier, openNote, signNote } from './note.ts';
import {
  formatSignerKey,
  formatVerifierKey,
  keyId,
  parseSignerKey,
  parseVerifierKey,
  signerKey,
} from './verifier-key.ts';

// The example of Go's sumdb/note.
const SIGNER = 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz';
const VERIFIER = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const SIGNATURE =
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';

const peter = noteVerifier(parseVerifierKey(VERIFIER));
const signer = noteSigner(parseSignerKey(SIGNER));
const other = signerKey('other.example/witness', drawn('other'));
const note = signNote(TEXT, [signer]);

test('the public example: key id, signature, note', () => {
  const key = parseVerifierKey(VERIFIER);
  expect(key).toMatchObject({ name: 'PeterNeumann', keyId: 'c74f20a3' });
  expect(keyId('PeterNeumann', key.publicKey)).toBe('c74f20a3');
  expect(formatVerifierKey(key.name, key.publicKey)).toBe(VERIFIER);
  expect(formatSignerKey(parseSignerKey(SIGNER))).toBe(SIGNER);
  expect(parseSignerKey(SIGNER).publicKey).toStrictEqual(key.publicKey);
  expect(note).toBe(`${TEXT}\n${SIGNATURE}`);
  expect(openNote(note, [peter])).toMatchObject({ text: TEXT, signatures: [{ keyId: 'c74f20a3' }], unknown: [] });
});

test('keys made of a seed come back from their texts', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (seed) => {
      const key = signerKey('log.example/patrec', seed);
      const { seed: _, ...verifierKey } = key;
      expect(parseSignerKey(formatSignerKey(key))).toStrictEqual(key);
      expect(parseVerifierKey(formatVerifierKey(key.name, key.publicKey))).toStrictEqual(verifierKey);
    }),
    { numRuns: 20 },
  );
});

test.each([
  ['another name', VERIFIER.replace('Peter', 'Petra')],
  ['another id', VERIFIER.replace('c74f20a3', 'c74f20a4')],
  ['an id in capitals', VERIFIER.replace('c74f20a3', 'C74F20A3')],
  ['another key', VERIFIER.replace('ARpc', 'ARpd')],
  ['another algorithm', VERIFIER.replace('ARpc', 'BBpc')],
  ['a key that is cut', VERIFIER.slice(0, -4)],
  ['base64 of another form', `${VERIFIER}=`],
  ['a newline at the end', `${VERIFIER}\n`],
  ['a space in front', ` ${VERIFIER}`],
  ['no name', VERIFIER.replace('PeterNeumann', '')],
  ['a name with a space', VERIFIER.replace('PeterNeumann', 'Peter Neumann')],
  ['a signer’s key', SIGNER],
  ['nothing', ''],
])('a verifier key with %s is refused', (_, text) => {
  expect(['verifier-key', 'encoding']).toContain(refusal(() => parseVerifierKey(text)).check);
});

test('a signer’s key is refused as strictly, and no message holds the secret', () => {
  const changed = [SIGNER.replace('c74f20a3', 'c74f20a4'), SIGNER.replace('AYEK', 'AYEL'), `${SIGNER}\n`, VERIFIER];
  for (const text of changed) {
    const error = refusal(() => parseSignerKey(text));
    expect(['verifier-key', 'encoding']).toContain(error.check);
    expect(error.message).not.toContain('FALVFGyNhPJEMzD1QIDr');
  }
  expect(refusal(() => signerKey('two words', drawn('x'))).check).toBe('verifier-key');
  expect(refusal(() => formatVerifierKey('name', new Uint8Array(31))).check).toBe('verifier-key');
});

test('unknown keys are ignored and told apart; no known key is a refusal', () => {
  const both = signNote(TEXT, [signer, noteSigner(other)]);
  expect(openNote(both, [peter])).toMatchObject({
    signatures: [{ name: 'PeterNeumann' }],
    unknown: [{ name: 'other.example/witness' }],
  });
  expect(openNote(both, [peter, noteVerifier(other)]).signatures).toHaveLength(2);
  expect(refusal(() => openNote(note, [noteVerifier(other)])).check).toBe('signature');
  expect(refusal(() => openNote(note, [])).check).toBe('signature');
  // The same name with another key is another key.
  const impostor = signerKey('PeterNeumann', drawn('impostor'));
  expect(refusal(() => openNote(signNote(TEXT, [noteSigner(impostor)]), [peter])).check).toBe('signature');
});

test('a known key whose signature fails rejects the note, even beside one that holds', () => {
  const forged = formatSignature({ name: other.name, keyId: other.keyId, signature: new Uint8Array(64) });
  expect(openNote(note + forged, [peter]).unknown).toHaveLength(1);
  expect(refusal(() => openNote(note + forged, [peter, noteVerifier(other)])).check).toBe('signature');
  const twice = formatSignature({ name: peter.name, keyId: peter.keyId, signature: new Uint8Array(64) });
  expect(refusal(() => openNote(note + twice, [peter])).check).toBe('signature');
  expect(refusal(() => openNote(twice + note, [peter])).check).toBe('signature');
});

test.each([
  ['another text', note.replace('answer', 'Answer')],
  ['a blank line more', note.replace('\n\n', '\n\n\n')],
  ['no blank line', note.replace('\n\n', '\n')],
  ['no newline at the end', note.slice(0, -1)],
  ['a newline more at the end', `${note}\n`],
  ['carriage returns', note.replaceAll('\n', '\r\n')],
  ['one carriage return', note.replace('problem,\n', 'problem,\r\n')],
  ['a tab in the text', note.replace(' you', '\tyou')],
  ['a hyphen for the em dash', note.replace('—', '-')],
  ['an en dash', note.replace('—', '–')],
  ['a horizontal bar', note.replace('—', '―')],
  ['two em dashes', note.replace('—', '——')],
  ['two spaces', note.replace('— ', '—  ')],
  ['no space', note.replace('— ', '—')],
  ['a space at the end of a line', note.replace('=\n', '= \n')],
  ['base64 without padding', note.replace('=\n', '\n')],
  ['base64 of another form', note.replace('AM=\n', 'AN=\n')],
  ['a signature that is cut', note.replace(/x08go.*\n/, 'x08gow==\n')],
  ['a name with a plus', note.replace('PeterNeumann x', 'Peter+Neumann x')],
  ['no signature', `${TEXT}\n`],
  ['nothing', ''],
  ['half a surrogate pair', note.replace('answer', '\ud800')],
])('a note with %s is refused', (_, changed) => {
  expect(changed).not.toBe(note);
  expect(['note', 'encoding', 'signature']).toContain(refusal(() => openNote(changed, [peter])).check);
});

test.each([
  ['a name with a plus', '— a+b AAAAAAA=\n'],
  ['a name with a no-break space', '— a\u00a0b AAAAAAA=\n'],
  ['no name', '—  AAAAAAA=\n'],
  ['a third word', '— a AAAAAAA= b\n'],
  ['a key id only', '— a AAAAAA==\n'],
  ['a hyphen', '- a AAAAAAA=\n'],
  ['nothing in it', '\n'],
])('a line of %s spoils a note that a known key has signed', (_, line) => {
  expect(openNote(`${note}— a AAAAAAA=\n`, [peter]).unknown).toHaveLength(1);
  const [text, signatures] = [`${TEXT}\n`, SIGNATURE];
  expect(['note', 'encoding', 'signature']).toContain(refusal(() => openNote(text + line + signatures, [peter])).check);
  expect(['note', 'encoding']).toContain(refusal(() => openNote(text + signatures + line, [peter])).check);
});

test('a text may hold blank lines and what looks like a signature; it must end with a newline', () => {
  const text = `one\n\n${SIGNATURE}\ntwo\n`;
  expect(openNote(signNote(text, [signer]), [peter]).text).toBe(text);
  expect(refusal(() => signNote('no end', [signer])).check).toBe('note');
  expect(refusal(() => signNote('a\r\n', [signer])).check).toBe('note');
  expect(refusal(() => signNote('a\n', [])).check).toBe('note');
});

test('every turned bit of a signature is refused or is another key', () => {
  const [opened] = openNote(note, [peter]).signatures;
  if (opened === undefined) throw new Error('Nobody signed.');
  for (let bit = 0; bit < 512; bit++) {
    const signature = opened.signature.with(bit >> 3, (opened.signature[bit >> 3] ?? 0) ^ (1 << (bit & 7)));
    const changed = `${TEXT}\n${formatSignature({ ...opened, signature })}`;
    expect(changed).not.toContain(base64(opened.signature));
    expect(refusal(() => openNote(changed, [peter])).check).toBe('signature');
  }
});
