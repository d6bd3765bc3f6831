// The form that brings a document of Ayushman Bharat into an open chart.

import { BundleError, readDocument } from '@patrec/fhir/bundle';
import { type FormError, renderImportDocument } from '@patrec/web';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../../access/actor.ts';
import { AppError, type ErrorKind } from '../../errors.ts';
import { FileError } from '../../files/file-error.ts';
import { hashBytes } from '../../files/hash-bytes.ts';
import { now } from '../../ledger/ledger.ts';
import { importDocument } from '../../records/import-document.ts';
import type { Patient } from '../../records/patient-store.ts';
import { receiveDocument } from '../../records/receive-document.ts';
import type { App } from '../app.ts';
import { fileErrorStatus, takeStream } from '../file-form.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { byAccount } from '../rate-limit.ts';
import { patientToWriteFor } from '../records/record-form.ts';
import { actorOf } from '../route-access.ts';
import { nameBanner } from '../views.ts';
import { authorOf, contentHash, nonceOf } from './fhir-request.ts';

const WRITERS = ['doctor', 'staff'] as const;
/** What a document may have besides its files. */
const AROUND_BYTES = 9 * 1024 * 1024;
const ADDRESS = '/patients/:number/records/import';

const NO_FILE = { errors: [{ field: 'file', code: 'file-missing' }], problems: [], status: 422 } as const;

/** What is told on the page, and how. */
const STATUS: Partial<Record<ErrorKind, number>> = { invalid: 422, forbidden: 403, 'too-large': 413 };

type OfPatient = { Params: { number: string } };

/** Why a document was not brought in: at its field, or by what is in it. */
interface Refusal {
  readonly errors: readonly FormError[];
  readonly problems: readonly string[];
  readonly status: number;
}

export function importDocumentRoutes(server: FastifyInstance, app: App): void {
  server.get<OfPatient>(ADDRESS, { config: { access: WRITERS } }, async (request, reply) => {
    const patient = await patientToWriteFor(app, actorOf(request), request.params.number, 'document');
    return page(app, request, reply, patient, { errors: [], problems: [], status: 200 });
  });

  server.post<OfPatient>(
    ADDRESS,
    { config: { access: WRITERS, form: true, file: true, rateLimit: byAccount(120, '10 minutes') } },
    async (request, reply) => {
      const actor = actorOf(request);
      const patient = await patientToWriteFor(app, actor, request.params.number, 'document');
      try {
        // The parts of a document have limits of their own.
        const done = await takeStream(request, reply, Number.POSITIVE_INFINITY, (pieces) =>
          bring(app, actor, patient, pieces),
        );
        if (!done) return page(app, request, reply, patient, NO_FILE);
        return reply.redirect(`/patients/${patient.number}/records/${done.number}?notice=record-saved`, 303);
      } catch (error) {
        return page(app, request, reply, patient, refusalOf(error));
      }
    },
  );
}

async function bring(app: App, actor: Actor, chart: Patient, pieces: AsyncIterable<Uint8Array>) {
  const author = await authorOf(app, actor);
  const hash = contentHash('document');
  const coming = { pieces: hashBytes(hash, pieces), limit: AROUND_BYTES };
  return receiveDocument(app, coming, async ({ bytes, files }) => {
    const document = readDocument(bytes);
    if (!document) throw new AppError('invalid', 'Bundle.type: this is not a document');
    return importDocument(app, actor, { document, files, author, nonce: nonceOf(hash), chart });
  });
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof FileError) {
    const { code, params } = error;
    return { errors: [{ field: 'file', code, params }], problems: [], status: fileErrorStatus(error) };
  }
  if (error instanceof BundleError) return { errors: [], problems: error.message.split('\n'), status: 422 };
  const status = error instanceof AppError ? STATUS[error.kind] : undefined;
  if (!(error instanceof AppError) || status === undefined) throw error;
  const problems =
    error.issues.length > 0 ? error.issues.map(({ expression, text }) => `${expression}: ${text}`) : [error.message];
  return { errors: [], problems, status };
}

function page(app: App, request: FastifyRequest, reply: FastifyReply, patient: Patient, refusal: Refusal) {
  const { errors, problems, status } = refusal;
  const banner = nameBanner(patient, now(app.ledger));
  return sendPage(
    reply,
    renderImportDocument(pageContext(app, request, reply), {
      patient: banner,
      errors,
      problems,
      limit: app.files.limit,
    }),
    status,
  );
}
