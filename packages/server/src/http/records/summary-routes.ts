// A patient's summary: its page, the page for the printer, and as a PDF.

import type { Listing } from '@patrec/fhir';
import { type PatientBanner, renderSummary, type Section, type SummaryPrinting, summaryPrint } from '@patrec/web';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { insertEvent, makeEvent } from '../../access/access-log.ts';
import type { Actor } from '../../access/actor.ts';
import { inPatientsPlace } from '../../access/decision.ts';
import { writeDocument } from '../../documents/write-document.ts';
import { now } from '../../ledger/ledger.ts';
import { INSTITUTION_ZONE } from '../../records/clinical-time.ts';
import { type Chart, openChart } from '../../records/open-chart.ts';
import { newestEntry, type SummaryEntry } from '../../records/summary.ts';
import type { App } from '../app.ts';
import { scopeView } from '../chart.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { languageOf } from '../preferences.ts';
import { actorOf } from '../route-access.ts';
import { allergyState, chartBanner, patientSummary, recordLabel, viewerOf } from '../views.ts';
import { paperCheck } from './paper-check.ts';
import { lines, readSections } from './summary-sections.ts';

const SUMMARY = '/patients/:number/summary';
const READING = { access: ['patient', 'doctor'], guardian: 'view' } as const;

type OfPatient = { Params: { number: string } };
type SummaryAction = 'view-summary' | 'print-summary' | 'download-summary';

export function summaryRoutes(server: FastifyInstance, app: App): void {
  server.get<OfPatient>(SUMMARY, { config: READING }, (request, reply) =>
    summaryPage(app, request, reply, 'view-summary'),
  );

  server.get<OfPatient>(`${SUMMARY}/print`, { config: READING }, (request, reply) =>
    summaryPage(app, request, reply, 'print-summary'),
  );

  server.get<OfPatient>(`${SUMMARY}/summary.pdf`, { config: READING }, async (request, reply) => {
    const { actor, chart } = await openSummary(app, request, 'download-summary');
    const { patient } = chart;
    const [{ allergies, ...sections }, printing] = await Promise.all([
      readSections(app, request.log, chart),
      printingOf(app, actor, chart),
    ]);
    const at = now(app.ledger);
    const document = summaryPrint(
      { lang: languageOf(request), timeZone: INSTITUTION_ZONE, now: at },
      { patient: patientSummary(patient, at), sections: { ...sections, allergies: lines(allergies) }, ...printing },
    );
    return reply
      .header('cache-control', 'no-store')
      .header('content-disposition', `attachment; filename="${patient.number}-summary.pdf"`)
      .type('application/pdf')
      .send(writeDocument(document, new Date(at)));
  });
}

async function summaryPage(
  app: App,
  request: FastifyRequest<OfPatient>,
  reply: FastifyReply,
  action: 'view-summary' | 'print-summary',
) {
  const { actor, chart } = await openSummary(app, request, action);
  const [{ allergies, ...sections }, scope, printing] = await Promise.all([
    readSections(app, request.log, chart),
    scopeView(app, chart),
    action === 'print-summary' ? printingOf(app, actor, chart) : undefined,
  ]);
  const html = renderSummary(pageContext(app, request, reply), {
    patient: bannerWith(app, chart, allergies),
    viewer: viewerOf(actor),
    allergies: lines(allergies),
    ...sections,
    ...(scope && { scope }),
    ...(printing && { printing }),
  });
  return sendPage(reply, html);
}

// It is in the access log before anything of it is read.
async function openSummary(app: App, request: FastifyRequest<OfPatient>, action: SummaryAction) {
  const actor = actorOf(request);
  const chart = await openChart(app, actor, request.params.number, 'read-chart');
  const { patient, basis } = chart;
  await insertEvent(app.db, makeEvent(app.ledger, actor, action, { chain: patient.chain, basis }));
  return { actor, chart };
}

async function printingOf(app: App, actor: Actor, { patient, visibility, basis }: Chart): Promise<SummaryPrinting> {
  const newest = await newestEntry(app.db, patient.chain, visibility);
  return {
    by: { login: actor.login, name: actor.name },
    partial: !inPatientsPlace(basis),
    check: newest && {
      ...paperCheck(app, newest.hash),
      hash: newest.hash,
      label: recordLabel(patient.number, newest.record),
    },
  };
}

// The banner of the page holds what its section holds, and fails with it.
function bannerWith(app: App, { patient, basis }: Chart, allergies: Section<Listing<SummaryEntry>>): PatientBanner {
  const banner = chartBanner(patient, [], now(app.ledger));
  const state = allergies.failed
    ? ({ state: 'failed', items: [], confirmedOn: null } as const)
    : allergyState([...allergies.content.listed, ...allergies.content.none].map(({ resource }) => resource));
  const emergency = basis.kind === 'emergency' && { emergency: { until: basis.emergency.until } };
  return { ...banner, allergies: state, ...emergency };
}
