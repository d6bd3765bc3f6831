// The store on a bucket, against a server that speaks S3 and refuses what is not signed as it should be.

import { createHash, randomBytes } from 'node:crypto';
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gather } from '../../test/support/gather.ts';
import { startSignatureGate } from '../../test/support/signature-gate.ts';
import { directoryStore } from './directory-store.ts';
import { type FileStore, MissingObject } from './file-store.ts';
import { s3Store } from './s3-store.ts';

const ACCESS = { region: 'us-east-1', keyId: 'S3RVER', key: 'S3RVER' };

let directory: string;
let server: S3rver;
let gate: Awaited<ReturnType<typeof startSignatureGate>>;
let bucket: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'patrec-files-'));
  server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory: join(directory, 'bucket'),
    configureBuckets: [{ name: 'files', configs: [] }],
  });
  gate = await startSignatureGate((await server.run()).port, ACCESS);
  bucket = `http://127.0.0.1:${gate.port}/files`;
});
afterAll(async () => {
  gate.stop();
  await server.close();
  await rm(directory, { recursive: true });
});

async function spool(bytes: Uint8Array): Promise<{ name: string; path: string }> {
  const name = createHash('sha256').update(bytes).digest('hex');
  const path = join(directory, `incoming-${name}`);
  await writeFile(path, bytes);
  return { name, path };
}

describe.each<[string, () => FileStore]>([
  ['a bucket', () => s3Store({ url: bucket, ...ACCESS })],
  ['a directory', () => directoryStore(join(directory, 'objects'))],
])('%s', (_, open) => {
  it('gives back what was put there, whole and in parts, and takes the file that was handed over', async () => {
    const store = open();
    const bytes = randomBytes(300_000);
    const { name, path } = await spool(bytes);
    await store.put(name, path);
    await expect(access(path)).rejects.toThrow('ENOENT');
    expect(await store.stat(name)).toBe(bytes.length);
    expect((await gather(await store.read(name, 0, bytes.length))).equals(bytes)).toBe(true);
    expect((await gather(await store.read(name, 70_000, 70_001))).equals(bytes.subarray(70_000, 70_001))).toBe(true);
  });

  it('lists what it holds, and no more of what was removed', async () => {
    const store = open();
    const put = await Promise.all([1, 2, 3].map(() => spool(randomBytes(10))));
    for (const { name, path } of put) await store.put(name, path);
    const [first, ...others] = put.map(({ name }) => name);
    await store.remove(first ?? '');
    const names: string[] = [];
    for await (const name of store.list()) names.push(name);
    expect(names).toEqual(expect.arrayContaining(others));
    expect(names).not.toContain(first);
    expect(await store.stat(first ?? '')).toBeUndefined();
    await expect(store.read(first ?? '', 0, 5)).rejects.toThrow(MissingObject);
    await store.remove(first ?? '');
  });
});

it('a bucket refuses a request under another key', async () => {
  const { name, path } = await spool(randomBytes(10));
  const store = s3Store({ url: bucket, ...ACCESS, key: 'another key' });
  await expect(store.put(name, path)).rejects.toThrow(/403/);
  await expect(store.stat(name)).rejects.toThrow(/403/);
});
