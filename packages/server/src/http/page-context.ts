// What every page is given: who looks, in which language and theme, and the form token.

import { createHmac } from 'node:crypto';
import type { NoticeKey, PageContext, PageSession } from '@patrec/web';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OnBehalfOf } from '../access/actor.ts';
import type { SignedIn } from '../identity/session.ts';
import { now } from '../ledger/ledger.ts';
import { INSTITUTION_ZONE } from '../records/clinical-time.ts';
import type { App } from './app.ts';
import { localPath } from './form.ts';
import { addressOf } from './on-behalf.ts';
import { languageOf, themeOf } from './preferences.ts';
import { receiptOffers } from './receipt-offers.ts';
import { formOwner } from './session-cookie.ts';

/** The context of the page that answers this request. */
export function pageContext(app: App, request: FastifyRequest, reply: FastifyReply): PageContext {
  const { actor } = request;
  const notice = noticeOf(request);
  return {
    lang: languageOf(request),
    theme: themeOf(request),
    timeZone: INSTITUTION_ZONE,
    path: pageOf(request),
    ...(request.method !== 'GET' && { sentTo: request.originalUrl }),
    csrf: reply.generateCsrf({ userInfo: formOwner(request, app.publicUrl) }),
    demo: app.demo,
    ...(request.signedIn && { session: pageSession(app, request.signedIn) }),
    user: actor && { login: actor.login, name: actor.name, role: actor.role, waits: !actor.verified },
    now: now(app.ledger),
    ...(notice && { notice }),
    receipts: receiptOffers(request),
    ...(actor?.role === 'administrator' && { findings: app.integrity()?.findings ?? 0 }),
    ...(actor?.onBehalfOf && { inPlaceOf: inPlaceOf(actor.onBehalfOf) }),
  };
}

// Stable for an account, and only on its own pages: what was typed can be opened by nobody else, and after signing in again.
function pageSession({ secret }: App, { actor, endsAt, idleMs }: SignedIn): PageSession {
  const draftKey = createHmac('sha256', secret).update(`drafts of ${actor.account}`).digest('base64');
  return { endsAt: new Date(endsAt).toISOString(), idleMs, draftKey };
}

/** The address of the page that a request is of: of a form that was sent, the page that it stood on. */
export function pageOf(request: FastifyRequest): string {
  if (request.method === 'GET') return request.originalUrl;
  const from = URL.parse(request.headers.referer ?? '');
  return from?.host === request.host ? localPath(from.pathname + from.search) : addressOf(request, '/');
}

/** Sends a page. Pages hold personal data: nothing on the way may keep them. */
export function sendPage(reply: FastifyReply, html: string, status = 200): FastifyReply {
  return reply.code(status).header('cache-control', 'no-store').type('text/html; charset=utf-8').send(html);
}

function inPlaceOf({ number, name, guardianship }: OnBehalfOf): NonNullable<PageContext['inPlaceOf']> {
  return { number, name, level: guardianship.level };
}

function noticeOf(request: FastifyRequest): NoticeKey | undefined {
  const { notice } = request.query as { notice?: unknown };
  return Object.keys(notices).find((key): key is NoticeKey => key === notice);
}

const notices: Record<NoticeKey, true> = {
  'request-sent': true,
  granted: true,
  denied: true,
  revoked: true,
  cancelled: true,
  withheld: true,
  released: true,
  'record-saved': true,
  'record-amended': true,
  'record-in-error': true,
  'preferences-saved': true,
  'signed-out': true,
  'password-changed': true,
  'session-ended': true,
  'session-gone': true,
  'sessions-ended': true,
  verified: true,
  declined: true,
  'password-set': true,
  'email-sent': true,
  'email-confirmed': true,
  'email-removed': true,
  'password-recovered': true,
  'recovery-opened': true,
  'recovery-cancelled': true,
  'desk-opened': true,
  'desk-confirmed': true,
  'desk-link-sent': true,
  'desk-cancelled': true,
  'desk-aadhaar-saved': true,
  'desk-aadhaar-removed': true,
  'desk-registration-changed': true,
  'registration-changed': true,
  'aadhaar-saved': true,
  'aadhaar-removed': true,
  'totp-set': true,
  'totp-removed': true,
  'codes-removed': true,
  'codes-low': true,
  'passkey-added': true,
  'passkey-removed': true,
  'passkey-gone': true,
  'key-made': true,
  'key-revoked': true,
  'key-gone': true,
  'guardian-invited': true,
  'guardian-accepted': true,
  'guardian-declined': true,
  'guardian-ended': true,
  'correction-asked': true,
  'correction-answered': true,
  blocked: true,
  unblocked: true,
  'introduction-ended': true,
  'card-saved': true,
  'card-renewed': true,
  'card-ended': true,
  'emergency-opened': true,
  'emergency-stands': true,
  'emergency-ended': true,
  'emergency-reviewed': true,
  'erasure-proposed': true,
  'erasure-waiting': true,
  'erasure-withdrawn': true,
  'erasure-refused': true,
  erased: true,
  authorised: true,
  'finding-acknowledged': true,
  'authorisation-withdrawn': true,
};
