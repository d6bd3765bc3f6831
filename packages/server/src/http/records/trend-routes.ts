// A patient's values over time.

import { renderTrend, renderTrends, type TrendSeries } from '@patrec/web';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { makeEvent } from '../../access/access-log.ts';
import { AppError } from '../../errors.ts';
import type { Patient } from '../../records/patient-store.ts';
import { referenceFor } from '../../records/trend-reference.ts';
import { type Measured, readMeasured, readTrend, readTrends, type TrendValue } from '../../records/trends.ts';
import type { App } from '../app.ts';
import { openForReading, scopeView } from '../chart.ts';
import { listOf } from '../form.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { actorOf } from '../route-access.ts';
import { toFlag, viewerOf } from '../views.ts';

/** How many charts a page holds, and how many where nothing was chosen. */
const AT_ONCE = 8;
const AT_FIRST = 4;
const POINTS = 200;
const READERS = ['patient', 'doctor'] as const;

export function trendRoutes(server: FastifyInstance, app: App): void {
  server.get<{ Params: { number: string } }>(
    '/patients/:number/trends',
    { config: { access: READERS, guardian: 'view' } },
    async (request, reply) => {
      const { actor, chart, banner, event } = await openTrends(app, request);
      const measured = await readMeasured(app.db, event, chart.visibility);
      const asked = listOf({ body: request.query }, 'code');
      const codes = asked.length > 0 ? asked.slice(0, AT_ONCE) : defaultCodes(measured);
      const [values, scope] = await Promise.all([
        readTrends(app.db, chart.patient.chain, chart.visibility, codes, POINTS),
        scopeView(app, chart),
      ]);
      const html = renderTrends(pageContext(app, request, reply), {
        patient: banner,
        viewer: viewerOf(actor),
        series: codes.flatMap((code) => seriesOf(values.get(code) ?? [], chart.patient)),
        measured,
        tooMany: asked.length > AT_ONCE,
        ...(scope && { scope }),
      });
      return sendPage(reply, html);
    },
  );

  server.get<{ Params: { number: string; code: string } }>(
    '/patients/:number/trends/:code',
    { config: { access: READERS, guardian: 'view' } },
    async (request, reply) => {
      const { actor, chart, banner, event } = await openTrends(app, request);
      const values = await readTrend(app.db, event, chart.visibility, request.params.code);
      const [series] = seriesOf(values, chart.patient);
      if (!series)
        throw new AppError('not-found', 'There are no values of this measurement, or you have no access to them.');
      const scope = await scopeView(app, chart);
      const html = renderTrend(pageContext(app, request, reply), {
        patient: banner,
        viewer: viewerOf(actor),
        series,
        ...(scope && { scope }),
      });
      return sendPage(reply, html);
    },
  );
}

async function openTrends(app: App, request: FastifyRequest<{ Params: { number: string } }>) {
  const actor = actorOf(request);
  const { chart, banner } = await openForReading(app, actor, request.params.number);
  const event = makeEvent(app.ledger, actor, 'view-trend', { chain: chart.patient.chain, basis: chart.basis });
  return { actor, chart, banner, event };
}

// What was abnormal most often, else what was measured most often; a single value is no trend.
function defaultCodes(measured: readonly Measured[]): string[] {
  const several = measured.filter(({ count }) => count > 1);
  return (several.length > 0 ? several : measured).slice(0, AT_FIRST).map(({ code }) => code);
}

// None where there are no values.
function seriesOf(values: readonly TrendValue[], patient: Patient): TrendSeries[] {
  const latest = values.at(-1);
  if (!latest) return [];
  const points = values.map(({ at, value, unit, flag, record }) => ({
    at,
    value,
    unit,
    flag: toFlag(flag),
    recordNumber: record,
  }));
  const { code, label, unit } = latest;
  return [{ field: { code, label, unit }, points, reference: referenceFor(latest, patient) }];
}
