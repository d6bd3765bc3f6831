import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { chainOf, content, drawn, statement } from '../test/chains.ts';
import { refusal } from '../test/refusal.ts';
import { type BlockEvidence, checkBlockAlone, sealBlock } from './block.ts';
import { fromUtf8, hex } from './bytes.ts';
import { canonicalJson } from './canonical-json.ts';
import { type BlockHeader, blockHash, headerBytes, parseHeader, ZERO_HASH_HEX } from './header.ts';

const place = { seq: 0, prev: ZERO_HASH_HEX, recordedAt: '2026-11-22T13:27:39.123Z', nonce: hex(drawn('nonce')) };
const said = statement(0, [content(0, 0), content(0, 1)]);

function lastOf(blocks: readonly BlockEvidence[]): BlockEvidence {
  const last = blocks.at(-1);
  if (last === undefined) throw new Error('There is no block.');
  return last;
}

test('a sealed header is JCS, holds the hash of the statement, and is hashed under its label', () => {
  const sealed = sealBlock({ statement: said, ...place });
  const header = parseHeader(sealed.header);
  const { log, chain } = said;
  const statementHash = createHash('sha256').update(sealed.statement).digest('hex');
  expect(header).toStrictEqual({ v: 1, log, chain, ...place, statement: statementHash });
  const wanted = createHash('sha256').update('patrec/block/v1\0').update(sealed.header).digest('hex');
  expect(hex(sealed.hash)).toBe(wanted);
  expect(fromUtf8(sealed.header)).toMatch(
    /^\{"chain":"c0ffee.*,"log":.*,"nonce":.*,"prev":.*,"recordedAt":.*,"v":1\}$/,
  );
});

test.each([
  ['v', 0],
  ['seq', -1],
  ['seq', 1.5],
  ['seq', '0'],
  ['prev', 'ab'],
  ['prev', null],
  ['statement', 'AB'.repeat(32)],
  ['statementSig', ''],
  ['recordedAt', 'yesterday'],
  ['nonce', 'ab'.repeat(16)],
  ['hash', 'ab'.repeat(32)],
])('a header whose %s is %j is refused by name', (name, value) => {
  const header = parseHeader(sealBlock({ statement: said, ...place }).header);
  const changed = { ...header, [name]: value } as BlockHeader;
  expect(refusal(() => headerBytes(changed))).toMatchObject({ check: 'header' });
  expect(refusal(() => headerBytes(changed)).message).toContain(`header.${name}`);
});

test('64 zeros stand before block 0 and nowhere else', () => {
  expect(refusal(() => sealBlock({ statement: said, ...place, seq: 1 })).check).toBe('link');
  expect(refusal(() => sealBlock({ statement: said, ...place, prev: 'ab'.repeat(32) })).check).toBe('link');
});

test('a block alone is checked without its chain', () => {
  const block = lastOf(chainOf(4, 2));
  const checked = checkBlockAlone(block);
  expect(checked.header.seq).toBe(3);
  expect(checked.statement.contents.map(({ ref }) => ref)).toStrictEqual(block.contents.map(({ ref }) => ref));
  expect(checked.hash).toStrictEqual(blockHash(block.header));
});

test('contents may come in any order', () => {
  const block = lastOf(chainOf(2, 3));
  expect(checkBlockAlone({ ...block, contents: block.contents.toReversed() }).header.seq).toBe(1);
});

test('content missing, added or twice is named; some may be held back where it is said so', () => {
  const block = lastOf(chainOf(3, 2));
  const [first, second] = block.contents as [(typeof block.contents)[number], (typeof block.contents)[number]];
  const showing = (contents: BlockEvidence['contents'], complete = true) => ({ ...block, contents, complete });
  const named = (ref: string) => ({ check: 'content', seq: 2, ref });
  expect(refusal(() => checkBlockAlone(showing([first])))).toMatchObject(named(second.ref));
  expect(refusal(() => checkBlockAlone(showing([first, first])))).toMatchObject(named(first.ref));
  expect(refusal(() => checkBlockAlone(showing([first, second, content(9)])))).toMatchObject(named(content(9).ref));
  expect(refusal(() => checkBlockAlone(showing([content(9)], false)))).toMatchObject(named(content(9).ref));
  expect(checkBlockAlone(showing([second], false)).header.seq).toBe(2);
  expect(checkBlockAlone(showing([], false)).header.seq).toBe(2);
});

test('a statement of another block, chain or log is refused', () => {
  const [first, second] = chainOf(2) as [BlockEvidence, BlockEvidence];
  expect(refusal(() => checkBlockAlone({ ...first, statement: second.statement })).check).toBe('statement');
  for (const moved of [{ chain: 'ab'.repeat(16) }, { log: 'elsewhere' }]) {
    const header = canonicalJson({ ...parseHeader(first.header), ...moved });
    expect(refusal(() => checkBlockAlone({ ...first, header }))).toMatchObject({ check: 'chain', seq: 0 });
  }
});
