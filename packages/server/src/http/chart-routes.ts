// A patient's chart: the timeline and the trends.

import { isRecordType } from '@patrec/fhir';
import { renderRecords, renderTrend } from '@patrec/web';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { makeEvent } from '../access/access-log.ts';
import type { Actor } from '../access/actor.ts';
import { inPatientsPlace } from '../access/decide.ts';
import { AppError } from '../errors.ts';
import { isInstant } from '../records/clinical-time.ts';
import { countByType } from '../records/timeline.ts';
import { readTrend } from '../records/trends.ts';
import type { App } from './app.ts';
import { openForReading, readPage, scopeView } from './chart.ts';
import { addressOf } from './on-behalf.ts';
import { pageContext, sendPage } from './page-context.ts';
import { actorOf } from './route-access.ts';
import { ownTimelineItem, timelineItem, toFlag } from './views.ts';

const PAGE = 30;
const READERS = ['patient', 'doctor'] as const;

type InChart = { Params: { number: string } };

export function chartRoutes(server: FastifyInstance, app: App): void {
  server.get<InChart & { Querystring: { type?: string; abnormal?: string; before?: string } }>(
    '/patients/:number/records',
    { config: { access: READERS, guardian: 'view' } },
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
      const lineOf = inPatientsPlace(chart.basis) ? ownTimelineItem : timelineItem;
      const html = renderRecords(pageContext(app, request, reply), {
        patient: banner,
        viewer: viewerOf(actor),
        items: entries.slice(0, PAGE).map((entry) => lineOf(entry, banner.number)),
        types: Object.fromEntries(counts.map((row) => [row.type, row.count])),
        filter: { type, abnormal: abnormalOnly, before: request.query.before ?? null },
        next: nextPage(request, banner.number, entries, type, abnormalOnly),
        ...(scope && { scope }),
        canWrite: actor.role !== 'patient',
      });
      return sendPage(reply, html);
    },
  );

  server.get<{ Params: { number: string; code: string } }>(
    '/patients/:number/trends/:code',
    { config: { access: READERS, guardian: 'view' } },
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
}

/** Whose eyes a chart page is made for. */
export function viewerOf({ role }: Actor): 'self' | 'doctor' | 'staff' {
  return role === 'patient' ? 'self' : role === 'staff' ? 'staff' : 'doctor';
}

// The last line of the page before, as `2026-11-22T13:27:39.123Z_7`.
function parsePlace(text: string | undefined): { effective: string; number: number } | null {
  if (text === undefined) return null;
  const [, effective, number] = /^(.{24})_(\d{1,9})$/.exec(text) ?? [];
  if (!effective || !isInstant(effective)) throw new AppError('incorrect', 'There is no such page.');
  return { effective, number: Number(number) };
}

function nextPage(
  request: FastifyRequest,
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
  return addressOf(request, `/patients/${encodeURIComponent(number)}/records?${query}`);
}
