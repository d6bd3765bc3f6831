// Requests that no route ever sees: HTTP or an address that cannot be read, and headers or bodies that came too late.
// They are answered in a line of text, with the headers that every answer carries.

import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';

const STATUS: Record<string, number> = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 };

/** The options of Fastify that answer them. Nothing of what was sent is repeated. */
export function malformedRequests(headers: Readonly<Record<string, string>>) {
  const all = { ...headers, 'cache-control': 'no-store', 'content-type': 'text/plain; charset=utf-8' };
  return {
    frameworkErrors: ({ statusCode = 400 }: FastifyError, _request: FastifyRequest, reply: FastifyReply) =>
      void reply.code(statusCode).headers(all).send(text(statusCode)),
    clientErrorHandler: ({ code = '' }: NodeJS.ErrnoException, socket: Socket) => {
      if (socket.writable && code !== 'ECONNRESET') socket.write(answer(STATUS[code] ?? 400, all));
      socket.destroy();
    },
  };
}

function text(status: number): string {
  return `${STATUS_CODES[status] ?? 'Bad Request'}\n`;
}

function answer(status: number, headers: Readonly<Record<string, string>>): string {
  const body = text(status);
  const lines = Object.entries({ ...headers, 'content-length': body.length, connection: 'close' });
  return [`HTTP/1.1 ${status} ${body.trim()}`, ...lines.map(([name, value]) => `${name}: ${value}`), '', body].join(
    '\r\n',
  );
}
