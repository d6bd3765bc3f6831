// The form of a scanned document, and the uploads that its script makes.

import { type DocumentResult, documentResource, parseDocumentForm, type ScannedDocument } from '@patrec/fhir';
import { type FormError, renderDocumentForm } from '@patrec/web';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../../access/actor.ts';
import { AppError } from '../../errors.ts';
import { FileError } from '../../files/file-error.ts';
import { type Upload, waitingUploads } from '../../files/uploads.ts';
import { now, randomHex } from '../../ledger/ledger.ts';
import { clinicalDay, clinicalInstant } from '../../records/clinical-time.ts';
import { createRecord } from '../../records/create-record.ts';
import type { Patient } from '../../records/patient-store.ts';
import type { App } from '../app.ts';
import { arrivedFile, fileErrorStatus } from '../file-form.ts';
import { type Form, formOf } from '../form.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { actorOf } from '../route-access.ts';
import { nameBanner } from '../views.ts';
import { nonceOf, patientToWriteFor } from './record-form.ts';

const WRITERS = ['doctor', 'staff'] as const;
const WRITING = { access: WRITERS, form: true, file: true } as const;

type OfPatient = { Params: { number: string } };

export function documentRoutes(server: FastifyInstance, app: App): void {
  server.get<OfPatient>(
    '/patients/:number/records/document',
    { config: { access: WRITERS } },
    async (request, reply) => {
      const patient = await patientToWriteFor(app, actorOf(request), request.params.number, 'document');
      return documentPage(app, request, reply, patient, { values: {}, errors: [] });
    },
  );

  server.post<OfPatient>('/patients/:number/records/document', { config: WRITING }, async (request, reply) => {
    const actor = actorOf(request);
    const patient = await patientToWriteFor(app, actor, request.params.number, 'document');
    const form = formOf(request);
    const nonce = nonceOf(form);
    const { upload, refused } = await arrivedFile(app, request, reply, actor, patient);
    const id = upload?.id ?? form.upload ?? '';
    const parsed = parseDocument(app, form, patient);
    const errors = [...(parsed.ok ? [] : parsed.errors), ...fileErrors(id, refused)];
    if (parsed.ok && errors.length === 0) {
      const saved = await fileDocument(app, actor, patient, { document: parsed.document, nonce, upload: id });
      if (typeof saved === 'number')
        return reply.redirect(`/patients/${patient.number}/records/${saved}?notice=record-saved`, 303);
      errors.push(...fileErrors(id, saved));
    }
    const [waiting] = await waitingUploads(app, { chain: patient.chain, account: actor.account }, [id]);
    const status = refused ? fileErrorStatus(refused) : 422;
    return documentPage(app, request, reply, patient, { values: form, errors, upload: waiting, status });
  });

  server.post<OfPatient>('/patients/:number/uploads', { config: WRITING }, async (request, reply) => {
    const actor = actorOf(request);
    const patient = await patientToWriteFor(app, actor, request.params.number, 'document');
    const { upload, refused } = await arrivedFile(app, request, reply, actor, patient);
    reply.header('cache-control', 'no-store');
    if (refused) return reply.code(fileErrorStatus(refused)).send({ code: refused.code, params: refused.params });
    return upload ? reply.code(201).send(upload) : reply.code(422).send({ code: 'file-missing' });
  });
}

/** The document that a posted form says of that patient, or what is wrong with it. */
export function parseDocument(app: App, form: Form, { birthDate }: Patient): DocumentResult {
  return parseDocumentForm(form, { birthDate: birthDate ?? '', today: clinicalDay(now(app.ledger)) });
}

function fileErrors(upload: string, refused: FileError | undefined): FormError[] {
  if (refused) return [{ field: 'file', code: refused.code, params: refused.params }];
  return upload === '' ? [{ field: 'file', code: 'file-missing' }] : [];
}

interface Submission {
  readonly document: ScannedDocument;
  readonly nonce: string;
  readonly upload: string;
}

// Gives the record's number, or why its file cannot be had.
async function fileDocument(
  app: App,
  actor: Actor,
  { chain }: Patient,
  { document, nonce, upload }: Submission,
): Promise<number | FileError> {
  try {
    const saved = await createRecord(app, actor, {
      type: 'document',
      chain,
      occurredAt: clinicalInstant(document.date),
      nonce,
      uploads: [upload],
      resources: ({ newId, recordedAt, patient, author, files }) =>
        files.map(({ id, mediaType, length, sha1 }) =>
          documentResource(document, {
            id: newId(),
            versionId: '1',
            lastUpdated: recordedAt,
            patient,
            author,
            file: { id, contentType: mediaType, size: length, hash: Buffer.from(sha1).toString('base64') },
          }),
        ),
    });
    if (!saved.created) throw new AppError('forbidden', 'You may not write records.');
    return saved.number;
  } catch (error) {
    if (error instanceof FileError) return error;
    throw error;
  }
}

interface FormState {
  readonly values: Form;
  readonly errors: readonly FormError[];
  readonly upload?: Upload | undefined;
  readonly status?: number;
}

async function documentPage(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  patient: Patient,
  { values, errors, upload, status = 200 }: FormState,
) {
  const html = renderDocumentForm(pageContext(app, request, reply), {
    patient: nameBanner(patient, now(app.ledger)),
    values,
    errors,
    nonce: values.nonce ?? randomHex(app.ledger, 16),
    file: {
      upload: upload ? { id: upload.id, name: upload.name, size: upload.length } : null,
      limit: app.files.limit,
    },
  });
  return sendPage(reply, html, status);
}
