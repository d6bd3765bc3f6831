// The forms of new records, one for each type that has a definition.

import { type DefinedType, definitions, type RecordDefinition, recordResources } from '@patrec/fhir';
import { renderRecordForm } from '@patrec/web';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../errors.ts';
import { now, randomHex } from '../../ledger/ledger.ts';
import { createRecord } from '../../records/create-record.ts';
import type { Patient } from '../../records/patient-store.ts';
import type { App } from '../app.ts';
import { formOf } from '../form.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { LOOK_UP_LIMIT } from '../rate-limit.ts';
import { actorOf } from '../route-access.ts';
import { nameBanner } from '../views.ts';
import { copyForward } from './copy-forward.ts';
import { emptyFiles, filesOfForm, recordFiles } from './record-files.ts';
import { nonceOf, ownForm, parsePosted, patientToWriteFor } from './record-form.ts';
import { signingView, writeSigned } from './signed-form.ts';

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
    const { files: slots } = ownForm(definition, actorOf(request));
    const files = slots && emptyFiles(app, slots);
    return formPage(app, request, reply, { type, patient, values: {}, errors: [], files });
  });

  const config = { access: writers, form: true, ...(definition.files && { file: true }) } as const;
  server.post<OfPatient>(address, { config }, async (request, reply) => {
    const actor = actorOf(request);
    const patient = await patientToWriteFor(app, actor, request.params.number, type);
    const nonce = nonceOf(formOf(request));
    const own = ownForm(definition, actor);
    const files = await filesOfForm(app, request, reply, { actor, patient, slots: own.files });
    const values = formOf(request); // with what comes after the file
    const { errors: fileErrors = [], status } = files ?? {};
    const state = { type, patient, values, errors: fileErrors, files: files?.view, status };
    if (values.more !== undefined || values.attach !== undefined) return formPage(app, request, reply, state);
    if (values.from !== undefined) {
      const copied = await copyForward(app, actor, own, patient, values);
      return formPage(app, request, reply, { ...state, ...copied });
    }
    const parsed = parsePosted(app, own, values, patient, files !== undefined && files.attached.length > 0);
    const errors = [...(parsed.ok ? [] : parsed.errors), ...fileErrors];
    if (!parsed.ok || errors.length > 0) return formPage(app, request, reply, { ...state, errors });
    const outcome = await writeSigned(app, request, reply, ({ signing, ...parts }) =>
      createRecord(parts, actor, {
        type,
        chain: patient.chain,
        occurredAt: parsed.record.occurredAt,
        nonce,
        uploads: files?.attached.map(({ id }) => id) ?? [],
        signing,
        resources: ({ newId, recordedAt, patient: subject, author, files: claimed }) =>
          recordResources(own, parsed.record, {
            newId,
            patient: subject,
            author,
            lastUpdated: recordedAt,
            versionId: '1',
            files: files ? recordFiles(files, claimed) : [],
          }),
      }),
    );
    if ('sent' in outcome) return outcome.sent;
    if ('errors' in outcome) return formPage(app, request, reply, { ...state, errors: outcome.errors });
    const saved = outcome.written;
    if (!saved.created) throw new AppError('forbidden', 'You may not write records of this kind.');
    return reply.redirect(`/patients/${patient.number}/records/${saved.number}?notice=record-saved`, 303);
  });
}

interface FormState
  extends Pick<Parameters<typeof renderRecordForm>[1], 'type' | 'values' | 'errors' | 'earlier' | 'files'> {
  readonly patient: Patient;
  readonly status?: number | undefined;
}

async function formPage(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  { patient, status, ...state }: FormState,
) {
  const nonce = state.values.nonce ?? randomHex(app.ledger, 16);
  const banner = nameBanner(patient, now(app.ledger));
  const signing = await signingView(app, actorOf(request), state.type);
  const html = renderRecordForm(pageContext(app, request, reply), { ...state, patient: banner, nonce, signing });
  return sendPage(reply, html, status ?? (state.errors.length > 0 ? 422 : 200));
}
