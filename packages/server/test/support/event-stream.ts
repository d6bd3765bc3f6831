// A stream of server-sent events over a real socket, read as a browser reads it.

/** The events so far, and how the stream ends. */
export interface EventStreamReader {
  readonly status: number;
  readonly headers: Headers;
  readonly events: string[];
  /** Everything that was sent, as text. */
  readonly text: () => string;
  /** Resolves when the server ends the stream. */
  readonly ended: Promise<void>;
  readonly close: () => void;
}

/** Opens a stream with that session cookie, such as `patrec_session=…`; `place` begins the address, such as `/for/PAT001`. */
export async function openEvents(url: string, cookie: string, place = ''): Promise<EventStreamReader> {
  const stop = new AbortController();
  const headers = { accept: 'text/event-stream', cookie };
  const answer = await fetch(`${url}${place}/events`, { headers, signal: stop.signal, redirect: 'manual' });
  const events: string[] = [];
  let text = '';
  const read = async () => {
    const decoder = new TextDecoder();
    for await (const chunk of answer.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      events.splice(
        0,
        events.length,
        ...[...text.matchAll(/^event: (\w+)\ndata:\n\n/gm)].map(([, name]) => name ?? ''),
      );
    }
  };
  const ended = read().catch((error) => {
    if (!stop.signal.aborted) throw error;
  });
  return { status: answer.status, headers: answer.headers, events, text: () => text, ended, close: () => stop.abort() };
}
