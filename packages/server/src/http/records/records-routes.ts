// A patient's timeline, narrowed and searched. The search is posted; what answers is an address in which it is sealed.

import { type FormError, type RecordsFilterValues, recordsPath, renderRecords } from '@patrec/web';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { insertEvent, makeEvent } from '../../access/access-log.ts';
import { inPatientsPlace } from '../../access/decision.ts';
import { AppError } from '../../errors.ts';
import { isInstant } from '../../records/clinical-time.ts';
import { erasedGroups } from '../../records/erased-record.ts';
import { openChart } from '../../records/open-chart.ts';
import { countByType, type RecordFilter, recordAuthors, type TimelineEntry } from '../../records/timeline.ts';
import type { App } from '../app.ts';
import { type OpenedChart, openForReading, readPage, scopeView } from '../chart.ts';
import { formOf } from '../form.ts';
import { addressOf } from '../on-behalf.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { actorOf } from '../route-access.ts';
import { ownTimelineItem, timelineItem, viewerOf } from '../views.ts';
import { openSearch, type RecordsQuery, readRecordsFilter, sealSearch } from './records-filter.ts';

const PAGE = 30;
const ADDRESS = '/patients/:number/records';
const READING = { access: ['patient', 'doctor'], guardian: 'view' } as const;

type InChart = { Params: { number: string } };

interface Asked {
  readonly filter: RecordFilter;
  readonly values: RecordsFilterValues;
  readonly errors: readonly FormError[];
  readonly before: TimelinePlace;
}

type TimelinePlace = { effective: string; number: number } | null;

export function recordsRoutes(server: FastifyInstance, app: App): void {
  server.get<InChart & { Querystring: RecordsQuery }>(ADDRESS, { config: READING }, async (request, reply) => {
    const { account } = actorOf(request);
    const { q = '', before, ...typed } = request.query;
    const opened = await openForReading(app, actorOf(request), request.params.number);
    const search = q === '' ? '' : openSearch(app, account, opened.chart.patient.chain, q);
    const { errors, ...read } = readRecordsFilter({ ...typed, search: search ?? '' });
    if (search === undefined) errors.push({ field: 'search', code: 'search-gone' });
    return recordsPage(app, request, reply, opened, { ...read, errors, before: parsePlace(before) });
  });

  server.post<InChart>(ADDRESS, { config: { ...READING, form: true } }, async (request, reply) => {
    const actor = actorOf(request);
    const read = readRecordsFilter(formOf(request));
    if (read.errors.length > 0) {
      const opened = await openForReading(app, actor, request.params.number);
      return recordsPage(app, request, reply, opened, { ...read, before: null });
    }
    const { chain, number } = (await openChart(app, actor, request.params.number, 'read-chart')).patient;
    const q = sealSearch(app, actor.account, chain, read.values.search);
    return reply.redirect(addressOf(request, recordsPath(number, read.values, q)), 303);
  });
}

async function recordsPage(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  { chart, banner }: OpenedChart,
  { filter, values, errors, before }: Asked,
) {
  const actor = actorOf(request);
  const { patient, visibility, basis } = chart;
  const wrong = errors.length > 0;
  const [entries, counts, authors, scope, erased] = await Promise.all([
    wrong ? logView(app, request, chart) : readPage(app, actor, chart, { filter, before, limit: PAGE + 1 }),
    wrong ? [] : countByType(app.db, patient.chain, visibility, filter),
    recordAuthors(app.db, patient.chain, visibility),
    scopeView(app, chart),
    inPatientsPlace(basis) && before === null ? erasedGroups(app.db, patient.chain) : [],
  ]);
  const q = sealSearch(app, actor.account, patient.chain, values.search);
  const lineOf = inPatientsPlace(basis) ? ownTimelineItem : timelineItem;
  const matching = counts.filter(({ type }) => filter.type === null || type === filter.type);
  const html = renderRecords(pageContext(app, request, reply), {
    patient: banner,
    viewer: viewerOf(actor),
    items: entries.slice(0, PAGE).map((entry) => lineOf(entry, banner.number)),
    types: Object.fromEntries(counts.map((row) => [row.type, row.count])),
    filter: values,
    q,
    total: matching.reduce((sum, { count }) => sum + count, 0),
    authors,
    errors,
    next: nextPage(request, recordsPath(banner.number, values, q), entries),
    ...(scope && { scope }),
    erased,
    canWrite: actor.role !== 'patient',
  });
  return sendPage(reply, html, wrong ? 422 : 200);
}

// Where nothing is listed the page still names who wrote here.
async function logView(
  app: App,
  request: FastifyRequest,
  { patient, basis }: OpenedChart['chart'],
): Promise<TimelineEntry[]> {
  await insertEvent(app.db, makeEvent(app.ledger, actorOf(request), 'view-list', { chain: patient.chain, basis }));
  return [];
}

// The last line of the page before, as `2026-11-22T13:27:39.123Z_7`.
function parsePlace(text: string | undefined): TimelinePlace {
  if (text === undefined) return null;
  const [, effective, number] = /^(.{24})_(\d{1,9})$/.exec(text) ?? [];
  if (!effective || !isInstant(effective)) throw new AppError('incorrect', 'There is no such page.');
  return { effective, number: Number(number) };
}

function nextPage(request: FastifyRequest, path: string, entries: readonly TimelineEntry[]): string | null {
  const last = entries[PAGE - 1];
  if (entries.length <= PAGE || !last) return null;
  const before = new URLSearchParams({ before: `${last.effective}_${last.number}` });
  return addressOf(request, `${path}${path.includes('?') ? '&' : '?'}${before}`);
}
