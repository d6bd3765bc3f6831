// The log, for anybody: C2SP tlog-tiles under /log, the keys that its checkpoints are signed with, and its policy.

import { parseTilePath } from '@patrec/ledger';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { AppError } from '../../errors.ts';
import { presentKeyLines, presentPolicy } from '../../ledger/log-keys.ts';
import { newestCheckpoint, readBundle, readTile } from '../../ledger/log-store.ts';
import type { App } from '../app.ts';

const HASH = 32;
const ENTRY = 35; // two bytes of length, 33 of entry
const KEYS_CACHED = 'public, max-age=60';
const IMMUTABLE = 'public, max-age=31536000, immutable';

export function logRoutes(server: FastifyInstance, app: App): void {
  const open = { config: { access: 'public' } } as const;

  server.get('/log/checkpoint', open, async (_request, reply) => {
    const checkpoint = await newestCheckpoint(app.db);
    if (!checkpoint) throw new AppError('not-found', 'The log has no checkpoint yet.');
    return text(reply).header('cache-control', 'public, max-age=2').send(checkpoint.note);
  });

  // One key, and two while it is being changed: whoever follows the log from here on knows both.
  server.get('/log/vkey', open, async (_request, reply) =>
    text(reply)
      .header('cache-control', KEYS_CACHED)
      .send(await presentKeyLines(app)),
  );

  server.get('/log/policy', open, async (_request, reply) =>
    text(reply)
      .header('cache-control', KEYS_CACHED)
      .send(await presentPolicy(app)),
  );

  server.get<{ Params: { '*': string } }>('/log/tile/*', open, async (request, reply) => {
    const bytes = await tileBytes(app, request.params['*']);
    if (!bytes) throw new AppError('not-found', 'The log has no such tile.');
    return reply.header('cache-control', IMMUTABLE).type('application/octet-stream').send(bytes);
  });
}

// A partial tile is the beginning of what is stored, and never changes either.
async function tileBytes(app: App, path: string): Promise<Uint8Array | undefined> {
  const tile = parsePath(path);
  if (!tile) return undefined;
  const { level, index, width } = tile;
  const [stored, size] =
    level === 'entries'
      ? [await readBundle(app.db, index), width * ENTRY]
      : [await readTile(app.db, level, index), width * HASH];
  return stored && stored.length >= size ? stored.subarray(0, size) : undefined;
}

function parsePath(path: string): ReturnType<typeof parseTilePath> | undefined {
  try {
    return parseTilePath(path);
  } catch {
    return undefined;
  }
}

function text(reply: FastifyReply): FastifyReply {
  return reply.type('text/plain; charset=utf-8');
}
