// FHIR R4, `read`: the stored bytes of a resource's current version, as they are.

import type { FastifyInstance } from 'fastify';
import type { App } from './app.ts';
import { actorOf, EVERY_ROLE } from './route-access.ts';

export function fhirRoutes(server: FastifyInstance, app: App): void {
  server.get<{ Params: { type: string; id: string } }>(
    '/fhir/:type/:id',
    { config: { access: EVERY_ROLE, guardian: 'view' } },
    async (request, reply) => {
      const { type, id } = request.params;
      const { bytes, version, mediaType } = await app.readResource(actorOf(request), type, id);
      return reply.header('cache-control', 'no-store').header('etag', `W/"${version}"`).type(mediaType).send(bytes);
    },
  );
}
