/** The database of a Patrec that runs already, for commands that work beside it. */

import { realpath } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { databaseName, databaseUser, findCluster } from './cluster.ts';
import { lockHolder } from './lock.ts';
import type { Connection } from './postmaster.ts';
import { readPostmasterFile } from './postmaster-pid.ts';
import { StartError } from './start-error.ts';

const patience = 60_000;

/**
 * The connection to the embedded PostgreSQL that another process runs on this data directory; undefined when none does.
 * Waits while that process is starting. Throws StartError when it is another user's.
 */
export async function connectEmbedded(path: string): Promise<Connection | undefined> {
  const dataDirectory = await realpath(path).catch(() => undefined);
  if (dataDirectory === undefined) return undefined;
  for (const end = Date.now() + patience; Date.now() < end; await sleep(100)) {
    if ((await lockHolder(dataDirectory)) === undefined) return undefined;
    const connection = await runningConnection(dataDirectory);
    if (connection) return connection;
  }
  throw new StartError(`Patrec is starting on ${dataDirectory} and its database does not answer yet. Try again later.`);
}

async function runningConnection(dataDirectory: string): Promise<Connection | undefined> {
  try {
    const cluster = await findCluster(dataDirectory);
    const file = cluster === undefined ? undefined : await readPostmasterFile(cluster);
    if (!file?.ready) return undefined;
    return { host: file.socketDirectory, port: file.port, user: databaseUser, database: databaseName };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EACCES' && code !== 'EPERM') throw error;
    throw new StartError(
      `The database in ${dataDirectory} is another user's. Run this as the user who started Patrec.`,
    );
  }
}
