// The desk: what one enters for a patient who came in person, what waits for a second person, and the answer to it.

import { renderDeskAadhaar, renderDeskAct, renderDeskEmail, renderDeskGuardian, renderDeskHome } from '@patrec/web';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { confirmDeskGuardian, openDeskGuardian } from '../../access/desk-guardian.ts';
import { beginAttempt, mailKeys } from '../../identity/attempts.ts';
import { cancelDeskAct, type DeskOpened, waitingDeskAct, waitingDeskActs } from '../../identity/desk-act.ts';
import { confirmDeskEmail, openDeskEmail } from '../../identity/desk-email.ts';
import { now } from '../../ledger/ledger.ts';
import { aadhaarSealer, changeAadhaarAtDesk } from '../../records/aadhaar.ts';
import type { App } from '../app.ts';
import { formOf } from '../form.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { languageOf } from '../preferences.ts';
import { byAccount, LOOK_UP_LIMIT } from '../rate-limit.ts';
import { actorOf } from '../route-access.ts';
import { type DeskFields, deskFields, guardianTerms, whoIsThere } from './desk-forms.ts';
import { deskActView } from './desk-views.ts';

const DESK = { access: ['staff', 'administrator'] } as const;
const DESK_FORM = { ...DESK, form: true } as const;
const PAIRS_FORM = { ...DESK_FORM, rateLimit: LOOK_UP_LIMIT } as const;
// Somebody who tries one number after another learns from the answer which are kept here.
const AADHAAR_FORM = { ...DESK_FORM, rateLimit: byAccount(30, '1 hour') } as const;
const CANCEL_FORM = { access: ['patient', 'staff', 'administrator'], form: true } as const;
const pages = { guardian: renderDeskGuardian, email: renderDeskEmail, aadhaar: renderDeskAadhaar } as const;

type ById = { Params: { id: string } };
type DeskForm = keyof typeof pages;

export function deskRoutes(server: FastifyInstance, app: App): void {
  server.get('/desk', { config: DESK }, async (request, reply) => {
    const actor = actorOf(request);
    const waiting = (await waitingDeskActs(app, actor)).map((one) => deskActView(one, actor.account));
    return sendPage(reply, renderDeskHome(pageContext(app, request, reply), { waiting }));
  });

  for (const form of ['guardian', 'email', 'aadhaar'] as const)
    server.get(`/desk/${form}`, { config: DESK }, (request, reply) => {
      const values = { number: String((request.query as { number?: string }).number ?? '') };
      return sendPage(reply, pages[form](pageContext(app, request, reply), { values, errors: [] }));
    });

  server.post('/desk/guardian', { config: PAIRS_FORM }, async (request, reply) => {
    const fields = deskFields(request);
    const [ofPatient, ofGuardian] = [fields.pair('number', 'birthDate'), fields.pair('guardian', 'guardianBirthDate')];
    const terms = guardianTerms(request, fields, now(app.ledger));
    if (!terms) return wrong(app, request, reply, 'guardian', fields);
    const who = await whoIsThere(app, actorOf(request), fields.errors, ofPatient, ofGuardian);
    if ('waitSeconds' in who) return throttled(app, request, reply, 'guardian', who.waitSeconds);
    const { patient, guardian } = who;
    if (!patient || !guardian) return wrong(app, request, reply, 'guardian', fields);
    const opened = await openDeskGuardian(app, actorOf(request), { ...terms, patient, guardian });
    return answered(app, request, reply, 'guardian', fields, opened);
  });

  server.post('/desk/email', { config: PAIRS_FORM }, async (request, reply) => {
    const fields = deskFields(request);
    const ofPatient = fields.pair('number', 'birthDate');
    const [document, address] = [fields.document(), fields.email('address', false)];
    if (fields.errors.length > 0 || !document || !address) return wrong(app, request, reply, 'email', fields);
    const who = await whoIsThere(app, actorOf(request), fields.errors, ofPatient);
    if ('waitSeconds' in who) return throttled(app, request, reply, 'email', who.waitSeconds);
    if (!who.patient) return wrong(app, request, reply, 'email', fields);
    const mailbox = mailKeys(app.secret, 'address', address.toLowerCase());
    const refused = { opened: false, field: 'address', code: 'email-throttled' } as const;
    const { allowed } = await beginAttempt(app.db, app.ledger, mailbox);
    const entered = { patient: who.patient, address, lang: languageOf(request), document };
    const opened = allowed ? await openDeskEmail(app, actorOf(request), entered) : refused;
    return answered(app, request, reply, 'email', fields, opened);
  });

  server.post('/desk/aadhaar', { config: AADHAAR_FORM }, async (request, reply) => {
    const removes = formOf(request).step === 'remove';
    const fields = deskFields(request);
    const ofPatient = fields.pair('number', 'birthDate');
    const [document, digits] = [fields.document(), removes ? undefined : fields.aadhaar(false)];
    if (fields.errors.length > 0 || !document) return wrong(app, request, reply, 'aadhaar', fields);
    const who = await whoIsThere(app, actorOf(request), fields.errors, ofPatient);
    if ('waitSeconds' in who) return throttled(app, request, reply, 'aadhaar', who.waitSeconds);
    if (!who.patient) return wrong(app, request, reply, 'aadhaar', fields);
    const sealer = digits === undefined ? null : aadhaarSealer(app.secret, app.ledger, digits);
    const shown = { patient: who.patient, document };
    const done = await changeAadhaarAtDesk(app, actorOf(request), shown, sealer);
    if (done === 'written') return reply.redirect(`/desk?notice=desk-aadhaar-${removes ? 'removed' : 'saved'}`, 303);
    fields.errors.push({ field: 'aadhaar', code: done === 'taken' ? 'aadhaar-taken' : 'aadhaar-nothing' });
    return wrong(app, request, reply, 'aadhaar', fields);
  });

  server.get<ById>('/desk/acts/:id', { config: DESK }, async (request, reply) => {
    const actor = actorOf(request);
    const act = await waitingDeskAct(app, actor, request.params.id);
    return sendPage(reply, renderDeskAct(pageContext(app, request, reply), deskActView(act, actor.account)));
  });

  server.post<ById>('/desk/acts/:id/confirm', { config: DESK_FORM }, async (request, reply) => {
    const actor = actorOf(request);
    const act = await waitingDeskAct(app, actor, request.params.id);
    await (act.kind === 'guardian' ? confirmDeskGuardian(app, actor, act) : confirmDeskEmail(app, actor, act));
    return reply.redirect(`/desk?notice=${act.kind === 'guardian' ? 'desk-confirmed' : 'desk-link-sent'}`, 303);
  });

  server.post<ById>('/desk/acts/:id/cancel', { config: CANCEL_FORM }, async (request, reply) => {
    const actor = actorOf(request);
    const { kind } = await cancelDeskAct(app, actor, request.params.id);
    const own = kind === 'guardian' ? '/guardians' : '/account';
    return reply.redirect(`${actor.role === 'patient' ? own : '/desk'}?notice=desk-cancelled`, 303);
  });
}

function answered(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  form: DeskForm,
  fields: DeskFields,
  opened: DeskOpened,
) {
  if (opened.opened) return reply.redirect(`/desk/acts/${opened.id}?notice=desk-opened`, 303);
  fields.errors.push(opened);
  return wrong(app, request, reply, form, fields);
}

function wrong(app: App, request: FastifyRequest, reply: FastifyReply, form: DeskForm, { errors }: DeskFields) {
  const props = { values: formOf(request), errors };
  return sendPage(reply, pages[form](pageContext(app, request, reply), props), 422);
}

function throttled(app: App, request: FastifyRequest, reply: FastifyReply, form: DeskForm, seconds: number) {
  reply.header('retry-after', seconds);
  const props = { values: formOf(request), errors: [], throttled: true };
  return sendPage(reply, pages[form](pageContext(app, request, reply), props), 429);
}
