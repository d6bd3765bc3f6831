// One kept-alive HTTP/1.1 connection, one request at a time. It reads no more of a response than its status and where
// it ends, so that little of the machine goes into asking.

import { once } from 'node:events';
import { connect } from 'node:net';

/** Sends the text of a whole request and gives the status of its response, once all of that is here. */
export interface Connection {
  readonly send: (request: string) => Promise<number>;
  readonly close: () => void;
}

interface Exchange {
  readonly resolve: (status: number) => void;
  readonly reject: (error: Error) => void;
}

/** Opens a connection to a port of this machine. Responses must say their length, as all of the server's do. */
export async function openConnection(port: number): Promise<Connection> {
  const socket = connect(port, '127.0.0.1');
  socket.setNoDelay(true);
  await once(socket, 'connect');
  let received = '';
  let waiting: Exchange | undefined;

  socket.setEncoding('latin1');
  socket.on('data', (text: string) => {
    received += text;
    const status = completeStatus(received);
    if (status === undefined) return;
    received = '';
    waiting?.resolve(status);
  });
  socket.on('error', (error) => waiting?.reject(error));
  socket.on('close', () => waiting?.reject(new Error('The server closed the connection.')));
  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(request, 'latin1');
      }),
    close: () => socket.destroy(),
  };
}

// Of latin1 text one character is one byte.
function completeStatus(text: string): number | undefined {
  const head = text.indexOf('\r\n\r\n');
  if (head === -1) return undefined;
  const length = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, head))?.[1];
  if (length === undefined) throw new Error(`The response does not say its length: ${text.slice(0, 40)}`);
  return text.length < head + 4 + Number(length) ? undefined : Number(text.slice(9, 12));
}
