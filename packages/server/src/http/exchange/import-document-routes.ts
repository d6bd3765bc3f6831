// The form that brings a document of Ayushman Bharat into an open chart.

import { BundleError, readDocument } from '@patrec/fhir/bundle';
import { type FormError, renderImportDocument } from '@patrec/web';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../errors.ts';
import { FileError } from '../../files/file-error.ts';
import { now } from '../../ledger/ledger.ts';
import { importDocument } from '../../records/import-document.ts';
import type { Patient } from '../../records/patient-store.ts';
import type { App } from '../app.ts';
import { fileErrorStatus, takeBytes } from '../file-form.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { byAccount } from '../rate-limit.ts';
import { patientToWriteFor } from '../records/record-form.ts';
import { actorOf } from '../route-access.ts';
import { nameBanner } from '../views.ts';
import { authorOf, contentNonce } from './fhir-request.ts';

const WRITERS = ['doctor', 'staff'] as const;
/** What a document may have: as many bytes of files as one that leaves has within (base64), and its resources. */
const LARGEST_BYTES = 9 * 1024 * 1024;
const ADDRESS = '/patients/:number/records/import';

const NO_FILE = { errors: [{ field: 'file', code: 'file-missing' }], problems: [], status: 422 } as const;

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
        const bytes = await takeBytes(request, reply, limitOf(app));
        if (!bytes) return page(app, request, reply, patient, NO_FILE);
        const document = readDocument(bytes);
        if (!document) throw new AppError('invalid', 'Bundle.type: this is not a document');
        const nonce = contentNonce('document', bytes);
        const author = await authorOf(app, actor);
        const { number } = await importDocument(app, actor, { document, author, nonce, chart: patient });
        return reply.redirect(`/patients/${patient.number}/records/${number}?notice=record-saved`, 303);
      } catch (error) {
        return page(app, request, reply, patient, refusalOf(error));
      }
    },
  );
}

// No form takes a file that is larger than any may be.
function limitOf({ files }: App): number {
  return Math.min(LARGEST_BYTES, files.limit);
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof FileError) {
    const { code, params } = error;
    return { errors: [{ field: 'file', code, params }], problems: [], status: fileErrorStatus(error) };
  }
  if (error instanceof BundleError) return { errors: [], problems: error.message.split('\n'), status: 422 };
  if (!(error instanceof AppError) || (error.kind !== 'invalid' && error.kind !== 'forbidden')) throw error;
  const problems =
    error.issues.length > 0 ? error.issues.map(({ expression, text }) => `${expression}: ${text}`) : [error.message];
  return { errors: [], problems, status: error.kind === 'forbidden' ? 403 : 422 };
}

function page(app: App, request: FastifyRequest, reply: FastifyReply, patient: Patient, refusal: Refusal) {
  const { errors, problems, status } = refusal;
  const banner = nameBanner(patient, now(app.ledger));
  return sendPage(
    reply,
    renderImportDocument(pageContext(app, request, reply), { patient: banner, errors, problems, limit: limitOf(app) }),
    status,
  );
}
