// A witness as logs meet it: over HTTP, through crashes, and told lies.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  appendLeaves,
  COSIGNATURE,
  consistencyProof,
  cosignatureTime,
  cosignatureVerifier,
  formatCheckpoint,
  formatVerifierKey,
  formatWitnessRequest,
  leafHash,
  logNameAtWitness,
  merkleRoot,
  noteSigner,
  openNote,
  parseVerifierKey,
  sha256,
  signerKey,
  signNote,
  type Tile,
} from '@patrec/ledger';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';

vi.setConfig({ testTimeout: 120_000 }); // each witness is a process of its own

const COMMAND = join(import.meta.dirname, '..', 'src', 'patrec.ts');
const bytes = (text: string) => new TextEncoder().encode(text);
const log = signerKey('log.example/patrec', sha256(bytes('log')));
const impostor = signerKey('log.example/patrec', sha256(bytes('impostor')));
const leaves = Array.from({ length: 40 }, (_, i) => leafHash(bytes(`leaf ${i}`)));
const forked = leaves.map((leaf, i) => (i === 3 ? leafHash(bytes('another')) : leaf));

let folder: string;
let running: ChildProcess | undefined;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patrec-witness-'));
});
afterEach(async () => {
  await kill();
});
afterAll(() => rm(folder, { recursive: true }));

async function kill(): Promise<void> {
  if (!running || running.exitCode !== null || running.signalCode !== null) return;
  running.kill('SIGKILL');
  await once(running, 'exit');
}

interface Started {
  readonly url: string;
  readonly vkey: string;
}

/** Starts the command; gives its address and key, or what it says when it ends at once. */
async function start(data: string, name = 'witness.example/w'): Promise<Started | string> {
  const flags = ['--data', data, '--name', name, '--log', formatVerifierKey(log.name, log.publicKey), '--port', '0'];
  const child = spawn(process.execPath, [COMMAND, 'witness', ...flags]);
  let said = '';
  child.stderr.on('data', (text) => {
    said += text;
  });
  for await (const text of child.stdout) {
    said += text;
    const [, vkey, url] = /^witness NAME (\S+) (\S+)$/m.exec(said) ?? [];
    if (vkey === undefined || url === undefined) continue;
    running = child;
    return { vkey, url };
  }
  if (child.exitCode === null) await once(child, 'exit');
  return said;
}

async function started(data: string): Promise<Started> {
  const witness = await start(data);
  if (typeof witness === 'string') throw new Error(witness);
  return witness;
}

async function bodyOf(oldSize: number, size: number, tree = leaves, key = log): Promise<string> {
  const held: Tile[] = [];
  held.push(...(await appendLeaves(0, () => new Uint8Array(), tree)).tiles);
  const read = (level: number, index: number, width: number) =>
    held.find((tile) => tile.level === level && tile.index === index)?.hashes.slice(0, 32 * width) ?? new Uint8Array();
  const text = formatCheckpoint({ origin: log.name, size, root: merkleRoot(tree.slice(0, size)) });
  const proof = oldSize > size ? [] : await consistencyProof(oldSize, size, read);
  return formatWitnessRequest({ oldSize, proof, note: signNote(text, [noteSigner(key)]) });
}

async function send({ url }: Started, body: string) {
  const response = await fetch(`${url}/add-checkpoint`, { method: 'POST', body });
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}

test('it cosigns what follows, says no to what does not, and tells its newest checkpoint', async () => {
  const witness = await started(join(folder, 'one'));
  const key = cosignatureVerifier(parseVerifierKey(witness.vkey, COSIGNATURE));
  const newest = `${witness.url}/${logNameAtWitness(log.name)}/checkpoint`;
  expect((await fetch(newest)).status).toBe(404);

  const first = await send(witness, await bodyOf(0, 7));
  expect(first).toMatchObject({ status: 200, type: 'text/plain; charset=utf-8' });
  const note = (await bodyOf(0, 7)).split('\n\n').slice(1).join('\n\n') + first.text;
  const [line] = openNote(note, [key]).signatures;
  expect(Math.abs((line ? cosignatureTime(line) : 0) - Date.now() / 1000)).toBeLessThan(600);

  const answers: [string, number, string?][] = [
    [await bodyOf(0, 9), 409, '7\n'],
    [await bodyOf(7, 9, leaves, impostor), 403],
    [await bodyOf(9, 7), 400],
    [await bodyOf(7, 7, forked), 422],
    [await bodyOf(7, 9, forked), 422],
    [(await bodyOf(7, 9)).replaceAll('log.example/patrec', 'log.example/other'), 404],
    ['old 07\n\n', 400],
    ['', 400],
    ['old 7\n\nno checkpoint\n\n— a AAAAAAA=\n', 400],
    ['x'.repeat(70_000), 413],
    [await bodyOf(7, 7), 200],
    [await bodyOf(7, 40), 200],
    [await bodyOf(7, 40), 409, '40\n'],
  ];
  for (const [body, status, text] of answers) {
    const answer = await send(witness, body);
    expect([body.slice(0, 60), answer.status]).toEqual([body.slice(0, 60), status]);
    if (text !== undefined) expect(answer).toMatchObject({ text, type: 'text/x.tlog.size' });
  }
  const told = await (await fetch(newest)).text();
  expect(told).toMatch(/^log\.example\/patrec\n40\n/);
  expect(openNote(told, [key]).signatures).toHaveLength(1);
});

test('of many at once exactly one goes on from a size', async () => {
  const witness = await started(join(folder, 'many'));
  const bodies = await Promise.all(Array.from({ length: 12 }, (_, i) => bodyOf(0, 5 + i)));
  const answers = await Promise.all(bodies.map((body) => send(witness, body)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 409)).toHaveLength(11);
});

test('what it said it keeps, killed at any moment; a fork is refused after it too', async () => {
  const data = join(folder, 'killed');
  for (const [from, to] of [
    [0, 4],
    [4, 5],
    [5, 21],
  ] as const) {
    const witness = await started(data);
    expect((await send(witness, await bodyOf(from, to))).status).toBe(200);
    await kill();
  }
  const again = await started(data);
  expect(await send(again, await bodyOf(5, 30))).toMatchObject({ status: 409, text: '21\n' });
  expect((await send(again, await bodyOf(21, 30, forked))).status).toBe(422);
});

test('it does not start where it would guess, or twice', async () => {
  const data = join(folder, 'guess');
  const witness = await started(data);
  expect(await start(data)).toContain('in use');
  await send(witness, await bodyOf(0, 4));
  await kill();
  expect(await start(data, 'witness.example/other')).toContain('is that of the witness witness.example/w');
  await rename(join(data, 'witness.key'), join(data, 'away'));
  expect(await start(data)).toContain('Put it back');
  await rename(join(data, 'away'), join(data, 'witness.key'));
  const file = join(data, (await readdir(data)).find((name) => name.endsWith('.checkpoint')) ?? '');
  const kept = await readFile(file, 'utf8');
  for (const damaged of ['', kept.replace('\n4\n', '\n3\n'), kept.slice(0, 80)]) {
    await writeFile(file, damaged);
    expect(await start(data)).toContain('Damaged: ');
  }
  await writeFile(file, kept);
  await started(data);
});
