// "Confirm it is you", on the way to a page that asks for it.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { passkeyRequest, passkeySite } from '../../identity/prove-passkey.ts';
import type { App } from '../app.ts';
import { confirmBy, sendConfirm } from '../confirm.ts';
import { formOf, localPath } from '../form.ts';
import { EVERY_ROLE } from '../route-access.ts';
import { browserOf } from '../session-cookie.ts';

type Asked = { Querystring: { by?: string; returnTo?: string } };

export function confirmRoutes(server: FastifyInstance, app: App): void {
  const form = { config: { access: EVERY_ROLE, form: true } } as const;

  server.get<Asked>('/confirm', { config: { access: EVERY_ROLE } }, async (request, reply) => {
    const { by, returnTo } = request.query;
    await sendConfirm(app, request, reply, askedBy(by), heldFor(String(returnTo ?? '/')), { errors: [] });
    return reply;
  });

  server.post('/confirm', form, async (request: FastifyRequest, reply: FastifyReply) => {
    const { by, returnTo } = formOf(request);
    const confirmed = await confirmBy(app, request, askedBy(by));
    if (confirmed.confirmed) return reply.redirect(localPath(returnTo), 303);
    await sendConfirm(app, request, reply, askedBy(by), heldFor(returnTo), confirmed);
    return reply;
  });

  server.post('/confirm/passkey/options', form, (request, reply) => {
    reply.header('cache-control', 'no-store');
    const owner = browserOf(request, app.publicUrl);
    return passkeyRequest(app, passkeySite(app.publicUrl), { owner, purpose: 'confirm' });
  });
}

// Who asks for less than the page behind needs is asked again there.
function askedBy(by: string | undefined) {
  return { by: by === 'factor' || by === 'two-factors' ? by : 'person' } as const;
}

function heldFor(returnTo: string | undefined) {
  return { action: '/confirm', returnTo: localPath(returnTo) };
}
