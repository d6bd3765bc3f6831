import { expect, test } from 'vitest';
import { CHAIN, content, drawn, LOG, statement } from '../test/chains.ts';
import { laterRefusal, refusal } from '../test/refusal.ts';
import { type BlockEvidence, checkBlockAlone, sealBlock } from './block.ts';
import { hex } from './bytes.ts';
import { type ChainState, checkBlock, checkEnd, type GoneBlock, openChain, verifyChain } from './chain.ts';
import { type Content, contentRef } from './content.ts';
import { ERASURE, type ErasedBlock, erasureBytes, parseErasure } from './erasure.ts';
import { ZERO_HASH_HEX } from './header.ts';

type Chain = (BlockEvidence | GoneBlock)[];
const said = { basis: 'request', reference: 'DPDP Act 2023, section 12(3)' };
const expected = { log: LOG, chain: CHAIN };
const whole: BlockEvidence[] = [];
for (let seq = 0; seq < 3; seq++) whole.push(blockAfter(whole, 2));
const [ref, other] = [content(1, 0).ref, content(1, 1).ref];

function blockAfter(blocks: Chain, parts: number, erasure?: readonly Partial<ErasedBlock>[]): BlockEvidence {
  const [seq, before] = [blocks.length, blocks.at(-1)];
  const manifest: Content[] = erasure
    ? [{ ref: `Erasure/${seq}/_history/1`, mediaType: ERASURE, bytes: bytesOf(erasure), salt: drawn(`${seq}`) }]
    : [];
  const contents = [...Array.from({ length: parts }, (_, part) => content(seq, part)), ...manifest];
  const stated = { ...statement(seq, []), contents: contents.map(contentRef) };
  const sealed = sealBlock({
    statement: erasure ? { ...stated, type: 'erasure' } : stated,
    seq,
    prev: before ? hashOf(before) : ZERO_HASH_HEX,
    recordedAt: '2026-11-22T13:27:39.123Z',
    nonce: hex(drawn(`header ${seq}`)),
  });
  return { header: sealed.header, statement: sealed.statement, contents, complete: true };
}

function hashOf(block: BlockEvidence | GoneBlock): string {
  return 'hash' in block ? block.hash : hex(checkBlockAlone(block).hash);
}

function at(seq: number): BlockEvidence {
  return whole[seq] as BlockEvidence;
}

const named = (seq: number, change: Partial<ErasedBlock> = {}) => ({
  seq,
  hash: hashOf(at(seq)),
  records: [seq],
  ...change,
});
function bytesOf(blocks: readonly Partial<ErasedBlock>[]): Uint8Array {
  return erasureBytes({ ...said, blocks: blocks as readonly ErasedBlock[] });
}

const gone = (seq: number): GoneBlock => ({
  seq,
  prev: seq === 0 ? ZERO_HASH_HEX : hashOf(at(seq - 1)),
  hash: hashOf(at(seq)),
});
const without = (seq: number, ...refs: string[]): BlockEvidence => ({
  ...at(seq),
  contents: at(seq).contents.filter((one) => !refs.includes(one.ref)),
  erased: refs,
});
function erasing(chain: Chain, ...erasures: (readonly Partial<ErasedBlock>[])[]): Chain {
  const longer = [...chain];
  for (const one of erasures) longer.push(blockAfter(longer, 0, one));
  return longer;
}

test.each<[string, Chain]>([
  ['a block', erasing([at(0), gone(1), at(2)], [named(1)])],
  ['the first block and another', erasing([gone(0), at(1), gone(2)], [named(0), named(2)])],
  ['a part of a block', erasing(whole.with(1, without(1, ref)), [named(1, { refs: [ref] })])],
  [
    'a part, then another part',
    erasing(whole.with(1, without(1, ref, other)), [named(1, { refs: [ref] })], [named(1, { refs: [other] })]),
  ],
  ['a part, then the whole', erasing([at(0), gone(1), at(2)], [named(1, { refs: [ref] })], [named(1)])],
  ['nothing, by a block that erases nothing', [...whole, blockAfter(whole, 1)]],
])('a chain verifies without what was erased: %s', async (_, chain) => {
  expect((await verifyChain(chain, expected)).size).toBe(chain.length);
});

test.each<[string, Chain, number, string]>([
  ['a body gone without an erasure', [at(0), gone(1), at(2)], 1, 'no erasure says so'],
  ['a content gone without an erasure', whole.with(1, without(1, ref)), 1, 'no erasure says so'],
  ['an erasure before what it erases is gone', erasing([...whole], [named(1)]), 3, 'still there'],
  ['more gone than is named', erasing([at(0), gone(1), gone(2)], [named(1)]), 2, 'no erasure says so'],
  ['more of a block gone', erasing(whole.with(1, without(1, ref, other)), [named(1, { refs: [ref] })]), 1, other],
  ['the whole block gone', erasing([at(0), gone(1), at(2)], [named(1, { refs: [ref] })]), 1, 'no erasure says so'],
  ['less gone than is named', erasing(whole.with(1, without(1, ref)), [named(1)]), 3, 'still there'],
  ['another part', erasing(whole.with(1, without(1, ref)), [named(1, { refs: [other] })]), 3, other],
  ['another hash', erasing([at(0), gone(1), at(2)], [named(1, { hash: hashOf(at(2)) })]), 3, 'another block 1'],
  ['a block of the future', erasing([...whole], [named(2, { seq: 7 })]), 3, 'still there'],
])('is told: %s', async (_, chain, seq, words) => {
  const error = await laterRefusal(verifyChain(chain, expected));
  expect(error).toMatchObject({ check: 'erasure', seq });
  expect(error.message).toContain(words);
});

test.each<[string, Chain, string]>([
  ['another hash in its place', [at(0), { ...gone(1), hash: hashOf(at(2)) }, at(2)], 'link'],
  ['another hash before it', [at(0), { ...gone(1), prev: hashOf(at(2)) }, at(2)], 'link'],
  ['another place', [at(0), { ...gone(1), seq: 2 }, at(2)], 'sequence'],
  ['no hash', [at(0), { ...gone(1), hash: 'gone' }, at(2)], 'hash'],
])('what is left of an erased block has to fit: %s', async (_, chain, check) => {
  expect((await laterRefusal(verifyChain(chain, expected))).check).toBe(check);
});

test('a state that is gone on from more than once keeps what is missing for each way on', () => {
  const first = checkBlock(openChain(expected), gone(0));
  const [whole1, part, none] = [gone(1), without(1, ref), at(1)].map((block) => checkBlock(first, block));
  const end = (state: ChainState | undefined, ...erased: Partial<ErasedBlock>[]) =>
    checkEnd(checkBlock(state as ChainState, blockAfter([gone(0), at(1)], 0, erased)), {});
  const partOf1 = named(1, { refs: [ref] });
  expect(() => end(whole1, named(0), named(1))).not.toThrow();
  expect(() => end(part, named(0), partOf1)).not.toThrow();
  expect(() => end(structuredClone(none), named(0))).not.toThrow();
  for (const state of [whole1, part]) expect(refusal(() => end(state, named(0))).seq).toBe(1);
  expect(refusal(() => checkEnd(first, {})).seq).toBe(0);
});

test('a content is not both here and gone', () => {
  const shown = { ...at(1), erased: [ref] };
  expect(refusal(() => checkBlockAlone(shown))).toMatchObject({ check: 'content', ref });
});

test('an erasure is parsed strictly', () => {
  const blocks = [named(1), named(2, { refs: [ref] })];
  const bytes = bytesOf(blocks);
  expect(parseErasure(bytes)).toStrictEqual({ ...said, blocks });
  for (const wrong of [[], [named(2), named(1)], [named(1), named(1)], [named(1, { refs: ['a b'] })]])
    expect(refusal(() => bytesOf(wrong)).check).toBe('erasure');
  for (const change of [{ basis: 'a b' }, { reference: '' }, { format: 'patrec/erasure/v2' }, { more: 'x' }]) {
    const text = JSON.stringify({ ...JSON.parse(new TextDecoder().decode(bytes)), ...change });
    expect(refusal(() => parseErasure(new TextEncoder().encode(text))).check).toBe('erasure');
  }
});
