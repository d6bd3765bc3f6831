// GET /events, and under /for/PAT004 that patient's: tells a page that its lists have changed. The page then asks for them
// again, by the route that it is of.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../../access/actor.ts';
import { AppError } from '../../errors.ts';
import type { App } from '../app.ts';
import { actInPlaceOf } from '../on-behalf.ts';
import { actorOf } from '../route-access.ts';
import { sessionToken } from '../session-cookie.ts';
import { type LiveEvent, liveStream } from './live-stream.ts';

const STREAM = { access: ['patient', 'doctor'], guardian: 'view', answer: 'stream' } as const;
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
  const actor = actorOf(request);
  const { account: owner, onBehalfOf } = actor;
  const token = sessionToken(request, app.publicUrl) ?? '';
  app.live.requireRoom(owner, token);
  const { raw } = reply;
  raw.writeHead(200, reply.getHeaders() as Record<string, string>);
  reply.hijack();
  const stream = liveStream(raw);
  let timer: NodeJS.Timeout | undefined;

  // Looking keeps no session alive.
  const check = async () => {
    const signedIn = await app.readSession(token, { touch: false });
    if (signedIn?.actor.account !== owner) return end('end');
    const until = onBehalfOf && (await standingUntil(app, signedIn.actor, onBehalfOf.number));
    if (until === 'over') return end('lists'); // the page asks for them, and learns that they are not there
    wait(Math.min(signedIn.endsAt, until ?? Number.POSITIVE_INFINITY) - app.ledger.clock());
  };
  const end = (event: LiveEvent) => {
    stream.send(event);
    stream.close();
  };
  const wait = (milliseconds: number) => {
    clearTimeout(timer);
    timer = setTimeout(look, Math.min(Math.max(milliseconds, 0) + 1, LONGEST_TIMER_MS));
    timer.unref();
  };
  const look = () => void check().catch(() => wait(CHECK_AGAIN_MS)); // the database is away: ask again

  app.live.join({ owner, session: token, lists: onBehalfOf?.account ?? owner, stream, check });
  stream.onClosed(() => clearTimeout(timer));
  if (onBehalfOf) look();
  else wait((request.signedIn?.endsAt ?? 0) - app.ledger.clock());
}

// When a guardianship ends by its date, in milliseconds since 1970; undefined without such a date.
async function standingUntil(app: App, actor: Actor, number: string): Promise<number | 'over' | undefined> {
  const acting = await actInPlaceOf(app, actor, number, 'view').catch((error: unknown) => {
    if (error instanceof AppError && error.kind === 'not-found') return undefined;
    throw error;
  });
  if (!acting) return 'over';
  const until = acting.onBehalfOf?.guardianship.until;
  return until ? Date.parse(until) : undefined;
}
