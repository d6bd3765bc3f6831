// Waiting until the server has no work left over: what it owes is its own, not that of what is measured next.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Store } from '@patrec/server';
import { ask } from './stores.ts';

const PATIENCE_MS = 60_000;
const CHECK_PATIENCE_MS = 180_000;

/**
 * Resolves when the server has checked all of itself, which it does once a day: it reads whole tables, and works at its own pace.
 * Throws after three minutes.
 */
export async function selfChecked(store: Store): Promise<void> {
  for (const end = Date.now() + CHECK_PATIENCE_MS; Date.now() < end; await sleep(200))
    if ((await ask(store, 'SELECT FROM check_run WHERE ended_at IS NOT NULL LIMIT 1')).length > 0) return;
  throw new Error('The server did not check itself within three minutes.');
}

/** Resolves when every view is sealed and every block is in the log. Throws after a minute. */
export async function settled(store: Store): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(50)) {
    const waiting = await ask(store, 'SELECT FROM ledger_pending UNION ALL SELECT FROM access_event_unsealed LIMIT 1');
    if (waiting.length === 0) return;
  }
  throw new Error('The server did not come to rest within a minute.');
}
