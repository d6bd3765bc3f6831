// How long a client may take to ask and to be answered, so that slow ones (slowloris) hold no connections.

import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';

/** Times in milliseconds. */
export interface ClientLimits {
  /** From the connection, or from the first byte of a later request, to the end of the headers. */
  readonly headersMs: number;
  /** To the end of the body. */
  readonly requestMs: number;
  /** Without a byte in either direction. A stream of events has its heartbeat. */
  readonly idleMs: number;
  /** From the headers to the last byte of the answer, however steadily it is read. */
  readonly answerMs: number;
  /** The same for a file, in either direction, which may be long and the connection weak. */
  readonly fileMs: number;
  /** How often the times of requests are looked at. */
  readonly checkMs: number;
  /** How late a process may be before it sends people away for a moment; 0: it never does. */
  readonly lateMs: number;
  /** Connections of a process; the next is closed as it comes. */
  readonly connections: number;
}

export const CLIENT_LIMITS: ClientLimits = {
  headersMs: 10_000,
  requestMs: 30_000,
  idleMs: 60_000,
  answerMs: 120_000,
  fileMs: 30 * 60_000,
  checkMs: 2_000,
  lateMs: 3_000,
  connections: 12_000,
};

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What is answered, where it is no page: a `stream` ends by itself. */
    answer?: 'file' | 'stream';
  }
}

/** The options of Fastify that hold requests to the limits; Node answers what is late with 408. */
export function slowClientOptions({ headersMs, requestMs, fileMs, idleMs, checkMs }: ClientLimits) {
  const requestTimeout = Math.max(requestMs, fileMs);
  return {
    requestTimeout,
    connectionTimeout: idleMs,
    // Of what Node is given here, Fastify sets the request's own time once more.
    http: { headersTimeout: headersMs, requestTimeout, connectionsCheckingInterval: checkMs },
  };
}

/** Cuts requests that take too long to arrive: Node knows one limit for all, and forms that bring a file need more. */
export function cutSlowRequests(server: FastifyInstance, { requestMs }: ClientLimits): void {
  server.addHook('onRequest', (request, reply, done) => {
    const { headers, raw } = request;
    const body = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
    if (body && !request.routeOptions.config.file) {
      const timer = setTimeout(() => server.server.emit('clientError', late(), raw.socket), requestMs).unref();
      raw.once('end', () => clearTimeout(timer));
      reply.raw.once('close', () => clearTimeout(timer));
    }
    done();
  });
}

// As Node says it of headers that are late, so that both are answered alike.
function late(): Error {
  return Object.assign(new Error('The request took too long to arrive.'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
}

/** Cuts answers that are read too slowly, and connections beyond the limit. */
export function cutSlowAnswers(server: FastifyInstance, { answerMs, fileMs, connections }: ClientLimits): void {
  server.server.maxConnections = connections;
  server.addHook('onRequest', (request, reply, done) => {
    const { answer, file = false } = request.routeOptions.config;
    if (answer !== 'stream') cutAfter(reply.raw, answer === 'file' || file ? fileMs : answerMs);
    done();
  });
}

function cutAfter(answer: ServerResponse, limitMs: number): void {
  const timer = setTimeout(() => answer.destroy(), limitMs).unref();
  answer.once('close', () => clearTimeout(timer));
}
