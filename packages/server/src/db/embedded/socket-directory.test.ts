import { createHash } from 'node:crypto';
import { chown, mkdir, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chooseUser, type RunAs } from './run-as.ts';
import { prepareSocketDirectory } from './socket-directory.ts';
import { StartError } from './start-error.ts';
import { makeTestDirectory, type TestDirectory } from './test-directory.ts';

let test: TestDirectory;
let runAs: RunAs | undefined;
let short: string;
let long: string;
let outside: string;

beforeEach(async () => {
  test = await makeTestDirectory();
  runAs = await chooseUser(undefined);
  short = test.path;
  long = join(test.path, 'हिन्दी'.repeat(6));
  outside = join(tmpdir(), `patrec-${createHash('sha256').update(long).digest('hex').slice(0, 12)}`);
  await mkdir(long, { recursive: true });
  if (runAs) for (const path of [short, long]) await chown(path, runAs.uid, runAs.gid);
});
afterEach(async () => {
  await rm(outside, { recursive: true, force: true });
  await test.remove();
});

describe('prepareSocketDirectory', () => {
  it('is inside the cluster, for its user alone', async () => {
    const directory = await prepareSocketDirectory(short, runAs);
    expect(directory).toBe(join(short, 'socket'));
    const { mode, uid } = await stat(directory);
    expect([mode & 0o777, uid]).toEqual([0o700, runAs?.uid ?? process.getuid?.()]);
    expect(await prepareSocketDirectory(short, runAs)).toBe(directory);
  });

  it('is outside where the path, counted in bytes, is too long', async () => {
    expect(await prepareSocketDirectory(long, runAs)).toBe(outside);
    expect((await stat(outside)).uid).toBe(runAs?.uid ?? process.getuid?.());
    expect(await prepareSocketDirectory(long, runAs)).toBe(outside);
  });

  it('is refused where somebody else was first, with a link or a file', async () => {
    await symlink(short, outside);
    await expect(prepareSocketDirectory(long, runAs)).rejects.toThrow(StartError);
    await expect(prepareSocketDirectory(long, runAs)).rejects.toThrow(`${outside} belongs to another user.`);
  });
});
