/** Keeps PostgreSQL running: starts it again when it dies, until it is asked to stop. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Exit, type Postmaster, type PostmasterPlan, startPostmaster } from './postmaster.ts';
import { clearOrphan } from './postmaster-pid.ts';
import { StartError } from './start-error.ts';

export interface Supervision {
  /** The number of the present PostgreSQL process. */
  pid(): number;
  /** Calls back each time PostgreSQL ends without having been asked; it is being started again then. */
  onExit(callback: (exit: Exit) => void): void;
  /** Fast shutdown; resolves when PostgreSQL has ended. */
  stop(): Promise<void>;
}

export type Log = (line: string) => void;

// Milliseconds before the first, second, … start of a server that keeps dying; a run of `steady` begins anew.
const delays = [50, 200, 500, 1000, 2000, 5000, 10_000];
const steady = 60_000;
const logCheck = 60_000;

/**
 * The first start. The processes of a PostgreSQL that was killed end a moment after it and hold its memory until then,
 * which PostgreSQL refuses to share: that refusal is waited out.
 */
export async function startFirst(plan: PostmasterPlan, log: Log, signal: AbortSignal): Promise<Postmaster> {
  await clearOrphan(plan.cluster, plan.socketDirectory, log);
  for (const end = Date.now() + 20_000; ; await sleep(200)) {
    try {
      return await startPostmaster(plan, signal);
    } catch (error) {
      const passing = error instanceof StartError && error.message.includes('pre-existing shared memory block');
      if (!passing || Date.now() > end) throw error;
    }
  }
}

/** Watches over a PostgreSQL that runs, and over the size of its log. */
export function supervise(first: Postmaster, plan: PostmasterPlan, log: Log): Supervision {
  const stopping = new AbortController();
  const callbacks: ((exit: Exit) => void)[] = [];
  let current = first;
  const notice = (exit: Exit) => {
    log(`PostgreSQL ended unexpectedly (${exit.signal ?? `exit code ${exit.code}`}); starting it again.`);
    for (const callback of callbacks) callback(exit);
  };
  const watching = watch(first, {
    plan,
    log,
    notice,
    signal: stopping.signal,
    onStart: (next) => {
      current = next;
    },
  });
  const timer = setInterval(() => plan.log.bound().catch((error: Error) => log(error.message)), logCheck).unref();
  return {
    pid: () => current.pid,
    onExit: (callback) => void callbacks.push(callback),
    stop: async () => {
      clearInterval(timer);
      stopping.abort();
      await current.stop();
      await watching;
    },
  };
}

interface Watch {
  plan: PostmasterPlan;
  log: Log;
  notice: (exit: Exit) => void;
  signal: AbortSignal;
  onStart: (postmaster: Postmaster) => void;
}

async function watch(first: Postmaster, { notice, onStart, ...how }: Watch): Promise<void> {
  let current = first;
  let failures = 0;
  while (true) {
    const started = Date.now();
    const exit = await current.ended;
    if (how.signal.aborted) return;
    notice(exit);
    failures = Date.now() - started > steady ? 0 : failures + 1;
    const next = await startAgain(how, failures);
    if (!next) return;
    current = next;
    onStart(current);
  }
}

// Tries until PostgreSQL runs (a full disk may be freed, memory may come back) or the stop; undefined: stopped.
async function startAgain(how: Omit<Watch, 'notice' | 'onStart'>, failures: number): Promise<Postmaster | undefined> {
  const { plan, log, signal } = how;
  for (let attempt = failures; !signal.aborted; attempt++) {
    try {
      await sleep(delays[Math.min(attempt, delays.length) - 1], undefined, { signal });
      await clearOrphan(plan.cluster, plan.socketDirectory, log);
      const postmaster = await startPostmaster(plan, signal);
      if (!signal.aborted) return postmaster;
      await postmaster.stop();
    } catch (error) {
      if (!signal.aborted) log((error as Error).message);
    }
  }
  return undefined;
}
