// The routes of the running server, told by Fastify itself: its diagnostics channel hands over each new instance.

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { FastifyInstance } from 'fastify';

const CHANNEL = 'fastify.initialization';

/** What `build` gives, with every route that was registered meanwhile, such as `GET /patients`; HEAD goes with GET. */
export async function withRoutes<Built>(build: () => Promise<Built>): Promise<{ built: Built; routes: string[] }> {
  const routes: string[] = [];
  const listen = (message: unknown) => {
    const { fastify } = message as { fastify: FastifyInstance };
    fastify.addHook('onRoute', ({ method, url }) => {
      for (const one of [method].flat()) if (one !== 'HEAD') routes.push(`${one} ${url}`);
    });
  };
  subscribe(CHANNEL, listen);
  try {
    return { built: await build(), routes };
  } finally {
    unsubscribe(CHANNEL, listen);
  }
}
