// Sign-in and security: the authenticator app and the printed codes.

import { type AuthenticatorProps, renderAuthenticator, renderRecoveryCodes } from '@patrec/web';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  confirmTotp,
  draftTotp,
  makeCodes,
  removeCodes,
  removeTotp,
  reopenDraft,
  type TotpDraft,
} from '../../identity/change-factor.ts';
import { BY_FACTOR } from '../../identity/session-proof.ts';
import { totpAddress } from '../../identity/totp.ts';
import type { App } from '../app.ts';
import { formOf } from '../form.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { qrCode } from '../qr-code.ts';
import { actorOf, EVERY_ROLE } from '../route-access.ts';
import { sessionToken } from '../session-cookie.ts';

export function factorRoutes(server: FastifyInstance, app: App): void {
  const page = { config: { access: EVERY_ROLE, confirm: BY_FACTOR } } as const;
  const form = { config: { access: EVERY_ROLE, confirm: BY_FACTOR, form: true } } as const;
  const tokenOf = (request: FastifyRequest) => sessionToken(request, app.publicUrl) ?? '';

  server.get('/account/authenticator', page, (request, reply) =>
    authenticatorPage(app, request, reply, draftTotp(app, actorOf(request)), []),
  );

  server.post('/account/authenticator', form, async (request, reply) => {
    const actor = actorOf(request);
    const { draft = '', code = '' } = formOf(request);
    const shown = reopenDraft(app, actor, draft) ?? draftTotp(app, actor);
    const problem = code === '' ? 'required' : 'code-wrong';
    if (code === '' || shown.draft !== draft || !(await confirmTotp(app, actor, shown, code, tokenOf(request))))
      return authenticatorPage(app, request, reply, shown, [{ field: 'code', code: problem }]);
    return reply.redirect('/account?notice=totp-set', 303);
  });

  server.post('/account/authenticator/remove', form, async (request, reply) => {
    await removeTotp(app, actorOf(request), tokenOf(request));
    return reply.redirect('/account?notice=totp-removed', 303);
  });

  server.post('/account/recovery-codes', form, async (request, reply) => {
    const { login } = actorOf(request);
    const codes = await makeCodes(app, actorOf(request), tokenOf(request));
    const props = { login, codes, site: app.publicUrl };
    return sendPage(reply, renderRecoveryCodes(pageContext(app, request, reply), props));
  });

  server.post('/account/recovery-codes/remove', form, async (request, reply) => {
    await removeCodes(app, actorOf(request), tokenOf(request));
    return reply.redirect('/account?notice=codes-removed', 303);
  });
}

function authenticatorPage(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  { key, draft }: TotpDraft,
  errors: AuthenticatorProps['errors'],
): FastifyReply {
  const qr = qrCode(totpAddress(key, actorOf(request).login));
  const html = renderAuthenticator(pageContext(app, request, reply), { key, draft, qr, errors });
  return sendPage(reply, html, errors.length > 0 ? 422 : 200);
}
