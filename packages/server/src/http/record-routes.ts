// One record: its page, on the screen and for the printer, and its proof.

import { type JsonObject, observationIndex, parseJson } from '@patrec/fhir';
import { renderRecord, type TrendPoint } from '@patrec/web';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../access/actor.ts';
import { active, decide, inPatientsPlace } from '../access/decide.ts';
import { type Visibility, visibilityOf } from '../access/visible.ts';
import { now } from '../ledger/ledger.ts';
import { noChart, rightsOf } from '../records/open-chart.ts';
import type { Patient } from '../records/patient-store.ts';
import { proveRecord } from '../records/prove.ts';
import { readRecord } from '../records/read-record.ts';
import { readTrends } from '../records/trends.ts';
import type { App } from './app.ts';
import { bannerOf } from './chart.ts';
import { fileViews } from './file-views.ts';
import { pageContext, sendPage } from './page-context.ts';
import { paperCheck } from './paper-check.ts';
import { recordHead } from './record-head.ts';
import { actorOf } from './route-access.ts';
import { framingOwnFiles } from './security-headers.ts';
import { nameBanner, toFlag, viewerOf } from './views.ts';

const READING = { access: ['patient', 'doctor', 'staff'], guardian: 'view' } as const;

type OfRecord = { Params: { number: string; record: string } };

export function recordRoutes(server: FastifyInstance, app: App): void {
  server.get<OfRecord>('/patients/:number/records/:record', { config: READING }, (request, reply) =>
    recordPage(app, request, reply, 'view-record'),
  );

  server.get<OfRecord>('/patients/:number/records/:record/print', { config: READING }, (request, reply) =>
    recordPage(app, request, reply, 'print-record'),
  );

  server.get<OfRecord>('/patients/:number/records/:record/proof', { config: READING }, async (request, reply) => {
    const { number, record } = request.params;
    const { chain, blocks } = await proveRecord(app, actorOf(request), number, recordNumber(record));
    return reply
      .header('cache-control', 'no-store')
      .send({ log: app.ledger.log, vkey: app.verifierKey, chain, blocks, more: null });
  });
}

async function recordPage(
  app: App,
  request: FastifyRequest<OfRecord>,
  reply: FastifyReply,
  action: 'view-record' | 'print-record',
) {
  const actor = actorOf(request);
  const number = recordNumber(request.params.record);
  const { patient, record, basis, bytes } = await readRecord(app, actor, request.params.number, number, action);
  const resources = bytes.map((one) => parseJson(one) as JsonObject);
  const { chain } = patient;
  const files = await fileViews(app, request.log, { chain, record: number, title: record.title });
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
    ...(inPatientsPlace(basis) && { withheld: record.withheld }),
    canVerify: inPatientsPlace(basis) || record.aloneInBlock,
    ...(action === 'print-record' && {
      printing: { by: actor.name, login: actor.login, check: paperCheck(app, record.blockHash) },
    }),
  });
  return sendPage(reply, html);
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

async function visibilityFor(app: App, actor: Actor, chain: string): Promise<Visibility> {
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
