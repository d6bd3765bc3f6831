// Signing in, signing out, language and theme.

import { type DemoAccount, renderSignIn, type SignInProps } from '@patrec/web';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { signInKeys } from '../identity/attempts.ts';
import { deviceOf } from '../identity/device.ts';
import { closeSession } from '../identity/session.ts';
import { normalizeLogin, signIn } from '../identity/sign-in.ts';
import { now } from '../ledger/ledger.ts';
import type { App } from './app.ts';
import { formOf, localPath } from './form.ts';
import { pageContext, sendPage } from './page-context.ts';
import { keepPreferences } from './preferences.ts';
import { EVERY_ROLE } from './route-access.ts';
import { clearSessionCookie, sessionToken, setSessionCookie } from './session-cookie.ts';

const DEMO_ACCOUNTS: readonly DemoAccount[] = [
  { login: 'PAT001', password: 'password', role: 'patient' },
  { login: 'DOC1', password: 'password', role: 'doctor' },
  { login: 'DOC2', password: 'password', role: 'doctor' },
  { login: 'STF1', password: 'password', role: 'staff' },
  { login: 'ADM1', password: 'password', role: 'administrator' },
];

export function sessionRoutes(server: FastifyInstance, app: App): void {
  const signInPage = (request: FastifyRequest, reply: FastifyReply, props: SignInProps, status = 200) =>
    sendPage(
      reply,
      renderSignIn(pageContext(app, request, reply), { ...props, ...(app.demo && { demoAccounts: DEMO_ACCOUNTS }) }),
      status,
    );

  server.get<{ Querystring: { returnTo?: string; ended?: string } }>(
    '/sign-in',
    { config: { access: 'public' } },
    (request, reply) => {
      const returnTo = localPath(String(request.query.returnTo ?? '/'));
      if (request.actor) return reply.redirect(returnTo, 303);
      return signInPage(request, reply, {
        returnTo,
        ...(request.query.ended === '1' && { error: 'expired' as const }),
      });
    },
  );

  server.post('/sign-in', { config: { access: 'public', form: true } }, async (request, reply) => {
    const { login = '', password = '', returnTo } = formOf(request);
    const device = deviceOf(request.headers['user-agent']);
    const keys = signInKeys(app.secret, request.ip, normalizeLogin(login));
    const result = await signIn(app.db, app.ledger, { login, password, device, keys });
    if (!result.signedIn && result.waitSeconds > 0) {
      reply.header('retry-after', result.waitSeconds);
      return signInPage(request, reply, { login, error: 'throttled', returnTo: localPath(returnTo) }, 429);
    }
    if (!result.signedIn)
      return signInPage(request, reply, { login, error: 'wrong', returnTo: localPath(returnTo) }, 401);
    const earlier = sessionToken(request, app.publicUrl);
    if (earlier) await closeSession(app.db, earlier);
    setSessionCookie(reply, app.publicUrl, result.token);
    return reply.redirect(localPath(returnTo), 303);
  });

  // Whoever asks stays signed in for another while, unless a page asks by itself.
  server.get('/session', { config: { access: EVERY_ROLE, beforeOwnPassword: true } }, (request, reply) => {
    const { actor, endsAt } = request.signedIn ?? {};
    const answer = { account: actor?.login, endsAt: new Date(endsAt ?? 0).toISOString(), now: now(app.ledger) };
    return reply.header('cache-control', 'no-store').send(answer);
  });

  server.post('/sign-out', { config: { access: 'public', form: true } }, async (request, reply) => {
    const token = sessionToken(request, app.publicUrl);
    if (token) await closeSession(app.db, token);
    clearSessionCookie(reply, app.publicUrl);
    return reply.redirect('/sign-in?notice=signed-out', 303);
  });

  server.post('/preferences', { config: { access: 'public', form: true } }, (request, reply) => {
    const form = formOf(request);
    keepPreferences(reply, form);
    return reply.redirect(localPath(form.returnTo), 303);
  });
}
