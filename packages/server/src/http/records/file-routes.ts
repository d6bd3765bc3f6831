// The files of records: shown, downloaded, and as FHIR's Binary. Who may read a record may read its files, and nobody else.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { firstPicture } from '../../files/dicom-picture.ts';
import { noChart } from '../../records/open-chart.ts';
import { type ReadFile, type Reading, readBinary, readFile } from '../../records/read-file.ts';
import type { App } from '../app.ts';
import { actorOf, EVERY_ROLE } from '../route-access.ts';
import { recordNumber } from './record-routes.ts';
import { asksForPart, fileHeaders, sendFile } from './send-file.ts';

const READING = { access: ['patient', 'doctor', 'staff'], guardian: 'view', answer: 'file' } as const;
const FILE = '/patients/:number/records/:record/files/:file';

type OfFile = { Params: { number: string; record: string; file: string } };

export function fileRoutes(server: FastifyInstance, app: App): void {
  const open = (request: FastifyRequest<OfFile>, action: Reading['action']): Promise<ReadFile> => {
    const { number, record, file } = request.params;
    const place = { patient: number, record: recordNumber(record), id: file };
    return readFile(app, actorOf(request), place, { action, part: asksForPart(request) });
  };

  server.get<OfFile>(FILE, { config: READING }, async (request, reply) =>
    sendFile(app, request, reply, await open(request, 'view-file'), 'inline'),
  );

  server.get<OfFile>(`${FILE}/download`, { config: READING }, async (request, reply) =>
    sendFile(app, request, reply, await open(request, 'download-file'), 'attachment'),
  );

  server.get<OfFile>(`${FILE}/picture`, { config: READING }, async (request, reply) => {
    const { file } = await open(request, 'view-file');
    return sendPicture(app, reply, file);
  });

  server.get<{ Params: { id: string } }>(
    '/fhir/Binary/:id',
    { config: { access: EVERY_ROLE, guardian: 'view', answer: 'file' } },
    async (request, reply) => {
      const { id } = request.params;
      const read = await readBinary(app, actorOf(request), id, asksForPart(request));
      return sendFile(app, request, reply, read, 'attachment');
    },
  );
}

async function sendPicture({ files }: App, reply: FastifyReply, file: ReadFile['file']): Promise<FastifyReply> {
  const picture = file.mediaType === 'application/dicom' ? await firstPicture(files, file) : undefined;
  if (!picture) throw noChart();
  return fileHeaders(reply, picture.type).send(Buffer.from(picture.bytes));
}
