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
import { accessLogRoutes } from './access-log-routes.ts';
import { accessRoutes } from './access-routes.ts';
import { accountRoutes } from './account-routes.ts';
import { amendRoutes } from './amend-routes.ts';
import type { App } from './app.ts';
import { blockRoutes } from './block-routes.ts';
import { cardRoutes } from './card-routes.ts';
import { chainRoutes } from './chain-routes.ts';
import { changesRoutes } from './changes-routes.ts';
import { checkRoutes } from './check-routes.ts';
import { gateConfirmations } from './confirm.ts';
import { confirmRoutes } from './confirm-routes.ts';
import { copyRoutes } from './copy-routes.ts';
import { correctionRoutes } from './correction-routes.ts';
import { deskRecoveryRoutes } from './desk-recovery-routes.ts';
import { deskRoutes } from './desk-routes.ts';
import { disclosureRoutes } from './disclosure-routes.ts';
import { documentRoutes } from './document-routes.ts';
import { emailRoutes } from './email-routes.ts';
import { emergencyCardRoutes } from './emergency-card-routes.ts';
import { emergencyDoctorsRoutes } from './emergency-doctors-routes.ts';
import { emergencyReviewRoutes } from './emergency-review-routes.ts';
import { emergencyRoutes } from './emergency-routes.ts';
import { entryRoutes } from './entry-routes.ts';
import { erasureRoutes } from './erasure-routes.ts';
import { sendError } from './errors.ts';
import { exportRoutes } from './export-routes.ts';
import { factorRoutes } from './factor-routes.ts';
import { fhirRoutes } from './fhir-routes.ts';
import { fhirWriteRoutes } from './fhir-write-routes.ts';
import { fileForms } from './file-form.ts';
import { fileRoutes } from './file-routes.ts';
import { findRoutes } from './find-routes.ts';
import { firstPasswordRoutes } from './first-password-routes.ts';
import { refuseZeroCharacters } from './form.ts';
import { guardianRoutes } from './guardian-routes.ts';
import { healthRoutes } from './health-routes.ts';
import { homeRoutes } from './home-routes.ts';
import { importDocumentRoutes } from './import-document-routes.ts';
import { integrityRoutes } from './integrity-routes.ts';
import { introductionRoutes } from './introduction-routes.ts';
import { inviteGuardianRoutes } from './invite-guardian-routes.ts';
import { liveRoutes } from './live-routes.ts';
import { logRoutes } from './log-routes.ts';
import { malformedRequests } from './malformed-requests.ts';
import { metricsRoutes } from './metrics-routes.ts';
import { withoutPatient } from './on-behalf.ts';
import { passkeyRoutes } from './passkey-routes.ts';
import { peopleRoutes } from './people-routes.ts';
import { limitRates } from './rate-limit.ts';
import { receiptRoutes } from './receipt-routes.ts';
import { recordFormRoutes } from './record-form-routes.ts';
import { recordPrintRoutes } from './record-print-routes.ts';
import { recordRoutes } from './record-routes.ts';
import { recordsRoutes } from './records-routes.ts';
import { recoveryRoutes } from './recovery-routes.ts';
import { registerRoutes } from './register-routes.ts';
import { requestRoutes } from './request-routes.ts';
import { gateRoutes } from './route-access.ts';
import { securityHeaders } from './security-headers.ts';
import { formCookieName, formOwner, isSecure } from './session-cookie.ts';
import { sessionRoutes } from './session-routes.ts';
import { shareRoutes } from './share-routes.ts';
import { signInCodeRoutes } from './sign-in-code-routes.ts';
import { signUpRoutes } from './sign-up-routes.ts';
import { signingKeyRoutes } from './signing-key-routes.ts';
import {
  CLIENT_LIMITS,
  type ClientLimits,
  cutSlowAnswers,
  cutSlowRequests,
  slowClientOptions,
} from './slow-clients.ts';
import { summaryRoutes } from './summary-routes.ts';
import { tableFileRoutes, tableRoutes } from './table-routes.ts';
import { trendRoutes } from './trend-routes.ts';
import { withholdRoutes } from './withhold-routes.ts';

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
  await protect(server, app, limits);
  gateRoutes(server, app);
  gateConfirmations(server, app);
  await server.register(serveStatic, { root: ASSETS, serve: false, immutable: true, maxAge: '365d' });
  server.get<{ Params: { '*': string } }>('/assets/*', { config: { access: 'public' } }, (request, reply) =>
    reply.sendFile(request.params['*']),
  );
  for (const routes of [healthRoutes, logRoutes, checkRoutes, sessionRoutes, homeRoutes, findRoutes])
    routes(server, app);
  for (const routes of [
    recordsRoutes,
    trendRoutes,
    summaryRoutes,
    chainRoutes,
    entryRoutes,
    recordRoutes,
    exportRoutes,
    recordPrintRoutes,
    receiptRoutes,
    fileRoutes,
    changesRoutes,
    requestRoutes,
    accessRoutes,
    accessLogRoutes,
    disclosureRoutes,
    shareRoutes,
    withholdRoutes,
    correctionRoutes,
    copyRoutes,
    blockRoutes,
    liveRoutes,
    fhirRoutes,
    accountRoutes,
  ])
    routes(server, app);
  await fileForms(server, app, [documentRoutes, importDocumentRoutes, recordFormRoutes, amendRoutes, tableFileRoutes]);
  await fhirWriteRoutes(server, app);
  for (const routes of [signUpRoutes, firstPasswordRoutes, peopleRoutes]) routes(server, app);
  for (const routes of [emailRoutes, recoveryRoutes, deskRecoveryRoutes, deskRoutes, registerRoutes, tableRoutes])
    routes(server, app);
  for (const routes of [signInCodeRoutes, confirmRoutes, factorRoutes, passkeyRoutes, signingKeyRoutes])
    routes(server, app);
  for (const routes of [guardianRoutes, inviteGuardianRoutes]) routes(server, app);
  for (const routes of [cardRoutes, introductionRoutes, emergencyCardRoutes]) routes(server, app);
  for (const routes of [integrityRoutes, metricsRoutes]) routes(server, app);
  for (const routes of [emergencyRoutes, emergencyReviewRoutes, emergencyDoctorsRoutes, erasureRoutes])
    routes(server, app);
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
    if (request.routeOptions.config.form) server.csrfProtection(request, reply, done);
    else done();
  });
  // Back-pressure: what people who are signed in send makes blocks, and the log is behind.
  server.addHook('preHandler', async (request) => {
    const { form, writes, access } = request.routeOptions.config;
    if ((form || writes) && access !== 'public' && app.logStatus.overloaded)
      throw new AppError('busy', 'Too much is being written. Try again in a moment.');
  });
}
