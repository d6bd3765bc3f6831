/** The directory that holds everything of one Patrec: database, lock, secret, log of the database. */
import { chmod, mkdir, realpath, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { explainFileError } from './start-error.ts';

/**
 * Makes the directory where it is missing, sees that it can be written to, and gives its real path.
 * As root it may be passed through (0711), because PostgreSQL runs as another user; else it is its owner's alone (0700).
 * Throws StartError when it is read-only, full, or not a directory.
 */
export async function prepareDataDirectory(path: string): Promise<string> {
  try {
    const created = await mkdir(path, { recursive: true, mode: 0o755 });
    if (created) await chmod(path, process.getuid?.() === 0 ? 0o711 : 0o700);
    await tryWriting(path);
    return await realpath(path);
  } catch (error) {
    throw explainFileError(error, path);
  }
}

async function tryWriting(directory: string): Promise<void> {
  const probe = join(directory, `.write-test-${process.pid}`);
  try {
    await writeFile(probe, 'Patrec may write here.\n');
  } finally {
    await rm(probe, { force: true });
  }
}
