// One record as a PDF: the same content as its page, with a code by which anybody checks the paper's fingerprint.

import { ageYears, displayOf, type JsonObject } from '@patrec/fhir';
import { type RecordPrint, recordPrint } from '@patrec/web';
import type { FastifyInstance } from 'fastify';
import type { Actor } from '../../access/actor.ts';
import { writeDocument } from '../../documents/write-document.ts';
import { prescriberOf } from '../../identity/prescriber.ts';
import { now } from '../../ledger/ledger.ts';
import { clinicalDay, INSTITUTION_ZONE } from '../../records/clinical-time.ts';
import { type ReadRecord, readRecord } from '../../records/read-record.ts';
import { readRegistration } from '../../records/registration.ts';
import type { App } from '../app.ts';
import { languageOf } from '../preferences.ts';
import { actorOf } from '../route-access.ts';
import { patientSummary, recordLabel } from '../views.ts';
import { paperCheck } from './paper-check.ts';
import { contentOf, shownOf } from './record-content.ts';
import { recordHead } from './record-head.ts';
import { recordNumber } from './record-routes.ts';

const READING = { access: ['patient', 'doctor', 'staff'], guardian: 'view' } as const;

type OfRecord = { Params: { number: string; record: string } };

export function recordPrintRoutes(server: FastifyInstance, app: App): void {
  server.get<OfRecord>('/patients/:number/records/:record/record.pdf', { config: READING }, async (request, reply) => {
    const actor = actorOf(request);
    const number = recordNumber(request.params.record);
    const read = await readRecord(app, actor, request.params.number, number, 'download-record');
    const at = now(app.ledger);
    const context = { lang: languageOf(request), timeZone: INSTITUTION_ZONE, now: at };
    const document = recordPrint(context, await printOf(app, actor, read));
    return reply
      .header('cache-control', 'no-store')
      .header('content-disposition', `attachment; filename="${recordLabel(read.patient.number, number)}.pdf"`)
      .type('application/pdf')
      .send(writeDocument(document, new Date(at)));
  });
}

async function printOf(app: App, actor: Actor, read: ReadRecord): Promise<RecordPrint> {
  const { patient, record, bytes } = read;
  const { version: number, inError } = record;
  return {
    patient: patientSummary(patient, now(app.ledger)),
    record: recordHead(patient, record),
    version: { number, standing: inError ? 'entered-in-error' : 'active' },
    resources: shownOf(contentOf(bytes)),
    printedBy: { login: actor.login, name: actor.name },
    check: paperCheck(app, record.blockHash),
    ...(record.type === 'prescription' && (await prescriptionOf(app, read))),
  };
}

// The address is of the registration, which whoever reads as the author alone may not see.
async function prescriptionOf(app: App, { patient, record, basis }: ReadRecord): Promise<Partial<RecordPrint>> {
  const prescriber = await prescriberOf(app, record.author);
  if (!prescriber) return {};
  const registration = basis.kind === 'author' ? [] : await readRegistration(app.db, patient.chain);
  const person = registration.find(({ resourceType }) => resourceType === 'Patient');
  const age =
    patient.birthDate === null ? null : Math.floor(ageYears(patient.birthDate, clinicalDay(record.effective)));
  return { prescription: { prescriber, age, address: displayOf(addressOf(person)) ?? null } };
}

function addressOf(person: JsonObject | undefined) {
  return Array.isArray(person?.address) ? person.address[0] : undefined;
}
