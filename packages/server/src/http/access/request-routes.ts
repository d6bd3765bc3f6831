// The doctor's side of access: ask a patient, take a request back.

import { renderRequestAccess } from '@patrec/web';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { decide } from '../../access/decide.ts';
import { cancelRequest, requestAccess } from '../../access/request-access.ts';
import { requestById } from '../../access/request-store.ts';
import { AppError } from '../../errors.ts';
import { now, routeOf } from '../../ledger/ledger.ts';
import { noChart } from '../../records/open-chart.ts';
import type { Patient } from '../../records/patient-store.ts';
import type { App } from '../app.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { byAccount, LOOK_UP_LIMIT } from '../rate-limit.ts';
import { actorOf } from '../route-access.ts';
import { patientSummary } from '../views.ts';
import { type FormFailure, parseQuestion } from './access-forms.ts';

type OfPatient = { Params: { number: string } };

export function requestRoutes(server: FastifyInstance, app: App): void {
  server.get<OfPatient>(
    '/patients/:number/access-requests',
    { config: { access: ['doctor'], rateLimit: LOOK_UP_LIMIT } },
    async (request, reply) => questionPage(app, request, reply, await patientToAsk(app, request)),
  );

  server.post<OfPatient>(
    '/patients/:number/access-requests',
    { config: { access: ['doctor'], form: true, rateLimit: byAccount(60, '1 hour') } },
    async (request, reply) => {
      const patient = await patientToAsk(app, request);
      const question = parseQuestion(request, patient.number, now(app.ledger));
      if (!question.ok) return questionPage(app, request, reply, patient, question);
      const asked = await requestAccess(app, actorOf(request), { chain: patient.chain, ...question.question });
      if (!asked.done && asked.reason === 'already-waiting') {
        throw new AppError('conflict', 'A request of yours is waiting for this patient already. Take it back first.');
      }
      if (!asked.done) throw new AppError('forbidden', 'You may not ask for access.');
      return reply.redirect('/?notice=request-sent', 303);
    },
  );

  server.post<{ Params: { id: string } }>(
    '/access/requests/:id/cancel',
    { config: { access: ['doctor'], form: true } },
    async (request, reply) => {
      const { id } = request.params;
      const found = await requestById(app.db, routeOf(id) ?? '', id);
      if (!found) throw new AppError('not-found', 'There is no such request.');
      const answer = await cancelRequest(app, actorOf(request), found.chain, id);
      if (!answer.done) throw new AppError('conflict', 'This request was answered meanwhile.');
      return reply.redirect('/?notice=cancelled', 303);
    },
  );
}

async function patientToAsk(app: App, request: FastifyRequest<OfPatient>): Promise<Patient> {
  const patient = await app.patientByNumber(request.params.number.toUpperCase());
  const intent = { action: 'request-access', chain: patient?.chain ?? '' } as const;
  const decision = decide(actorOf(request), intent, [], now(app.ledger));
  if (!decision.permit) throw new AppError('forbidden', 'An administrator has to verify your registration first.');
  if (!patient) throw noChart();
  return patient;
}

function questionPage(app: App, request: FastifyRequest, reply: FastifyReply, patient: Patient, failed?: FormFailure) {
  const html = renderRequestAccess(pageContext(app, request, reply), {
    patient: patientSummary(patient, now(app.ledger)),
    ...(failed && { errors: failed.errors, values: failed.values }),
  });
  return sendPage(reply, html, failed ? 422 : 200);
}
