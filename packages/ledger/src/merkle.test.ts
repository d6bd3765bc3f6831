import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { drawn } from '../test/chains.ts';
import { refusal } from '../test/refusal.ts';
import { storeOf } from '../test/trees.ts';
import { base64, fromHex, hex } from './bytes.ts';
import { EMPTY_ROOT, leafHash, logEntry, merkleRoot, nodeHash } from './merkle.ts';
import { rootFromTiles } from './tiles.ts';

// The tree heads that RFC 6962 implementations share: raw entries, and the first 4 bytes of the root of the first n.
const ENTRIES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const ROOTS = 'e3b0c442 6e340b9c fac54203 aeb6bcfe d37ee418 4e3bbb1f 76e67dad ddb89be4 5dc9da79'.split(' ');

// Entry i is SHA-256 of "e" and the decimal i.
const GENERATED: readonly [number, string][] = [
  [1, 'HJQft2S2dgTaOqPgiLPlgEwvn2R8zn5zt73Z5AW1kno='],
  [2, 'eJiUzRw8BmD1GyjgCbTdecZlyAYKOzS/vpWrj7xRtlg='],
  [3, '/uh40sb00pgBxoBgKjiFLwmjepG296cYPmkZG9usg10='],
  [255, 'Si8T9wZ1KMvqTlud/DO4rSml7xDZtOOam8Fy1e1dp1E='],
  [256, 'TJalDJjKQHLNuAKqd0Vg8PonEgys7kiOAFKyb7Vd6EI='],
  [257, 'sqqzPbTJp7ygYoCb3ln3p8HOXg7zk0wtAAj5KMmpl3w='],
  [1000, 'GJlBfU5AOpAern2moGb1XBEpU7c5Rql7ez3tZohSiG0='],
  [65536, 'wsCNkZhlhVBMT9Pr7nBQ+1nurfcLUpPDxEVxcMb2exM='],
  [65537, 'rghw+PoggUUczZvREepoGLrm1zmYh5ApVtQ0KQGPfww='],
  [70000, 'sIdM9zB24fjjD91/Q/Fj3j9Nryh+dlJmMv2VLJWbioI='],
];

const generated = Array.from({ length: 70_000 }, (_, i) => leafHash(drawn(`e${i}`)));

test('the standard leaves have the standard roots, naively and from tiles', async () => {
  const leaves = ENTRIES.map((entry) => leafHash(fromHex(entry)));
  for (const [n, root] of ROOTS.entries()) {
    const { read } = await storeOf(leaves.slice(0, n));
    expect(hex(merkleRoot(leaves.slice(0, n))).slice(0, 8)).toBe(root);
    expect(hex(await rootFromTiles(n, read)).slice(0, 8)).toBe(root);
  }
});

test('the generated entries have the known roots, naively and from tiles made in batches of 1,024', async () => {
  const { read } = await storeOf(generated, new Array(68).fill(1024));
  for (const [n, root] of GENERATED) {
    expect(base64(merkleRoot(generated.slice(0, n)))).toBe(root);
    expect(base64(await rootFromTiles(n, read))).toBe(root);
  }
});

test('hashes are those of RFC 6962 section 2.1, an entry is a version and the hash of a block', () => {
  const [left, right] = [drawn('left'), drawn('right')];
  const wanted = createHash('sha256').update(Uint8Array.of(1, ...left, ...right));
  expect(hex(nodeHash(left, right))).toBe(wanted.digest('hex'));
  expect(hex(leafHash(logEntry(left)))).toBe(
    createHash('sha256')
      .update(Uint8Array.of(0, 1, ...left))
      .digest('hex'),
  );
  expect(logEntry(left)).toHaveLength(33);
  expect(hex(EMPTY_ROOT)).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});

test('a hash of another length is refused', () => {
  const [short, long] = [new Uint8Array(31), new Uint8Array(33)];
  for (const wrong of [short, long]) {
    expect(refusal(() => logEntry(wrong)).check).toBe('hash');
    expect(refusal(() => nodeHash(wrong, EMPTY_ROOT)).check).toBe('hash');
    expect(refusal(() => nodeHash(EMPTY_ROOT, wrong)).check).toBe('hash');
    expect(refusal(() => merkleRoot([wrong])).check).toBe('hash');
  }
  expect(refusal(() => nodeHash(short, long)).check).toBe('hash');
});
