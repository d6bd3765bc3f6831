// Finding a patient by number: who it is, and what the finder may do next.

import { renderPatientFound } from '@patrec/web';
import type { FastifyInstance } from 'fastify';
import { insertEvent, makeEvent } from '../../access/access-log.ts';
import type { Actor } from '../../access/actor.ts';
import { authorisationOf } from '../../access/authorisation-store.ts';
import { decide } from '../../access/decide.ts';
import { active } from '../../access/decision.ts';
import { lasts } from '../../access/emergency.ts';
import { isWaiting } from '../../access/request-store.ts';
import { AppError } from '../../errors.ts';
import { now } from '../../ledger/ledger.ts';
import { rightsOf } from '../../records/open-chart.ts';
import type { Patient } from '../../records/patient-store.ts';
import type { App } from '../app.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { LOOK_UP_LIMIT } from '../rate-limit.ts';
import { actorOf } from '../route-access.ts';
import { patientSummary } from '../views.ts';

export function findRoutes(server: FastifyInstance, app: App): void {
  server.get<{ Querystring: { number?: string } }>(
    '/patients',
    { config: { access: ['doctor', 'staff'], rateLimit: LOOK_UP_LIMIT } },
    async (request, reply) => {
      const actor = actorOf(request);
      const number = String(request.query.number ?? '')
        .trim()
        .toUpperCase();
      const decision = decide(actor, { action: 'find-patient' }, [], now(app.ledger));
      if (!decision.permit) throw new AppError('forbidden', 'An administrator has to verify your registration first.');
      const patient = await app.patientByNumber(number);
      if (patient)
        await insertEvent(
          app.db,
          makeEvent(app.ledger, actor, 'find-patient', { chain: patient.chain, basis: decision.basis }),
        );
      const html = renderPatientFound(pageContext(app, request, reply), {
        number,
        patient: patient ? patientSummary(patient, now(app.ledger)) : null,
        access: patient ? await accessTo(app, actor, patient) : 'none',
        canWrite: true,
        canRequest: actor.role === 'doctor',
        canChange: actor.role === 'staff',
        canBreak: patient !== undefined && (await canBreak(app, actor, patient)),
      });
      return sendPage(reply, html, patient ? 200 : 404);
    },
  );
}

async function accessTo(app: App, actor: Actor, { chain }: Patient): Promise<'none' | 'waiting' | 'active'> {
  const at = now(app.ledger);
  const { grants, emergencies } = await rightsOf(app.db, actor, chain);
  if (active(actor, grants, at).length > 0 || emergencies.some((one) => lasts(one, at))) return 'active';
  return (await isWaiting(app.db, chain, actor.account)) ? 'waiting' : 'none';
}

// The same for a doctor whom the patient blocks: nothing tells it before.
async function canBreak(app: App, actor: Actor, { chain }: Patient): Promise<boolean> {
  if (actor.role !== 'doctor') return false;
  const at = now(app.ledger);
  const authorised = (await authorisationOf(app.db, actor.account)) !== undefined;
  const intent = { action: 'break-glass', chain, authorised, shutOut: false } as const;
  const { emergencies } = await rightsOf(app.db, actor, chain);
  return decide(actor, intent, [], at).permit && !emergencies.some((one) => lasts(one, at));
}
