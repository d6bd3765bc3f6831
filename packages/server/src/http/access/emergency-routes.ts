// A doctor opens a record in an emergency and reads it; the doctor, the patient or a guardian ends that.

import { renderBreakGlass, renderEmergencyView } from '@patrec/web';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { makeEvent } from '../../access/access-log.ts';
import { authorisationOf } from '../../access/authorisation-store.ts';
import { type Broken, breakGlass, endEmergency } from '../../access/break-glass.ts';
import { decide } from '../../access/decide.ts';
import { type Emergency, lasts } from '../../access/emergency.ts';
import { emergenciesFor } from '../../access/emergency-store.ts';
import type { Answer } from '../../access/request-access.ts';
import { AppError } from '../../errors.ts';
import { BY_TWO_FACTORS } from '../../identity/session-proof.ts';
import { now, randomHex } from '../../ledger/ledger.ts';
import { readEmergencyView } from '../../records/emergency-view.ts';
import { noChart, openChart, refused } from '../../records/open-chart.ts';
import type { Patient } from '../../records/patient-store.ts';
import { readRegistration } from '../../records/registration.ts';
import type { App } from '../app.ts';
import { formOf } from '../form.ts';
import { addressOf } from '../on-behalf.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { byAccount, LOOK_UP_LIMIT } from '../rate-limit.ts';
import { actorOf } from '../route-access.ts';
import { chartBanner, nameBanner, resultView } from '../views.ts';
import { NOTE_LIMITS, parseReason } from './emergency-form.ts';

const ADDRESS = '/patients/:number/emergency';
const DOCTOR = { access: ['doctor'] } as const;
const BREAKING = { ...DOCTOR, confirm: BY_TWO_FACTORS } as const;
const BREAKING_FORM = { ...BREAKING, form: true, rateLimit: byAccount(60, '1 hour') } as const;
const DECIDING_FORM = { access: ['patient'], guardian: 'complete', form: true } as const;

type OfPatient = { Params: { number: string } };
type Failed = Partial<Pick<Parameters<typeof renderBreakGlass>[1], 'errors' | 'refused'>>;

export function emergencyRoutes(server: FastifyInstance, app: App): void {
  server.get<OfPatient>(
    `${ADDRESS}/new`,
    { config: { ...BREAKING, rateLimit: LOOK_UP_LIMIT } },
    async (request, reply) => reasonPage(app, request, reply, await patientInNeed(app, request), {}),
  );

  server.post<OfPatient>(ADDRESS, { config: BREAKING_FORM }, async (request, reply) => {
    const actor = actorOf(request);
    const patient = await patientInNeed(app, request);
    const parsed = parseReason(formOf(request));
    if (Array.isArray(parsed)) return reasonPage(app, request, reply, patient, { errors: parsed });
    const { chain, number } = patient;
    const broken = await breakGlass(app, actor, { chain, ...parsed });
    if (broken === 'refused') {
      await refused(app, actor, { target: number, chain, record: null });
      return reasonPage(app, request, reply, patient, { refused: true });
    }
    return reply.redirect(`/patients/${number}/emergency?notice=${notices[broken]}`, 303);
  });

  server.get<OfPatient>(ADDRESS, { config: DOCTOR }, (request, reply) => emergencyPage(app, request, reply));

  server.post<OfPatient>(`${ADDRESS}/end`, { config: { ...DOCTOR, form: true } }, async (request, reply) => {
    const actor = actorOf(request);
    const patient = await app.patientByNumber(request.params.number.toUpperCase());
    const taken = patient ? await emergenciesFor(app.db, patient.chain, actor.account) : [];
    const mine = standing(taken, now(app.ledger));
    if (!patient || !mine) throw noChart();
    return ended(request, reply, await endEmergency(app, actor, patient.chain, mine.id), '/');
  });

  server.post<{ Params: { id: string } }>(
    '/access/emergencies/:id/end',
    { config: DECIDING_FORM },
    async (request, reply) => {
      const actor = actorOf(request);
      if (actor.chain === null) throw new AppError('not-found', 'There is no such page.');
      return ended(request, reply, await endEmergency(app, actor, actor.chain, request.params.id), '/access');
    },
  );
}

const notices: Record<Exclude<Broken, 'refused'>, string> = {
  opened: 'emergency-opened',
  stands: 'emergency-stands',
};

// Whoever may not do this at all is told so before it is said whether there is such a patient.
async function patientInNeed(app: App, request: FastifyRequest<OfPatient>): Promise<Patient> {
  const actor = actorOf(request);
  const patient = await app.patientByNumber(request.params.number.toUpperCase());
  const authorised = (await authorisationOf(app.db, actor.account)) !== undefined;
  const intent = { action: 'break-glass', chain: patient?.chain ?? '', authorised, shutOut: false } as const;
  const decision = decide(actor, intent, [], now(app.ledger));
  if (!decision.permit) throw new AppError('forbidden', 'An administrator has to authorise you for emergencies first.');
  if (!patient) throw noChart();
  return patient;
}

async function reasonPage(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  patient: Patient,
  { errors = [], refused: shut = false }: Failed,
) {
  const at = now(app.ledger);
  const mine = await emergenciesFor(app.db, patient.chain, actorOf(request).account);
  const { reason = '', note = '' } = formOf(request);
  const html = renderBreakGlass(pageContext(app, request, reply), {
    patient: nameBanner(patient, at),
    stands: standing(mine, at)?.until ?? null,
    refused: shut,
    values: { reason, note },
    errors,
    limits: NOTE_LIMITS,
    nonce: randomHex(app.ledger, 16),
  });
  return sendPage(reply, html, shut ? 403 : errors.length > 0 ? 422 : 200);
}

function standing(mine: readonly Emergency[], at: string): Emergency | undefined {
  return mine.find((one) => lasts(one, at));
}

async function emergencyPage(app: App, request: FastifyRequest<OfPatient>, reply: FastifyReply) {
  const actor = actorOf(request);
  const { patient, basis, visibility } = await openChart(app, actor, request.params.number, 'read-chart');
  if (basis.kind !== 'emergency') throw noChart();
  const { chain } = patient;
  const event = makeEvent(app.ledger, actor, 'view-emergency', { chain, basis });
  const { resources, vitalSigns } = await readEmergencyView(app.db, event, visibility);
  const registration = await readRegistration(app.db, chain);
  const html = renderEmergencyView(pageContext(app, request, reply), {
    patient: { ...chartBanner(patient, registration, now(app.ledger)), emergency: { until: basis.emergency.until } },
    registration: registration.find(({ resourceType }) => resourceType === 'Patient') ?? {},
    resources,
    vitalSigns: vitalSigns.map(resultView),
  });
  return sendPage(reply, html);
}

function ended(request: FastifyRequest, reply: FastifyReply, answer: Answer<object>, path: string) {
  if (!answer.done) throw new AppError('conflict', 'This had ended already. Look at how it stands now.');
  return reply.redirect(addressOf(request, `${path}?notice=emergency-ended`), 303);
}
