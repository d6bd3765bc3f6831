// Where anybody checks a receipt, in their browser alone, here or on the same page saved as a file; and where the code on a
// printed record leads: whether its fingerprint is that of an entry in the public log. That says nothing that the tiles of
// the log do not say too.

import { type FormError, renderCheckPaper, renderSavedCheck } from '@patrec/web';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { presentPolicy } from '../../ledger/log-keys.ts';
import { type EntryAnswer, proveEntry } from '../../ledger/prove-entry.ts';
import type { App } from '../app.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { withoutNetwork } from '../security-headers.ts';

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

  server.get('/verify.html', ANYBODY, async (request, reply) =>
    reply
      .header('cache-control', 'no-store')
      .header('content-disposition', 'attachment; filename="patrec-verify.html"')
      .type('text/html; charset=utf-8')
      .send(renderSavedCheck(pageContext(app, request, reply), await presentPolicy(app))),
  );

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

async function checkPage(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  { typed, answer, errors = [] }: Checked,
) {
  const status = errors.length > 0 ? 422 : answer?.state === 'unknown' ? 404 : 200;
  withoutNetwork(reply);
  // What keeps a session needs the network; nothing here is of the session.
  const { session: _session, ...context } = pageContext(app, request, reply);
  const html = renderCheckPaper(context, {
    typed,
    errors,
    ...(answer && { answer }),
    log: { origin: app.ledger.log, policy: await presentPolicy(app) },
  });
  return sendPage(reply.header('x-robots-tag', 'noindex, nofollow'), html, status);
}
