// A record as a document of Ayushman Bharat: from its page, and as FHIR's `$document`
// (https://hl7.org/fhir/R4/composition-operation-document.html).

import { Readable } from 'node:stream';
import { create as contentDisposition } from 'content-disposition';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { FHIR_JSON } from '../../ledger/content-store.ts';
import { exportComposition, exportRecord, type RecordExport } from '../../records/export-record.ts';
import type { App } from '../app.ts';
import { recordNumber } from '../records/record-routes.ts';
import { actorOf, EVERY_ROLE } from '../route-access.ts';
import { recordLabel } from '../views.ts';
import { refuseUnknown } from './fhir-request.ts';

const READING = { access: ['patient', 'doctor', 'staff'], guardian: 'view', answer: 'file' } as const;

export function exportRoutes(server: FastifyInstance, app: App): void {
  server.get<{ Params: { number: string; record: string } }>(
    '/patients/:number/records/:record/document',
    { config: READING },
    async (request, reply) => {
      const { number, record } = request.params;
      return send(reply, await exportRecord(app, actorOf(request), number, recordNumber(record)));
    },
  );

  server.get<{ Params: { id: string } }>(
    '/fhir/Composition/:id/$document',
    { config: { ...READING, access: EVERY_ROLE } },
    async (request, reply) => {
      refuseUnknown(request);
      return send(reply, await exportComposition(app, actorOf(request), request.params.id));
    },
  );
}

function send(reply: FastifyReply, { read: { patient, record }, length, bytes }: RecordExport): FastifyReply {
  const name = `${recordLabel(patient.number, record.number)} ${record.title}.json`;
  return reply
    .header('cache-control', 'no-store')
    .header('content-disposition', contentDisposition(name, { type: 'attachment' }))
    .header('content-length', length)
    .type(FHIR_JSON)
    .send(Readable.from(bytes(), { objectMode: false }));
}
