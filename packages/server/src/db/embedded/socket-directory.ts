/** The directory of PostgreSQL's unix socket: the way in, so only its user (and root) may enter it. */
import { createHash } from 'node:crypto';
import { chmod, chown, lstat, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canEnter, type RunAs } from './run-as.ts';
import { explainFileError, StartError } from './start-error.ts';

/** The only server that uses the directory has this port; it is part of the socket's file name. */
export const port = 5432;

// sun_path of sockaddr_un with its closing zero: 108 bytes in Linux (unix(7)), 104 in Darwin.
const longestPath = process.platform === 'darwin' ? 103 : 107;

/**
 * The socket directory of a cluster: inside it where the path is short enough, else below the system's directory for
 * temporary files. Mode 0700, owned by the database's user. Throws StartError when somebody else made it first.
 */
export async function prepareSocketDirectory(cluster: string, runAs: RunAs | undefined): Promise<string> {
  const directory = chooseDirectory(cluster, runAs);
  try {
    await makePrivate(directory, runAs);
  } catch (error) {
    throw explainFileError(error, directory);
  }
  return directory;
}

function chooseDirectory(cluster: string, runAs: RunAs | undefined): string {
  const inside = join(cluster, 'socket');
  if (fits(inside)) return inside;
  const name = `patrec-${createHash('sha256').update(cluster).digest('hex').slice(0, 12)}`;
  const place = [tmpdir(), '/tmp'].find((path) => fits(join(path, name)) && (!runAs || canEnter(path, runAs)));
  if (place) return join(place, name);
  throw new StartError(`The path ${cluster} is too long for a socket. Set PATREC_DATA to a shorter one.`);
}

function fits(directory: string): boolean {
  return Buffer.byteLength(join(directory, `.s.PGSQL.${port}`)) <= longestPath;
}

// What root itself made, it may give away; of a directory of anybody else nothing is believed or changed.
async function makePrivate(directory: string, runAs: RunAs | undefined): Promise<void> {
  const self = process.getuid?.() ?? 0;
  await mkdir(directory, { mode: 0o700 }).catch(unlessPresent);
  const found = await lstat(directory);
  const owner = runAs?.uid ?? self;
  if (!found.isDirectory() || (found.uid !== self && found.uid !== owner)) {
    throw new StartError(
      `${directory} belongs to another user. Have it removed, or set PATREC_DATA to a shorter path.`,
    );
  }
  if (runAs && found.uid === self) await chown(directory, runAs.uid, runAs.gid);
  await chmod(directory, 0o700);
}

function unlessPresent(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
