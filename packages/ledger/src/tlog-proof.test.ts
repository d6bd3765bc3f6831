import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawn } from '../test/chains.ts';
import { refusal } from '../test/refusal.ts';
import { base64 } from './bytes.ts';
import { formatTlogProof, parseTlogProof } from './tlog-proof.ts';

const hashes = [drawn('sibling'), drawn('uncle')];
const checkpoint = `log.example/patrec\n3\n${base64(drawn('root'))}\n\n— log.example/patrec AAAAAAA=\n`;
const text = formatTlogProof({ index: 2, hashes, checkpoint });

test('a proof is its header, its index, its hashes, a blank line and the checkpoint', () => {
  const lines = ['c2sp.org/tlog-proof@v1', 'index 2', ...hashes.map(base64), '', checkpoint];
  expect(text).toBe(lines.join('\n'));
  expect(parseTlogProof(text)).toStrictEqual({ index: 2, hashes, checkpoint });
});

test('any proof comes back as it was, extra data and all', () => {
  const hash = fc.uint8Array({ minLength: 32, maxLength: 32 });
  const extra = fc.option(fc.uint8Array({ minLength: 1 }), { nil: undefined });
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.array(hash, { maxLength: 63 }), extra, (index, path, data) => {
      const proof = { index, hashes: path, checkpoint, ...(data ? { extra: data } : {}) };
      expect(parseTlogProof(formatTlogProof(proof))).toStrictEqual(proof);
    }),
  );
});

test.each([
  ['another version', text.replace('@v1', '@v2')],
  ['no header', text.slice(text.indexOf('\n') + 1)],
  ['no index', text.replace('index 2\n', '')],
  ['a leading zero', text.replace('index 2', 'index 02')],
  ['a negative index', text.replace('index 2', 'index -2')],
  ['an index of another form', text.replace('index 2', 'index 0x2')],
  ['an empty index', text.replace('index 2', 'index ')],
  ['an index beyond 2^53', text.replace('index 2', 'index 9007199254740993')],
  ['a space more', text.replace('index 2', 'index  2')],
  ['empty extra data', text.replace('index', 'extra \nindex')],
  ['extra data after the index', text.replace('index 2', 'index 2\nextra AAAA')],
  ['a short hash', text.replace(base64(drawn('uncle')), base64(drawn('uncle').slice(1)))],
  ['a hash that is not base64', text.replace(base64(drawn('uncle')), '-'.repeat(44))],
  ['a hash without padding', text.replace('=\n\nlog', '\n\nlog')],
  ['more hashes than a tree is high', text.replace('\n\n', `\n${`${base64(drawn('uncle'))}\n`.repeat(62)}\n`)],
  ['carriage returns', text.replaceAll('\n', '\r\n')],
  ['no blank line', text.split('\n\n')[0] ?? ''],
  ['nothing', ''],
])('a proof with %s is refused', (_, changed) => {
  expect(changed).not.toBe(text);
  expect(['tlog-proof', 'encoding', 'hash']).toContain(refusal(() => parseTlogProof(changed)).check);
});

test('what is no proof is not formatted', () => {
  expect(refusal(() => formatTlogProof({ index: -1, hashes, checkpoint })).check).toBe('tlog-proof');
  expect(refusal(() => formatTlogProof({ index: 2 ** 53, hashes, checkpoint })).check).toBe('tlog-proof');
  expect(refusal(() => formatTlogProof({ index: 2, hashes: [new Uint8Array(31)], checkpoint })).check).toBe('hash');
  expect(refusal(() => formatTlogProof({ index: 2, hashes: Array(64).fill(hashes[0]), checkpoint })).check).toBe(
    'tlog-proof',
  );
});
