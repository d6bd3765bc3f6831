// A patient's summary. Its sections are read apart: one that fails says so, and the rest of the page stands.

import type { Listing } from '@patrec/fhir';
import { type PatientBanner, renderSummary, type Section, type SummaryLine } from '@patrec/web';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { insertEvent, makeEvent } from '../access/access-log.ts';
import { inPatientsPlace } from '../access/decide.ts';
import { now } from '../ledger/ledger.ts';
import { type Chart, openChart } from '../records/open-chart.ts';
import {
  type Attention,
  readAllergies,
  readAttention,
  readImmunisations,
  readMedicines,
  readProblems,
  readVitalSigns,
  type SummaryEntry,
} from '../records/summary.ts';
import { recentRecords } from '../records/timeline.ts';
import type { App } from './app.ts';
import { scopeView } from './chart.ts';
import { loggable } from './errors.ts';
import { pageContext, sendPage } from './page-context.ts';
import { actorOf } from './route-access.ts';
import { summaryLine } from './summary-views.ts';
import { allergyState, chartBanner, ownTimelineItem, resultView, timelineItem, toFlag, viewerOf } from './views.ts';

const RECENT = 5;
const YEAR_MS = 366 * 86_400_000;

export function summaryRoutes(server: FastifyInstance, app: App): void {
  server.get<{ Params: { number: string } }>(
    '/patients/:number/summary',
    { config: { access: ['patient', 'doctor'], guardian: 'view' } },
    async (request, reply) => {
      const actor = actorOf(request);
      const chart = await openChart(app, actor, request.params.number, 'read-chart');
      const { chain } = chart.patient;
      await insertEvent(app.db, makeEvent(app.ledger, actor, 'view-summary', { chain, basis: chart.basis }));
      const [{ allergies, ...sections }, scope] = await Promise.all([
        readSections(app, request.log, chart),
        scopeView(app, chart),
      ]);
      const html = renderSummary(pageContext(app, request, reply), {
        patient: bannerWith(app, chart, allergies),
        viewer: viewerOf(actor),
        allergies: lines(allergies),
        ...sections,
        ...(scope && { scope }),
      });
      return sendPage(reply, html);
    },
  );
}

async function readSections(app: App, log: FastifyBaseLogger, { patient, visibility, basis }: Chart) {
  const { db } = app;
  const { chain, number } = patient;
  const since = new Date(app.ledger.clock() - YEAR_MS).toISOString();
  const lineOf = inPatientsPlace(basis) ? ownTimelineItem : timelineItem;
  const [allergies, problems, medicines, immunisations, vitalSigns, attention, recent] = await Promise.all([
    read(log, 'allergies', () => readAllergies(db, chain, visibility)),
    read(log, 'problems', () => readProblems(db, chain, visibility)),
    read(log, 'medicines', () => readMedicines(db, chain, visibility)),
    read(log, 'immunisations', () => readImmunisations(db, chain, visibility)),
    read(log, 'vital signs', async () => (await readVitalSigns(db, chain, visibility)).map(resultView)),
    read(log, 'attention', async () => (await readAttention(db, chain, visibility, since)).map(attentionView)),
    read(log, 'recent', async () =>
      (await recentRecords(db, chain, visibility, RECENT)).map((entry) => lineOf(entry, number)),
    ),
  ]);
  return {
    allergies,
    ...{ problems: lines(problems), medicines: lines(medicines), immunisations: lines(immunisations) },
    ...{ vitalSigns, attention, recent },
  };
}

// Whatever fails, a statement or what it gave, fails for its section alone.
async function read<Content>(
  log: FastifyBaseLogger,
  section: string,
  work: () => Promise<Content>,
): Promise<Section<Content>> {
  try {
    return { failed: false, content: await work() };
  } catch (error) {
    log.error({ err: loggable(error), section }, 'a section of a summary failed');
    return { failed: true };
  }
}

function lines(section: Section<Listing<SummaryEntry>>): Section<Listing<SummaryLine>> {
  if (section.failed) return section;
  const { listed, none } = section.content;
  return { failed: false, content: { listed: listed.map(summaryLine), none: none.map(summaryLine) } };
}

function attentionView({ value, points }: Attention) {
  const limits = { low: value.low, high: value.high };
  return { ...resultView(value), limits, points: points.map((one) => ({ ...one, flag: toFlag(one.flag) })) };
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
