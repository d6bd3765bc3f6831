// The log, for anybody: C2SP tlog-tiles under /log, the keys that its checkpoints are signed with, and its policy. Pages of any
// site may read it, so that anybody's program in a browser can check it.

import { createHash } from 'node:crypto';
import { ProofError, parseTilePath, type TileAddress } from '@patrec/ledger';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { presentKeyLines, presentPolicy } from '../../ledger/log-keys.ts';
import { newestCheckpoint } from '../../ledger/log-store.ts';
import { readPublished } from '../../ledger/published-tiles.ts';
import type { App } from '../app.ts';
import { hasAlready } from '../has-already.ts';

const KEYS_CACHED = 'public, max-age=60';
const TEXT = 'text/plain; charset=utf-8';
// The tree only grows: a tile of a width is the same for ever, a partial one too.
const IMMUTABLE = 'public, max-age=31536000, immutable';

export function logRoutes(server: FastifyInstance, app: App): void {
  const open = { config: { access: 'public' }, onRequest: fromAnySite } as const;

  server.get('/log/checkpoint', open, async (request, reply) => {
    const checkpoint = await newestCheckpoint(app.db);
    if (!checkpoint) return missing(reply, 'The log has no checkpoint yet.');
    return publish(request, reply.header('cache-control', 'public, max-age=2').type(TEXT), checkpoint.note);
  });

  // One key, and two while it is being changed: whoever follows the log from here on knows both.
  server.get('/log/vkey', open, async (request, reply) =>
    publish(request, reply.header('cache-control', KEYS_CACHED).type(TEXT), await presentKeyLines(app)),
  );

  server.get('/log/policy', open, async (request, reply) =>
    publish(request, reply.header('cache-control', KEYS_CACHED).type(TEXT), await presentPolicy(app)),
  );

  server.get<{ Params: { '*': string } }>('/log/tile/*', open, async (request, reply) => {
    const tile = addressOf(request.params['*']);
    if (!tile) return missing(reply, 'This is not the path of a tile: tile/<level or entries>/<index>[.p/<width>].');
    const bytes = await readPublished(app.db, tile);
    if (!bytes) return missing(reply, 'The newest checkpoint has no such tile.');
    return publish(request, reply.header('cache-control', IMMUTABLE).type('application/octet-stream'), bytes);
  });
}

function fromAnySite(_request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  reply.headers({ 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' });
  done();
}

function publish(request: FastifyRequest, reply: FastifyReply, content: string | Uint8Array): FastifyReply {
  const etag = `"${createHash('sha256').update(content).digest('base64url')}"`;
  reply.header('etag', etag);
  return hasAlready(request, etag) ? reply.code(304).send() : reply.send(content);
}

// What is not there now may be there in a moment, so nothing keeps the answer. Programs read it: no page, no cookie.
function missing(reply: FastifyReply, why: string): FastifyReply {
  return reply.code(404).header('cache-control', 'no-store').type(TEXT).send(`${why}\n`);
}

function addressOf(path: string): TileAddress | undefined {
  try {
    return parseTilePath(path);
  } catch (error) {
    if (error instanceof ProofError) return undefined;
    throw error;
  }
}
