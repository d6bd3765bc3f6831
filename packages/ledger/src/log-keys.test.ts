import { expect, test } from 'vitest';
import { drawn } from '../test/chains.ts';
import { refusal } from '../test/refusal.ts';
import { formatCheckpoint } from './checkpoint.ts';
import { countsFor, formatKeySpan, type LogKeySpan, openLogCheckpoint } from './log-keys.ts';
import { formatSignature, noteSigner, signNote } from './note.ts';
import { openWitnessed, parsePolicy } from './policy.ts';
import { formatVerifierKey, type SignerKey, signerKey } from './verifier-key.ts';

const ORIGIN = 'log.example/patrec';
const [old, next, stranger] = ['old', 'next', 'stranger'].map((name) => signerKey(ORIGIN, drawn(name))) as [
  SignerKey,
  SignerKey,
  SignerKey,
];
const vkey = ({ name, publicKey }: SignerKey) => formatVerifierKey(name, publicKey);
// Announced by entry 100, ended by entry 120.
const changed: LogKeySpan[] = [
  { key: old, until: 120 },
  { key: next, from: 101 },
];
const noteOf = (size: number, ...keys: SignerKey[]) =>
  signNote(formatCheckpoint({ origin: ORIGIN, size, root: drawn('root') }), keys.map(noteSigner));
const open = (note: string, keys = changed) => openLogCheckpoint(note, ORIGIN, keys);

test.each<[number, string, SignerKey[], boolean]>([
  [100, 'the old key, before the announcement', [old], true],
  [100, 'both, before the announcement', [old, next], true],
  [100, 'the new key alone, before the announcement', [next], false],
  [101, 'both, from the announcement on', [old, next], true],
  [101, 'the new and the old, in that order', [next, old], true],
  [101, 'the old key alone, when both are in use', [old], false],
  [101, 'the new key alone, when both are in use', [next], false],
  [120, 'both, to the end', [old, next], true],
  [120, 'the old key alone, to the end', [old], false],
  [121, 'the new key', [next], true],
  [121, 'the old key, after its end', [old], false],
  [121, 'both, after the end of one', [old, next], true],
  [110, 'a key that nobody announced', [stranger], false],
  [121, 'a key that nobody announced', [stranger], false],
  [121, 'the new key, and one that nobody announced', [stranger, next], true],
])('a checkpoint of size %i, signed by %s: %s', (size, _, keys, holds) => {
  const note = noteOf(size, ...keys);
  if (holds) expect(open(note)).toMatchObject({ origin: ORIGIN, size });
  else expect(refusal(() => open(note)).check).toBe('signature');
});

test('of keys without sizes any one is enough; another log’s key never is', () => {
  const known = [{ key: old }, { key: next }];
  for (const keys of [[old], [next], [old, next]]) expect(open(noteOf(7, ...keys), known).size).toBe(7);
  const other = signerKey('log.example/other', drawn('old'));
  expect(refusal(() => open(noteOf(7, old), [{ key: other }])).check).toBe('signature');
});

test('a false signature by a known key spoils the note, also beside one that holds', () => {
  const forged = formatSignature({ name: ORIGIN, keyId: old.keyId, signature: new Uint8Array(64) });
  expect(refusal(() => open(noteOf(130, next) + forged)).check).toBe('signature');
});

const lines = [
  ...changed.map(({ key }) => `log ${formatVerifierKey(key.name, key.publicKey)}`),
  ...changed.map((span) => formatKeySpan(span)),
];

test('a policy says it in lines that are comments to others', () => {
  const policy = parsePolicy(`${lines.join('\n')}\nquorum none\n`);
  expect(policy.logs).toMatchObject([{ until: 120 }, { from: 101 }]);
  expect(openWitnessed(noteOf(101, old, next), policy).size).toBe(101);
  expect(refusal(() => openWitnessed(noteOf(121, old), policy)).check).toBe('signature');
  expect(formatKeySpan({ key: old })).toBeUndefined();
  const both = `#patrec-key ${vkey(next)} from 101 until 120`;
  expect(formatKeySpan({ key: next, from: 101, until: 120 })).toBe(both);
  expect(parsePolicy(`log ${vkey(next)}\n${both}\nquorum none\n`).logs).toMatchObject([{ from: 101, until: 120 }]);
});

test.each([
  ['', ''],
  ['no size', 'from'],
  ['half a size', 'from 1.5'],
  ['a size with a zero before it', 'until 012'],
  ['another order', 'until 9 from 3'],
  ['words run together', 'from 3until 9'],
  ['a word too many', 'from 3 until 9 more'],
  ['an end before the beginning', 'from 9 until 3'],
  ['a size beyond 2^53', 'until 9007199254740993'],
])('sizes with %s are refused', (_, words) => {
  const text = `log ${vkey(old)}\n#patrec-key ${vkey(old)} ${words}\nquorum none\n`;
  expect(refusal(() => parsePolicy(text)).check).toBe('policy');
});

test.each([
  ['of a key that no line names', `#patrec-key ${vkey(next)} from 1`],
  ['of one key twice', `#patrec-key ${vkey(old)} from 1\n#patrec-key ${vkey(old)} until 9`],
  ['of nothing', '#patrec-key'],
])('sizes %s are refused', (_, line) => {
  expect(refusal(() => parsePolicy(`log ${vkey(old)}\n${line}\nquorum none\n`)).check).toBe('policy');
});

test('a key counts from its first size to its last', () => {
  const counted = [100, 101, 120, 121].map((size) => countsFor({ key: old, from: 101, until: 120 }, size));
  expect(counted).toEqual([false, true, true, false]);
});
