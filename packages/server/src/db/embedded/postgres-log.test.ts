import { appendFile, mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { largestLog, openLog } from './postgres-log.ts';
import { makeTestDirectory, type TestDirectory } from './test-directory.ts';

let test: TestDirectory;
let path: string;
beforeEach(async () => {
  test = await makeTestDirectory();
  await mkdir(test.path);
  path = join(test.path, 'postgres.log');
});
afterEach(() => test.remove());

describe('openLog', () => {
  it('gives what was written after the mark', async () => {
    await writeFile(path, 'earlier\n');
    const log = await openLog(test.path);
    const { tail } = await log.mark();
    await appendFile(path, 'x'.repeat(10_000));
    await appendFile(path, 'FATAL: no\n');
    expect(await tail()).toHaveLength(8192);
    expect(await tail()).toMatch(/x\nFATAL: no\n$|xFATAL: no\n$/);
    await log.close();
  });

  it('moves a log that is too large away and goes on in an empty one', async () => {
    await writeFile(path, '');
    const log = await openLog(test.path);
    await writeFile(path, Buffer.alloc(largestLog + 1, 'x'));
    await log.bound();
    expect((await stat(`${path}.1`)).size).toBe(largestLog + 1);
    expect((await stat(path)).size).toBe(0);
    await log.close();
  });

  it('keeps a log that is not', async () => {
    await writeFile(path, 'kept\n');
    const log = await openLog(test.path);
    expect((await stat(path)).size).toBe(5);
    await log.close();
  });

  it('lets nobody else read it', async () => {
    await (await openLog(test.path)).close();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });
});
