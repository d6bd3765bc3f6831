/** PostgreSQL's log, `postgres.log` in the data directory: opened by us, appended to by it, kept bounded. */
import { copyFile, type FileHandle, open, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { explainFileError } from './start-error.ts';

/** Bytes after which the log is moved to `postgres.log.1`, in the place of the one before. */
export const largestLog = 10_000_000;

export interface PostgresLog {
  /** For PostgreSQL's standard output and error. Opened for appending, so the file may be emptied at any time. */
  fd: number;
  /** What was written after this call to mark(), at most the last 8 kB. */
  mark(): Promise<{ tail(): Promise<string> }>;
  /** Moves the log away when it is too large. */
  bound(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the log of a data directory. Throws StartError when it cannot be written. */
export async function openLog(dataDirectory: string): Promise<PostgresLog> {
  const path = join(dataDirectory, 'postgres.log');
  const file = await openAppending(path, dataDirectory);
  await bound(path);
  return {
    fd: file.fd,
    mark: async () => {
      const { size } = await stat(path);
      return { tail: () => readTail(path, size) };
    },
    bound: () => bound(path),
    close: () => file.close(),
  };
}

async function openAppending(path: string, dataDirectory: string): Promise<FileHandle> {
  try {
    return await open(path, 'a', 0o600);
  } catch (error) {
    throw explainFileError(error, dataDirectory);
  }
}

async function bound(path: string): Promise<void> {
  const { size } = await stat(path);
  if (size <= largestLog) return;
  await copyFile(path, `${path}.1`);
  await truncate(path);
}

async function readTail(path: string, from: number): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const start = Math.max(size < from ? 0 : from, size - 8192);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}
