import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { jpegFile } from '../../test/support/sample-files.ts';

const FIXTURE = join(import.meta.dirname, 'receive-document.fixture.ts');
const MEGABYTE = 1024 * 1024;

let incoming: string;
beforeAll(async () => {
  incoming = await mkdtemp(join(tmpdir(), 'patrec-incoming-'));
});
afterAll(() => rm(incoming, { recursive: true }));

/** A document with one picture that so many bytes follow, as phones append them. */
async function* documentOf(bytes: number) {
  const piece = Buffer.from(Buffer.alloc(0.75 * MEGABYTE, 7).toString('base64'));
  const head = Buffer.concat([jpegFile(), Buffer.alloc(300)]);
  yield Buffer.from('{"entry":[{"resource":{"resourceType":"Binary","data":"');
  yield Buffer.from(head.subarray(0, 300).toString('base64'));
  for (let sent = 0; sent < bytes; sent += 0.75 * MEGABYTE) yield piece;
  yield Buffer.from('"}}]}');
}

test('a document is received and sent without any file in memory, and none is left', async () => {
  const peakOf = async (bytes: number) => {
    const child = spawn(process.execPath, [FIXTURE, incoming], { stdio: ['pipe', 'pipe', 'inherit'] });
    const said = text(child.stdout);
    await pipeline(Readable.from(documentOf(bytes)), child.stdin);
    const [length = 0, peak = 0] = (await said).split(' ').map(Number);
    expect(length).toBeGreaterThan(bytes);
    return peak;
  };
  const [small, large] = [await peakOf(15 * MEGABYTE), await peakOf(90 * MEGABYTE)];
  expect(large - small).toBeLessThan(40);
  expect(await readdir(incoming)).toEqual([]);
});
