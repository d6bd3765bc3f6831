import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawn } from '../test/chains.ts';
import { flipBit, refusal } from '../test/refusal.ts';
import { leavesTo, storeOf } from '../test/trees.ts';
import { type Checkpoint, formatCheckpoint } from './checkpoint.ts';
import { consistencyProof } from './consistency.ts';
import type { LogKeySpan } from './log-keys.ts';
import { merkleRoot } from './merkle.ts';
import { noteSigner, signNote } from './note.ts';
import { type SignerKey, signerKey } from './verifier-key.ts';
import {
  considerCheckpoint,
  formatWitnessRequest,
  parseWitnessRequest,
  UNSEEN,
  type WitnessRequest,
  type WitnessState,
} from './witness.ts';

const log = signerKey('log.example/patrec', drawn('log'));
const impostor = signerKey('log.example/patrec', drawn('impostor'));
const leaves = leavesTo(70);
const { read } = await storeOf(leaves);
const stateAt = (size: number): WitnessState => ({ size, root: merkleRoot(leaves.slice(0, size)) });
const noteOf = (checkpoint: Omit<Checkpoint, 'origin'>, key = log) =>
  signNote(formatCheckpoint({ origin: log.name, ...checkpoint }), [noteSigner(key)]);
const requestTo = async (oldSize: number, size: number): Promise<WitnessRequest> => ({
  oldSize,
  proof: await consistencyProof(oldSize, size, read),
  note: noteOf(stateAt(size)),
});
const consider = (request: WitnessRequest, state: WitnessState) =>
  considerCheckpoint(request, [{ key: log }], () => state);

test('a witness follows a log from nothing to any size, step by step', async () => {
  let state = UNSEEN;
  for (const size of [0, 1, 1, 2, 13, 13, 64, 70]) {
    const verdict = consider(await requestTo(state.size, size), state);
    expect(verdict).toMatchObject({ kind: 'cosign', checkpoint: { origin: log.name, size } });
    if (verdict.kind === 'cosign') state = verdict.checkpoint;
  }
});

test('who is not known, has not signed or counts backwards is told so', async () => {
  const request = await requestTo(3, 7);
  const nobody = considerCheckpoint(request, [], () => stateAt(3));
  expect(nobody.kind).toBe('unknown-log');
  expect(consider({ ...request, note: noteOf(stateAt(7), impostor) }, stateAt(3)).kind).toBe('not-signed');
  expect(consider({ ...request, oldSize: 8 }, stateAt(8)).kind).toBe('larger-old-size');
});

test('a log that changes its key is followed by either, each for its own time', async () => {
  const [old, next] = [{ key: log }, { key: impostor }];
  const by = async (keys: readonly LogKeySpan[], size: number, signedBy: SignerKey) =>
    considerCheckpoint({ ...(await requestTo(3, size)), note: noteOf(stateAt(size), signedBy) }, keys, () => stateAt(3))
      .kind;
  expect([await by([old, next], 7, log), await by([old, next], 7, impostor)]).toEqual(['cosign', 'cosign']);
  const changed = [
    { ...old, until: 13 },
    { ...next, from: 8 },
  ];
  expect([await by(changed, 7, log), await by(changed, 7, impostor)]).toEqual(['cosign', 'not-signed']);
  expect([await by(changed, 13, log), await by(changed, 13, impostor)]).toEqual(['not-signed', 'not-signed']);
  expect([await by(changed, 14, log), await by(changed, 14, impostor)]).toEqual(['not-signed', 'cosign']);
});

test('a request from another size is told the size that is known, whatever its proof', async () => {
  expect(consider(await requestTo(3, 7), stateAt(5))).toStrictEqual({ kind: 'stale', size: 5 });
  expect(consider({ ...(await requestTo(3, 7)), proof: [] }, UNSEEN)).toStrictEqual({ kind: 'stale', size: 0 });
});

test('a fork is inconsistent: another root of the same size, another past, a proof that is changed', async () => {
  const forked = { size: 7, root: drawn('fork') };
  const request = await requestTo(3, 7);
  expect(consider({ oldSize: 7, proof: [], note: noteOf(forked) }, stateAt(7)).kind).toBe('inconsistent');
  expect(consider({ ...request, note: noteOf(forked) }, stateAt(3)).kind).toBe('inconsistent');
  expect(consider(request, { size: 3, root: drawn('another past') }).kind).toBe('inconsistent');
  expect(consider({ ...request, proof: [] }, stateAt(3)).kind).toBe('inconsistent');
  for (const [at, hash] of request.proof.entries()) {
    const proof = request.proof.with(at, flipBit(hash, 77));
    expect(consider({ ...request, proof }, stateAt(3)).kind).toBe('inconsistent');
  }
  expect(consider({ ...(await requestTo(0, 7)), proof: request.proof }, UNSEEN).kind).toBe('inconsistent');
});

test('a body is the old size, the proof, a blank line and the checkpoint', async () => {
  const request = await requestTo(6, 7);
  const body = formatWitnessRequest(request);
  expect(body.split('\n').slice(0, 5)).toMatchObject(['old 6', /.{44}/, /.{44}/, /.{44}/, '']);
  expect(parseWitnessRequest(body)).toStrictEqual(request);
  const hash = fc.uint8Array({ minLength: 32, maxLength: 32 });
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.array(hash, { maxLength: 63 }), (oldSize, proof) => {
      const any = { ...request, oldSize, proof };
      expect(parseWitnessRequest(formatWitnessRequest(any))).toStrictEqual(any);
    }),
  );
});

const body = formatWitnessRequest(await requestTo(6, 7));
test.each([
  ['a leading zero', body.replace('old 6', 'old 06')],
  ['no old size', body.replace('old 6\n', '')],
  ['an empty old size', body.replace('old 6', 'old ')],
  ['a negative old size', body.replace('old 6', 'old -6')],
  ['another word', body.replace('old 6', 'new 6')],
  ['no blank line', body.split('\n\n')[0] ?? ''],
  ['64 hashes', body.replace('old 6\n', `old 6\n${`${'A'.repeat(43)}=\n`.repeat(61)}`)],
  ['a short hash', body.replace(/\n.{44}\n/, '\nAAAA\n')],
  ['carriage returns', body.replaceAll('\n', '\r\n')],
  ['nothing', ''],
])('a body with %s is refused', (_, changed) => {
  expect(changed).not.toBe(body);
  expect(['witness-request', 'encoding', 'hash']).toContain(refusal(() => parseWitnessRequest(changed)).check);
});

test('what is no checkpoint is refused as malformed, not as unsigned', () => {
  for (const note of ['', '\n\n', noteOf(stateAt(7)).replace('\n7\n', '\n07\n')]) {
    expect(['checkpoint', 'note']).toContain(refusal(() => consider({ oldSize: 0, proof: [], note }, UNSEEN)).check);
  }
});
