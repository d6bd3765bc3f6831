// Waiting until the server has no work left over: what it owes is its own, not that of what is measured next.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Store } from '@patrec/server';
import { ask } from './stores.ts';

const PATIENCE_MS = 60_000;

/** Resolves when every view is sealed and every block is in the log. Throws after a minute. */
export async function settled(store: Store): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(50)) {
    const waiting = await ask(store, 'SELECT FROM ledger_pending UNION ALL SELECT FROM access_event_unsealed LIMIT 1');
    if (waiting.length === 0) return;
  }
  throw new Error('The server did not come to rest within a minute.');
}
