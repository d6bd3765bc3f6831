// The administrator's people: doctors who wait for verification, and staff who are invited.

import { renderNewStaff, renderStaffInvited, renderVerification } from '@patrec/web';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../errors.ts';
import { makeOneTimePassword } from '../../identity/one-time-password.ts';
import { readFields } from '../../identity/person-fields.ts';
import { registerPractitioner } from '../../identity/register-practitioner.ts';
import { BY_PERSON } from '../../identity/session-proof.ts';
import { declinePractitioner, verifyPractitioner, waitingDoctor } from '../../identity/verify-practitioner.ts';
import { randomHex } from '../../ledger/ledger.ts';
import type { App } from '../app.ts';
import { formOf } from '../form.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { actorOf } from '../route-access.ts';
import { applicantView } from './applicant-view.ts';
import { parseStaff } from './sign-up-forms.ts';

const ADMINISTRATOR = { access: ['administrator'], confirm: BY_PERSON } as const;
const ADMINISTRATOR_FORM = { ...ADMINISTRATOR, form: true } as const;
const LONGEST_REASON = 500;

type OfDoctor = { Params: { login: string } };
type Failed = Pick<Parameters<typeof renderVerification>[1], 'errors' | 'reason'>;

export function peopleRoutes(server: FastifyInstance, app: App): void {
  server.get<OfDoctor>('/verifications/:login', { config: ADMINISTRATOR }, (request, reply) =>
    verificationPage(app, request, reply, { errors: [], reason: '' }),
  );

  server.post<OfDoctor>('/verifications/:login/verify', { config: ADMINISTRATOR_FORM }, async (request, reply) => {
    await requireWaiting(app, request);
    await verifyPractitioner(app, actorOf(request), request.params.login);
    return reply.redirect('/?notice=verified', 303);
  });

  server.post<OfDoctor>('/verifications/:login/decline', { config: ADMINISTRATOR_FORM }, async (request, reply) => {
    await requireWaiting(app, request);
    const fields = readFields(formOf(request));
    const reason = fields.line('reason', LONGEST_REASON);
    const { errors } = fields;
    if (errors.length > 0) return verificationPage(app, request, reply, { errors, reason });
    await declinePractitioner(app, actorOf(request), request.params.login, reason);
    return reply.redirect('/?notice=declined', 303);
  });

  server.get('/staff/new', { config: ADMINISTRATOR }, (request, reply) =>
    sendPage(reply, renderNewStaff(pageContext(app, request, reply), { values: {}, errors: [], nonce: newNonce(app) })),
  );

  server.post('/staff/new', { config: ADMINISTRATOR_FORM }, async (request, reply) => {
    const form = formOf(request);
    const parsed = parseStaff(form);
    const nonce = nonceOf(form.nonce);
    const context = pageContext(app, request, reply);
    if (!parsed.ok)
      return sendPage(reply, renderNewStaff(context, { values: form, errors: parsed.errors, nonce }), 422);
    const { password, ...kept } = await makeOneTimePassword(app.ledger);
    const person = { ...parsed.value, ...kept, nonce, demo: false };
    const { login } = await registerPractitioner(app, actorOf(request).account, person);
    const name = parsed.value.details.name.text;
    return sendPage(reply, renderStaffInvited(context, { login, name, password, until: kept.oneTimeUntil }));
  });
}

async function verificationPage(app: App, request: FastifyRequest<OfDoctor>, reply: FastifyReply, failed: Failed) {
  const applicant = applicantView(await requireWaiting(app, request));
  const html = renderVerification(pageContext(app, request, reply), { applicant, ...failed });
  return sendPage(reply, html, failed.errors.length > 0 ? 422 : 200);
}

async function requireWaiting(app: App, { params }: FastifyRequest<OfDoctor>) {
  const doctor = await waitingDoctor(app, params.login);
  if (!doctor) throw new AppError('not-found', 'Nobody of that number waits for verification.');
  return doctor;
}

function newNonce(app: App): string {
  return randomHex(app.ledger, 16);
}

function nonceOf(nonce = ''): string {
  if (/^[0-9a-f]{32}$/.test(nonce)) return nonce;
  throw new AppError('incorrect', 'The form is not complete. Open it again and send it once more.');
}
