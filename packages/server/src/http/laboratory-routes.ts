// The form of a new laboratory record.

import { laboratoryResources, parseLaboratoryForm } from '@patrec/fhir';
import { renderLaboratoryForm } from '@patrec/web';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../access/actor.ts';
import { decide } from '../access/decide.ts';
import { AppError } from '../errors.ts';
import { now, randomHex } from '../ledger/ledger.ts';
import { INSTITUTION_ZONE } from '../records/clinical-time.ts';
import { createRecord } from '../records/create-record.ts';
import { noChart } from '../records/open-chart.ts';
import type { Patient } from '../records/patient-store.ts';
import type { App } from './app.ts';
import { type Form, formOf } from './form.ts';
import { pageContext, sendPage } from './page-context.ts';
import { LOOK_UP_LIMIT } from './rate-limit.ts';
import { actorOf } from './route-access.ts';
import { nameBanner, patientSummary } from './views.ts';

const WRITERS = ['doctor', 'staff'] as const;

type OfPatient = { Params: { number: string } };

export function laboratoryRoutes(server: FastifyInstance, app: App): void {
  server.get<OfPatient>(
    '/patients/:number/records/laboratory',
    { config: { access: WRITERS, rateLimit: LOOK_UP_LIMIT } },
    async (request, reply) => {
      const patient = await patientToWriteFor(app, actorOf(request), request.params.number);
      return laboratoryPage(app, request, reply, patient, { values: {}, errors: [] });
    },
  );

  server.post<OfPatient>(
    '/patients/:number/records/laboratory',
    { config: { access: WRITERS, form: true } },
    async (request, reply) => {
      const actor = actorOf(request);
      const patient = await patientToWriteFor(app, actor, request.params.number);
      const form = formOf(request);
      const nonce = nonceOf(form);
      const parsed = parseLaboratoryForm(form, {
        sex: patientSummary(patient, now(app.ledger)).sex,
        birthDate: patient.birthDate ?? '',
        now: now(app.ledger),
        timeZone: INSTITUTION_ZONE,
      });
      if (!parsed.ok) return laboratoryPage(app, request, reply, patient, { values: form, errors: parsed.errors });
      const saved = await createRecord(app, actor, {
        chain: patient.chain,
        occurredAt: parsed.record.collectedAt,
        nonce,
        resources: ({ newId, recordedAt, patient: subject, author }) => {
          const ids = [parsed.record, ...parsed.record.results].map(newId);
          return laboratoryResources(parsed.record, {
            ids: (index) => ids[index] ?? newId(),
            patient: subject,
            author,
            lastUpdated: recordedAt,
            versionId: '1',
          });
        },
      });
      if (!saved.created) throw new AppError('forbidden', 'You may not write records.');
      return reply.redirect(`/patients/${patient.number}/records/${saved.number}?notice=record-saved`, 303);
    },
  );
}

async function laboratoryPage(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  patient: Patient,
  { values, errors }: Pick<Parameters<typeof renderLaboratoryForm>[1], 'values' | 'errors'>,
) {
  const nonce = values.nonce ?? randomHex(app.ledger, 16);
  const html = renderLaboratoryForm(pageContext(app, request, reply), {
    patient: nameBanner(patient, now(app.ledger)),
    values,
    errors,
    nonce,
  });
  return sendPage(reply, html, errors.length > 0 ? 422 : 200);
}

// Writing shows the patient's name and age, so that nobody writes in the wrong chart; no more than that.
async function patientToWriteFor(app: App, actor: Actor, number: string): Promise<Patient> {
  const patient = await app.patientByNumber(number.toUpperCase());
  const decision = decide(actor, { action: 'create-record', chain: patient?.chain ?? '' }, [], now(app.ledger));
  if (!decision.permit) throw new AppError('forbidden', 'An administrator has to verify your registration first.');
  if (!patient) throw noChart();
  return patient;
}

function nonceOf({ nonce = '' }: Form): string {
  if (!/^[0-9a-f]{32}$/.test(nonce))
    throw new AppError('incorrect', 'The form is not complete. Open it again and send it once more.');
  return nonce;
}
