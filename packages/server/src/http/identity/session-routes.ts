// Signing in, signing out, language and theme.

import type { FastifyInstance } from 'fastify';
import { signInKeys } from '../../identity/attempts.ts';
import { deviceOf } from '../../identity/device.ts';
import { setMailLanguage } from '../../identity/email-store.ts';
import { closeSession } from '../../identity/session.ts';
import { normalizeLogin, signIn } from '../../identity/sign-in.ts';
import { now } from '../../ledger/ledger.ts';
import type { App } from '../app.ts';
import { formOf, localPath } from '../form.ts';
import { keepPreferences } from '../preferences.ts';
import { EVERY_ROLE } from '../route-access.ts';
import { clearSessionCookie, sessionToken, setStepCookie } from '../session-cookie.ts';
import { enter, signInPage } from './sign-in-page.ts';

export function sessionRoutes(server: FastifyInstance, app: App): void {
  server.get<{ Querystring: { returnTo?: string; ended?: string } }>(
    '/sign-in',
    { config: { access: 'public' } },
    (request, reply) => {
      const returnTo = localPath(String(request.query.returnTo ?? '/'));
      if (request.actor) return reply.redirect(returnTo, 303);
      const ended = request.query.ended === '1' && { error: 'expired' as const };
      return signInPage(app, request, reply, { returnTo, ...ended });
    },
  );

  server.post('/sign-in', { config: { access: 'public', form: true } }, async (request, reply) => {
    const { login = '', password = '', returnTo } = formOf(request);
    const device = deviceOf(request.headers['user-agent']);
    const keys = signInKeys(app.secret, request.ip, normalizeLogin(login));
    const result = await signIn(app.db, app.ledger, { login, password, device, keys });
    if (result.signedIn) return enter(app, request, reply, result.token, localPath(returnTo));
    if ('step' in result) {
      setStepCookie(reply, app.publicUrl, result.step);
      return reply.redirect(`/sign-in/code?returnTo=${encodeURIComponent(localPath(returnTo))}`, 303);
    }
    const again = { login, returnTo: localPath(returnTo) };
    if (result.waitSeconds === 0) return signInPage(app, request, reply, { ...again, error: 'wrong' }, 401);
    reply.header('retry-after', result.waitSeconds);
    return signInPage(app, request, reply, { ...again, error: 'throttled' }, 429);
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
    reply.header('clear-site-data', '"storage"'); // what other tabs hold, too
    return reply.redirect('/sign-in?notice=signed-out', 303);
  });

  server.post('/preferences', { config: { access: 'public', form: true } }, async (request, reply) => {
    const form = formOf(request);
    const { lang } = keepPreferences(reply, form, app.publicUrl);
    if (lang && request.actor) await setMailLanguage(app.db, request.actor.account, lang);
    return reply.redirect(localPath(form.returnTo), 303);
  });
}
