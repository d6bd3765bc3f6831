// Starts a load generator and tells it when to run.

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Run } from './compare.ts';
import type { Job } from './job.ts';

/** A generator at rest. `total` counts all that it ever did, warm-ups included. */
export interface Load {
  readonly run: Run;
  readonly total: () => number;
  readonly stop: () => void;
}

/** What a generator answers after each run: how often, in how many seconds, or what failed. */
export type Answer = { readonly done: number; readonly seconds: number } | { readonly failure: string };

const running = new Set<ChildProcess>();

/** Ends every generator there is. */
export function stopLoads(): void {
  for (const child of running) child.kill();
}

/** Starts a generator for the job; it ends with this process at the latest. `run` throws when anything failed. */
export async function startLoad(job: Job): Promise<Load> {
  const child = fork(join(import.meta.dirname, 'generator.ts'), { serialization: 'advanced' });
  running.add(child);
  child.once('exit', () => running.delete(child));
  const ended = once(child, 'exit').then(([code]) => ({ failure: `The load generator ended with ${code}.` }));
  let total = 0;

  async function ask(message: Job | number): Promise<number> {
    child.send(message);
    const answer: Answer = await Promise.race([once(child, 'message').then(([first]) => first as Answer), ended]);
    if ('failure' in answer) throw new Error(answer.failure);
    total += answer.done;
    return answer.done / answer.seconds;
  }

  await ask(job);
  return { run: ask, total: () => total, stop: () => child.kill() };
}
