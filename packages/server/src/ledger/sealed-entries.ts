// Which entries a piece of work has sealed. Every act notes them as it commits, so that whoever confirms it can offer their
// receipts, whichever act it was: none has to hand them on, and none can forget to.

import { AsyncLocalStorage } from 'node:async_hooks';

/** A place in a chain; `seq` is counted from 0. */
export interface SealedEntry {
  readonly chain: string;
  readonly seq: number;
}

const collecting = new AsyncLocalStorage<SealedEntry[]>();

/** Runs the work; what it and all that it begins seals, once that is committed, is added to `entries`. */
export function collectSealed<Result>(entries: SealedEntry[], work: () => Result): Result {
  return collecting.run(entries, work);
}

/** Notes an entry for whoever collects; nobody may. */
export function noteSealed(entry: SealedEntry): void {
  collecting.getStore()?.push(entry);
}
