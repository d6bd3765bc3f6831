import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lockHolder, takeLock } from './lock.ts';
import { processStart } from './process-identity.ts';
import { makeTestDirectory, type TestDirectory } from './test-directory.ts';

let test: TestDirectory;
let directory: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  test = await makeTestDirectory();
  directory = test.path;
  await mkdir(directory);
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await test.remove();
});

async function attempt(startAt = 0): Promise<{ child: ChildProcess; said: string }> {
  const fixture = fileURLToPath(new URL('./lock-attempt.fixture.ts', import.meta.url));
  const child = spawn(process.execPath, [fixture, directory, String(startAt)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [said] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { child, said };
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

describe('takeLock', () => {
  it('gives the directory to one, and to the next when it is released', async () => {
    const lock = await takeLock(directory);
    expect(await lockHolder(directory)).toBe(process.pid);
    await expect(takeLock(directory)).rejects.toThrow(
      `The data directory ${directory} is in use by Patrec (process ${process.pid}). Stop it or set PATREC_DATA to another directory.`,
    );
    await lock.release();
    expect(await lockHolder(directory)).toBeUndefined();
    await (await takeLock(directory)).release();
    expect(await readdir(directory)).toEqual([]);
  });

  it('refuses a second process, and takes over when the first was killed', async () => {
    const { child, said } = await attempt();
    expect(said).toBe('taken');
    await expect(takeLock(directory)).rejects.toThrow(`in use by Patrec (process ${child.pid})`);
    await kill(child);
    await (await takeLock(directory)).release();
  });

  it.each([
    ['of a number that another program has now', `${process.ppid}\nanother start\nx\n`],
    ['of a process that is gone', '999999999\nanother start\nx\n'],
    ['that is empty', ''],
    ['that is no lock', 'hello'],
  ])('takes over a lock %s', async (_, text) => {
    await writeFile(join(directory, 'patrec.lock'), text);
    expect(await lockHolder(directory)).toBeUndefined();
    await takeLock(directory);
    expect(await lockHolder(directory)).toBe(process.pid);
    expect(await readdir(directory)).toEqual(['patrec.lock']);
  });

  it('has exactly one winner of many that start at once on a stale lock', async () => {
    for (let round = 0; round < 3; round++) {
      await writeFile(join(directory, 'patrec.lock'), `999999999\nround ${round}\n`);
      const startAt = Date.now() + 1500;
      const attempts = await Promise.all(Array.from({ length: 6 }, () => attempt(startAt)));
      const winners = attempts.filter(({ said }) => said === 'taken');
      expect(winners).toHaveLength(1);
      const refusal = `in use by Patrec (process ${winners[0]?.child.pid})`;
      expect(attempts.filter(({ said }) => said.includes(refusal))).toHaveLength(5);
      for (const { child } of winners) await kill(child);
    }
  });

  it('is not held up by a take-over that was killed in the middle', async () => {
    await writeFile(join(directory, 'patrec.lock'), '');
    await writeFile(join(directory, 'patrec.lock.e3b0c44298fc'), '999999999\nkilled with the claim on an empty lock\n');
    await takeLock(directory);
    expect(await readdir(directory)).toEqual(['patrec.lock']);
  });
});

describe('processStart', () => {
  it('tells a living process from one that ended, collected by its parent or not', async () => {
    const child = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    const [uncollected] = (await once(createInterface(child.stdout), 'line')) as [string];
    const start = processStart(child.pid ?? 0);
    expect(start).toMatch(/./);
    expect(processStart(child.pid ?? 0)).toBe(start);
    await vi.waitFor(() => expect(processStart(Number(uncollected))).toBeUndefined());
    await kill(child);
    expect(processStart(child.pid ?? 0)).toBeUndefined();
  });
});
