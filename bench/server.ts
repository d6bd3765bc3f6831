// The server that is measured: the real program in a process of its own, on data of its own that are gone afterwards.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readlink, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const MAIN = join(import.meta.dirname, '..', 'packages', 'server', 'src', 'main.ts');

/** A running server. `directory` holds its data in `data`, and has room for more; `stop` removes all of it. */
export interface BenchServer {
  readonly port: number;
  readonly directory: string;
  readonly stop: () => Promise<void>;
}

/** Starts it on a free port; resolves when it answers that it is ready. Throws with its own words when it ends. */
export async function startServer(signal: AbortSignal): Promise<BenchServer> {
  const directory = await mkdtemp(join(tmpdir(), 'patrec-bench-'));
  await chmod(directory, 0o711); // PostgreSQL may run as another user, who passes through
  const port = await freePort();
  const env = { ...process.env, NODE_ENV: '', PORT: String(port), PATREC_DATA: join(directory, 'data') };
  // In a session of its own: the terminal's Ctrl-C comes to us alone, and we stop it.
  const child = spawn(process.execPath, [MAIN], {
    env: { ...env, DATABASE_URL: '', LOG_LEVEL: 'warn' },
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const stop = () => stopServer(child, directory);
  try {
    await ready(child, port, signal);
    return { port, directory, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function ready(child: ChildProcess, port: number, signal: AbortSignal): Promise<void> {
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4000);
  });
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}:\n${said}`);
    await sleep(100, undefined, { signal });
  }
}

async function answers(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/readyz`)).ok;
  } catch {
    return false;
  }
}

async function stopServer(child: ChildProcess, directory: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  // As root the database may have been put elsewhere, where its user can come to it.
  const elsewhere = await readlink(join(directory, 'data', 'postgres')).catch(() => undefined);
  for (const path of [elsewhere, directory]) if (path) await rm(path, { recursive: true, force: true });
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}
