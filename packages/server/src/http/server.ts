// The HTTP server: its protections, its error table, its routes.

import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import cookie from '@fastify/cookie';
import csrf from '@fastify/csrf-protection';
import formBody from '@fastify/formbody';
import serveStatic from '@fastify/static';
import underPressure from '@fastify/under-pressure';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { AppError } from '../errors.ts';
import { registerAccess } from './access/routes.ts';
import type { App } from './app.ts';
import { gateConfirmations } from './confirm.ts';
import { sendError } from './errors.ts';
import { registerExchange } from './exchange/routes.ts';
import { refuseZeroCharacters } from './form.ts';
import { healthRoutes } from './health-routes.ts';
import { homeRoutes } from './home-routes.ts';
import { registerIdentity } from './identity/routes.ts';
import { registerLedger } from './ledger/routes.ts';
import { liveRoutes } from './live/live-routes.ts';
import { malformedRequests } from './malformed-requests.ts';
import { metricsRoutes } from './metrics-routes.ts';
import { withoutPatient } from './on-behalf.ts';
import { limitRates } from './rate-limit.ts';
import { offerReceipts } from './receipt-offers.ts';
import { registerRecords } from './records/routes.ts';
import { gateRoutes } from './route-access.ts';
import { securityHeaders } from './security-headers.ts';
import { formCookieName, formOwner, isSecure, isStrangersOwn } from './session-cookie.ts';
import {
  CLIENT_LIMITS,
  type ClientLimits,
  cutSlowAnswers,
  cutSlowRequests,
  slowClientOptions,
} from './slow-clients.ts';

const ASSETS = join(dirname(createRequire(import.meta.url).resolve('@patrec/web')), '..', 'client', 'assets');
const FORM_LIMIT_BYTES = 256 * 1024;
const CLOSING_MS = 2_000;

/** Builds the server; nothing listens yet. `limits` say how long a client may take. */
export async function buildServer(
  app: App,
  logger: FastifyBaseLogger,
  limits: ClientLimits = CLIENT_LIMITS,
): Promise<FastifyInstance> {
  const headers = securityHeaders(isSecure(app.publicUrl));
  const server = Fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    rewriteUrl: withoutPatient,
    bodyLimit: FORM_LIMIT_BYTES,
    trustProxy: [...app.proxies],
    ...slowClientOptions(limits),
    ...malformedRequests(headers),
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 100 },
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
  });
  // Browsers open connections ahead and send nothing: those count as busy, and Node waits for them without end.
  server.addHook('preClose', (done) => {
    setTimeout(() => server.server.closeAllConnections(), CLOSING_MS).unref();
    done();
  });
  cutSlowRequests(server, limits);
  cutSlowAnswers(server, limits);
  server.setErrorHandler((error, request, reply) => sendError(app, error, request, reply));
  server.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers);
    done();
  });
  offerReceipts(server, app);
  await protect(server, app, limits);
  gateRoutes(server, app);
  gateConfirmations(server, app);
  await server.register(serveStatic, { root: ASSETS, serve: false, immutable: true, maxAge: '365d' });
  server.get<{ Params: { '*': string } }>('/assets/*', { config: { access: 'public' } }, (request, reply) =>
    reply.sendFile(request.params['*']),
  );
  for (const routes of [healthRoutes, metricsRoutes, homeRoutes, liveRoutes]) routes(server, app);
  registerIdentity(server, app);
  registerAccess(server, app);
  registerLedger(server, app);
  await registerRecords(server, app);
  await registerExchange(server, app);
  server.setNotFoundHandler(() => {
    throw new AppError('not-found', 'There is no such page.');
  });
  return server;
}

async function protect(server: FastifyInstance, app: App, { lateMs }: ClientLimits): Promise<void> {
  const secure = isSecure(app.publicUrl);
  await server.register(cookie, { secret: app.secret });
  await server.register(csrf, {
    cookieKey: formCookieName(app.publicUrl),
    cookieOpts: { path: '/', httpOnly: true, sameSite: 'lax', signed: true, secure },
    csrfOpts: { hmacKey: app.secret },
    getUserInfo: (request) => formOwner(request, app.publicUrl),
    getToken: (request) => (request.body as { _csrf?: string } | undefined)?._csrf,
  });
  server.removeContentTypeParser(['application/json', 'text/plain']);
  await server.register(formBody, { bodyLimit: FORM_LIMIT_BYTES });
  await limitRates(server, app);
  await server.register(underPressure, { maxEventLoopDelay: lateMs, retryAfter: 2 });
  server.addHook('preHandler', (request, reply, done) => {
    refuseZeroCharacters(request);
    if (request.routeOptions.config.form && !isStrangersOwn(request, app.publicUrl))
      server.csrfProtection(request, reply, done);
    else done();
  });
  // Back-pressure: what people who are signed in send makes blocks, and the log is behind.
  server.addHook('preHandler', async (request) => {
    const { form, writes, access } = request.routeOptions.config;
    if ((form || writes) && access !== 'public' && app.logStatus.overloaded)
      throw new AppError('busy', 'Too much is being written. Try again in a moment.');
  });
}
