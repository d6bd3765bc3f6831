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
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { decide } from '../access/decide.ts';
import { now, randomHex } from '../ledger/ledger.ts';
import { amendRecord } from '../records/amend-record.ts';
import { INSTITUTION_ZONE } from '../records/clinical-time.ts';
import { noChart } from '../records/open-chart.ts';
import type { Patient } from '../records/patient-store.ts';
import { permittedRecord, type RecordDetail, readRecord } from '../records/read-record.ts';
import { versionsOf } from '../records/record-versions.ts';
import type { App } from './app.ts';
import { formOf } from './form.ts';
import { pageContext, sendPage } from './page-context.ts';
import { contentOf } from './record-content.ts';
import { emptyFiles, filesOfForm, recordFiles } from './record-files.ts';
import { fitsForm, nonceOf, ownForm, parsePosted } from './record-form.ts';
import { recordNumber } from './record-routes.ts';
import { actorOf } from './route-access.ts';
import { signingView, writeSigned } from './signed-form.ts';
import { nameBanner, recordChoice, recordLabel } from './views.ts';

const VERSION = '/patients/:number/records/:record/versions/:version';
const WRITERS = ['doctor', 'staff'] as const;
const LONGEST_REASON = 500;

type OfVersion = { Params: { number: string; record: string; version: string } };
type Request = FastifyRequest<OfVersion>;

export function amendRoutes(server: FastifyInstance, app: App): void {
  server.get<OfVersion>(`${VERSION}/amend`, { config: { access: WRITERS } }, async (request, reply) => {
    const { patient, record, definition } = await recordToAmend(app, request);
    if (isPast(request, record)) return toRecord(reply, patient, record);
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
    const { patient, record, definition } = await recordToAmend(app, request);
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
    return changedPage(app, request, reply, definition, state);
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

interface Found {
  readonly patient: Patient;
  readonly record: RecordDetail;
}

// The actor's own record. Somebody else's, and one that there is not, are answered alike.
async function ownRecord(app: App, request: Request): Promise<Found> {
  const actor = actorOf(request);
  const { number, record: text } = request.params;
  const { patient, record } = await permittedRecord(app, actor, number, recordNumber(text));
  const decision = decide(actor, { action: 'amend-record', author: record.author }, [], now(app.ledger));
  if (!decision.permit) throw noChart();
  return { patient, record };
}

async function recordToAmend(
  app: App,
  request: Request,
): Promise<Found & { definition: RecordDefinition<DefinedType> }> {
  const found = await ownRecord(app, request);
  const definition = definitionOf(found.record.type);
  if (definition === undefined) throw noChart();
  return { ...found, definition: ownForm(definition, actorOf(request)) };
}

function wantedVersion({ params }: Request): number {
  return recordNumber(params.version);
}

// An old page, or one of a record that was marked meanwhile: the record's own page says how it stands.
function isPast(request: Request, { version, inError }: RecordDetail): boolean {
  return inError || wantedVersion(request) !== version;
}

function toRecord(reply: FastifyReply, { number }: Patient, record: RecordDetail, notice?: string): FastifyReply {
  const address = `/patients/${number}/records/${record.number}`;
  return reply.redirect(notice === undefined ? address : `${address}?notice=${notice}`, 303);
}

// Reading it into the form is a view like any other.
async function standingResources(app: App, request: Request): Promise<JsonObject[]> {
  const { number, record } = request.params;
  const { bytes } = await readRecord(app, actorOf(request), number, recordNumber(record));
  return contentOf(bytes);
}

function readReason(typed: string | undefined): { text: string; errors: FormError[] } {
  const text = (typed ?? '').replaceAll('\r\n', '\n').trim();
  const error = (code: string, params: Record<string, string> = {}) => [{ field: 'reason', code, params }];
  if (text === '') return { text, errors: error('required') };
  if (Array.from(text).length > LONGEST_REASON)
    return { text, errors: error('too-long', { max: String(LONGEST_REASON) }) };
  const plain = text.isWellFormed() && !/(?![\n\t])\p{Cc}/u.test(text);
  return { text, errors: plain ? [] : error('not-text') };
}

interface FormState extends Found {
  readonly values: FormValues;
  readonly errors: readonly (FieldError | FormError)[];
  readonly changed?: AmendedRecord['changed'];
  readonly files?: RecordFormFiles | undefined;
  readonly status?: number;
}

async function formPage(app: App, request: Request, reply: FastifyReply, state: FormState) {
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

// Nothing of what was typed is lost: the form comes back with it, now on the version that is in force, and both are shown.
async function changedPage(
  app: App,
  request: Request,
  reply: FastifyReply,
  definition: RecordDefinition,
  state: FormState,
) {
  const { patient, record } = await ownRecord(app, request);
  const values = readBack(definition, await standingResources(app, request), INSTITUTION_ZONE);
  const newest = (await versionsOf(app.db, patient.chain, record.number)).at(-1);
  const changed = { who: newest?.authorName ?? '', when: newest?.recordedAt ?? record.recordedAt, values };
  const errors = record.inError ? [{ field: 'reason', code: 'marked-in-error' }] : [];
  return formPage(app, request, reply, { ...state, patient, record, errors, changed, status: 409 });
}

interface ErrorState extends Found {
  readonly errors: readonly FormError[];
  readonly status?: number;
}

async function errorPage(app: App, request: Request, reply: FastifyReply, state: ErrorState) {
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
