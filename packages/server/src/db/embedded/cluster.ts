/**
 * The database cluster (PostgreSQL's word for its directory of files): where it is, and making it.
 *
 * It is `<data directory>/postgres`. Where the user that PostgreSQL runs as cannot enter the data directory (below
 * /root), it is in /var/lib/patrec and `<data directory>/postgres` is a link to it.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chown, lstat, mkdir, open, readFile, realpath, rename, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type Binaries, sharedDirectory } from './binaries.ts';
import { canEnter, type RunAs } from './run-as.ts';
import { explainFileError, explainOutput, StartError } from './start-error.ts';

/** The database superuser, and the name of the one database. */
export const databaseUser = 'patrec';
export const databaseName = 'patrec';

/** The real path of the data directory's cluster; undefined when there is none yet. Throws StartError when it is lost. */
export async function findCluster(dataDirectory: string): Promise<string | undefined> {
  const place = join(dataDirectory, 'postgres');
  if (!(await isThere(place))) return undefined;
  try {
    return await realpath(place);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new StartError(
      `The database of ${dataDirectory} is missing from where the link ${place} points. Restore it, or remove the link to begin with an empty one.`,
    );
  }
}

/** Throws StartError when the cluster needs another major version of PostgreSQL than this one. */
export async function checkVersion(cluster: string, binaries: Binaries): Promise<void> {
  const text = await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch(() => '');
  const version = text.trim();
  if (version === String(binaries.majorVersion)) return;
  throw new StartError(
    version
      ? `The database in ${cluster} was made by PostgreSQL ${version}; this Patrec brings PostgreSQL ${binaries.majorVersion}. Start the Patrec that made it, or set PATREC_DATA to another directory.`
      : `${cluster} is not a PostgreSQL database. Move it away, or set PATREC_DATA to another directory.`,
  );
}

export interface ClusterPlan {
  dataDirectory: string;
  binaries: Binaries;
  runAs: RunAs | undefined;
  log: (line: string) => void;
}

/**
 * Makes an empty cluster and gives its real path. It is made aside and renamed when it is whole: a crash leaves nothing
 * that a later start could take for a cluster. The caller holds the lock of the data directory.
 */
export async function createCluster(plan: ClusterPlan): Promise<string> {
  const { dataDirectory, runAs } = plan;
  try {
    if (!runAs || canEnter(dataDirectory, runAs)) return await createAt(join(dataDirectory, 'postgres'), plan);
    const cluster = join(sharedDirectory, createHash('sha256').update(dataDirectory).digest('hex').slice(0, 12));
    await mkdir(sharedDirectory, { recursive: true, mode: 0o755 });
    await setAside(cluster, plan.log);
    await createAt(cluster, plan);
    await symlink(cluster, join(dataDirectory, 'postgres'));
    await sync(dataDirectory);
    return cluster;
  } catch (error) {
    throw explainFileError(error, dataDirectory);
  }
}

// The data directory was deleted and made again: its earlier database is not this one's, and is not ours to delete.
async function setAside(cluster: string, log: (line: string) => void): Promise<void> {
  if (!(await isThere(cluster))) return;
  const { birthtimeMs } = await lstat(cluster);
  const kept = `${cluster}.${Math.round(birthtimeMs)}`;
  await rename(cluster, kept);
  log(`An earlier database of this data directory was kept in ${kept}.`);
}

async function createAt(cluster: string, { dataDirectory, binaries, runAs }: ClusterPlan): Promise<string> {
  const draft = `${cluster}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  try {
    if (runAs) await chown(draft, runAs.uid, runAs.gid);
    await promisify(execFile)(binaries.initdb, initdbWords(draft), {
      ...runAs,
      cwd: '/',
      env: { LC_ALL: 'C', TZ: 'UTC' },
    });
    await rename(draft, cluster);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    const { stderr } = error as { stderr?: string };
    throw stderr === undefined ? error : explainOutput(stderr, dataDirectory);
  }
  await sync(dirname(cluster));
  return cluster;
}

// `trust` is for the socket only, and only PostgreSQL's user and root may enter the socket's directory.
function initdbWords(directory: string): string[] {
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const access = [`--username=${databaseUser}`, '--auth-local=trust', '--auth-host=reject'];
  return ['--pgdata', directory, ...locale, ...access, '--data-checksums', '--no-instructions'];
}

async function isThere(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined)) !== undefined;
}

async function sync(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  await handle.sync();
  await handle.close();
}
