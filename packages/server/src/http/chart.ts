// The beginning of every page of a chart: open it, and make its banner.

import type { GrantView, PatientBanner } from '@patrec/web';
import { makeEvent } from '../access/access-log.ts';
import type { Actor } from '../access/actor.ts';
import { practitioners } from '../access/party-store.ts';
import { AppError } from '../errors.ts';
import { now } from '../ledger/ledger.ts';
import { readAllergies } from '../records/allergies.ts';
import { type Chart, openChart } from '../records/open-chart.ts';
import { patientsByChain } from '../records/patient-store.ts';
import { readRegistration } from '../records/registration.ts';
import {
  NO_FILTER,
  type RecordFilter,
  readTimeline,
  type TimelineEntry,
  type TimelinePage,
} from '../records/timeline.ts';
import type { App } from './app.ts';
import { chartBanner, grantView } from './views.ts';

export interface OpenedChart {
  readonly chart: Chart;
  readonly banner: PatientBanner;
}

/** Opens the chart of that number for reading. Throws not-found where there is none, or no right. */
export async function openForReading(app: App, actor: Actor, number: string): Promise<OpenedChart> {
  const chart = await openChart(app, actor, number, 'read-chart');
  return { chart, banner: await bannerOf(app, chart) };
}

/** Opens the patient's own chart. Throws not-found for somebody who is no patient. */
export async function openOwnChart(app: App, actor: Actor): Promise<OpenedChart> {
  if (actor.chain === null) throw new AppError('not-found', 'There is no such page.');
  const patient = (await patientsByChain(app.db, [actor.chain])).get(actor.chain);
  return openForReading(app, actor, patient?.number ?? '');
}

/** The banner of an opened chart: allergies of the registration, and of the records that the reader may see. Where it is open in an emergency it says so. */
export async function bannerOf(
  app: App,
  { patient, visibility, basis }: Pick<Chart, 'patient' | 'visibility'> & Partial<Pick<Chart, 'basis'>>,
): Promise<PatientBanner> {
  const [registration, recorded] = await Promise.all([
    readRegistration(app.db, patient.chain),
    readAllergies(app.db, patient.chain, visibility),
  ]);
  const banner = chartBanner(patient, [...registration, ...recorded], now(app.ledger));
  return basis?.kind === 'emergency' ? { ...banner, emergency: { until: basis.emergency.until } } : banner;
}

/** A page of the timeline of an opened chart; the view is logged. */
export function readPage(
  app: App,
  actor: Actor,
  { patient, basis, visibility }: Chart,
  { filter = NO_FILTER, before = null, limit }: Partial<TimelinePage> & { filter?: RecordFilter; limit: number },
): Promise<TimelineEntry[]> {
  const event = makeEvent(app.ledger, actor, 'view-list', { chain: patient.chain, basis });
  return readTimeline(app.db, event, visibility, filter, { before, limit });
}

/** The grant by which somebody else than the patient reads; undefined for the patient. */
export async function scopeView(app: App, { patient, basis, grants }: Chart): Promise<GrantView | undefined> {
  const grant = basis.kind === 'grant' ? grants.find(({ id }) => id === basis.grant.id) : undefined;
  if (!grant) return undefined;
  const grantee = (await practitioners(app.db, [grant.grantee])).get(grant.grantee);
  return grantee && grantView(grant, patient, grantee, now(app.ledger));
}
