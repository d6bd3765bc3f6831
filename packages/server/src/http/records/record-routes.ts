// One record: its page, on the screen and for the printer, and its proof.

import {
  attachedFiles,
  definitionOf,
  documentForm,
  type JsonObject,
  objectAt,
  observationIndex,
  recordHeading,
  slotOf,
  textAt,
} from '@patrec/fhir';
import { type FileView, renderRecord, type TrendPoint, type VersionView } from '@patrec/web';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../../access/actor.ts';
import { decide } from '../../access/decide.ts';
import { active, inPatientsPlace } from '../../access/decision.ts';
import { type Visibility, visibilityOf } from '../../access/visible.ts';
import { now } from '../../ledger/ledger.ts';
import { presentPolicy } from '../../ledger/log-keys.ts';
import { noChart, rightsOf } from '../../records/open-chart.ts';
import type { Patient } from '../../records/patient-store.ts';
import { holdsOnly, proveRecord } from '../../records/prove.ts';
import { proveKeys } from '../../records/prove-keys.ts';
import { type ReadRecord, readRecord } from '../../records/read-record.ts';
import { readSignature } from '../../records/read-signature.ts';
import { type RecordVersion, readVersion, versionsOf } from '../../records/record-versions.ts';
import { readTrends } from '../../records/trends.ts';
import type { App } from '../app.ts';
import { bannerOf } from '../chart.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { actorOf } from '../route-access.ts';
import { framingOwnFiles } from '../security-headers.ts';
import { nameBanner, toFlag, viewerOf } from '../views.ts';
import { fileViews } from './file-views.ts';
import { paperCheck } from './paper-check.ts';
import { contentOf, shownOf } from './record-content.ts';
import { fitsForm, ownForm } from './record-form.ts';
import { recordHead } from './record-head.ts';

const READING = { access: ['patient', 'doctor', 'staff'], guardian: 'view' } as const;

type OfRecord = { Params: { number: string; record: string } };
type OfVersion = { Params: { number: string; record: string; version: string } };

export function recordRoutes(server: FastifyInstance, app: App): void {
  server.get<OfRecord>('/patients/:number/records/:record', { config: READING }, (request, reply) =>
    newestPage(app, request, reply, 'view-record'),
  );

  server.get<OfRecord>('/patients/:number/records/:record/print', { config: READING }, (request, reply) =>
    newestPage(app, request, reply, 'print-record'),
  );

  server.get<OfVersion>('/patients/:number/records/:record/versions/:version', { config: READING }, (request, reply) =>
    versionPage(app, request, reply),
  );

  server.get<OfRecord>('/patients/:number/records/:record/proof', { config: READING }, async (request, reply) => {
    const { number, record } = request.params;
    const { chain, blocks } = await proveRecord(app, actorOf(request), number, recordNumber(record));
    return reply.header('cache-control', 'no-store').send({
      log: app.ledger.log,
      policy: await presentPolicy(app),
      chain,
      blocks,
      keys: await proveKeys(app, blocks),
      more: [],
    });
  });
}

async function newestPage(
  app: App,
  request: FastifyRequest<OfRecord>,
  reply: FastifyReply,
  action: 'view-record' | 'print-record',
) {
  const number = recordNumber(request.params.record);
  const read = await readRecord(app, actorOf(request), request.params.number, number, action);
  const versions = read.record.version > 1 ? await versionsOf(app.db, read.patient.chain, number) : [];
  return recordPage(app, request, reply, { ...read, versions, shown: read.record.version, action });
}

// An old version is shown with its own time, author and block; what it says of itself is made of its bytes.
async function versionPage(app: App, request: FastifyRequest<OfVersion>, reply: FastifyReply) {
  const { number, record, version } = request.params;
  const [wanted, of] = [recordNumber(version), recordNumber(record)];
  const read = await readVersion(app, actorOf(request), number, of, wanted);
  const { title, abnormal, critical, effective } = recordHeading(contentOf(read.bytes));
  const line = { title, abnormal, critical, effective: effective ?? read.record.effective };
  const { versions, version: shown } = read;
  return recordPage(app, request, reply, {
    ...read,
    record: { ...read.record, ...line, ...shown, version: read.record.version },
    versions,
    shown: wanted,
    action: 'view-record',
  });
}

interface Shown extends ReadRecord {
  readonly versions: readonly RecordVersion[];
  readonly shown: number;
  readonly action: 'view-record' | 'print-record';
}

async function recordPage(app: App, request: FastifyRequest, reply: FastifyReply, read: Shown) {
  const { patient, record, basis, bytes, versions, shown, action } = read;
  const actor = actorOf(request);
  const all = contentOf(bytes);
  const resources = shownOf(all);
  const { chain } = patient;
  const stored = await fileViews(app, request.log, { chain, record: record.number, title: record.title });
  const files = filesNamedBy(resources, stored);
  if (files.some(({ type }) => type === 'application/pdf')) framingOwnFiles(reply);
  const visibility = await visibilityFor(app, actor, patient.chain);
  const html = renderRecord(pageContext(app, request, reply), {
    patient:
      basis.kind === 'author'
        ? nameBanner(patient, now(app.ledger))
        : await bannerOf(app, { patient, visibility, basis }),
    viewer: viewerOf(actor),
    record: recordHead(patient, record),
    resources,
    trends: await trendsOf(app, visibility, patient, resources),
    files,
    signature: await readSignature(app.db, chain, record.blockSeq),
    ...(inPatientsPlace(basis) && { withheld: record.withheld }),
    ...(versions.length > 1 && { history: { versions: versions.map(versionView), shown } }),
    ...authorsActs(app, actor, read, all),
    canVerify:
      shown === record.version &&
      (inPatientsPlace(basis) || (await holdsOnly(app.db, chain, record.blockSeq, record.number))),
    ...(action === 'print-record' && {
      printing: { by: actor.name, login: actor.login, check: paperCheck(app, record.blockHash) },
    }),
  });
  return sendPage(reply, html);
}

// What whoever wrote it may do with the version in force.
function authorsActs(app: App, actor: Actor, { record, patient, shown }: Shown, resources: readonly JsonObject[]) {
  const { version, author, inError } = record;
  const decision = decide(actor, { action: 'amend-record', author }, [], now(app.ledger));
  if (!decision.permit || inError || shown !== version) return {};
  const definition = definitionOf(record.type);
  const byForm = definition
    ? fitsForm(app, ownForm(definition, actor), resources, patient)
    : record.type === 'document' && documentForm(resources) !== undefined;
  return { canAmend: { version, byForm } };
}

// The files that this version names, each with what it is.
function filesNamedBy(resources: readonly JsonObject[], files: readonly FileView[]): FileView[] {
  return resources.flatMap((resource) => {
    const [slot, name] = [slotOf(resource), textAt(objectAt(resource, 'type'), 'text')];
    const kind = slot !== undefined && name !== undefined && { slot: { id: slot, name } };
    return attachedFiles(resource).flatMap((id) =>
      files.filter((file) => file.id === id).map((file) => ({ ...file, ...kind })),
    );
  });
}

/** A version as the pages show it. */
export function versionView({
  version,
  kind,
  reason,
  recordedAt,
  authorLogin,
  authorName,
}: RecordVersion): VersionView {
  return { version, kind, reason, recordedAt, author: { login: authorLogin, name: authorName } };
}

// The trends of a record are as far as the reader sees: the author of a record without a grant sees only their own.
async function trendsOf(app: App, visibility: Visibility, { chain }: Patient, resources: readonly JsonObject[]) {
  const codes = [...new Set(resources.flatMap((resource) => observationIndex(resource).map(({ code }) => code)))];
  const values = await readTrends(app.db, chain, visibility, codes);
  return Object.fromEntries(
    [...values].map(([code, points]) => [
      code,
      points.map(({ at, value, flag }): TrendPoint => ({ at, value, flag: toFlag(flag) })),
    ]),
  );
}

/** What the actor sees of a chart, whether or not they may open it as a whole. */
export async function visibilityFor(app: App, actor: Actor, chain: string): Promise<Visibility> {
  const { grants, emergencies } = await rightsOf(app.db, actor, chain);
  const at = now(app.ledger);
  const opened = decide(actor, { action: 'read-chart', chain }, grants, at, emergencies);
  if (opened.permit) return visibilityOf(opened.basis, actor.account, active(actor, grants, at));
  return { scopes: [], author: actor.account, withheld: false };
}

/** The number of a record in an address. Throws not-found for what is none. */
export function recordNumber(text: string): number {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (number === 0) throw noChart();
  return number;
}
