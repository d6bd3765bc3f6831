// The access log as its patient sees it: by person, kind, record and period.

import { type LogEvent, renderAccessLog } from '@patrec/web';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { insertEvent, makeEvent } from '../../access/access-log.ts';
import { saysPurpose } from '../../access/audited-event.ts';
import { countLog, type LogCounts, type LoggedEvent, readLog } from '../../access/read-log.ts';
import { AppError } from '../../errors.ts';
import { isInstant } from '../../records/clinical-time.ts';
import type { App } from '../app.ts';
import { openOwnChart } from '../chart.ts';
import { addressOf } from '../on-behalf.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { actorOf } from '../route-access.ts';
import { recordLabel } from '../views.ts';
import { type LogQuery, readLogFilter } from './log-filter.ts';

const READING = { access: ['patient'], guardian: 'view' } as const;
const PAGE = 50;
const NOTHING: LogCounts = { total: 0, kinds: new Map(), people: [] };

type OfLog = { Querystring: LogQuery };

export function accessLogRoutes(server: FastifyInstance, app: App): void {
  server.get<OfLog>('/access/log', { config: READING }, async (request, reply) => {
    const actor = actorOf(request);
    const { chart, banner } = await openOwnChart(app, actor);
    const { patient, basis } = chart;
    const { chain } = patient;
    const before = parsePlace(request.query.before);
    const { filter, values, errors } = readLogFilter(request.query, patient.number);
    await insertEvent(app.db, makeEvent(app.ledger, actor, 'view-log', { chain, basis }));
    const wrong = errors.length > 0;
    const [events, counts] = await Promise.all([
      wrong ? [] : readLog(app.db, chain, filter, { ...(before && { before }), limit: PAGE + 1 }),
      wrong ? NOTHING : countLog(app.db, chain, filter),
    ]);
    const html = renderAccessLog(pageContext(app, request, reply), {
      patient: banner,
      events: events.slice(0, PAGE).map((event) => logEvent(event, patient.number)),
      next: nextPage(request, events),
      filter: values,
      total: counts.total,
      kinds: Object.fromEntries(counts.kinds),
      people: counts.people,
      errors,
    });
    return sendPage(reply, html, wrong ? 422 : 200);
  });
}

function nextPage(request: FastifyRequest<OfLog>, events: readonly LoggedEvent[]): string | null {
  const { before: _before, ...query } = request.query;
  const last = events[PAGE - 1];
  if (events.length <= PAGE || !last) return null;
  const set = Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1]));
  return addressOf(request, `/access/log?${new URLSearchParams([...set, ['before', `${last.at}_${last.id}`]])}`);
}

function logEvent(event: LoggedEvent, patientNumber: string): LogEvent {
  const { at, actorLogin, actorName, actorRole, action, record, recordTitle, purpose, sealedIn } = event;
  return {
    at,
    actor: { login: actorLogin, name: actorName, role: actorRole === 'system' ? null : actorRole },
    action,
    record:
      record === null ? null : { number: record, label: recordLabel(patientNumber, record), title: recordTitle ?? '' },
    basis: basisOf(event),
    purpose: saysPurpose(action) ? purpose : null,
    sealed: sealedIn !== null,
  };
}

function basisOf({ basis, emergency }: LoggedEvent): LogEvent['basis'] {
  return emergency ? 'emergency' : (bases[basis] ?? 'grant');
}

const bases: Readonly<Record<string, LogEvent['basis']>> = {
  self: 'own-record',
  guardian: 'guardian',
  author: 'author',
  duty: 'treatment-role',
  operation: 'operation',
  introduction: 'introduction',
  card: 'card',
  none: 'none',
};

// The last line of the page before, as `2026-11-22T13:27:39.123Z_<id>`.
function parsePlace(text: string | undefined): { at: string; id: string } | null {
  if (text === undefined) return null;
  const [, at, id] = /^(.{24})_([0-9a-f-]{33})$/.exec(text) ?? [];
  if (!at || !id || !isInstant(at)) throw new AppError('incorrect', 'There is no such page.');
  return { at, id };
}
