// The sections of a summary, read apart: one that fails says so, and the others stand.

import type { Listing } from '@patrec/fhir';
import type { Section, SummaryLine } from '@patrec/web';
import type { FastifyBaseLogger } from 'fastify';
import { inPatientsPlace } from '../../access/decision.ts';
import type { Chart } from '../../records/open-chart.ts';
import {
  type Attention,
  readAllergies,
  readAttention,
  readImmunisations,
  readMedicines,
  readProblems,
  readVitalSigns,
  type SummaryEntry,
} from '../../records/summary.ts';
import { recentRecords } from '../../records/timeline.ts';
import type { App } from '../app.ts';
import { loggable } from '../errors.ts';
import { ownTimelineItem, resultView, timelineItem, toFlag } from '../views.ts';
import { summaryLine } from './summary-views.ts';

const RECENT = 5;
const YEAR_MS = 366 * 86_400_000;

/** All sections of an opened chart, as far as its reader sees. */
export async function readSections(app: App, log: FastifyBaseLogger, { patient, visibility, basis }: Chart) {
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

/** A list as its page takes it. */
export function lines(section: Section<Listing<SummaryEntry>>): Section<Listing<SummaryLine>> {
  if (section.failed) return section;
  const { listed, none } = section.content;
  return { failed: false, content: { listed: listed.map(summaryLine), none: none.map(summaryLine) } };
}

function attentionView({ value, points }: Attention) {
  const limits = { low: value.low, high: value.high };
  return { ...resultView(value), limits, points: points.map((one) => ({ ...one, flag: toFlag(one.flag) })) };
}
