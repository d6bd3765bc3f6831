// Whoever wrote a record makes a new version of it by its form, or marks it as entered in error. The version that they saw
// stands in the address: where another is in force by now, they are told before anything is written.

import {
  type DefinedType,
  definitionOf,
  type FieldError,
  type FormValues,
  filesOf,
  type JsonObject,
  type RecordDefinition,
  readBack,
  recordResources,
} from '@patrec/fhir';
import {
  type AmendedRecord,
  type FormError,
  type RecordFormFiles,
  renderMarkInError,
  renderRecordForm,
} from '@patrec/web';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { now, randomHex } from '../../ledger/ledger.ts';
import { amendRecord } from '../../records/amend-record.ts';
import { INSTITUTION_ZONE } from '../../records/clinical-time.ts';
import { noChart } from '../../records/open-chart.ts';
import type { RecordDetail } from '../../records/read-record.ts';
import type { App } from '../app.ts';
import { formOf } from '../form.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { actorOf } from '../route-access.ts';
import { nameBanner, recordChoice, recordLabel } from '../views.ts';
import { amendDocument, documentToAmend } from './amend-document.ts';
import {
  type AmendRequest,
  changedMeanwhile,
  type Found,
  isPast,
  type OfVersion,
  ownRecord,
  readReason,
  standingResources,
  toRecord,
  wantedVersion,
} from './amend-request.ts';
import { emptyFiles, filesOfForm, recordFiles } from './record-files.ts';
import { fitsForm, nonceOf, ownForm, parsePosted } from './record-form.ts';
import { signingView, writeSigned } from './signed-form.ts';

const VERSION = '/patients/:number/records/:record/versions/:version';
const WRITERS = ['doctor', 'staff'] as const;

export function amendRoutes(server: FastifyInstance, app: App): void {
  server.get<OfVersion>(`${VERSION}/amend`, { config: { access: WRITERS } }, async (request, reply) => {
    const found = await ownRecord(app, request);
    const { patient, record } = found;
    if (isPast(request, record)) return toRecord(reply, patient, record);
    if (record.type === 'document') return documentToAmend(app, request, reply, found);
    const definition = formFor(request, record);
    const resources = await standingResources(app, request);
    if (!fitsForm(app, definition, resources, patient)) throw noChart();
    const values = readBack(definition, resources, INSTITUTION_ZONE);
    const { files: slots } = definition;
    const files = slots && emptyFiles(app, slots, filesOf(slots, resources));
    return formPage(app, request, reply, { patient, record, values, errors: [], files });
  });

  const amending = { access: WRITERS, form: true, file: true } as const;
  server.post<OfVersion>(`${VERSION}/amend`, { config: amending }, async (request, reply) => {
    const actor = actorOf(request);
    const found = await ownRecord(app, request);
    const { patient, record } = found;
    if (record.type === 'document') return amendDocument(app, request, reply, found);
    const definition = formFor(request, record);
    const nonce = nonceOf(formOf(request));
    const { files: slots = [] } = definition;
    const files = await filesOfForm(app, request, reply, { actor, patient, slots });
    const values = formOf(request); // with what comes after the file
    const { attached = [], kept = new Set(), errors: fileErrors = [], status } = files ?? {};
    const state = { patient, record, values, errors: fileErrors, files: files?.view, ...(status && { status }) };
    if (values.more !== undefined || values.attach !== undefined) return formPage(app, request, reply, state);
    const parsed = parsePosted(app, definition, values, patient, attached.length + kept.size > 0);
    const reason = readReason(values.reason);
    const errors = [...reason.errors, ...(parsed.ok ? [] : parsed.errors), ...fileErrors];
    if (!parsed.ok || errors.length > 0) return formPage(app, request, reply, { status: 422, ...state, errors });
    const outcome = await writeSigned(app, request, reply, ({ signing, ...parts }) =>
      amendRecord(parts, actor, {
        chain: patient.chain,
        number: record.number,
        version: wantedVersion(request),
        reason: reason.text,
        nonce,
        uploads: attached.map(({ id }) => id),
        signing,
        resources: ({ newId, recordedAt, patient: subject, author, files: claimed, standing }) =>
          recordResources(definition, parsed.record, {
            newId,
            patient: subject,
            author,
            lastUpdated: recordedAt,
            versionId: '1',
            files: [
              ...filesOf(slots, standing).filter(({ file }) => kept.has(file.id)),
              ...recordFiles({ attached }, claimed),
            ],
          }),
      }),
    );
    if ('sent' in outcome) return outcome.sent;
    if ('errors' in outcome) return formPage(app, request, reply, { ...state, errors: outcome.errors, status: 422 });
    if (outcome.written === 'done') return toRecord(reply, patient, record, 'record-amended');
    const valuesOf = (resources: readonly JsonObject[]) => readBack(definition, resources, INSTITUTION_ZONE);
    const meanwhile = await changedMeanwhile(app, request, valuesOf);
    return formPage(app, request, reply, { ...state, ...meanwhile, status: 409 });
  });

  server.get<OfVersion>(`${VERSION}/in-error`, { config: { access: WRITERS } }, async (request, reply) => {
    const { patient, record } = await ownRecord(app, request);
    if (isPast(request, record)) return toRecord(reply, patient, record);
    return errorPage(app, request, reply, { patient, record, errors: [] });
  });

  server.post<OfVersion>(`${VERSION}/in-error`, { config: { access: WRITERS, form: true } }, async (request, reply) => {
    const { patient, record } = await ownRecord(app, request);
    const values = formOf(request);
    const { text: reason, errors } = readReason(values.reason);
    if (errors.length > 0) return errorPage(app, request, reply, { patient, record, errors });
    const amendment = { chain: patient.chain, number: record.number, version: wantedVersion(request), reason };
    const nonce = nonceOf(values);
    const outcome = await writeSigned(app, request, reply, ({ signing, ...parts }) =>
      amendRecord(parts, actorOf(request), { ...amendment, nonce, signing }),
    );
    if ('sent' in outcome) return outcome.sent;
    if ('errors' in outcome) return errorPage(app, request, reply, { patient, record, errors: outcome.errors });
    if (outcome.written === 'done') return toRecord(reply, patient, record, 'record-in-error');
    const changed = [{ field: 'reason', code: 'changed-meanwhile' }];
    return errorPage(app, request, reply, { ...(await ownRecord(app, request)), errors: changed, status: 409 });
  });
}

function formFor(request: AmendRequest, { type }: RecordDetail): RecordDefinition<DefinedType> {
  const definition = definitionOf(type);
  if (definition === undefined) throw noChart();
  return ownForm(definition, actorOf(request));
}

interface FormState extends Found {
  readonly values: FormValues;
  readonly errors: readonly (FieldError | FormError)[];
  readonly changed?: AmendedRecord['changed'];
  readonly files?: RecordFormFiles | undefined;
  readonly status?: number;
}

async function formPage(app: App, request: AmendRequest, reply: FastifyReply, state: FormState) {
  const { patient, record, values, errors, changed, files, status = errors.length > 0 ? 422 : 200 } = state;
  const version = changed ? record.version : wantedVersion(request);
  const html = renderRecordForm(pageContext(app, request, reply), {
    type: record.type as DefinedType,
    patient: nameBanner(patient, now(app.ledger)),
    values,
    errors,
    files,
    nonce: values.nonce ?? randomHex(app.ledger, 16),
    signing: await signingView(app, actorOf(request), record.type),
    amends: {
      number: record.number,
      label: recordLabel(patient.number, record.number),
      version,
      ...(changed && { changed }),
    },
  });
  return sendPage(reply, html, status);
}

interface ErrorState extends Found {
  readonly errors: readonly FormError[];
  readonly status?: number;
}

async function errorPage(app: App, request: AmendRequest, reply: FastifyReply, state: ErrorState) {
  const { patient, record, errors, status = errors.length > 0 ? 422 : 200 } = state;
  const { reason = '', nonce = randomHex(app.ledger, 16) } = formOf(request);
  const html = renderMarkInError(pageContext(app, request, reply), {
    patient: nameBanner(patient, now(app.ledger)),
    record: recordChoice(record, patient.number),
    version: record.version,
    reason,
    errors,
    nonce,
    signing: await signingView(app, actorOf(request), record.type),
  });
  return sendPage(reply, html, status);
}
