// The program as people start it: a process of its own on a data directory of its own.

import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const MAIN = join(import.meta.dirname, '..', '..', 'src', 'main.ts');
const START_MS = 90_000;

export interface ChildServer {
  readonly url: string;
  readonly process: ChildProcess;
  /** Everything it printed so far. */
  readonly output: () => string;
  /** Ends it as Ctrl-C does; gives the exit code. */
  readonly stop: () => Promise<number | null>;
  /** Ends it as a power cut does. */
  readonly kill: () => Promise<void>;
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

/** Runs the program to its end; for starts that must fail. */
export async function runMain(
  env: Record<string, string>,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = launch(env);
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk));
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk));
  const code = await ended(child);
  return { code, stdout, stderr };
}

/** Starts the program and waits until it is ready. */
export async function startChild(
  dataDirectory: string,
  port: number,
  env: Record<string, string> = {},
): Promise<ChildServer> {
  const child = launch({ PORT: String(port), PATREC_DATA: dataDirectory, LOG_LEVEL: 'error', ...env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk));
  const url = `http://127.0.0.1:${port}`;
  await ready(child, url, () => output);
  const stop = () => {
    child.kill('SIGINT');
    return ended(child);
  };
  const kill = async () => {
    child.kill('SIGKILL');
    await ended(child);
  };
  return { url, process: child, output: () => output, stop, kill };
}

/** The process number of the embedded PostgreSQL of a data directory. */
export async function postgresPid(dataDirectory: string): Promise<number> {
  return Number.parseInt(await readFile(join(dataDirectory, 'postgres', 'postmaster.pid'), 'utf8'), 10);
}

/** The process numbers of the server's processes that answer requests. Linux only: it has a list of children. */
export async function workerPids({ process: { pid } }: ChildServer): Promise<number[]> {
  const children = (await readFile(`/proc/${pid}/task/${pid}/children`, 'latin1')).split(' ').filter(Boolean);
  const commands = await Promise.all(
    children.map((child) => readFile(`/proc/${child}/cmdline`, 'latin1').catch(() => '')),
  );
  return children.filter((_, i) => commands[i]?.includes('worker.ts')).map(Number);
}

function launch(env: Record<string, string>): ChildProcess {
  const { PATH = '', HOME = '' } = process.env;
  return spawn(process.execPath, [MAIN], { env: { PATH, HOME, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
}

function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => child.once('exit', (code) => resolve(code)));
}

async function ready(child: ChildProcess, url: string, output: () => string): Promise<void> {
  for (const end = Date.now() + START_MS; Date.now() < end; await sleep(100)) {
    if (child.exitCode !== null) throw new Error(`The server ended at its start:\n${output()}`);
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
  }
  throw new Error(`The server is not ready after ${START_MS} ms:\n${output()}`);
}
