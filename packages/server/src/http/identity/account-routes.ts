// My account: who one is here, where one is signed in, and the password.

import type { FastifyInstance, FastifyRequest } from 'fastify';
import { confirmKeys } from '../../identity/attempts.ts';
import { changePassword } from '../../identity/change-password.ts';
import { deviceOf } from '../../identity/device.ts';
import { endOtherSessions, endOwnSession } from '../../identity/own-sessions.ts';
import { hasSecondFactor } from '../../identity/second-factor.ts';
import { BY_FACTOR, BY_PERSON } from '../../identity/session-proof.ts';
import type { App } from '../app.ts';
import { requireFreshProof } from '../confirm.ts';
import { formOf } from '../form.ts';
import { actorOf, EVERY_ROLE } from '../route-access.ts';
import { sessionToken, setSessionCookie } from '../session-cookie.ts';
import { accountPage } from './account-page.ts';

export function accountRoutes(server: FastifyInstance, app: App): void {
  const form = { config: { access: EVERY_ROLE, form: true } } as const;
  const confirmed = { config: { access: EVERY_ROLE, form: true, confirm: BY_PERSON } } as const;
  const tokenOf = (request: FastifyRequest) => sessionToken(request, app.publicUrl) ?? '';

  server.get('/account', { config: { access: EVERY_ROLE } }, (request, reply) => accountPage(app, request, reply));

  server.post<{ Params: { id: string } }>('/account/sessions/:id/end', confirmed, async (request, reply) => {
    const ended = await endOwnSession(app, actorOf(request), request.params.id);
    return reply.redirect(`/account?notice=${ended ? 'session-ended' : 'session-gone'}`, 303);
  });

  server.post('/account/sessions/end-others', confirmed, async (request, reply) => {
    await endOtherSessions(app, actorOf(request), tokenOf(request));
    return reply.redirect('/account?notice=sessions-ended', 303);
  });

  // The form asks for the present password itself; whoever has a second factor proves that as well.
  server.post('/account/password', form, async (request, reply) => {
    const guarded = await hasSecondFactor(app.db, actorOf(request).account);
    if (guarded && !(await requireFreshProof(app, request, reply, BY_FACTOR))) return reply;
    const { current = '', next = '', again = '' } = formOf(request);
    const device = deviceOf(request.headers['user-agent']);
    const keys = confirmKeys(app.secret, tokenOf(request));
    const result = await changePassword(app, actorOf(request), { current, next, again, device, keys });
    if (result.changed) {
      setSessionCookie(reply, app.publicUrl, result.token);
      return reply.redirect('/account?notice=password-changed', 303);
    }
    if ('errors' in result) return accountPage(app, request, reply, { password: { errors: result.errors } }, 422);
    reply.header('retry-after', result.waitSeconds);
    return accountPage(app, request, reply, { password: { throttled: true } }, 429);
  });
}
