// A client that takes its time, over a real socket.

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Opens a connection; what breaks it later is no error of the test. */
export async function openSocket(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.on('error', () => undefined);
  return socket;
}

/** Sends the parts one by one, with a pause before each; ends early where the server has closed. */
export async function drip(socket: Socket, parts: Iterable<string>, pauseMs: number): Promise<void> {
  for (const part of parts) {
    await sleep(pauseMs);
    if (socket.destroyed || socket.writableEnded) return;
    socket.write(part);
  }
}

/** All that the server says until it closes, and after how many milliseconds it does. */
export async function closedBy(socket: Socket): Promise<{ said: string; afterMs: number }> {
  const start = Date.now();
  const said: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => said.push(chunk));
  if (!socket.destroyed) await new Promise((resolve) => socket.once('close', resolve)); // once() would mind a reset
  return { said: Buffer.concat(said).toString('latin1'), afterMs: Date.now() - start };
}
