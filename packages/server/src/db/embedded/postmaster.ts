/** One run of the PostgreSQL server: spawned, waited for until it answers, asked to stop. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Binaries } from './binaries.ts';
import { databaseName, databaseUser } from './cluster.ts';
import type { PostgresLog } from './postgres-log.ts';
import type { RunAs } from './run-as.ts';
import { port } from './socket-directory.ts';
import { explainOutput, StartError } from './start-error.ts';

/** How to reach the database, in the words of pg's ClientConfig. */
export interface Connection {
  host: string;
  port: number;
  user: string;
  database: string;
}

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface Postmaster {
  pid: number;
  /** Resolves when the process has ended, however it did. */
  ended: Promise<Exit>;
  /** Fast shutdown: sessions are cut, what was committed stays. Resolves when the process has ended. */
  stop(): Promise<Exit>;
}

export interface PostmasterPlan {
  binaries: Binaries;
  cluster: string;
  socketDirectory: string;
  settings: Record<string, string>;
  runAs: RunAs | undefined;
  log: PostgresLog;
}

// The first says how long PostgreSQL may be silent, the second how long it may say that it is recovering.
const patience = { silent: 60_000, recovering: 600_000, stopping: 15_000 };

/**
 * Starts PostgreSQL and resolves when the database answers.
 * Throws StartError, with the process ended, when it does not or when the signal aborts the start.
 */
export async function startPostmaster(plan: PostmasterPlan, signal: AbortSignal): Promise<Postmaster> {
  const { tail } = await plan.log.mark();
  const postmaster = launch(plan);
  let exit: Exit | undefined;
  void postmaster.ended.then((how) => {
    exit = how;
  });
  try {
    await answering(plan, signal, () => exit !== undefined);
    return postmaster;
  } catch (error) {
    await postmaster.stop();
    if (error instanceof StartError) throw error;
    throw explainOutput(await tail(), plan.cluster);
  }
}

// Its own session (detached): Ctrl-C goes to us alone, and we stop it after the server has finished its requests.
function launch({ binaries, cluster, socketDirectory, settings, runAs, log }: PostmasterPlan): Postmaster {
  const words = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(binaries.postgres, ['-D', cluster, '-k', socketDirectory, '-p', String(port), ...words], {
    ...runAs,
    cwd: '/',
    detached: true,
    env: { LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', log.fd, log.fd],
  });
  const ended = endOf(child);
  return { pid: child.pid ?? 0, ended, stop: () => stop(child, ended) };
}

async function endOf(child: ChildProcess): Promise<Exit> {
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    return { code, signal };
  } catch {
    return { code: 127, signal: null }; // it could not be spawned
  }
}

async function stop(child: ChildProcess, ended: Promise<Exit>): Promise<Exit> {
  child.kill('SIGINT');
  const impatient = setTimeout(() => child.kill('SIGQUIT'), patience.stopping);
  const exit = await ended;
  clearTimeout(impatient);
  return exit;
}

async function answering(plan: PostmasterPlan, signal: AbortSignal, hasEnded: () => boolean): Promise<void> {
  const started = Date.now();
  let answer: Answer = 'silent';
  while (Date.now() - started < patience[answer]) {
    if (signal.aborted) throw new StartError('The start was interrupted.');
    if (hasEnded()) throw new Error('PostgreSQL ended');
    const now = await ask(plan.socketDirectory);
    if (now === 'ready') return;
    answer = now;
    await sleep(50);
  }
  throw new StartError(`PostgreSQL in ${plan.cluster} did not answer in time; postgres.log says why. Start again.`);
}

type Answer = 'silent' | 'recovering';

// 57P03 cannot_connect_now: it runs, and replays its log after a crash.
async function ask(host: string): Promise<Answer | 'ready'> {
  const client = new pg.Client({ host, port, user: databaseUser, database: 'postgres', connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await makeDatabase(client);
    return 'ready';
  } catch (error) {
    return (error as { code?: string }).code === '57P03' ? 'recovering' : 'silent';
  } finally {
    await client.end();
  }
}

async function makeDatabase(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [databaseName]);
  if (rowCount === 0) await client.query(`CREATE DATABASE ${databaseName}`);
}
