// A patient's values over time.

import { renderTrend } from '@patrec/web';
import type { FastifyInstance } from 'fastify';
import { makeEvent } from '../access/access-log.ts';
import { AppError } from '../errors.ts';
import { readTrend } from '../records/trends.ts';
import type { App } from './app.ts';
import { openForReading, scopeView } from './chart.ts';
import { pageContext, sendPage } from './page-context.ts';
import { actorOf } from './route-access.ts';
import { toFlag, viewerOf } from './views.ts';

const READERS = ['patient', 'doctor'] as const;

export function trendRoutes(server: FastifyInstance, app: App): void {
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
