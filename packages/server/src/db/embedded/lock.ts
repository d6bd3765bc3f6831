/**
 * One Patrec for one data directory: `patrec.lock` names the process that uses it. A lock whose process is gone is
 * taken over, and of any number of processes that try at once exactly one succeeds, whatever crashes in between.
 *
 * How: a lock file is written aside and linked into place, so it is there whole or not at all. A stale one is replaced
 * only by the process that holds the claim on exactly that file (a lock of its own, named by the stale file's hash),
 * and only after seeing, with the claim in hand, that the stale file is still there.
 */
import { createHash, randomBytes } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { processStart } from './process-identity.ts';
import { explainFileError, StartError } from './start-error.ts';

export interface Lock {
  release(): Promise<void>;
}

/** Takes the data directory for this process. Throws StartError when a living process has it. */
export async function takeLock(dataDirectory: string): Promise<Lock> {
  const path = lockPath(dataDirectory);
  try {
    const holder = await acquire(path);
    if (holder === undefined) return { release: () => rm(path, { force: true }) };
    throw inUse(dataDirectory, holder);
  } catch (error) {
    throw explainFileError(error, dataDirectory);
  }
}

/** The number of the living process that uses the data directory, if any. */
export async function lockHolder(dataDirectory: string): Promise<number | undefined> {
  const text = await readIfThere(lockPath(dataDirectory));
  return text === undefined ? undefined : livingHolder(text);
}

function lockPath(dataDirectory: string): string {
  return join(dataDirectory, 'patrec.lock');
}

function inUse(dataDirectory: string, pid: number): StartError {
  return new StartError(
    `The data directory ${dataDirectory} is in use by Patrec (process ${pid}). Stop it or set PATREC_DATA to another directory.`,
  );
}

// undefined: it is ours; else the process that has it.
async function acquire(path: string): Promise<number | undefined> {
  const draft = `${path}.${process.pid}-${randomBytes(4).toString('hex')}`;
  await writeFile(draft, describeSelf());
  try {
    return await place(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
}

async function place(draft: string, path: string): Promise<number | undefined> {
  while (true) {
    if (await linked(draft, path)) return undefined;
    const found = await readIfThere(path);
    if (found === undefined) continue;
    const holder = livingHolder(found);
    if (holder !== undefined) return holder;
    if (await replaceStale(draft, path, found)) return undefined;
  }
}

async function replaceStale(draft: string, path: string, stale: string): Promise<boolean> {
  const claim = `${path}.${createHash('sha256').update(stale).digest('hex').slice(0, 12)}`;
  if ((await acquire(claim)) !== undefined) {
    await sleep(10);
    return false;
  }
  try {
    if ((await readIfThere(path)) !== stale) return false;
    await rename(draft, path);
    return true;
  } finally {
    await rm(claim);
  }
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

// Three lines: process number, its start, and a random word that makes every lock file different.
function describeSelf(): string {
  return `${process.pid}\n${processStart(process.pid)}\n${randomBytes(8).toString('hex')}\n`;
}

function livingHolder(text: string): number | undefined {
  const [pid, start] = text.split('\n');
  if (!pid || !/^[1-9]\d*$/.test(pid)) return undefined;
  const now = processStart(Number(pid));
  return now !== undefined && (now === start || now === 'unknown') ? Number(pid) : undefined;
}
