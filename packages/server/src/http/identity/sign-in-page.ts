// The sign-in page, and what follows the right answer whichever way somebody signs in.

import { type DemoAccount, renderSignIn, type SignInProps } from '@patrec/web';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { closeSession } from '../../identity/session.ts';
import type { App } from '../app.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { clearStepCookie, sessionToken, setSessionCookie, stepToken } from '../session-cookie.ts';

const DEMO_ACCOUNTS: readonly DemoAccount[] = [
  { login: 'PAT001', password: 'password', role: 'patient' },
  { login: 'DOC1', password: 'password', role: 'doctor' },
  { login: 'DOC2', password: 'password', role: 'doctor' },
  { login: 'STF1', password: 'password', role: 'staff' },
  { login: 'ADM1', password: 'password', role: 'administrator' },
];

/** Sends the sign-in page. */
export function signInPage(app: App, request: FastifyRequest, reply: FastifyReply, props: SignInProps, status = 200) {
  const demo = app.demo && { demoAccounts: DEMO_ACCOUNTS };
  return sendPage(reply, renderSignIn(pageContext(app, request, reply), { ...props, ...demo }), status);
}

/** Gives the browser the new session in the place of any that it had, and leads on. */
export async function enter(app: App, request: FastifyRequest, reply: FastifyReply, token: string, to: string) {
  const earlier = sessionToken(request, app.publicUrl);
  if (earlier) await closeSession(app.db, earlier);
  if (stepToken(request, app.publicUrl) !== '') clearStepCookie(reply, app.publicUrl);
  setSessionCookie(reply, app.publicUrl, token);
  return reply.redirect(to, 303);
}
