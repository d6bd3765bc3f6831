import { Writable } from 'node:stream';
import { expect, test, vi } from 'vitest';
import { liveStream } from './live-stream.ts';

/** A reader that takes nothing: what is written to it waits. */
const stuck = () => new Writable({ highWaterMark: 1, write: () => undefined });

test('a reader who does not read is dropped before much waits for them', async () => {
  const body = stuck();
  const stream = liveStream(body);
  const closed = vi.fn();
  stream.onClosed(closed);
  let most = 0;
  for (let i = 0; i < 1_000; i += 1) {
    stream.send('lists');
    most = Math.max(most, body.writableLength);
  }
  await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce());
  expect(body.destroyed).toBe(true);
  expect(most).toBeLessThan(5_000);
});

test('a stream beats, and stops when it is closed', async () => {
  const chunks: string[] = [];
  const body = new Writable({
    write(chunk, _, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  const stream = liveStream(body, 20);
  await vi.waitFor(() => expect(chunks.filter((chunk) => chunk === ':\n\n').length).toBeGreaterThan(3));
  stream.close();
  stream.close();
  const sent = chunks.length;
  stream.send('lists');
  await new Promise((resolve) => setTimeout(resolve, 80));
  expect(chunks).toHaveLength(sent);
});
