/**
 * The embedded PostgreSQL, whole: a data directory in, a database out. Real PostgreSQL on a unix socket that only its
 * user may enter. Whatever is killed, and when, what was committed is there at the next start.
 */
import { availableParallelism, totalmem } from 'node:os';
import { findBinaries } from './binaries.ts';
import { checkVersion, createCluster, databaseName, databaseUser, findCluster } from './cluster.ts';
import { prepareDataDirectory } from './data-directory.ts';
import { takeLock } from './lock.ts';
import { openLog, type PostgresLog } from './postgres-log.ts';
import type { Connection, PostmasterPlan } from './postmaster.ts';
import { signalProcess } from './process-identity.ts';
import { chooseUser } from './run-as.ts';
import { port, prepareSocketDirectory } from './socket-directory.ts';
import { type Log, type Supervision, startFirst, supervise } from './supervise.ts';
import { tune } from './tuning.ts';

export interface Embedded extends Supervision {
  connection: Connection;
  /** The real path of the data directory. */
  dataDirectory: string;
}

export interface EmbeddedOptions {
  dataDirectory: string;
  /** Takes one line for the operator at a time: restarts, orphans. */
  log: Log;
  /** Aborts a start that is under way. */
  signal?: AbortSignal;
}

/**
 * Starts PostgreSQL on a data directory, making both where they are missing; resolves when the database answers.
 * It is started again when it dies, until stop(), which also frees the data directory and may be called twice.
 * Throws StartError with one clear line: the directory is unwritable, full or in use, there is no PostgreSQL for this
 * platform, the cluster is of another version, or what PostgreSQL said.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const dataDirectory = await prepareDataDirectory(options.dataDirectory);
  const lock = await takeLock(dataDirectory);
  try {
    const log = await openLog(dataDirectory);
    try {
      return await startLocked({ ...options, dataDirectory }, log, lock.release);
    } catch (error) {
      await log.close();
      throw error;
    }
  } catch (error) {
    await lock.release();
    throw error;
  }
}

type Release = () => Promise<void>;

async function startLocked(options: EmbeddedOptions, log: PostgresLog, release: Release): Promise<Embedded> {
  const { dataDirectory } = options;
  const plan = await planStart(options, log);
  const first = await startFirst(plan, options.log, options.signal ?? new AbortController().signal);
  const supervision = supervise(first, plan, options.log);
  const stopAtExit = () => signalProcess(supervision.pid(), 'SIGINT');
  process.once('exit', stopAtExit);
  let stopped: Promise<void> | undefined;
  const stop = async () => {
    await supervision.stop();
    process.off('exit', stopAtExit);
    await log.close();
    await release();
  };
  const connection = { host: plan.socketDirectory, port, user: databaseUser, database: databaseName };
  return { ...supervision, connection, dataDirectory, stop: () => (stopped ??= stop()) };
}

async function planStart({ dataDirectory, log: say }: EmbeddedOptions, log: PostgresLog): Promise<PostmasterPlan> {
  const existing = await findCluster(dataDirectory);
  const runAs = await chooseUser(existing);
  const binaries = await findBinaries(runAs);
  const cluster = existing ?? (await createCluster({ dataDirectory, binaries, runAs, log: say }));
  await checkVersion(cluster, binaries);
  const socketDirectory = await prepareSocketDirectory(cluster, runAs);
  const memory = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
  return { binaries, cluster, runAs, log, socketDirectory, settings: tune({ memory, cpus: availableParallelism() }) };
}
