import { expect, test } from 'vitest';
import { CHAIN, chainOf, content, drawn, LOG } from '../test/chains.ts';
import { flipBit, refusal } from '../test/refusal.ts';
import { leavesTo, storeOf } from '../test/trees.ts';
import { hex } from './bytes.ts';
import { formatCheckpoint } from './checkpoint.ts';
import { cosigner } from './cosignature.ts';
import { blockHash } from './header.ts';
import { inclusionProof } from './inclusion.ts';
import { leafHash, logEntry, merkleRoot } from './merkle.ts';
import { noteSigner, signNote } from './note.ts';
import { parsePolicy } from './policy.ts';
import { checkReceipt, formatReceipt, parseReceipt, type Receipt } from './receipt.ts';
import { formatTlogProof, parseTlogProof } from './tlog-proof.ts';
import { COSIGNATURE, formatVerifierKey, signerKey } from './verifier-key.ts';

const log = signerKey(LOG, drawn('log'));
const witness = signerKey('witness.example', drawn('witness'), COSIGNATURE);
const policyText = `log ${formatVerifierKey(LOG, log.publicKey)}
witness w ${formatVerifierKey(witness.name, witness.publicKey, COSIGNATURE)}
quorum w
`;
const policy = parsePolicy(policyText);

const blocks = chainOf(4, 2);
const headers = blocks.map(({ header }) => header);
const others = leavesTo(9);
const leafOf = (header: Uint8Array) => leafHash(logEntry(blockHash(header)));
const leaves = [...others.slice(0, 5), ...headers.map(leafOf), ...others.slice(5)];
const { read } = await storeOf(leaves);
const noteOf = (size: number, key = log) =>
  signNote(formatCheckpoint({ origin: LOG, size, root: merkleRoot(leaves.slice(0, size)) }), [
    noteSigner(key),
    cosigner(witness, 1_700_000_000),
  ]);

async function receiptOf(seq: number, size = leaves.length): Promise<Receipt> {
  const block = blocks[seq];
  if (!block) throw new Error('No such block.');
  const index = 5 + seq;
  const hashes = await inclusionProof(index, size, read);
  const proof = formatTlogProof({ index, hashes, checkpoint: noteOf(size) });
  const contents = [content(seq, 0), content(seq, 1)];
  return { header: block.header, statement: block.statement, contents, proof, policy: policyText };
}
const receipt = await receiptOf(2);

test('a receipt comes back from its file as it was, and holds', async () => {
  for (const one of [receipt, { ...receipt, before: headers.slice(0, 2) }, { ...receipt, contents: [] }]) {
    const file = formatReceipt(one);
    expect(parseReceipt(file)).toStrictEqual(one);
    expect(formatReceipt(parseReceipt(file))).toStrictEqual(file);
  }
  expect(checkReceipt(receipt, policy)).toMatchObject({
    block: { header: { chain: CHAIN, seq: 2 }, hash: blockHash(receipt.header) },
    checkpoint: { origin: LOG, size: 13, witnessed: true, cosigned: [{ name: 'w', time: 1_700_000_000 }] },
    index: 7,
    missing: [],
    before: null,
  });
  for (let seq = 0; seq < blocks.length; seq++) {
    for (const size of [6 + seq, 10, 13]) {
      if (size <= 5 + seq) continue;
      const linked = { ...(await receiptOf(seq, size)), before: headers.slice(0, seq) };
      expect(checkReceipt(linked, policy)).toMatchObject({ before: { headers: seq, erased: 0 }, checkpoint: { size } });
    }
  }
});

test('each step that holds is told, and none after the first that does not', () => {
  const passed = (one: Receipt): string[] => {
    const steps: string[] = [];
    try {
      checkReceipt(one, policy, (step) => steps.push(step));
    } catch {
      steps.push('refused');
    }
    return steps;
  };
  expect(passed({ ...receipt, before: headers.slice(0, 2) })).toEqual(['block', 'chain', 'checkpoint', 'log']);
  expect(passed({ ...receipt, before: headers.slice(0, 1) })).toEqual(['block', 'refused']);
  expect(passed({ ...receipt, proof: receipt.proof.replace('index 7', 'index 6') })).toEqual([
    'block',
    'checkpoint',
    'refused',
  ]);
});

test('a content that is not brought is told; one of another block is refused', () => {
  const { missing } = checkReceipt({ ...receipt, contents: [content(2, 1)] }, policy);
  expect(missing.map(({ ref }) => ref)).toStrictEqual([content(2, 0).ref]);
  const foreign = { ...receipt, contents: [content(1, 0)] };
  expect(refusal(() => checkReceipt(foreign, policy))).toMatchObject({ check: 'content', seq: 2 });
});

test('whose policy it brings does not matter: the one who checks says whom they trust', () => {
  const stranger = signerKey(LOG, drawn('stranger'));
  const forged = {
    ...receipt,
    policy: `log ${formatVerifierKey(LOG, stranger.publicKey)}\nquorum none\n`,
    proof: receipt.proof.replace(/\nlog\.example[\s\S]*$/, `\n${noteOf(13, stranger)}`),
  };
  expect(checkReceipt(forged, parsePolicy(forged.policy)).checkpoint.witnessed).toBe(true);
  expect(refusal(() => checkReceipt(forged, policy)).check).toBe('signature');
});

test('without its witness it holds, and says that it is not witnessed', () => {
  const note = signNote(formatCheckpoint({ origin: LOG, size: 13, root: merkleRoot(leaves) }), [noteSigner(log)]);
  const proof = receipt.proof.replace(/\nlog\.example[\s\S]*$/, `\n${note}`);
  expect(checkReceipt({ ...receipt, proof }, policy).checkpoint).toMatchObject({ witnessed: false, cosigned: [] });
});

test('headers before it must be all, in order, and its own', () => {
  const [zero, one, two] = headers as [Uint8Array, Uint8Array, Uint8Array];
  const changed = new TextEncoder().encode(new TextDecoder().decode(one).replace(/"nonce":"../, '"nonce":"ff'));
  for (const before of [[zero], [one], [one, zero], [zero, zero], [zero, changed], [zero, one, two], []]) {
    const { check } = refusal(() => checkReceipt({ ...receipt, before }, policy));
    expect(['sequence', 'link', 'chain', 'time']).toContain(check);
  }
});

test('of a block before it that was erased its hash and the one before are enough, and fixed', () => {
  const [zero, one] = headers as [Uint8Array, Uint8Array];
  const gone = { seq: 1, prev: hex(blockHash(zero)), hash: hex(blockHash(one)) };
  const kept = parseReceipt(formatReceipt({ ...receipt, before: [zero, gone] }));
  expect(kept.before).toEqual([zero, gone]);
  expect(checkReceipt(kept, policy).before).toEqual({ headers: 1, erased: 1 });
  for (const changed of [{ hash: gone.prev }, { prev: gone.hash }, { hash: gone.hash.toUpperCase() }]) {
    const { check } = refusal(() => checkReceipt({ ...receipt, before: [zero, { ...gone, ...changed }] }, policy));
    expect(['link', 'hash']).toContain(check);
  }
  const text = new TextDecoder().decode(formatReceipt({ ...receipt, before: [zero, gone] }));
  const more = new TextEncoder().encode(text.replace('{"hash":', '{"Hash":"","hash":'));
  expect(refusal(() => parseReceipt(more)).check).toBe('receipt');
});

test('every turned bit of every part is refused', () => {
  const parts = {
    header: receipt.header,
    statement: receipt.statement,
    bytes: content(2, 0).bytes,
    salt: content(2, 0).salt,
  };
  for (const [name, bytes] of Object.entries(parts)) {
    for (let bit = 0; bit < 8 * bytes.length; bit += name === 'bytes' ? 101 : 13) {
      const turned = flipBit(bytes, bit);
      const changed =
        name === 'bytes' || name === 'salt'
          ? { ...receipt, contents: [{ ...content(2, 0), [name]: turned }, content(2, 1)] }
          : { ...receipt, [name]: turned };
      refusal(() => checkReceipt(changed, policy));
    }
  }
  const { index, hashes, checkpoint } = parseTlogProof(receipt.proof);
  for (const [at, hash] of hashes.entries()) {
    const proof = formatTlogProof({ index, hashes: hashes.with(at, flipBit(hash, 31)), checkpoint });
    expect(refusal(() => checkReceipt({ ...receipt, proof }, policy)).check).toBe('inclusion');
  }
  for (const other of [0, 6, 8, 12, 13]) {
    const proof = formatTlogProof({ index: other, hashes, checkpoint });
    expect(refusal(() => checkReceipt({ ...receipt, proof }, policy)).check).toBe('inclusion');
  }
});

test('a checkpoint of another log proves nothing, were it trusted', async () => {
  const elsewhere = signerKey('log.example/elsewhere', drawn('elsewhere'));
  const text = formatCheckpoint({ origin: elsewhere.name, size: 13, root: merkleRoot(leaves) });
  const proof = receipt.proof.replace(/\nlog\.example[\s\S]*$/, `\n${signNote(text, [noteSigner(elsewhere)])}`);
  const trusting = parsePolicy(`log ${formatVerifierKey(elsewhere.name, elsewhere.publicKey)}\nquorum none\n`);
  expect(refusal(() => checkReceipt({ ...receipt, proof }, trusting)).check).toBe('chain');
});

const file = new TextDecoder().decode(formatReceipt(receipt));
test.each([
  ['another format', file.replace('receipt/v1', 'receipt/v2')],
  ['a member more', file.replace('{"contents"', '{"after":[],"contents"')],
  ['a member less', file.replace(/"policy":"[^"]*",/, '')],
  ['white space', file.replace(':', ': ')],
  ['another order', file.replace(/("ref":"[^"]*"),("salt":"[^"]*")/, '$2,$1')],
  ['a number for a text', file.replace(/"header":"(?:[^"\\]|\\.)*"/, '"header":7')],
  ['a content of another kind', file.replace(/"contents":\[.*?\]/, '"contents":["x"]')],
  ['base64 without padding', file.replace('="}', '"}')],
  ['a cut end', file.slice(0, -1)],
  ['nothing', ''],
])('a file with %s is refused', (_, changed) => {
  expect(changed).not.toBe(file);
  expect(['receipt', 'encoding']).toContain(refusal(() => parseReceipt(new TextEncoder().encode(changed))).check);
});
