// One stream of server-sent events (HTML, "Server-sent events"): events without content, a heartbeat, a bounded buffer.

import type { Writable } from 'node:stream';

const HEARTBEAT_MS = 25_000;
/** What a reader may leave unread: some hundred events. */
const BUFFER_BYTES = 4_096;

export type LiveEvent = 'lists' | 'refresh' | 'end';

export interface LiveStream {
  readonly send: (event: LiveEvent) => void;
  readonly close: () => void;
  readonly onClosed: (listener: () => void) => void;
}

/** Opens a stream on the body of an answer. A reader who does not read is dropped. */
export function liveStream(body: Writable, heartbeatMs = HEARTBEAT_MS): LiveStream {
  const listeners: (() => void)[] = [];
  let open = true;

  const write = (text: string) => {
    if (!open) return;
    body.write(text);
    if (body.writableLength > BUFFER_BYTES) body.destroy();
  };
  const heartbeat = setInterval(() => write(':\n\n'), heartbeatMs);
  heartbeat.unref();
  const ended = () => {
    if (!open) return;
    open = false;
    clearInterval(heartbeat);
    for (const listener of listeners) listener();
  };
  body.once('close', ended);
  body.once('error', ended);
  write(':\n\n'); // so that proxies and browsers see an answer at once

  return {
    send: (event) => write(`event: ${event}\ndata:\n\n`),
    close() {
      if (open) body.end();
      ended();
    },
    onClosed: (listener) => void listeners.push(listener),
  };
}
