// How long a request may take to arrive: half a minute, and half an hour where its form brings a file over a slow line.

import type { FastifyInstance, FastifyRequest } from 'fastify';

export const REQUEST_TIMEOUT_MS = 30_000;
export const FILE_TIMEOUT_MS = 1_800_000;

/** Ends what does not arrive in time; Node itself knows one limit for all. */
export function limitArrival(server: FastifyInstance): void {
  server.addHook('onRequest', (request, reply, done) => {
    if (hasBody(request) && !request.routeOptions.config.file) {
      const late = setTimeout(() => request.raw.destroy(), REQUEST_TIMEOUT_MS);
      const arrived = () => clearTimeout(late);
      request.raw.once('end', arrived);
      reply.raw.once('close', arrived);
    }
    done();
  });
}

function hasBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
