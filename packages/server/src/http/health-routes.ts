// Health: /healthz says that the process answers, /readyz that it can do its work.

import type { FastifyInstance } from 'fastify';
import { statement } from '../db/statement.ts';
import type { App } from './app.ts';

const ping = statement('health.ping', 'SELECT 1');

export function healthRoutes(server: FastifyInstance, app: App): void {
  const open = { config: { access: 'public' }, logLevel: 'silent' } as const;

  server.get('/healthz', open, (_request, reply) => reply.send({ status: 'ok' }));

  server.get('/readyz', open, async (_request, reply) => {
    const checks = {
      database: await holds(() => app.db.rows(ping, [])),
      migrations: await holds(app.migrationsApplied),
      signer: app.logStatus.problem === undefined,
    };
    const ready = Object.values(checks).every(Boolean);
    return reply
      .code(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status: ready ? 'ready' : 'not-ready', checks });
  });
}

async function holds(check: () => Promise<unknown>): Promise<boolean> {
  try {
    return (await check()) !== false;
  } catch {
    return false;
  }
}
