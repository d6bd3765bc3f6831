// What hangs on one's account beside the password: the e-mail address, with the link that confirms it, and the Aadhaar number.

import { renderConfirmEmail, renderLinkGone } from '@patrec/web';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { confirmKeys, mailKeys } from '../../identity/attempts.ts';
import { askForEmail, confirmEmail, emailLinkOwner, removeOwnEmail } from '../../identity/change-email.ts';
import { confirmSelf } from '../../identity/confirm-self.ts';
import { emailOf } from '../../identity/email-store.ts';
import { readFields } from '../../identity/person-fields.ts';
import { aadhaarSealer, changeAadhaar } from '../../records/aadhaar.ts';
import type { App } from '../app.ts';
import { formOf } from '../form.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { languageOf } from '../preferences.ts';
import { actorOf, EVERY_ROLE } from '../route-access.ts';
import { sessionToken } from '../session-cookie.ts';
import { type AccountFailure, accountPage } from './account-page.ts';

type WithToken = { Params: { token: string } };
type EmailErrors = NonNullable<NonNullable<AccountFailure['email']>['errors']>;

const OWN_FORM = { access: EVERY_ROLE, form: true } as const;
// By address: a waiting room shares one.
const LINK_LIMIT = { max: 20, timeWindow: '15 minutes', hook: 'preHandler' } as const;
// By address: somebody who tries one number after another learns from the answer which are kept here.
const AADHAAR_LIMIT = { max: 10, timeWindow: '1 hour', hook: 'preHandler' } as const;

export function emailRoutes(server: FastifyInstance, app: App): void {
  server.post('/account/email', { config: OWN_FORM }, async (request, reply) => {
    const actor = actorOf(request);
    const session = sessionToken(request, app.publicUrl) ?? '';
    const removes = formOf(request).step === 'remove';
    const { address, typed, errors } = await readEmail(app, request, removes);
    if (errors.length > 0) return accountPage(app, request, reply, { email: { typed, errors } }, 422);
    const password = formOf(request).addressPassword ?? '';
    const confirmed = await confirmSelf(app, actor, password, confirmKeys(app.secret, session));
    if (!confirmed.confirmed) return refused(app, request, reply, typed, confirmed.waitSeconds);
    if (removes) {
      await removeOwnEmail(app, actor, session);
      return reply.redirect('/account?notice=email-removed', 303);
    }
    const keys = [
      mailKeys(app.secret, 'confirm', actor.account),
      mailKeys(app.secret, 'address', address.toLowerCase()),
    ];
    const sent = await askForEmail(app, actor, {
      address,
      lang: languageOf(request),
      session,
      mailKey: app.mailKey,
      keys,
    });
    if (sent) return reply.redirect('/account?notice=email-sent', 303);
    const many = [{ field: 'address', code: 'email-throttled' }];
    return accountPage(app, request, reply, { email: { typed, errors: many } }, 429);
  });

  server.get<WithToken>('/confirm-email/:token', { config: { access: 'public' } }, async (request, reply) => {
    const owner = await emailLinkOwner(app, request.params.token);
    if (!owner) return goneLink(app, request, reply);
    const { login, address } = owner;
    const props = { login, address, token: request.params.token };
    return sendPage(reply, renderConfirmEmail(pageContext(app, request, reply), props));
  });

  server.post<WithToken>(
    '/confirm-email/:token',
    { config: { access: 'public', form: true, rateLimit: LINK_LIMIT } },
    async (request, reply) => {
      if (!(await confirmEmail(app, request.params.token))) return goneLink(app, request, reply);
      const to = request.actor ? '/account' : '/sign-in';
      return reply.redirect(`${to}?notice=email-confirmed`, 303);
    },
  );

  const patientForm = { access: ['patient'], form: true, rateLimit: AADHAAR_LIMIT } as const;
  server.post('/account/aadhaar', { config: patientForm }, async (request, reply) => {
    const actor = actorOf(request);
    const form = formOf(request);
    if (form.step === 'remove') {
      await changeAadhaar(app, actor, null);
      return reply.redirect('/account?notice=aadhaar-removed', 303);
    }
    const fields = readFields(form);
    const digits = fields.aadhaar(false);
    const wrong = (errors: EmailErrors) =>
      accountPage(app, request, reply, { aadhaar: { typed: form.aadhaar ?? '', errors } }, 422);
    if (fields.errors.length > 0 || !digits) return wrong(fields.errors);
    const kept = await changeAadhaar(app, actor, aadhaarSealer(app.secret, app.ledger, digits));
    if (!kept) return wrong([{ field: 'aadhaar', code: 'aadhaar-desk' }]);
    return reply.redirect('/account?notice=aadhaar-saved', 303);
  });
}

/** The page of a link that does not work any more, for whatever reason. */
export function goneLink(app: App, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendPage(reply, renderLinkGone(pageContext(app, request, reply)), 410);
}

async function readEmail(app: App, request: FastifyRequest, removes: boolean) {
  const form = formOf(request);
  const fields = readFields(form);
  const address = removes ? '' : (fields.email('address', false) ?? '');
  const present = await emailOf(app.db, actorOf(request).account, new Date(app.ledger.clock()));
  if (address !== '' && address === present.address) fields.errors.push({ field: 'address', code: 'email-same' });
  if (!form.addressPassword) fields.errors.push({ field: 'addressPassword', code: 'required' });
  return { address, typed: form.address ?? '', errors: fields.errors };
}

function refused(app: App, request: FastifyRequest, reply: FastifyReply, typed: string, waitSeconds: number) {
  if (waitSeconds === 0) {
    const errors = [{ field: 'addressPassword', code: 'password-wrong' }];
    return accountPage(app, request, reply, { email: { typed, errors } }, 422);
  }
  reply.header('retry-after', waitSeconds);
  return accountPage(app, request, reply, { email: { typed, throttled: true } }, 429);
}
