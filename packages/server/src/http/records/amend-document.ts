// A new version of a scanned document: what is said of it changes, its file stays.

import {
  documentForm,
  documentOf,
  documentResource,
  type FormValues,
  type JsonObject,
  type ScannedDocument,
} from '@patrec/fhir';
import { type AmendedRecord, type FormError, renderDocumentForm } from '@patrec/web';
import type { FastifyReply } from 'fastify';
import { now, randomHex } from '../../ledger/ledger.ts';
import { amendRecord, type KnownToAmendment } from '../../records/amend-record.ts';
import { noChart } from '../../records/open-chart.ts';
import type { App } from '../app.ts';
import { formOf } from '../form.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { actorOf } from '../route-access.ts';
import { nameBanner, recordLabel } from '../views.ts';
import {
  type AmendRequest,
  changedMeanwhile,
  type Found,
  readReason,
  standingResources,
  toRecord,
  wantedVersion,
} from './amend-request.ts';
import { parseDocument } from './document-routes.ts';
import { nonceOf } from './record-form.ts';

/** The form with what the document says now. */
export async function documentToAmend(app: App, request: AmendRequest, reply: FastifyReply, found: Found) {
  const values = formIn(await standingResources(app, request));
  return amendPage(app, request, reply, { ...found, values, errors: [] });
}

/** Makes the version of the form that was sent, or gives it back with what is wrong. */
export async function amendDocument(app: App, request: AmendRequest, reply: FastifyReply, found: Found) {
  const { patient, record } = found;
  const values = formOf(request);
  const nonce = nonceOf(values);
  const parsed = parseDocument(app, values, patient);
  const reason = readReason(values.reason);
  const errors = [...reason.errors, ...(parsed.ok ? [] : parsed.errors)];
  if (!parsed.ok || errors.length > 0) return amendPage(app, request, reply, { ...found, values, errors });
  const amended = await amendRecord(app, actorOf(request), {
    chain: patient.chain,
    number: record.number,
    version: wantedVersion(request),
    reason: reason.text,
    nonce,
    resources: (known) => nextVersion(parsed.document, known),
  });
  if (amended === 'done') return toRecord(reply, patient, record, 'record-amended');
  const meanwhile = await changedMeanwhile(app, request, formIn);
  return amendPage(app, request, reply, { values, ...meanwhile, status: 409 });
}

// Nothing but a document of ours has a form: whatever else there is would be lost.
function formIn(resources: readonly JsonObject[]): FormValues {
  const values = documentForm(resources);
  if (values === undefined) throw noChart();
  return values;
}

function nextVersion(document: ScannedDocument, known: KnownToAmendment): JsonObject[] {
  const { standing, newId, recordedAt, patient, author } = known;
  formIn(standing);
  return standing.flatMap((before) => {
    const file = documentOf(before)?.file;
    if (file === undefined) return [];
    return [
      documentResource(document, { id: newId(), versionId: '1', lastUpdated: recordedAt, patient, author, file }),
    ];
  });
}

interface PageState extends Found {
  readonly values: FormValues;
  readonly errors: readonly FormError[];
  readonly changed?: AmendedRecord['changed'];
  readonly status?: number;
}

async function amendPage(app: App, request: AmendRequest, reply: FastifyReply, state: PageState) {
  const { patient, record, values, errors, changed, status = errors.length > 0 ? 422 : 200 } = state;
  const html = renderDocumentForm(pageContext(app, request, reply), {
    patient: nameBanner(patient, now(app.ledger)),
    values,
    errors,
    nonce: values.nonce ?? randomHex(app.ledger, 16),
    file: null,
    amends: {
      number: record.number,
      label: recordLabel(patient.number, record.number),
      version: changed ? record.version : wantedVersion(request),
      ...(changed && { changed }),
    },
  });
  return sendPage(reply, html, status);
}
