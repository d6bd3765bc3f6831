import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jpegFile, pngFile } from '../../test/support/sample-files.ts';
import { receiveFile } from './receive-file.ts';

const FIXTURE = join(import.meta.dirname, 'receive-file.fixture.ts');
const MEGABYTE = 1024 * 1024;
const ledger = { random: (length: number) => randomBytes(length) };

let incoming: string;

beforeAll(async () => {
  incoming = await mkdtemp(join(tmpdir(), 'patrec-incoming-'));
});
afterAll(() => rm(incoming, { recursive: true }));

/** A JPEG, then so many bytes as phones append to one. */
async function* picture(bytes: number) {
  yield jpegFile();
  for (let sent = 0; sent < bytes; sent += MEGABYTE) yield randomBytes(Math.min(MEGABYTE, bytes - sent));
}

/** Receives in a process of its own that may write files of so many blocks of 512 bytes. */
async function receiveWith(blocks: string, bytes: number): Promise<string[]> {
  const command = `ulimit -f ${blocks}; exec "$0" "$1" "$2"`;
  const child = spawn('sh', ['-c', command, process.execPath, FIXTURE, incoming], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const said = text(child.stdout);
  await pipeline(Readable.from(picture(bytes)), child.stdin).catch(() => undefined); // it may hang up before the end
  return (await said).split(' ');
}

describe('receiveFile', () => {
  it('leaves nothing where there is no room, and says so', async () => {
    expect((await receiveWith('2000', 5 * MEGABYTE))[0]).toBe('file-no-room');
    expect(await readdir(incoming)).toEqual([]);
  });

  it('holds no file in memory, however large it is', async () => {
    const peakOf = async (bytes: number) => Number((await receiveWith('unlimited', bytes)).at(-1));
    const [one, five] = [await peakOf(50 * MEGABYTE), await peakOf(250 * MEGABYTE)];
    expect(five - one).toBeLessThan(50);
  });

  it('leaves nothing of a file that breaks off', async () => {
    await rm(incoming, { recursive: true });
    incoming = await mkdtemp(join(tmpdir(), 'patrec-incoming-'));
    async function* broken() {
      yield pngFile();
      throw new Error('The sender hung up.');
    }
    await expect(receiveFile({ incoming, limit: MEGABYTE }, ledger, broken())).rejects.toThrow('hung up');
    expect(await readdir(incoming)).toEqual([]);
  });

  it('takes a file that comes byte by byte', async () => {
    const bytes = pngFile();
    const one = Readable.from(Array.from(bytes, (byte) => Buffer.of(byte)));
    const { type, length } = await receiveFile({ incoming, limit: MEGABYTE }, ledger, one);
    expect({ type, length }).toEqual({ type: 'image/png', length: bytes.length });
  });
});
