/**
 * `postmaster.pid`, the file that a running PostgreSQL keeps in its cluster, and what a killed Patrec left behind.
 * Lines: PostgreSQL source, src/include/utils/pidfile.h.
 */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isPostmasterOf, isSignalable, signalProcess } from './process-identity.ts';
import { port } from './socket-directory.ts';
import { StartError } from './start-error.ts';

const patience = 10_000;

export interface PostmasterFile {
  pid: number;
  port: number;
  socketDirectory: string;
  ready: boolean;
}

/** What the file says; undefined when there is none or it is not whole. */
export async function readPostmasterFile(cluster: string): Promise<PostmasterFile | undefined> {
  try {
    const lines = (await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n');
    const pid = Number(lines[0]);
    if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
    const ready = lines[7]?.trim() === 'ready';
    return { pid, port: Number(lines[3]), socketDirectory: lines[4] ?? '', ready };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Clears the way for a start: stops a PostgreSQL of this cluster whose Patrec was killed, and removes lock files whose
 * number belongs to another program by now, or to a dead one that nobody collects. Call it with the data directory's
 * lock held: the PostgreSQL is an orphan. A file whose process is gone stays: PostgreSQL itself decides about it.
 */
export async function clearOrphan(
  cluster: string,
  socketDirectory: string,
  log: (line: string) => void,
): Promise<void> {
  const orphan = await readPostmasterFile(cluster);
  if (orphan && isPostmasterOf(orphan.pid, cluster)) {
    log(`Stopping the PostgreSQL that an interrupted Patrec left running (process ${orphan.pid}).`);
    await stopOrphan(orphan.pid, cluster);
  }
  await removeForeign(join(cluster, 'postmaster.pid'));
  await removeForeign(join(socketDirectory, `.s.PGSQL.${port}.lock`));
}

// PostgreSQL would take the other program for a server of its own. Should processes of the old server still be alive,
// it finds that by their shared memory, whose key comes from the cluster's directory.
async function removeForeign(path: string): Promise<void> {
  const pid = Number.parseInt(await readFile(path, 'utf8').catch(() => ''), 10);
  if (pid > 0 && isSignalable(pid)) await rm(path, { force: true });
}

async function stopOrphan(pid: number, cluster: string): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    signalProcess(pid, signal);
    for (const end = Date.now() + patience; Date.now() < end; await sleep(50)) {
      if (!isPostmasterOf(pid, cluster)) return;
    }
  }
  throw new StartError(`The PostgreSQL of ${cluster} (process ${pid}) does not stop. Stop it and start again.`);
}
