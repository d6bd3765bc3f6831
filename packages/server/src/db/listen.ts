// One connection that hears announcements (PostgreSQL LISTEN). It comes back by itself when it is lost; what was said
// meanwhile is lost, so whoever listens is told that it came back.

import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type Announcement, CHANNEL, parseAnnouncement } from './announcements.ts';
import type { ConnectionSettings } from './pool.ts';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;
const PROBE_MS = 30_000;

export interface Listener {
  readonly onAnnouncement: (announcement: Announcement) => void;
  /** It hears again, or for the first time. */
  readonly onConnected: () => void;
  readonly onProblem: (error: unknown) => void;
}

/** Starts to listen and keeps at it until `stop`. */
export function listen(settings: ConnectionSettings, listener: Listener): { stop: () => Promise<void> } {
  const stopping = new AbortController();

  async function loop(): Promise<void> {
    let pause = FIRST_PAUSE_MS;
    while (!stopping.signal.aborted) {
      try {
        await hear(settings, listener, stopping.signal, () => {
          pause = FIRST_PAUSE_MS;
        });
      } catch (error) {
        if (!stopping.signal.aborted) listener.onProblem(error);
      }
      await sleep(pause, undefined, { signal: stopping.signal }).catch(() => undefined);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
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

// Returns when it is told to stop, throws when the connection is lost. A connection that is lost without a word is
// found out by a question now and then.
async function hear(
  settings: ConnectionSettings,
  { onAnnouncement, onConnected }: Listener,
  signal: AbortSignal,
  onHeard: () => void,
): Promise<void> {
  const client = new pg.Client({
    connectionTimeoutMillis: 10_000,
    query_timeout: 10_000,
    keepAlive: true,
    ...settings,
  });
  const lost = new Promise<never>((_, reject) => {
    client.once('error', reject);
    client.once('end', () => reject(new Error('The connection that listens was closed.')));
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  lost.catch(() => undefined);
  client.on('notification', ({ payload }) => {
    const announcement = parseAnnouncement(payload);
    if (announcement) onAnnouncement(announcement);
  });
  try {
    await Promise.race([client.connect(), lost]);
    await Promise.race([client.query(`LISTEN ${CHANNEL}`), lost]);
    onHeard();
    onConnected();
    for (;;) {
      await Promise.race([sleep(PROBE_MS, undefined, { signal, ref: false }), lost]);
      await Promise.race([client.query('SELECT 1'), lost]);
    }
  } finally {
    await client.end().catch(() => undefined);
  }
}
