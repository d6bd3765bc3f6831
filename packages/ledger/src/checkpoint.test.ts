import { expect, test } from 'vitest';
import { drawn } from '../test/chains.ts';
import { refusal } from '../test/refusal.ts';
import { base64 } from './bytes.ts';
import { formatCheckpoint, openCheckpoint, parseCheckpoint } from './checkpoint.ts';
import { EMPTY_ROOT } from './merkle.ts';
import { noteSigner, noteVerifier, signNote } from './note.ts';
import { signerKey } from './verifier-key.ts';

const origin = 'log.example/patrec';
const log = signerKey(origin, drawn('log'));
const witness = signerKey('witness.example', drawn('witness'));
const checkpoint = { origin, size: 27_182_818, root: drawn('root') };
const text = formatCheckpoint(checkpoint);

test('a checkpoint is three lines and comes back as it was', () => {
  expect(text).toBe(`log.example/patrec\n27182818\n${base64(drawn('root'))}\n`);
  for (const size of [0, 1, 2 ** 32, 2 ** 40 + 5, Number.MAX_SAFE_INTEGER]) {
    expect(parseCheckpoint(formatCheckpoint({ ...checkpoint, size }))).toStrictEqual({ ...checkpoint, size });
  }
});

test.each([
  ['a leading zero', text.replace('\n2', '\n02')],
  ['a plus', text.replace('\n2', '\n+2')],
  ['a minus', text.replace('\n2', '\n-2')],
  ['a fraction', text.replace('27182818', '27182818.0')],
  ['an exponent', text.replace('27182818', '2e7')],
  ['a hexadecimal size', text.replace('27182818', '0x10')],
  ['no size', text.replace('27182818', '')],
  ['a size beyond 2^53', text.replace('27182818', '9007199254740993')],
  ['a space after the size', text.replace('818\n', '818 \n')],
  ['no origin', text.replace(origin, '')],
  ['a control character in the origin', text.replace('log.', 'log\t')],
  ['an extension line', `${text}extension\n`],
  ['a blank line more', `${text}\n`],
  ['a blank line in front', `\n${text}`],
  ['no newline at the end', text.slice(0, -1)],
  ['carriage returns', text.replaceAll('\n', '\r\n')],
  ['a root without padding', text.replace('=', '')],
  ['a root in the URL alphabet', text.replace(base64(drawn('root')), `${'-'.repeat(43)}=`)],
  ['a root with bits left over', text.replace(/.=\n$/, (end) => `${end.startsWith('B') ? 'C' : 'B'}=\n`)],
  ['a short root', text.replace(base64(drawn('root')), base64(new Uint8Array(31)))],
  ['a long root', text.replace(base64(drawn('root')), base64(new Uint8Array(33)))],
  ['nothing', ''],
])('a checkpoint with %s is refused', (_, changed) => {
  expect(changed).not.toBe(text);
  expect(['checkpoint', 'encoding', 'hash']).toContain(refusal(() => parseCheckpoint(changed)).check);
});

test('what is no checkpoint is not formatted', () => {
  expect(refusal(() => formatCheckpoint({ ...checkpoint, origin: 'two\nlines' })).check).toBe('checkpoint');
  expect(refusal(() => formatCheckpoint({ ...checkpoint, size: 2 ** 53 })).check).toBe('checkpoint');
  expect(refusal(() => formatCheckpoint({ ...checkpoint, size: -1 })).check).toBe('checkpoint');
  expect(refusal(() => formatCheckpoint({ ...checkpoint, root: EMPTY_ROOT.slice(1) })).check).toBe('hash');
});

test('a signed checkpoint opens for its log only', () => {
  const [signer, verifier] = [noteSigner(log), noteVerifier(log)];
  const note = signNote(text, [signer, noteSigner(witness)]);
  expect(openCheckpoint(note, origin, [verifier])).toMatchObject(checkpoint);
  const seen = openCheckpoint(note, origin, [verifier], [noteVerifier(witness)]);
  expect(seen.note.signatures.map(({ name }) => name)).toStrictEqual([origin, 'witness.example']);
  expect(refusal(() => openCheckpoint(note, 'log.example/other', [verifier])).check).toBe('checkpoint');
  const extended = signNote(`${text}extension\n`, [signer]);
  expect(refusal(() => openCheckpoint(extended, origin, [verifier])).check).toBe('checkpoint');
});

test('a witness alone does not make a checkpoint', () => {
  const note = signNote(text, [noteSigner(witness)]);
  const open = () => openCheckpoint(note, origin, [noteVerifier(log)], [noteVerifier(witness)]);
  expect(refusal(open).check).toBe('signature');
});
