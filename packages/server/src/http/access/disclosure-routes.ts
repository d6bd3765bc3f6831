// The statement of disclosures: the page that asks for the period, and the document.

import { type Disclosure, disclosureStatement, type FormError, renderDisclosures } from '@patrec/web';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { insertEvent, makeEvent } from '../../access/access-log.ts';
import { saysPurpose } from '../../access/audited-event.ts';
import { countDisclosures, readDisclosures } from '../../access/disclosures.ts';
import { writeDocument } from '../../documents/write-document.ts';
import { now } from '../../ledger/ledger.ts';
import { clinicalDay, INSTITUTION_ZONE } from '../../records/clinical-time.ts';
import type { App } from '../app.ts';
import { openOwnChart } from '../chart.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { languageOf } from '../preferences.ts';
import { actorOf } from '../route-access.ts';
import { patientRef, recordLabel } from '../views.ts';
import { readPeriod } from './log-filter.ts';

const READING = { access: ['patient'], guardian: 'view' } as const;
const YEAR_MS = 365 * 86_400_000;

type Period = { from: string; to: string };
type OfPeriod = { Querystring: Partial<Period> };

export function disclosureRoutes(server: FastifyInstance, app: App): void {
  server.get('/access/disclosures', { config: READING }, (request, reply) => {
    const to = clinicalDay(now(app.ledger));
    const from = clinicalDay(new Date(app.ledger.clock() - YEAR_MS).toISOString());
    return periodPage(app, request, reply, { from, to }, []);
  });

  server.get<OfPeriod>('/access/disclosures/statement.pdf', { config: READING }, async (request, reply) => {
    const actor = actorOf(request);
    const { from = '', to = '' } = request.query;
    const errors: FormError[] = [];
    for (const [field, text] of Object.entries({ from, to })) if (text === '') errors.push({ field, code: 'required' });
    const period = readPeriod({ from, to }, errors);
    if (errors.length > 0 || period.from === null || period.until === null)
      return periodPage(app, request, reply, { from, to }, errors);
    const { chart } = await openOwnChart(app, actor);
    const { patient, basis } = chart;
    const { chain, number } = patient;
    await insertEvent(app.db, makeEvent(app.ledger, actor, 'disclosure-statement', { chain, basis }));
    const at = now(app.ledger);
    const until = period.until < at ? period.until : at;
    const context = { lang: languageOf(request), timeZone: INSTITUTION_ZONE, now: at };
    const disclosures = disclosuresOf(app, chain, number, { from: period.from, until });
    const statement = disclosureStatement(context, { patient: patientRef(patient), from, to, disclosures });
    return reply
      .header('cache-control', 'no-store')
      .header('content-disposition', `attachment; filename="${number}-disclosures-${from}-${to}.pdf"`)
      .type('application/pdf')
      .send(writeDocument(statement, new Date(at)));
  });
}

async function periodPage(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  values: Period,
  errors: readonly FormError[],
) {
  const { chart } = await openOwnChart(app, actorOf(request));
  const total = await countDisclosures(app.db, chart.patient.chain);
  const html = renderDisclosures(pageContext(app, request, reply), { total, values, errors });
  return sendPage(reply, html, errors.length > 0 ? 422 : 200);
}

async function* disclosuresOf(
  app: App,
  chain: string,
  number: string,
  period: { from: string; until: string },
): AsyncGenerator<Disclosure> {
  for await (const { at, login, name, workplace, city, action, record, purpose } of readDisclosures(
    app.db,
    chain,
    period,
  ))
    yield {
      at,
      recipient: { login, name, address: workplace === null ? null : [workplace, city].filter(Boolean).join(', ') },
      action,
      record: record === null ? null : recordLabel(number, record),
      purpose: saysPurpose(action) ? purpose : null,
    };
}
