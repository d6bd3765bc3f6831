// The desk changes a registration while the patient is there: whose it is, then the form filled with what stands. The form is
// an answer, it has no address: nobody reads registrations by going through numbers.

import {
  type RegistrationFormProps,
  renderChangeRegistration,
  renderDeskRegistration,
  renderSimilarPatients,
} from '@patrec/web';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { insertEvent, makeEvent } from '../../access/access-log.ts';
import { AppError } from '../../errors.ts';
import { readFields } from '../../identity/person-fields.ts';
import { now, randomHex } from '../../ledger/ledger.ts';
import { changeRegistration } from '../../records/change-registration.ts';
import type { App } from '../app.ts';
import { type Form, formOf } from '../form.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { byAccount, LOOK_UP_LIMIT } from '../rate-limit.ts';
import { actorOf } from '../route-access.ts';
import { nameBanner } from '../views.ts';
import { readReason } from './amend-request.ts';
import { nonceOf } from './record-form.ts';
import { seenVersion, standsNow } from './registration-views.ts';
import { findServed, type Served, sealServed, servedBy } from './served-patient.ts';
import { similarViews } from './similar-views.ts';

const STAFF = { access: ['staff'] } as const;
const STAFF_FORM = { ...STAFF, form: true, rateLimit: LOOK_UP_LIMIT } as const;
// The answer tells who has a phone number or a name: nobody goes through many.
const CHANGE_FORM = { ...STAFF, form: true, rateLimit: byAccount(60, '1 hour') } as const;
const LONGEST_REASON = 300;

export function deskRegistrationRoutes(server: FastifyInstance, app: App): void {
  server.get<{ Querystring: { number?: string } }>('/desk/registration', { config: STAFF }, (request, reply) => {
    const values = { number: String(request.query.number ?? '') };
    return sendPage(reply, renderDeskRegistration(pageContext(app, request, reply), { values, errors: [] }));
  });

  server.post('/desk/registration', { config: STAFF_FORM }, async (request, reply) => {
    const served = await findServed(app, request, reply);
    if (!served) return reply;
    const { patient } = served;
    const basis = { kind: 'duty' } as const;
    const event = makeEvent(app.ledger, actorOf(request), 'view-registration', { chain: patient.chain, basis });
    await insertEvent(app.db, event);
    const { version, changed } = await standsNow(app, patient);
    const state = { values: changed.values, errors: [], version, nonce: randomHex(app.ledger, 16) };
    return changePage(app, request, reply, served, state);
  });

  server.post('/desk/registration/change', { config: CHANGE_FORM }, async (request, reply) => {
    if (app.logStatus.overloaded) throw new AppError('busy', 'Too much is being written. Try again in a moment.');
    const form = formOf(request);
    const [nonce, version] = [nonceOf(form), seenVersion(form)];
    const served = await servedBy(app, actorOf(request), form);
    const { patient, document } = served;
    const state = { values: form, errors: [], version, nonce };
    if (form.edit !== undefined) return changePage(app, request, reply, served, state);
    const { text: reason, errors } = readReason(form.reason);
    const { apart, wrong } = toldApart(form);
    const change = { chain: patient.chain, version, nonce, reason, form, errors, desk: { document, apart } };
    const result = await changeRegistration(app, actorOf(request), change);
    switch (result.outcome) {
      case 'done':
        return reply.redirect('/desk?notice=desk-registration-changed', 303);
      case 'wrong':
        return changePage(app, request, reply, served, { ...state, errors: result.errors }, 422);
      case 'changed':
        return changePage(app, request, reply, served, { ...state, ...(await standsNow(app, patient)) }, 409);
      case 'similar': {
        const similar = await similarViews(app, actorOf(request), result.similar);
        const props = { values: form, errors: wrong, nonce, similar, changes: true };
        return sendPage(reply, renderSimilarPatients(pageContext(app, request, reply), props), 409);
      }
    }
  });
}

// Whoever was shown those who are similar says why it is another person, or has said nothing of them yet.
function toldApart(form: Form) {
  const fields = readFields(form);
  const reason = fields.line('apart', LONGEST_REASON, form.told === undefined);
  const from = fields.errors.length > 0 ? [] : (form.told ?? '').split(' ');
  return { apart: { from, reason }, wrong: fields.errors };
}

function changePage(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  served: Served,
  state: Pick<RegistrationFormProps, 'values' | 'errors' | 'version' | 'changed' | 'nonce'>,
  status = 200,
) {
  const html = renderChangeRegistration(pageContext(app, request, reply), {
    ...state,
    patient: nameBanner(served.patient, now(app.ledger)),
    served: sealServed(app, actorOf(request), served),
  });
  return sendPage(reply, html, status);
}
