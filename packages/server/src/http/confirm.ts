// The one place where dangerous acts ask for a fresh proof. A route says `confirm`: its page is shown after the proof,
// and a form that comes too late is kept, sealed, while its person confirms, and then goes on as it was typed.

import { type ConfirmProps, renderConfirm } from '@patrec/web';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../errors.ts';
import { type Confirmed, confirmIdentity } from '../identity/confirm-identity.ts';
import { passkeysOf } from '../identity/passkey-store.ts';
import { passkeySite } from '../identity/prove-passkey.ts';
import { tokenHash } from '../identity/session.ts';
import { type Confirmation, isFresh, type SessionProof, sessionProof } from '../identity/session-proof.ts';
import { deriveKey, seal, tryUnseal } from '../sealed-secret.ts';
import type { App } from './app.ts';
import { formOf } from './form.ts';
import { pageContext, sendPage } from './page-context.ts';
import { actorOf } from './route-access.ts';
import { browserOf, sessionToken } from './session-cookie.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Asks for a fresh proof before the page is shown and before the form is taken. */
    confirm?: Confirmation;
  }
}

/** Where somebody comes from, or what they sent: what the page leads back to. */
export type Held = Pick<ConfirmProps, 'action' | 'kept' | 'returnTo'>;

/** Registers the gate. It comes after the form's token is checked. */
export function gateConfirmations(server: FastifyInstance, app: App): void {
  server.addHook('preHandler', async (request, reply) => {
    const { confirm } = request.routeOptions.config;
    if (!confirm) return;
    if (request.routeOptions.config.form)
      return (await requireFreshProof(app, request, reply, confirm)) ? undefined : reply;
    const { proof } = await sessionOf(app, request);
    if (confirm.withinMs === 0 || isFresh(proof, confirm, app.ledger.clock())) return;
    return reply.redirect(`/confirm?by=${confirm.by}&returnTo=${encodeURIComponent(request.url)}`, 303);
  });
}

/**
 * True where a posted form may go on: the session's proof is fresh, or came with the form. Otherwise the page that asks
 * for it has been sent, and holds what was typed; with its answer the same request comes again.
 */
export async function requireFreshProof(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  asked: Confirmation,
): Promise<boolean> {
  const { proof } = await sessionOf(app, request);
  const typed = request.body;
  const { kept } = formOf(request);
  const held = { action: request.url, kept: kept ?? keep(app, request) };
  if (kept !== undefined) request.body = reopen(app, request, kept);
  if (isFresh(proof, asked, app.ledger.clock())) return true;
  if (kept === undefined) return sendConfirm(app, request, reply, asked, held, { errors: [] });
  const confirmed = await confirmBy(app, request, asked, typed);
  return confirmed.confirmed || sendConfirm(app, request, reply, asked, held, confirmed);
}

/** Checks the proof that a form holds. */
export async function confirmBy(
  app: App,
  request: FastifyRequest,
  asked: Pick<Confirmation, 'by'>,
  typed = request.body,
) {
  const { password = '', code = '', passkey = '' } = formOf({ body: typed });
  const session = await sessionOf(app, request);
  const offered = { password, code, passkey, owner: browserOf(request, app.publicUrl) };
  const site = passkeySite(app.publicUrl);
  return confirmIdentity({ ...app, site }, actorOf(request), session, asked, offered);
}

/** Sends the page that asks for the proof, with what was wrong with the last one; gives false. */
export async function sendConfirm(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  { by }: Pick<Confirmation, 'by'>,
  held: Held,
  failed: Exclude<Confirmed, { confirmed: true }> | { readonly errors: ConfirmProps['errors'] },
): Promise<false> {
  const { account, login } = actorOf(request);
  const [{ proof }, passkeys] = await Promise.all([sessionOf(app, request), passkeysOf(app.db, account)]);
  const throttled = 'waitSeconds' in failed;
  const errors = 'errors' in failed ? failed.errors : [];
  if (throttled) reply.header('retry-after', failed.waitSeconds);
  const props = {
    ...held,
    by,
    login,
    secondFactor: proof.secondFactor,
    passkey: passkeys.length > 0,
    errors,
    throttled,
  };
  const status = throttled ? 429 : errors.length > 0 ? 422 : 403;
  sendPage(reply, renderConfirm(pageContext(app, request, reply), props), request.method === 'POST' ? status : 200);
  return false;
}

async function sessionOf(app: App, request: FastifyRequest): Promise<{ token: string; proof: SessionProof }> {
  const token = sessionToken(request, app.publicUrl) ?? '';
  const proof = await sessionProof(app.db, token);
  if (!proof) throw new AppError('unauthenticated', 'Sign in first.');
  return { token, proof };
}

// Sealed, for it may hold a new password; bound to the session and the address, so that it goes nowhere else.
function keep(app: App, request: FastifyRequest): string {
  const values = JSON.stringify({ ...(request.body as object), _csrf: undefined });
  return seal(keptKey(app), values, placeOf(app, request), app.ledger.random).toString('base64url');
}

function reopen(app: App, request: FastifyRequest, kept: string): unknown {
  const opened = tryUnseal(keptKey(app), Buffer.from(kept, 'base64url'), placeOf(app, request));
  if (opened === undefined)
    throw new AppError('incorrect', 'The form cannot be understood. Open it again and send it once more.');
  return JSON.parse(opened);
}

function keptKey({ secret }: App): Buffer {
  return deriveKey(secret, 'kept-form');
}

/** The session and the address of a request: what is sealed for them opens nowhere else. */
export function placeOf(app: App, request: FastifyRequest): string {
  const session = tokenHash(sessionToken(request, app.publicUrl) ?? '').toString('hex');
  return `${session} ${request.url}`;
}
