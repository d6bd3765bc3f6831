// What one version of a record says that another does not.

import {
  type DefinedType,
  definitionOf,
  documentForm,
  type FileSlot,
  type FormValues,
  filesOf,
  type JsonObject,
  type RecordDefinition,
  type RecordType,
  readBack,
} from '@patrec/fhir';
import { renderRecordChanges } from '@patrec/web';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { now } from '../../ledger/ledger.ts';
import { INSTITUTION_ZONE } from '../../records/clinical-time.ts';
import { noChart } from '../../records/open-chart.ts';
import { readVersion } from '../../records/record-versions.ts';
import type { App } from '../app.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { actorOf } from '../route-access.ts';
import { nameBanner, recordChoice, viewerOf } from '../views.ts';
import { contentOf } from './record-content.ts';
import { recordNumber, versionView } from './record-routes.ts';

const READING = { access: ['patient', 'doctor', 'staff'], guardian: 'view' } as const;

type OfVersion = {
  Params: { number: string; record: string; version: string };
  Querystring: { since?: string };
};

export function changesRoutes(server: FastifyInstance, app: App): void {
  const address = '/patients/:number/records/:record/versions/:version/changes';
  server.get<OfVersion>(address, { config: READING }, (request, reply) => changesPage(app, request, reply));
}

// The version that is named, against the one before it or the one that is asked for.
async function changesPage(app: App, request: FastifyRequest<OfVersion>, reply: FastifyReply) {
  const actor = actorOf(request);
  const { number } = request.params;
  const [of, to] = [recordNumber(request.params.record), recordNumber(request.params.version)];
  const from = request.query.since === undefined ? to - 1 : recordNumber(request.query.since);
  if (from === to) throw noChart();
  const after = await readVersion(app, actor, number, of, to);
  const before = await readVersion(app, actor, number, of, from);
  const { patient, record, versions } = after;
  const { type, valuesOf } = formOfType(record.type);
  const html = renderRecordChanges(pageContext(app, request, reply), {
    patient: nameBanner(patient, now(app.ledger)),
    viewer: viewerOf(actor),
    record: { ...recordChoice(record, patient.number), type },
    before: { version: from, values: valuesOf(contentOf(before.bytes)) },
    after: { version: to, values: valuesOf(contentOf(after.bytes)) },
    versions: versions.map(versionView),
  });
  return sendPage(reply, html);
}

// What the form of a type holds of a version.
function formOfType(type: RecordType) {
  if (type === 'document')
    return { type, valuesOf: (all: readonly JsonObject[]): FormValues => documentForm(all) ?? {} };
  const definition: RecordDefinition<DefinedType> | undefined = definitionOf(type);
  if (definition === undefined) throw noChart();
  const valuesOf = (resources: readonly JsonObject[]): FormValues => ({
    ...readBack(definition, resources, INSTITUTION_ZONE),
    ...fileValues(definition.files ?? [], resources),
  });
  return { type: definition.type, valuesOf };
}

// The files of each kind, by what tells them apart: type, size and the end of the id.
function fileValues(slots: readonly FileSlot[], resources: readonly JsonObject[]): FormValues {
  const files = filesOf(slots, resources);
  return Object.fromEntries(
    slots.map(({ id }) => {
      const own = files.filter(({ slot }) => slot === id).map(({ file }) => file);
      return [id, own.map((one) => `${one.contentType}, ${one.size} B (…${one.id.slice(-6)})`).join('\n')];
    }),
  );
}
