// A mirror of a log by somebody who has read C2SP (tlog-tiles, tlog-checkpoint, signed-note, tlog-cosignature) and RFC 6962 and
// knows nothing else of us: it imports nothing of ours, and asks for nothing but checkpoint, tiles and entry bundles.

import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { consistencyHolds, inclusionHolds, proofOfConsistency, proofOfInclusion } from './rfc6962.ts';

/** What is mirrored: the entries, and the checkpoint that they were checked against. */
export interface Mirrored {
  readonly entries: readonly Buffer[];
  readonly root: Buffer;
  /** When the witness cosigned, in seconds since 1970; undefined where it did not. */
  readonly cosigned: number | undefined;
}

interface Key {
  readonly name: string;
  readonly id: Buffer;
  readonly key: KeyObject;
}

export interface Published {
  /** The address of the log, without a slash at the end. */
  readonly prefix: string;
  /** The log's verifier key, and its witness's. */
  readonly vkey: string;
  readonly witness: string;
}

const WIDTH = 256;
const SPKI = Buffer.from('302a300506032b6570032100', 'hex'); // RFC 8410 around 32 bytes
const sha256 = (...parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
const leafOf = (entry: Buffer) => sha256(Buffer.of(0), entry);

/** Fetches what is new since `known` and checks all of it. Throws what is wrong with it. */
export async function mirror(log: Published, known?: Mirrored): Promise<Mirrored> {
  const note = (await fetched(log, 'checkpoint', 'text/plain; charset=utf-8')).toString();
  const { size, root, cosigned } = openNote(note, parseKey(log.vkey, 1), parseKey(log.witness, 4));
  const had = known?.entries ?? [];
  if (size < had.length) throw new Error('checkpoint: the log has shrunk');
  const entries = had.slice(0, had.length - (had.length % WIDTH));
  for (let at = entries.length; at < size; at += WIDTH) entries.push(...(await readBundle(log, at / WIDTH, size)));
  const leaves = entries.map(leafOf);
  if (!entries.slice(0, had.length).every((entry, i) => entry.equals(had[i] as Buffer)))
    throw new Error('bundle: an entry has changed');
  await readTree(log, leaves, root);
  const tree = tilesOf(log, size);
  if (known && had.length > 0) {
    const proof = await proofOfConsistency(had.length, size, tree);
    if (!consistencyHolds(had.length, known.root, size, root, proof)) throw new Error('consistency: it does not hold');
  }
  for (const index of new Set([0, had.length, Math.floor(size / 2), size - 1].filter((i) => i < size))) {
    const proof = await proofOfInclusion(index, size, tree);
    if (!inclusionHolds(index, size, leaves[index] as Buffer, root, proof)) throw new Error(`inclusion: of ${index}`);
  }
  return { entries, root, cosigned };
}

// Every tile that a tree of these leaves has, level by level, is what the log serves; the last hashes give the root.
async function readTree(log: Published, leaves: readonly Buffer[], root: Buffer): Promise<void> {
  for (let level = 0, hashes = [...leaves]; hashes.length > 0; level += 1) {
    const above: Buffer[] = [];
    for (let at = 0; at < hashes.length; at += WIDTH) {
      const ours = hashes.slice(at, at + WIDTH);
      const path = pathOf(level, at / WIDTH, ours.length);
      if (!(await fetched(log, path)).equals(Buffer.concat(ours))) throw new Error(`${path}: not of these entries`);
      if (ours.length === WIDTH) above.push(treeHash(ours));
    }
    hashes = above;
  }
  if (!treeHash(leaves).equals(root)) throw new Error('checkpoint: another root than that of the entries');
}

// RFC 6962, section 2.1.
function treeHash(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 1) return leaves[0] as Buffer;
  const half = 2 ** Math.ceil(Math.log2(leaves.length) - 1);
  return sha256(Buffer.of(1), treeHash(leaves.slice(0, half)), treeHash(leaves.slice(half)));
}

// Gives the hash of complete subtrees of the tree of that size, from its tiles alone.
function tilesOf(log: Published, size: number) {
  const held = new Map<string, Promise<Buffer>>();
  return async (start: number, length: number): Promise<Buffer> => {
    let level = 0;
    let width = length;
    for (; width >= WIDTH; width /= WIDTH) level += 1;
    const first = start / WIDTH ** level;
    const index = Math.floor(first / WIDTH);
    const path = pathOf(level, index, Math.min(WIDTH, Math.floor(size / WIDTH ** level) - index * WIDTH));
    const tile = held.get(path) ?? fetched(log, path);
    held.set(path, tile);
    const bytes = await tile;
    const at = first % WIDTH;
    return treeHash(Array.from({ length: width }, (_, i) => bytes.subarray((at + i) * 32, (at + i + 1) * 32)));
  };
}

async function readBundle(log: Published, index: number, size: number): Promise<Buffer[]> {
  const width = Math.min(WIDTH, size - index * WIDTH);
  const bytes = await fetched(log, pathOf('entries', index, width));
  const entries: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + 2 + bytes.readUInt16BE(at);
    if (end > bytes.length) throw new Error(`bundle ${index}: cut`);
    entries.push(bytes.subarray(at + 2, end));
    at = end;
  }
  if (entries.length !== width) throw new Error(`bundle ${index}: ${entries.length} entries instead of ${width}`);
  return entries;
}

function pathOf(level: number | 'entries', index: number, width: number): string {
  const groups =
    String(index)
      .padStart(Math.ceil(String(index).length / 3) * 3, '0')
      .match(/.{3}/g) ?? [];
  const path = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/');
  return `tile/${level}/${path}${width === WIDTH ? '' : `.p/${width}`}`;
}

async function fetched({ prefix }: Published, path: string, type = 'application/octet-stream'): Promise<Buffer> {
  const response = await fetch(`${prefix}/${path}`, { redirect: 'error' });
  if (response.status !== 200) throw new Error(`${path}: answered ${response.status}`);
  if (response.headers.get('content-type') !== type) throw new Error(`${path}: of another type`);
  return Buffer.from(await response.arrayBuffer());
}

function parseKey(vkey: string, algorithm: number): Key {
  const [name = '', id = '', encoded = ''] = [...vkey.split('+', 2), vkey.split('+').slice(2).join('+')];
  const bytes = Buffer.from(encoded, 'base64');
  const wanted = sha256(Buffer.from(`${name}\n`), bytes).subarray(0, 4);
  if (bytes[0] !== algorithm || bytes.length !== 33 || wanted.toString('hex') !== id) throw new Error('vkey: not one');
  const der = Buffer.concat([SPKI, bytes.subarray(1)]);
  return { name, id: wanted, key: createPublicKey({ key: der, format: 'der', type: 'spki' }) };
}

function openNote(note: string, log: Key, witness: Key) {
  const end = note.lastIndexOf('\n\n') + 1;
  const body = note.slice(0, end);
  const [origin, size = '', root = ''] = body.split('\n');
  const lines = note
    .slice(end + 1)
    .split('\n')
    .slice(0, -1);
  const by = ({ name, id }: Key) =>
    lines
      .filter((line) => line.startsWith(`\u2014 ${name} `))
      .map((line) => Buffer.from(line.slice(name.length + 3), 'base64'))
      .find((bytes) => bytes.subarray(0, 4).equals(id))
      ?.subarray(4);
  const signature = by(log);
  if (origin !== log.name || !signature || !verify(null, Buffer.from(body), log.key, signature))
    throw new Error('checkpoint: not signed by the log');
  if (!/^(0|[1-9]\d*)$/.test(size)) throw new Error('checkpoint: no size');
  return { size: Number(size), root: Buffer.from(root, 'base64'), cosigned: cosignedAt(body, by(witness), witness) };
}

function cosignedAt(body: string, blob: Buffer | undefined, { key }: Key): number | undefined {
  if (!blob) return undefined;
  const time = Number(blob.readBigUInt64BE());
  const message = Buffer.from(`cosignature/v1\ntime ${time}\n${body}`);
  if (!verify(null, message, key, blob.subarray(8))) throw new Error('checkpoint: a cosignature that does not hold');
  return time;
}
