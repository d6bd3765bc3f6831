// The doctor's side of a patient's code. Opening the address looks nothing up: a preview of the link uses no code up, and
// learns nothing. The button does.

import { type IntroductionProps, renderIntroduction, renderUseCode, type UseCodeProps } from '@patrec/web';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { makeEvent } from '../../access/access-log.ts';
import type { Actor } from '../../access/actor.ts';
import { isCodeForm } from '../../access/card-code.ts';
import { decide } from '../../access/decide.ts';
import { active } from '../../access/decision.ts';
import { grantsFor } from '../../access/grant-store.ts';
import { introductionById } from '../../access/introduction-store.ts';
import { openIntroduction } from '../../access/open-introduction.ts';
import { isWaiting } from '../../access/request-store.ts';
import { AppError } from '../../errors.ts';
import { beginAttempt, cardKeys, endGuess } from '../../identity/attempts.ts';
import { now, routeOf } from '../../ledger/ledger.ts';
import { clinicalDay } from '../../records/clinical-time.ts';
import { readHeadings } from '../../records/headings.ts';
import { noChart, refused } from '../../records/open-chart.ts';
import { patientsByChain } from '../../records/patient-store.ts';
import type { App } from '../app.ts';
import { formOf } from '../form.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { actorOf } from '../route-access.ts';
import { patientSummary } from '../views.ts';

const DOCTOR = { access: ['doctor'] } as const;
const LONGEST_CODE = 60;
const HEADINGS = 100;
const ASKED_MS = 30 * 86_400_000;

export function introductionRoutes(server: FastifyInstance, app: App): void {
  server.get('/introduce', { config: DOCTOR }, (request, reply) =>
    codePage(app, request, reply, { code: '', scanned: false }),
  );

  server.get<{ Params: { code: string } }>('/introduce/:code', { config: DOCTOR }, (request, reply) => {
    const code = request.params.code.slice(0, LONGEST_CODE);
    if (isCodeForm(code)) return codePage(app, request, reply, { code, scanned: true });
    return codePage(app, request, reply, { code, scanned: false }, 'worthless-code'); // a link that was cut short
  });

  server.post('/introduce', { config: { ...DOCTOR, form: true } }, async (request, reply) => {
    const actor = requireDoctor(app, request);
    const code = (formOf(request).code ?? '').trim().slice(0, LONGEST_CODE);
    const typed = { code, scanned: false };
    if (code === '') return codePage(app, request, reply, typed, 'required');
    const keys = cardKeys(app.secret, request.ip, actor.account);
    const attempt = await beginAttempt(app.db, app.ledger, keys);
    if (!attempt.allowed) {
      reply.header('retry-after', attempt.waitSeconds);
      return codePage(app, request, reply, { ...typed, throttled: true }, undefined, 429);
    }
    const id = await openIntroduction(app, actor, code);
    if (id === undefined) return codePage(app, request, reply, typed, 'worthless-code');
    await endGuess(app.db, keys);
    return reply.redirect(`/introductions/${id}`, 303);
  });

  server.get<{ Params: { id: string } }>('/introductions/:id', { config: DOCTOR }, async (request, reply) => {
    const props = await introductionOf(app, actorOf(request), request.params.id);
    return sendPage(reply, renderIntroduction(pageContext(app, request, reply), props));
  });
}

async function introductionOf(app: App, actor: Actor, id: string): Promise<IntroductionProps> {
  const at = now(app.ledger);
  const introduction = await introductionById(app.db, routeOf(id) ?? '', id);
  const decision = introduction && decide(actor, { action: 'read-headings', introduction }, [], at);
  const chain = introduction?.chain ?? null;
  if (!introduction || !decision?.permit || chain === null)
    throw await refused(app, actor, { target: `card/${id}`, chain, record: null });
  const patient = (await patientsByChain(app.db, [chain])).get(chain);
  if (!patient) throw noChart();
  const event = makeEvent(app.ledger, actor, 'view-headings', { chain, basis: decision.basis, at });
  const [headings, grants, waits] = await Promise.all([
    readHeadings(app.db, event, HEADINGS + 1),
    grantsFor(app.db, chain, actor.account),
    isWaiting(app.db, chain, actor.account),
  ]);
  return {
    patient: patientSummary(patient, at),
    until: introduction.until,
    headings: headings.slice(0, HEADINGS),
    more: headings.length > HEADINGS,
    access: waits ? 'waiting' : active(actor, grants, at).length > 0 ? 'active' : 'none',
    values: suggested(at),
  };
}

// What a doctor asks for who sees the patient now; all of it can be changed before it is sent.
function suggested(at: string): IntroductionProps['values'] {
  const until = clinicalDay(new Date(Date.parse(at) + ASKED_MS).toISOString());
  return { extent: 'all', types: [], from: '', to: '', purpose: 'CAREMGT', until, note: '' };
}

function requireDoctor(app: App, request: FastifyRequest): Actor {
  const actor = actorOf(request);
  const decision = decide(actor, { action: 'use-code' }, [], now(app.ledger));
  if (!decision.permit) throw new AppError('forbidden', 'An administrator has to verify your registration first.');
  return actor;
}

function codePage(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  props: UseCodeProps,
  error?: 'required' | 'worthless-code',
  status = error === undefined ? 200 : 422,
): FastifyReply {
  requireDoctor(app, request);
  const errors = error === undefined ? [] : [{ field: 'code', code: error }];
  return sendPage(reply, renderUseCode(pageContext(app, request, reply), { ...props, errors }), status);
}
