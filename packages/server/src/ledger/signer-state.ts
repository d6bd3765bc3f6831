// Small files that must survive a crash whole: written beside, flushed, renamed over, and the folder flushed.

import { open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The last signed checkpoint. `root` is base64. */
export interface SignerState {
  readonly size: number;
  readonly root: string;
}

/** The last signed checkpoint; undefined before the first. Throws when the file is damaged: it is never guessed. */
export async function readSignerState(file: string): Promise<SignerState | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const state: unknown = JSON.parse(text);
  if (!isSignerState(state)) throw new Error(`${file} does not hold a signed size and root.`);
  return state;
}

/** Replaces the file atomically; on return it is on the disk. */
export async function writeSignerState(file: string, state: SignerState): Promise<void> {
  await replaceFile(file, JSON.stringify(state));
}

/** Replaces a file atomically, readable by its owner only; on return it is on the disk. */
export async function replaceFile(file: string, text: string): Promise<void> {
  const beside = `${file}.${process.pid}.new`;
  const handle = await open(beside, 'w', 0o600);
  await handle.writeFile(text);
  await handle.sync();
  await handle.close();
  await rename(beside, file);
  await flushFolder(file);
}

/** Flushes the folder of a file that was made, renamed or removed. */
export async function flushFolder(file: string): Promise<void> {
  const folder = await open(dirname(file), 'r');
  await folder.sync();
  await folder.close();
}

function isSignerState(value: unknown): value is SignerState {
  if (typeof value !== 'object' || value === null) return false;
  const { size, root } = value as Partial<SignerState>;
  return Number.isSafeInteger(size) && typeof root === 'string';
}
