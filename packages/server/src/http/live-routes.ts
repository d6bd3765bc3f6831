// GET /events: tells a page that its lists have changed. The page then asks for them again, by the route that it is of.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../errors.ts';
import type { App } from './app.ts';
import { liveStream } from './live-stream.ts';
import { actorOf } from './route-access.ts';
import { sessionToken } from './session-cookie.ts';

const STREAM = { access: ['patient', 'doctor'], answer: 'stream' } as const;
const LONGEST_TIMER_MS = 2 ** 31 - 1;
const CHECK_AGAIN_MS = 5_000;

export function liveRoutes(server: FastifyInstance, app: App): void {
  server.addHook('preClose', async () => app.live.close());

  server.get('/events', { config: STREAM }, (request, reply) => {
    if (!(request.headers.accept ?? '').includes('text/event-stream'))
      throw new AppError('incorrect', 'This address is for programs: it sends events.');
    reply
      .type('text/event-stream; charset=utf-8')
      .header('cache-control', 'no-store')
      .header('x-accel-buffering', 'no');
    if (request.method === 'HEAD') return reply.send();
    openStream(app, request, reply);
  });
}

function openStream(app: App, request: FastifyRequest, reply: FastifyReply): void {
  const { account } = actorOf(request);
  const token = sessionToken(request, app.publicUrl) ?? '';
  app.live.requireRoom(account, token);
  const { raw } = reply;
  raw.writeHead(200, reply.getHeaders() as Record<string, string>);
  reply.hijack();
  const stream = liveStream(raw);
  let timer: NodeJS.Timeout | undefined;

  // Looking keeps no session alive.
  const check = async () => {
    const signedIn = await app.readSession(token, { touch: false });
    if (signedIn?.actor.account === account) return wait(signedIn.endsAt - app.ledger.clock());
    stream.send('end');
    stream.close();
  };
  const wait = (milliseconds: number) => {
    clearTimeout(timer);
    timer = setTimeout(look, Math.min(Math.max(milliseconds, 0) + 1, LONGEST_TIMER_MS));
    timer.unref();
  };
  const look = () => void check().catch(() => wait(CHECK_AGAIN_MS)); // the database is away: ask again

  app.live.join(account, { session: token, stream, check });
  stream.onClosed(() => clearTimeout(timer));
  wait((request.signedIn?.endsAt ?? 0) - app.ledger.clock());
}
