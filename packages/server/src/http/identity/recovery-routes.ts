// Forgotten passwords: the number, the same answer for everybody, and the page of the link.

import { renderNewPassword, renderRecover, renderRecoverSent } from '@patrec/web';
import type { FastifyInstance } from 'fastify';
import { mailKeys } from '../../identity/attempts.ts';
import { readFields } from '../../identity/person-fields.ts';
import { askForRecovery, recoverPassword, recoveryOwner } from '../../identity/recover-password.ts';
import { normalizeLogin } from '../../identity/sign-in.ts';
import type { App } from '../app.ts';
import { formOf } from '../form.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { clearSessionCookie } from '../session-cookie.ts';
import { goneLink } from './email-routes.ts';

type WithToken = { Params: { token: string } };

const PUBLIC = { access: 'public' } as const;
// By address: a waiting room shares one.
const LIMIT = { max: 20, timeWindow: '15 minutes', hook: 'preHandler' } as const;
const PUBLIC_FORM = { access: 'public', form: true, rateLimit: LIMIT } as const;
/** As many characters as the field takes. */
const LONGEST_LOGIN = 40;

export function recoveryRoutes(server: FastifyInstance, app: App): void {
  server.get('/recover', { config: PUBLIC }, (request, reply) =>
    sendPage(reply, renderRecover(pageContext(app, request, reply))),
  );

  // Nothing that is typed here changes the answer, an empty field included.
  server.post('/recover', { config: PUBLIC_FORM }, async (request, reply) => {
    const login = normalizeLogin((formOf(request).login ?? '').slice(0, LONGEST_LOGIN));
    await askForRecovery(app, login, mailKeys(app.secret, 'recover', login));
    return reply.redirect('/recover/sent', 303);
  });

  server.get('/recover/sent', { config: PUBLIC }, (request, reply) =>
    sendPage(reply, renderRecoverSent(pageContext(app, request, reply))),
  );

  server.get<WithToken>('/recover/link/:token', { config: PUBLIC }, async (request, reply) => {
    const { token } = request.params;
    const owner = await recoveryOwner(app, token);
    if (!owner) return goneLink(app, request, reply);
    const props = { login: owner.login, token, errors: [] };
    return sendPage(reply, renderNewPassword(pageContext(app, request, reply), props));
  });

  server.post<WithToken>('/recover/link/:token', { config: PUBLIC_FORM }, async (request, reply) => {
    const { token } = request.params;
    const owner = await recoveryOwner(app, token);
    if (!owner) return goneLink(app, request, reply);
    const fields = readFields(formOf(request));
    const password = fields.password(owner);
    const { errors } = fields;
    if (errors.length > 0) {
      const html = renderNewPassword(pageContext(app, request, reply), { login: owner.login, token, errors });
      return sendPage(reply, html, 422);
    }
    if (!(await recoverPassword(app, token, password))) return goneLink(app, request, reply);
    if (request.actor?.account === owner.account) clearSessionCookie(reply, app.publicUrl);
    return reply.redirect('/sign-in?notice=password-recovered', 303);
  });
}
