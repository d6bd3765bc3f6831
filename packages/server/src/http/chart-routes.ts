// A patient's chart: find the patient, the timeline, trends, the chain.

import { isRecordType } from '@patrec/fhir';
import { renderPatientFound, renderRecords, renderTrend, renderVerify } from '@patrec/web';
import type { FastifyInstance } from 'fastify';
import { insertEvent, makeEvent } from '../access/access-log.ts';
import type { Actor } from '../access/actor.ts';
import { active, decide } from '../access/decide.ts';
import { grantsFor } from '../access/grant-store.ts';
import { isWaiting } from '../access/request-store.ts';
import { AppError } from '../errors.ts';
import { now } from '../ledger/ledger.ts';
import { newestCheckpoint } from '../ledger/log-store.ts';
import { readChain } from '../records/chain-blocks.ts';
import { isInstant } from '../records/clinical-time.ts';
import type { Patient } from '../records/patient-store.ts';
import { proveChain } from '../records/prove.ts';
import { countByType } from '../records/timeline.ts';
import { readTrend } from '../records/trends.ts';
import type { App } from './app.ts';
import { bannerOf, openForReading, readPage, scopeView } from './chart.ts';
import { pageContext, sendPage } from './page-context.ts';
import { actorOf } from './route-access.ts';
import { patientSummary, recordLabel, timelineItem, toFlag } from './views.ts';

const PAGE = 30;
const READERS = ['patient', 'doctor'] as const;

type InChart = { Params: { number: string } };

export function chartRoutes(server: FastifyInstance, app: App): void {
  server.get<{ Querystring: { number?: string } }>(
    '/patients',
    { config: { access: ['doctor', 'staff'] } },
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
      });
      return sendPage(reply, html, patient ? 200 : 404);
    },
  );

  server.get<InChart & { Querystring: { type?: string; abnormal?: string; before?: string } }>(
    '/patients/:number/records',
    { config: { access: READERS } },
    async (request, reply) => {
      const actor = actorOf(request);
      const { chart, banner } = await openForReading(app, actor, request.params.number);
      const asked = request.query.type ?? '';
      const type = isRecordType(asked) ? asked : null;
      const abnormalOnly = request.query.abnormal === '1';
      const before = parsePlace(request.query.before);
      const [entries, counts, scope] = await Promise.all([
        readPage(app, actor, chart, { type, abnormalOnly, before, limit: PAGE + 1 }),
        countByType(app.db, chart.patient.chain, chart.visibility),
        scopeView(app, chart),
      ]);
      const html = renderRecords(pageContext(app, request, reply), {
        patient: banner,
        viewer: viewerOf(actor),
        items: entries.slice(0, PAGE).map((entry) => timelineItem(entry, banner.number)),
        types: Object.fromEntries(counts.map((row) => [row.type, row.count])),
        filter: { type, abnormal: abnormalOnly, before: request.query.before ?? null },
        next: nextPage(banner.number, entries, type, abnormalOnly),
        ...(scope && { scope }),
        canWrite: actor.role !== 'patient',
      });
      return sendPage(reply, html);
    },
  );

  server.get<{ Params: { number: string; code: string } }>(
    '/patients/:number/trends/:code',
    { config: { access: READERS } },
    async (request, reply) => {
      const actor = actorOf(request);
      const { chart, banner } = await openForReading(app, actor, request.params.number);
      const { chain } = chart.patient;
      const event = makeEvent(app.ledger, actor, 'view-trend', { chain, basis: chart.basis });
      const values = await readTrend(app.db, event, chart.visibility, request.params.code);
      const latest = values.at(-1);
      if (!latest)
        throw new AppError('not-found', 'There are no values of this measurement, or you have no access to them.');
      const scope = await scopeView(app, chart);
      const html = renderTrend(pageContext(app, request, reply), {
        patient: banner,
        viewer: viewerOf(actor),
        field: { code: latest.code, label: latest.label, unit: latest.unit },
        points: values.map(({ at, value, flag, record }) => ({ at, value, flag: toFlag(flag), recordNumber: record })),
        reference: { low: latest.low, high: latest.high },
        ...(scope && { scope }),
      });
      return sendPage(reply, html);
    },
  );

  server.get<InChart & { Querystring: { before?: string } }>(
    '/patients/:number/verify',
    { config: { access: ['patient'] } },
    async (request, reply) => {
      const actor = actorOf(request);
      const before = request.query.before === undefined ? null : Number(request.query.before);
      if (before !== null && !Number.isSafeInteger(before)) throw new AppError('incorrect', 'There is no such page.');
      const { patient, blocks, total, next } = await readChain(app, actor, request.params.number, before);
      const checkpoint = await newestCheckpoint(app.db);
      const html = renderVerify(pageContext(app, request, reply), {
        patient: await bannerOf(app, { patient }),
        viewer: 'self',
        blocks: blocks.map(({ seq, type, recordedAt, authorLogin, authorName, record, hash, leafIndex }) => ({
          seq,
          type,
          recordedAt: recordedAt.toISOString(),
          author: { login: authorLogin, name: authorName },
          record: record === null ? null : { number: record, label: recordLabel(patient.number, record) },
          hash,
          leafIndex,
        })),
        total,
        next: next === null ? null : `/patients/${patient.number}/verify?before=${next}`,
        log: {
          origin: app.ledger.log,
          size: checkpoint?.size ?? 0,
          checkpointAt: checkpoint?.signed_at.toISOString() ?? null,
        },
      });
      return sendPage(reply, html);
    },
  );

  server.get<InChart & { Querystring: { from?: string } }>(
    '/patients/:number/proof',
    { config: { access: ['patient'] } },
    async (request, reply) => {
      const { number } = request.params;
      const from = Number(request.query.from ?? 0);
      if (!Number.isSafeInteger(from) || from < 0) throw new AppError('incorrect', 'from is the number of a block.');
      const { chain, blocks, next } = await proveChain(app, actorOf(request), number, from);
      const more = next === null ? null : `/patients/${encodeURIComponent(number)}/proof?from=${next}`;
      return reply
        .header('cache-control', 'no-store')
        .send({ log: app.ledger.log, vkey: app.verifierKey, chain, blocks, more });
    },
  );
}

/** Whose eyes a chart page is made for. */
export function viewerOf({ role }: Actor): 'self' | 'doctor' | 'staff' {
  return role === 'patient' ? 'self' : role === 'staff' ? 'staff' : 'doctor';
}

async function accessTo(app: App, actor: Actor, { chain }: Patient): Promise<'none' | 'waiting' | 'active'> {
  const at = now(app.ledger);
  if (active(actor, await grantsFor(app.db, chain, actor.account), at).length > 0) return 'active';
  return (await isWaiting(app.db, chain, actor.account)) ? 'waiting' : 'none';
}

// The last line of the page before, as `2026-11-22T13:27:39.123Z_7`.
function parsePlace(text: string | undefined): { effective: string; number: number } | null {
  if (text === undefined) return null;
  const [, effective, number] = /^(.{24})_(\d{1,9})$/.exec(text) ?? [];
  if (!effective || !isInstant(effective)) throw new AppError('incorrect', 'There is no such page.');
  return { effective, number: Number(number) };
}

function nextPage(
  number: string,
  entries: readonly { effective: string; number: number }[],
  type: string | null,
  abnormalOnly: boolean,
): string | null {
  const last = entries[PAGE - 1];
  if (entries.length <= PAGE || !last) return null;
  const query = new URLSearchParams({ before: `${last.effective}_${last.number}` });
  if (type !== null) query.set('type', type);
  if (abnormalOnly) query.set('abnormal', '1');
  return `/patients/${encodeURIComponent(number)}/records?${query}`;
}
