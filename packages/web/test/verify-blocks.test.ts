// The browser's check of a chain, run here against what a server would answer: it passes what is whole and names what
// is not.
import {
  COSIGNATURE,
  cosigner,
  formatSignature,
  formatVerifierKey,
  fromBase64,
  noteText,
  parseCheckpoint,
  parseHeader,
  signerKey,
  tilePath,
} from '@patrec/ledger';
import { describe, expect, test } from 'vitest';
import { verifyBlocks } from '../src/islands/verify-blocks.ts';
import { checkPage, type ReadFile } from '../src/islands/verify-page.ts';
import type { ProofBlock, VerifyTask } from '../src/islands/verify-protocol.ts';
import { type Evidence, goneOf, makeEvidence } from './evidence.ts';

const count = 20;
const task: VerifyTask = { proof: '/proof', scope: 'chain', total: count };

type Sources = Parameters<typeof verifyBlocks>[1];

function check(evidence: Evidence, asked: VerifyTask = task, readFile: ReadFile = async () => null) {
  return verifyBlocks(asked, sourcesOf(evidence, asked, readFile));
}

function sourcesOf(evidence: Evidence, { scope } = task, readFile: ReadFile = async () => null): Sources {
  return {
    checkPage: async (address) => {
      const page = evidence.pages[Number(address.split('=')[1] ?? 0)];
      if (page === undefined) throw new Error(`no page ${address}`);
      return checkPage(page, scope, readFile);
    },
    readCheckpoint: async () => evidence.checkpoint,
    readTile: (level, index, width) => {
      const tile = evidence.tiles.get(tilePath(level, index, width));
      if (tile === undefined) throw new Error(`no tile ${tilePath(level, index, width)}`);
      return tile;
    },
    clock: () => 0,
    progress: () => undefined,
  };
}

function blockAt(evidence: Evidence, seq: number): ProofBlock {
  const found = evidence.pages.flatMap((page) => page.blocks).find((block) => block.seq === seq);
  if (found === undefined) throw new Error(`no block ${seq}`);
  return found;
}

function flip(bytes: string): string {
  const changed = fromBase64(bytes);
  const middle = changed.length >> 1;
  changed[middle] = (changed[middle] ?? 0) ^ 1;
  return Buffer.from(changed).toString('base64');
}

test('a whole chain over several pages and tiles is verified', async () => {
  const report = await check(await makeEvidence(count));
  expect(report).toMatchObject({ kind: 'verified', count, waiting: 0, size: 41 * count });
});

test('pages are asked for ahead, so many at once, and put in their places in order, whichever comes first', async () => {
  const evidence = await makeEvidence(count, { pages: 10 });
  const sources = sourcesOf(evidence);
  const waiting: (() => void)[] = [];
  const done: number[] = [];
  const report = verifyBlocks(task, {
    ...sources,
    async checkPage(address) {
      const page = await sources.checkPage(address);
      if (address !== task.proof) await new Promise<void>((resolve) => waiting.push(resolve));
      return page;
    },
    progress: (checked) => done.push(checked),
  });
  const atOnce: number[] = [];
  for (let left = 9; left > 0; ) {
    await new Promise((resolve) => setTimeout(resolve));
    atOnce.push(waiting.length);
    left -= waiting.length;
    for (const answer of waiting.splice(0).reverse()) answer();
  }
  expect(await report).toMatchObject({ kind: 'verified', count });
  expect(atOnce).toEqual([6, 3]);
  expect(done).toEqual([2, 4, 6, 8, 10, 12, 14, 16, 18, 20]);
});

test('a next page that cannot be had hides nothing of what was found before it', async () => {
  const evidence = await makeEvidence(count);
  evidence.pages.length = 1;
  await expect(check(evidence)).rejects.toThrow('no page');
  const content = blockAt(evidence, 7).contents[0];
  if (content !== undefined) content.bytes = flip(content.bytes);
  expect(await check(evidence)).toMatchObject({ kind: 'failed', check: 'commitment', seq: 7 });
});

test('blocks newer than the checkpoint wait for the log and are checked all the same', async () => {
  const evidence = await makeEvidence(count, { unsigned: 2 });
  expect(await check(evidence)).toMatchObject({ kind: 'verified', count, waiting: 2 });
  const last = blockAt(evidence, count - 1).contents[0];
  if (last !== undefined) last.bytes = flip(last.bytes);
  expect(await check(evidence)).toMatchObject({ kind: 'failed', check: 'commitment', seq: count - 1 });
});

test('what an erasure names may be gone, and the answer says when, how much and under what law', async () => {
  const evidence = await makeEvidence(count, { erased: [3, 4] });
  expect(await check(evidence)).toMatchObject({
    kind: 'verified',
    erasures: [{ at: '2026-01-01T00:19:00.000Z', basis: 'request', reference: 'Letter of 1-Jan', count: 2 }],
  });
  for (const page of evidence.pages) page.blocks = page.blocks.map((one) => (one.seq === 7 ? goneOf(one) : one));
  expect(await check(evidence)).toMatchObject({ kind: 'failed', check: 'erasure', seq: 7 });
});

test('what is left of a block is its place and hash, whatever else the server says is left', async () => {
  const evidence = await makeEvidence(count);
  const { recordedAt, log, chain } = parseHeader(fromBase64(blockAt(evidence, 19).header ?? ''));
  const left = goneOf(blockAt(evidence, 19));
  const header = { seq: 19, prev: left.gone?.prev, recordedAt, log, chain };
  const more = { ...left, gone: { ...left.gone, header } } as ProofBlock;
  for (const page of evidence.pages) page.blocks = page.blocks.map((one) => (one.seq === 19 ? more : one));
  expect(await check(evidence)).toMatchObject({ kind: 'failed', check: 'erasure', seq: 19 });
});

test('a block that cannot be read hides nothing of what was found before it, and is nothing that was found', async () => {
  const evidence = await makeEvidence(count);
  Object.assign(blockAt(evidence, 8), { contents: null });
  await expect(check(evidence)).rejects.toThrow('null');
  blockAt(evidence, 5).contents.length = 0;
  expect(await check(evidence)).toMatchObject({ kind: 'failed', check: 'content', seq: 5 });
});

test('one record is verified by itself, wherever it stands in its chain', async () => {
  const evidence = await makeEvidence(count);
  const [page] = evidence.pages;
  if (page === undefined) throw new Error('no page');
  const alone = { ...evidence, pages: [{ ...page, blocks: [blockAt(evidence, 12)], more: [] }] };
  const report = await check(alone, { proof: '/proof', scope: 'record', total: 1 });
  expect(report).toMatchObject({ kind: 'verified', count: 1, seqs: [12] });
});

describe('what was changed is named', () => {
  test('a byte of a content', async () => {
    const evidence = await makeEvidence(count);
    const content = blockAt(evidence, 7).contents[0];
    if (content !== undefined) content.bytes = flip(content.bytes);
    const report = await check(evidence);
    expect(report).toMatchObject({
      kind: 'failed',
      check: 'commitment',
      seq: 7,
      record: 7,
      ref: 'Observation/7/_history/1',
    });
  });

  test('a content that is left out', async () => {
    const evidence = await makeEvidence(count);
    blockAt(evidence, 7).contents = [];
    expect(await check(evidence)).toMatchObject({ kind: 'failed', check: 'content', seq: 7, record: 7 });
  });

  test('a statement', async () => {
    const evidence = await makeEvidence(count);
    const block = blockAt(evidence, 3);
    block.statement = flip(block.statement ?? '');
    expect(await check(evidence)).toMatchObject({ kind: 'failed', check: 'statement', seq: 3 });
  });

  test('a block that is taken out of the middle', async () => {
    const evidence = await makeEvidence(count);
    for (const page of evidence.pages) page.blocks = page.blocks.filter(({ seq }) => seq !== 5);
    expect(await check(evidence)).toMatchObject({ kind: 'failed', check: 'sequence', seq: 5 });
  });

  test('a tail that is cut off', async () => {
    const evidence = await makeEvidence(count);
    for (const page of evidence.pages) page.blocks = page.blocks.filter(({ seq }) => seq < 15);
    expect(await check(evidence)).toMatchObject({ kind: 'failed', check: 'sequence', seq: 15 });
  });

  test('a block that is not in the log at its place', async () => {
    const evidence = await makeEvidence(count);
    blockAt(evidence, 9).leafIndex = 3;
    expect(await check(evidence)).toMatchObject({ kind: 'failed', check: 'inclusion', seq: 9 });
  });

  test('a tile that was rewritten', async () => {
    const evidence = await makeEvidence(count);
    const tile = evidence.tiles.get(tilePath(0, 0, 256));
    tile?.set([1, 2, 3], 32);
    expect(await check(evidence)).toMatchObject({ kind: 'failed', check: 'inclusion' });
  });

  test('a checkpoint that somebody else signed', async () => {
    const evidence = await makeEvidence(count);
    const other = await makeEvidence(3);
    expect(
      await check({
        ...evidence,
        checkpoint: other.checkpoint.replace(/\n\n.*/s, evidence.checkpoint.slice(evidence.checkpoint.indexOf('\n\n'))),
      }),
    ).toMatchObject({
      kind: 'failed',
      check: 'signature',
    });
  });
});

test('a file is fetched and checked with its record; with the whole chain it is not, and that is said', async () => {
  const evidence = await makeEvidence(count);
  const block = blockAt(evidence, 12);
  const [page] = evidence.pages;
  const [content, ...others] = block.contents;
  if (page === undefined || content === undefined) throw new Error('no content');
  const { ref, mediaType, salt, bytes } = content;
  block.contents = others;
  block.files = [{ ref, mediaType, salt, id: 'file' }];
  const alone = { ...evidence, pages: [{ ...page, blocks: [block], more: [] }] };
  const one: VerifyTask = { ...task, scope: 'record', total: 1 };
  async function* pieces(text: string) {
    for (const byte of fromBase64(text)) yield Uint8Array.of(byte);
  }
  const whole = await check(alone, one, async () => pieces(bytes));
  expect(whole).toMatchObject({ kind: 'verified', count: 1, unread: 0 });
  const changed = await check(alone, one, async () => pieces(flip(bytes)));
  expect(changed).toMatchObject({ kind: 'failed', check: 'commitment', ref, record: block.record[0] });
  expect(await check(alone, one)).toMatchObject({ kind: 'failed', check: 'content', ref });
  expect(await check(evidence)).toMatchObject({ kind: 'verified', count, unread: 1 });
  block.files = [];
  expect(await check(evidence)).toMatchObject({ kind: 'failed', check: 'content', ref });
});

test('a key of the log counts for its own time alone, as the policy that the server names says', async () => {
  const evidence = await makeEvidence(count);
  const { size } = parseCheckpoint(noteText(evidence.checkpoint));
  const [page] = evidence.pages;
  const [, vkey = ''] = /^log (\S+)$/m.exec(page?.policy ?? '') ?? [];
  const said = async (sizes: string) => {
    const policy = `log ${vkey}\n#patrec-key ${vkey} ${sizes}\nquorum none\n`;
    return check({ ...evidence, pages: evidence.pages.map((one) => ({ ...one, policy })) });
  };
  expect(await said(`until ${size}`)).toMatchObject({ kind: 'verified', count });
  expect(await said(`from ${size}`)).toMatchObject({ kind: 'verified', count });
  for (const sizes of [`until ${size - 1}`, `from ${size + 1}`])
    expect(await said(sizes)).toMatchObject({ kind: 'failed', check: 'signature' });
});

test('who has cosigned the log is told, by the policy that the server names; a false cosignature spoils it', async () => {
  const evidence = await makeEvidence(count);
  expect(await check(evidence)).toMatchObject({ witnessing: { witnesses: [], enough: true } });
  const key = signerKey('north.example/w', new Uint8Array(32).fill(3), COSIGNATURE);
  const asked = `witness north ${formatVerifierKey(key.name, key.publicKey, COSIGNATURE)}\nquorum north\n`;
  for (const page of evidence.pages) page.policy = page.policy.replace('quorum none\n', asked);
  const told = (signed: boolean) => ({ witnessing: { witnesses: [{ name: 'north', signed }], enough: signed } });
  expect(await check(evidence)).toMatchObject({ kind: 'verified', ...told(false) });
  const { name, keyId, sign } = cosigner(key, 1_790_000_000);
  const lineOver = (text: string) => formatSignature({ name, keyId, signature: sign(new TextEncoder().encode(text)) });
  const cosigned = evidence.checkpoint + lineOver(noteText(evidence.checkpoint));
  expect(await check({ ...evidence, checkpoint: cosigned })).toMatchObject({ kind: 'verified', ...told(true) });
  const spoiled = { ...evidence, checkpoint: evidence.checkpoint + lineOver('another\n1\n') };
  expect(await check(spoiled)).toMatchObject({ kind: 'failed', check: 'signature' });
});
