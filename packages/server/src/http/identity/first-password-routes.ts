// Whoever signed in with a one-time password sets one of their own before anything else.

import { renderFirstPassword } from '@patrec/web';
import type { FastifyInstance } from 'fastify';
import { deviceOf } from '../../identity/device.ts';
import { readFields } from '../../identity/person-fields.ts';
import { setOwnPassword } from '../../identity/set-own-password.ts';
import type { App } from '../app.ts';
import { formOf } from '../form.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { actorOf, EVERY_ROLE } from '../route-access.ts';
import { setSessionCookie } from '../session-cookie.ts';

export function firstPasswordRoutes(server: FastifyInstance, app: App): void {
  const config = { access: EVERY_ROLE, beforeOwnPassword: true } as const;

  server.get('/first-password', { config }, (request, reply) => {
    const { oneTimePassword, login } = actorOf(request);
    if (!oneTimePassword) return reply.redirect('/', 303);
    return sendPage(reply, renderFirstPassword(pageContext(app, request, reply), { login, errors: [] }));
  });

  server.post('/first-password', { config: { ...config, form: true } }, async (request, reply) => {
    const actor = actorOf(request);
    if (!actor.oneTimePassword) return reply.redirect('/', 303);
    const fields = readFields(formOf(request));
    const password = fields.password(actor);
    if (fields.errors.length > 0) {
      const props = { login: actor.login, errors: fields.errors };
      return sendPage(reply, renderFirstPassword(pageContext(app, request, reply), props), 422);
    }
    setSessionCookie(
      reply,
      app.publicUrl,
      await setOwnPassword(app, actor, password, deviceOf(request.headers['user-agent'])),
    );
    return reply.redirect('/?notice=password-set', 303);
  });
}
