import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CHAIN, chainOf, LOG } from '../test/chains.ts';
import { flipBit, laterRefusal, refusal } from '../test/refusal.ts';
import { type BlockEvidence, checkBlockAlone, sealBlock } from './block.ts';
import { hex } from './bytes.ts';
import { checkBlock, linkBlock, openChain, verifyChain } from './chain.ts';
import { blockHash, headerBytes, parseHeader } from './header.ts';
import { parseStatement } from './statement.ts';

const expected = { log: LOG, chain: CHAIN };
const blocks = chainOf(6, 2);

function at(seq: number): BlockEvidence {
  const block = blocks[seq];
  if (block === undefined) throw new Error(`There is no block ${seq}.`);
  return block;
}

/** Gives the chain with block `seq` changed. */
function changed(seq: number, change: Partial<BlockEvidence>): BlockEvidence[] {
  return blocks.toSpliced(seq, 1, { ...at(seq), ...change });
}

test('a whole chain verifies, block by block or at once, from an array or a stream', async () => {
  const state = blocks.reduce(checkBlock, openChain(expected));
  const head = hex(blockHash(at(5).header));
  expect(state).toStrictEqual({ ...expected, size: 6, head, recordedAt: parseHeader(at(5).header).recordedAt });
  expect(await verifyChain(blocks, { ...expected, size: 6, head })).toStrictEqual(state);
  async function* stream() {
    yield* blocks;
  }
  expect(await verifyChain(stream(), expected)).toStrictEqual(state);
  expect(await verifyChain([], expected)).toStrictEqual(openChain(expected));
});

test('a state can be kept as JSON and gone on from', () => {
  const state = blocks.slice(0, 3).reduce(checkBlock, openChain(expected));
  const kept: typeof state = JSON.parse(JSON.stringify(state));
  expect(blocks.slice(3).reduce(checkBlock, kept).size).toBe(6);
});

test('a block checked alone can be put in its place later', () => {
  const state = linkBlock(openChain(expected), checkBlockAlone(at(0)));
  expect(state).toStrictEqual(checkBlock(openChain(expected), at(0)));
  expect(refusal(() => linkBlock(state, checkBlockAlone(at(0))))).toMatchObject({ check: 'sequence', seq: 1 });
});

const spot = { seq: fc.nat(5), bit: fc.nat(20_000) };

test('one turned bit of a header or a statement is refused, at its block', () => {
  fc.assert(
    fc.asyncProperty(fc.record(spot), fc.constantFrom('header', 'statement'), async ({ seq, bit }, part) => {
      const bytes = flipBit(at(seq)[part], bit % (8 * at(seq)[part].length));
      const error = await laterRefusal(verifyChain(changed(seq, { [part]: bytes }), { ...expected, head: lastHead() }));
      // A turned bit in the nonce or the time leaves a header well formed: then the next block's link tells.
      const told = part === 'header' ? [seq, seq + 1] : [seq];
      expect(told).toContain(error.seq);
    }),
    { numRuns: 300 },
  );
});

function lastHead(): string {
  return hex(blockHash(at(5).header));
}

test('one turned bit of a content or a salt is refused, and the content is named', () => {
  const where = fc.record({ ...spot, index: fc.nat(1) });
  fc.assert(
    fc.property(where, fc.constantFrom('bytes', 'salt'), ({ seq, bit, index }, part) => {
      const given = at(seq).contents[index];
      if (given === undefined || !('bytes' in given)) throw new Error('There is no such content.');
      const edited = { ...given, [part]: flipBit(given[part], bit % (8 * given[part].length)) };
      const shown = changed(seq, { contents: at(seq).contents.with(index, edited) });
      const error = refusal(() => shown.reduce(checkBlock, openChain(expected)));
      expect(error).toMatchObject({ check: 'commitment', seq, ref: given.ref });
    }),
    { numRuns: 300 },
  );
});

test('bytes cut off or added at an end are refused', async () => {
  for (const part of ['header', 'statement'] as const) {
    for (const bytes of [at(2)[part].slice(1), at(2)[part].slice(0, -1), Uint8Array.of(...at(2)[part], 0x0a)]) {
      const error = await laterRefusal(verifyChain(changed(2, { [part]: bytes }), expected));
      expect(error).toMatchObject({ check: part, seq: 2 });
    }
  }
});

test.each<[string, BlockEvidence[], object]>([
  ['a block taken out of the middle', blocks.toSpliced(2, 1), { check: 'sequence', seq: 2 }],
  ['a beginning cut off', blocks.slice(1), { check: 'sequence', seq: 0 }],
  ['a tail cut off', blocks.slice(0, 4), { check: 'sequence', seq: 4 }],
  ['a block shown twice', blocks.toSpliced(3, 0, at(2)), { check: 'sequence', seq: 3 }],
  ['two blocks in each other’s place', blocks.with(2, at(3)).with(3, at(2)), { check: 'sequence', seq: 2 }],
  ['a statement moved to another block', changed(3, { statement: at(2).statement }), { check: 'statement', seq: 3 }],
  ['contents moved to another block', changed(3, { contents: at(2).contents }), { check: 'content', seq: 3 }],
])('%s is refused', async (_, shown, wanted) => {
  expect(await laterRefusal(verifyChain(shown, { ...expected, size: 6 }))).toMatchObject(wanted);
});

test('a resealed block is refused by the next one, or by the head when it is the last', async () => {
  const reseal = (seq: number) => {
    const { v: _, log: __, chain: ___, statement, ...place } = parseHeader(at(seq).header);
    expect(statement).toHaveLength(64);
    const said = { ...parseStatement(at(seq).statement), occurredAt: '2020-01-01T00:00:00.000Z' };
    const { hash: ____, ...sealed } = sealBlock({ statement: said, ...place });
    return changed(seq, sealed);
  };
  const end = { ...expected, size: 6, head: lastHead() };
  expect(await laterRefusal(verifyChain(reseal(3), end))).toMatchObject({ check: 'link', seq: 4 });
  expect(await laterRefusal(verifyChain(reseal(5), end))).toMatchObject({ check: 'link' });
  expect((await verifyChain(reseal(5), expected)).size).toBe(6);
});

test('a block older than the one before it is refused; one of the same time is not', async () => {
  const header = { ...parseHeader(at(5).header), recordedAt: '2026-11-21T23:59:59.999Z' };
  const backDated = changed(5, { header: headerBytes(header) });
  expect(await laterRefusal(verifyChain(backDated, expected))).toMatchObject({ check: 'time', seq: 5 });
  expect(parseHeader(at(0).header).recordedAt).toBe(parseHeader(at(1).header).recordedAt);
});

test('a chain of another patient or another log is refused', async () => {
  for (const other of [{ chain: 'ab'.repeat(16) }, { log: 'elsewhere' }]) {
    const error = await laterRefusal(verifyChain(blocks, { ...expected, ...other }));
    expect(error).toMatchObject({ check: 'chain', seq: 0 });
  }
});

test('the words name the block once', () => {
  const error = refusal(() => checkBlock(openChain(expected), { ...at(0), statement: at(1).statement }));
  expect(error.message).toBe('Block 0: the statement is not the one that the header was made for.');
});
