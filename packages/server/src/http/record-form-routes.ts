// The forms of new records, one for each type that has a definition.

import { type DefinedType, definitions, type RecordDefinition, recordResources } from '@patrec/fhir';
import { renderRecordForm } from '@patrec/web';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../errors.ts';
import { now, randomHex } from '../ledger/ledger.ts';
import { createRecord } from '../records/create-record.ts';
import type { Patient } from '../records/patient-store.ts';
import type { App } from './app.ts';
import { copyForward } from './copy-forward.ts';
import { formOf } from './form.ts';
import { pageContext, sendPage } from './page-context.ts';
import { LOOK_UP_LIMIT } from './rate-limit.ts';
import { nonceOf, ownForm, parsePosted, patientToWriteFor } from './record-form.ts';
import { actorOf } from './route-access.ts';
import { nameBanner } from './views.ts';

type OfPatient = { Params: { number: string } };
type Definition = RecordDefinition<DefinedType>;

export function recordFormRoutes(server: FastifyInstance, app: App): void {
  for (const definition of definitions) formRoutes(server, app, definition);
}

function formRoutes(server: FastifyInstance, app: App, definition: Definition): void {
  const { type, writers } = definition;
  const address = `/patients/:number/records/${type}`;

  server.get<OfPatient>(address, { config: { access: writers, rateLimit: LOOK_UP_LIMIT } }, async (request, reply) => {
    const patient = await patientToWriteFor(app, actorOf(request), request.params.number, type);
    return formPage(app, request, reply, { type, patient, values: {}, errors: [] });
  });

  server.post<OfPatient>(address, { config: { access: writers, form: true } }, async (request, reply) => {
    const actor = actorOf(request);
    const patient = await patientToWriteFor(app, actor, request.params.number, type);
    const values = formOf(request);
    const nonce = nonceOf(values);
    if (values.more !== undefined) return formPage(app, request, reply, { type, patient, values, errors: [] });
    const own = ownForm(definition, actor);
    if (values.from !== undefined) {
      const copied = await copyForward(app, actor, own, patient, values);
      return formPage(app, request, reply, { type, patient, errors: [], ...copied });
    }
    const parsed = parsePosted(app, own, values, patient);
    if (!parsed.ok) return formPage(app, request, reply, { type, patient, values, errors: parsed.errors });
    const saved = await createRecord(app, actor, {
      type,
      chain: patient.chain,
      occurredAt: parsed.record.occurredAt,
      nonce,
      resources: ({ newId, recordedAt, patient: subject, author }) =>
        recordResources(own, parsed.record, {
          newId,
          patient: subject,
          author,
          lastUpdated: recordedAt,
          versionId: '1',
        }),
    });
    if (!saved.created) throw new AppError('forbidden', 'You may not write records of this kind.');
    return reply.redirect(`/patients/${patient.number}/records/${saved.number}?notice=record-saved`, 303);
  });
}

interface FormState extends Pick<Parameters<typeof renderRecordForm>[1], 'type' | 'values' | 'errors' | 'earlier'> {
  readonly patient: Patient;
}

async function formPage(app: App, request: FastifyRequest, reply: FastifyReply, { patient, ...state }: FormState) {
  const nonce = state.values.nonce ?? randomHex(app.ledger, 16);
  const banner = nameBanner(patient, now(app.ledger));
  const html = renderRecordForm(pageContext(app, request, reply), { ...state, patient: banner, nonce });
  return sendPage(reply, html, state.errors.length > 0 ? 422 : 200);
}
