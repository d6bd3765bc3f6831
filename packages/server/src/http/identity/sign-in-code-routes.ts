// The second half of signing in: the code after the right password, or a passkey in the place of both.

import { renderSignInCode, type SignInCodeProps } from '@patrec/web';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { deviceOf } from '../../identity/device.ts';
import { passkeyRequest, passkeySite, signInWithPasskey } from '../../identity/prove-passkey.ts';
import { finishSignIn, signInStep } from '../../identity/sign-in-step.ts';
import type { App } from '../app.ts';
import { formOf, localPath } from '../form.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { browserOf, stepToken } from '../session-cookie.ts';
import { enter, signInPage } from './sign-in-page.ts';

// By address: a clinic shares one.
const LIMIT = { max: 120, timeWindow: '1 minute', hook: 'preHandler' } as const;
const PUBLIC_FORM = { access: 'public', form: true, rateLimit: LIMIT } as const;
const FEW_CODES = 3;

export function signInCodeRoutes(server: FastifyInstance, app: App): void {
  const site = passkeySite(app.publicUrl);

  server.get<{ Querystring: { returnTo?: string } }>(
    '/sign-in/code',
    { config: { access: 'public' } },
    async (request, reply) => {
      const waits = await signInStep(app.db, app.ledger, stepToken(request, app.publicUrl));
      if (!waits) return reply.redirect('/sign-in', 303);
      return codePage(app, request, reply, { returnTo: localPath(String(request.query.returnTo ?? '/')) });
    },
  );

  server.post('/sign-in/code', { config: PUBLIC_FORM }, async (request, reply) => {
    const { code = '', returnTo: asked } = formOf(request);
    const returnTo = localPath(asked);
    const device = deviceOf(request.headers['user-agent']);
    const step = stepToken(request, app.publicUrl);
    const result = await finishSignIn(app, { step, code, address: request.ip, device });
    if (result.signedIn) return enter(app, request, reply, result.token, leadOn(result.left, returnTo));
    if ('gone' in result) return signInPage(app, request, reply, { returnTo, error: 'expired' }, 401);
    if (result.waitSeconds === 0) return codePage(app, request, reply, { returnTo, error: 'wrong' }, 401);
    reply.header('retry-after', result.waitSeconds);
    return codePage(app, request, reply, { returnTo, error: 'throttled' }, 429);
  });

  server.post('/sign-in/passkey/options', { config: PUBLIC_FORM }, (request, reply) => {
    reply.header('cache-control', 'no-store');
    return passkeyRequest(app, site, { owner: browserOf(request, app.publicUrl), purpose: 'sign-in' });
  });

  server.post('/sign-in/passkey', { config: PUBLIC_FORM }, async (request, reply) => {
    const { passkey = '', returnTo } = formOf(request);
    const device = deviceOf(request.headers['user-agent']);
    const token = await signInWithPasskey(app, site, browserOf(request, app.publicUrl), passkey, device);
    if (token) return enter(app, request, reply, token, localPath(returnTo));
    return signInPage(app, request, reply, { returnTo: localPath(returnTo), error: 'passkey' }, 401);
  });
}

// Whoever has few printed codes left is led to where new ones are made, while they are signed in.
function leadOn(left: number | null, returnTo: string): string {
  return left !== null && left <= FEW_CODES ? '/account?notice=codes-low' : returnTo;
}

function codePage(app: App, request: FastifyRequest, reply: FastifyReply, props: SignInCodeProps, status = 200) {
  return sendPage(reply, renderSignInCode(pageContext(app, request, reply), props), status);
}
