// What the routes of amendments share: the author's own record, the version that they saw, and why they change it.

import type { FormValues, JsonObject } from '@patrec/fhir';
import type { AmendedRecord, FormError } from '@patrec/web';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { decide } from '../../access/decide.ts';
import { now } from '../../ledger/ledger.ts';
import { noChart } from '../../records/open-chart.ts';
import type { Patient } from '../../records/patient-store.ts';
import { permittedRecord, type RecordDetail, readRecord } from '../../records/read-record.ts';
import { versionsOf } from '../../records/record-versions.ts';
import type { App } from '../app.ts';
import { actorOf } from '../route-access.ts';
import { contentOf } from './record-content.ts';
import { recordNumber } from './record-routes.ts';

const LONGEST_REASON = 500;

export type OfVersion = { Params: { number: string; record: string; version: string } };
export type AmendRequest = FastifyRequest<OfVersion>;

/** A record and whose it is. */
export interface Found {
  readonly patient: Patient;
  readonly record: RecordDetail;
}

/** The actor's own record. Throws not-found for somebody else's and for one that there is not, alike. */
export async function ownRecord(app: App, request: AmendRequest): Promise<Found> {
  const actor = actorOf(request);
  const { number, record: text } = request.params;
  const { patient, record } = await permittedRecord(app, actor, number, recordNumber(text));
  const decision = decide(actor, { action: 'amend-record', author: record.author }, [], now(app.ledger));
  if (!decision.permit) throw noChart();
  return { patient, record };
}

/** The version that the address names. */
export function wantedVersion({ params }: AmendRequest): number {
  return recordNumber(params.version);
}

/** True for an old page, or one of a record that was marked meanwhile: the record's own page says how it stands. */
export function isPast(request: AmendRequest, { version, inError }: RecordDetail): boolean {
  return inError || wantedVersion(request) !== version;
}

/** Back to the page of the record. */
export function toRecord(
  reply: FastifyReply,
  { number }: Patient,
  record: RecordDetail,
  notice?: string,
): FastifyReply {
  const address = `/patients/${number}/records/${record.number}`;
  return reply.redirect(notice === undefined ? address : `${address}?notice=${notice}`, 303);
}

/** What the record says now; reading it into the form is a view like any other. */
export async function standingResources(app: App, request: AmendRequest): Promise<JsonObject[]> {
  const { number, record } = request.params;
  const { bytes } = await readRecord(app, actorOf(request), number, recordNumber(record));
  return contentOf(bytes);
}

/** The reason that was typed, or what is wrong with it. */
export function readReason(typed: string | undefined): { text: string; errors: FormError[] } {
  const text = (typed ?? '').replaceAll('\r\n', '\n').trim();
  const error = (code: string, params: Record<string, string> = {}) => [{ field: 'reason', code, params }];
  if (text === '') return { text, errors: error('required') };
  if (Array.from(text).length > LONGEST_REASON)
    return { text, errors: error('too-long', { max: String(LONGEST_REASON) }) };
  const plain = text.isWellFormed() && !/(?![\n\t])\p{Cc}/u.test(text);
  return { text, errors: plain ? [] : error('not-text') };
}

/** Who was faster, and what the record says now; nothing of what was typed is lost, it comes back on that version. */
export async function changedMeanwhile(
  app: App,
  request: AmendRequest,
  valuesOf: (resources: readonly JsonObject[]) => FormValues,
): Promise<Found & { changed: NonNullable<AmendedRecord['changed']>; errors: FormError[] }> {
  const found = await ownRecord(app, request);
  const { patient, record } = found;
  const values = valuesOf(await standingResources(app, request));
  const newest = (await versionsOf(app.db, patient.chain, record.number)).at(-1);
  const changed = { who: newest?.authorName ?? '', when: newest?.recordedAt ?? record.recordedAt, values };
  return { ...found, changed, errors: record.inError ? [{ field: 'reason', code: 'marked-in-error' }] : [] };
}
