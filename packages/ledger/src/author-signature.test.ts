import { webcrypto } from 'node:crypto';
import { expect, test } from 'vitest';
import { content, drawn, statement } from '../test/chains.ts';
import { flipBit, refusal } from '../test/refusal.ts';
import { signStatement, statementMessage } from './author-signature.ts';
import { checkBlockAlone, sealBlock } from './block.ts';
import { base64, hex } from './bytes.ts';
import { ZERO_HASH_HEX } from './header.ts';
import { statementBytes } from './statement.ts';
import { signerKey } from './verifier-key.ts';

const seed = drawn('author key');
const authorKey = base64(signerKey('any.example', seed).publicKey);
const contents = [content(0)];
const said = { ...statement(0, contents), authorKey };
const place = { seq: 0, prev: ZERO_HASH_HEX, recordedAt: '2026-11-22T13:27:40.000Z', nonce: hex(drawn('nonce')) };
const statementSig = signStatement(statementBytes(said), seed);

test('a signed block is sealed and checked; what the browser signs is the same', async () => {
  const sealed = sealBlock({ statement: said, statementSig, ...place });
  expect(checkBlockAlone({ ...sealed, contents, complete: true }).header.statementSig).toBe(statementSig);
  const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  const key = await webcrypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', false, ['sign']);
  const message = new Uint8Array(statementMessage(sealed.statement));
  expect(base64(new Uint8Array(await webcrypto.subtle.sign('Ed25519', key, message)))).toBe(statementSig);
});

test('key and signature go together', () => {
  const { authorKey: _, ...unsigned } = said;
  expect(refusal(() => sealBlock({ statement: said, ...place })).check).toBe('signature');
  expect(refusal(() => sealBlock({ statement: unsigned, statementSig, ...place })).check).toBe('signature');
});

test('another key, another statement, every turned bit and every other length are refused', () => {
  const other = base64(signerKey('any.example', drawn('another')).publicKey);
  const seal = (changed: object, signature: string) =>
    refusal(() => sealBlock({ statement: { ...said, ...changed }, statementSig: signature, ...place })).check;
  expect(seal({ authorKey: other }, statementSig)).toBe('signature');
  expect(seal({ occurredAt: '2026-11-22T13:27:39.124Z' }, statementSig)).toBe('signature');
  const bytes = Uint8Array.from(Buffer.from(statementSig, 'base64'));
  for (let bit = 0; bit < 512; bit += 7) expect(seal({}, base64(flipBit(bytes, bit)))).toBe('signature');
  for (const length of [0, 63, 65]) {
    const cut = new Uint8Array(length);
    cut.set(bytes.slice(0, length));
    expect(['signature', 'header']).toContain(seal({}, base64(cut)));
  }
  expect(seal({ authorKey: base64(new Uint8Array(31)) }, statementSig)).toBe('signature');
  expect(seal({ authorKey: 'no base64' }, statementSig)).toBe('encoding');
});
