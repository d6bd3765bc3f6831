// Where the code on a printed record leads: whether its fingerprint is that of an entry in the public log. For anybody; it
// says nothing that the tiles of the log do not say too.

import { type FormError, renderCheckPaper } from '@patrec/web';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type EntryAnswer, proveEntry } from '../ledger/prove-entry.ts';
import type { App } from './app.ts';
import { pageContext, sendPage } from './page-context.ts';

// By address: a pharmacy or an insurer checks many papers.
const LIMIT = { max: 120, timeWindow: '15 minutes', hook: 'preHandler' } as const;
const ANYBODY = { config: { access: 'public', rateLimit: LIMIT } } as const;
const LONGEST = 200;

export function checkRoutes(server: FastifyInstance, app: App): void {
  server.get<{ Querystring: { hash?: string } }>('/verify', ANYBODY, (request, reply) => {
    const { hash } = request.query;
    if (typeof hash !== 'string') return checkPage(app, request, reply, { typed: '' });
    const found = fingerprint(hash);
    return found === undefined ? wrong(app, request, reply, hash) : reply.redirect(`/verify/${found}`, 303);
  });

  server.get<{ Params: { hash: string } }>('/verify/:hash', ANYBODY, async (request, reply) => {
    const hash = fingerprint(request.params.hash);
    if (hash === undefined) return wrong(app, request, reply, request.params.hash);
    const answer = await proveEntry(app, hash);
    return checkPage(app, request, reply, { typed: hash, answer });
  });
}

// As people type it from paper: in capitals, in groups.
function fingerprint(text: string): string | undefined {
  const hash = text.replaceAll(/\s/g, '').toLowerCase();
  return /^[0-9a-f]{64}$/.test(hash) ? hash : undefined;
}

function wrong(app: App, request: FastifyRequest, reply: FastifyReply, text: string) {
  const errors = [{ field: 'hash', code: text.trim() === '' ? 'required' : 'fingerprint' }];
  return checkPage(app, request, reply, { typed: text.slice(0, LONGEST), errors });
}

interface Checked {
  readonly typed: string;
  readonly answer?: EntryAnswer;
  readonly errors?: readonly FormError[];
}

function checkPage(app: App, request: FastifyRequest, reply: FastifyReply, { typed, answer, errors = [] }: Checked) {
  const status = errors.length > 0 ? 422 : answer?.state === 'unknown' ? 404 : 200;
  const html = renderCheckPaper(pageContext(app, request, reply), {
    typed,
    errors,
    ...(answer && { answer }),
    log: { origin: app.ledger.log, vkey: app.verifierKey },
  });
  return sendPage(reply.header('x-robots-tag', 'noindex, nofollow'), html, status);
}
