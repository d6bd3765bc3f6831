// The patient withholds a record, or shows it again: a page that says what happens, and the act.

import { renderWithhold } from '@patrec/web';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { decide } from '../../access/decide.ts';
import { isActive } from '../../access/decision.ts';
import { grantsOfPatient } from '../../access/grant-store.ts';
import { practitioners } from '../../access/party-store.ts';
import { covers } from '../../access/scope.ts';
import { EVERYTHING } from '../../access/visible.ts';
import { releaseRecord, withholdRecord } from '../../access/withhold-record.ts';
import { AppError } from '../../errors.ts';
import { now } from '../../ledger/ledger.ts';
import { noChart } from '../../records/open-chart.ts';
import type { Patient } from '../../records/patient-store.ts';
import { type RecordDetail, recordDetail } from '../../records/read-record.ts';
import type { App } from '../app.ts';
import { bannerOf } from '../chart.ts';
import { formOf } from '../form.ts';
import { addressOf } from '../on-behalf.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { actorOf } from '../route-access.ts';
import { recordChoice } from '../views.ts';

const ADDRESS = '/patients/:number/records/:record/withhold';

const DECIDING = { access: ['patient'], guardian: 'complete' } as const;

type OfRecord = { Params: { number: string; record: string } };

export function withholdRoutes(server: FastifyInstance, app: App): void {
  server.get<OfRecord>(ADDRESS, { config: DECIDING }, async (request, reply) => {
    const { patient, record } = await ownRecord(app, request);
    const html = renderWithhold(pageContext(app, request, reply), {
      patient: await bannerOf(app, { patient, visibility: EVERYTHING }),
      record: {
        ...recordChoice(record, patient.number),
        author: { login: record.authorLogin, name: record.authorName },
      },
      withheld: record.withheld,
      covered: await coveredBy(app, patient, record),
    });
    return sendPage(reply, html);
  });

  server.post<OfRecord>(ADDRESS, { config: { ...DECIDING, form: true } }, async (request, reply) => {
    const { patient, record } = await ownRecord(app, request);
    const { decision } = formOf(request);
    if (decision !== 'withhold' && decision !== 'release')
      throw new AppError('incorrect', 'Choose to withhold the record or to show it.');
    const change = decision === 'withhold' ? withholdRecord : releaseRecord;
    const answer = await change(app, actorOf(request), patient.chain, record.number);
    if (!answer.done) throw new AppError('conflict', 'This was changed meanwhile. Look at how it stands now.');
    const notice = decision === 'withhold' ? 'withheld' : 'released';
    const address = `/patients/${patient.number}/records/${record.number}?notice=${notice}`;
    return reply.redirect(addressOf(request, address), 303);
  });
}

// Somebody else's record, and one that there is not, are answered alike.
async function ownRecord(app: App, request: FastifyRequest<OfRecord>) {
  const { number, record: text } = request.params;
  const patient = await app.patientByNumber(number.toUpperCase());
  const intent = { action: 'withhold-record', chain: patient?.chain ?? '' } as const;
  const record =
    patient && /^[1-9]\d{0,8}$/.test(text) ? await recordDetail(app.db, patient.chain, Number(text)) : undefined;
  if (!patient || !record || !decide(actorOf(request), intent, [], now(app.ledger)).permit) throw noChart();
  return { patient, record };
}

async function coveredBy(app: App, { chain }: Patient, record: RecordDetail) {
  const at = now(app.ledger);
  const grants = await grantsOfPatient(app.db, chain);
  const reaching = grants.filter((grant) => isActive(grant, at) && covers(grant.scope, record));
  const people = await practitioners(
    app.db,
    reaching.map(({ grantee }) => grantee),
  );
  return [...people.values()].map(({ login, name }) => ({ login, name }));
}
