// The loop that empties the outbox. A dead mail server holds up nothing but mail.

import { setTimeout as sleep } from 'node:timers/promises';
import { type DeliveryParts, deliverNext } from './deliver.ts';
import { deleteFailedMail } from './mail-store.ts';

const PAUSE_MS = 1000;
const PAUSE_AFTER_FAILURE_MS = 30_000;
const KEEP_FAILED_MS = 30 * 86_400_000;

/** Starts the loop; `before` runs first in each round. `stop` lets the message under way finish. */
export function runMail(
  parts: DeliveryParts,
  before: () => Promise<void>,
  onProblem: (error: unknown) => void,
): { stop: () => Promise<void> } {
  const stopping = new AbortController();

  async function round(): Promise<number> {
    try {
      await before();
      await deleteFailedMail(parts.db, new Date(parts.ledger.clock() - KEEP_FAILED_MS));
      for (;;) {
        const delivery = stopping.signal.aborted ? undefined : await deliverNext(parts, onProblem);
        if (delivery === undefined) return PAUSE_MS;
        if (delivery === 'unreachable') return PAUSE_AFTER_FAILURE_MS;
      }
    } catch (error) {
      onProblem(error);
      return PAUSE_AFTER_FAILURE_MS;
    }
  }

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      const pause = await round();
      await sleep(pause, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  const running = loop();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
