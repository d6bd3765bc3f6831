// The processes that answer requests, one for each processor: they share the port, and PostgreSQL is all they share
// besides. One that dies is replaced; when this process dies, they do.

import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Duty, Failure, Order, State } from './order.ts';

const PROGRAM = join(import.meta.dirname, 'worker.ts');
const TELL_MS = 250;
const REPLACE_MS = 1_000;
const STOP_MS = 15_000;

interface Options {
  readonly count: number;
  readonly state: () => State;
  /** Told of each one that died by itself. */
  readonly onLost: (error: Error) => void;
}

/** Starts them; resolves when all listen. Rejects with why the first could not. `stop` lets them answer what they have begun. */
export async function startWorkers(
  duty: Duty,
  { count, state, onLost }: Options,
): Promise<{ stop: () => Promise<void> }> {
  cluster.setupPrimary({ exec: PROGRAM, args: [], serialization: 'advanced' });
  const workers = new Set<Worker>();
  let stopping = false;
  let told = '';

  async function hire(): Promise<void> {
    const worker = cluster.fork();
    workers.add(worker);
    tell(worker, { kind: 'begin', duty, state: state() });
    await listening(worker);
    worker.once('exit', (code, signal) => {
      workers.delete(worker);
      if (stopping) return;
      onLost(new Error(`A process that answers requests ended with ${signal ?? code}.`));
      void replace();
    });
  }

  async function replace(): Promise<void> {
    await sleep(REPLACE_MS, undefined, { ref: false });
    if (!stopping) await hire().catch((error: Error) => onLost(error) ?? replace());
  }

  // The loops change their state in place and tell nobody.
  const telling = setInterval(() => {
    const present = state();
    const text = JSON.stringify(present);
    if (text === told) return;
    told = text;
    for (const worker of workers) tell(worker, { kind: 'state', state: present });
  }, TELL_MS);

  async function stop(): Promise<void> {
    stopping = true;
    clearInterval(telling);
    await Promise.all([...workers].map(dismiss));
  }

  try {
    await Promise.all(Array.from({ length: count }, hire));
    return { stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function tell(worker: Worker, order: Order): void {
  worker.send(order, () => undefined); // one that has just died is replaced, and told all of it then
}

async function listening(worker: Worker): Promise<void> {
  const begun = once(worker, 'listening');
  const failed = once(worker, 'message').then(([failure]: Failure[]) => {
    throw Object.assign(new Error(), failure);
  });
  const ended = once(worker, 'exit').then(([code]) => {
    throw new Error(`A process that answers requests ended with ${code} before it began.`);
  });
  await Promise.race([begun, failed, ended]);
}

async function dismiss(worker: Worker): Promise<void> {
  if (worker.isDead()) return;
  const ended = once(worker, 'exit');
  tell(worker, { kind: 'stop' });
  const limit = setTimeout(() => worker.process.kill('SIGKILL'), STOP_MS);
  await ended;
  clearTimeout(limit);
}
