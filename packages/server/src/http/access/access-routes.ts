// The patient's side of access: who may read, requests to answer, grants to end.

import {
  type AccessRequestProps,
  renderAccess,
  renderAccessLists,
  renderAccessRequest,
  renderRevoke,
} from '@patrec/web';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Actor, patientNumberOf } from '../../access/actor.ts';
import { denyRequest, grantRequest, revokeGrant } from '../../access/answer-request.ts';
import { grantOf } from '../../access/grant-store.ts';
import { practitioners } from '../../access/party-store.ts';
import type { Answer } from '../../access/request-access.ts';
import { requestOf } from '../../access/request-store.ts';
import { AppError } from '../../errors.ts';
import { now } from '../../ledger/ledger.ts';
import { recordChoices, sharableRecords, withheldRecords } from '../../records/choose-records.ts';
import { countByType } from '../../records/timeline.ts';
import type { App } from '../app.ts';
import { isBackground } from '../background-request.ts';
import { openOwnChart } from '../chart.ts';
import { formOf } from '../form.ts';
import { addressOf } from '../on-behalf.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { actorOf } from '../route-access.ts';
import { grantView, recordChoice, requestView } from '../views.ts';
import { type FormFailure, parseTerms } from './access-forms.ts';
import { accessLists, blockedPeople } from './access-lists.ts';

const READING = { access: ['patient'], guardian: 'view' } as const;
const DECIDING = { access: ['patient'], guardian: 'complete' } as const;
const DECIDING_FORM = { ...DECIDING, form: true } as const;

type ById = { Params: { id: string } };

export function accessRoutes(server: FastifyInstance, app: App): void {
  server.get('/access', { config: READING }, async (request, reply) => {
    const { chart, banner } = await openOwnChart(app, actorOf(request));
    const { patient } = chart;
    const lists = await accessLists(app, patient);
    const context = pageContext(app, request, reply);
    if (isBackground(request)) return sendPage(reply, renderAccessLists(context, lists));
    const [withheld, blocked] = await Promise.all([
      withheldRecords(app.db, patient.chain),
      blockedPeople(app, patient),
    ]);
    const html = renderAccess(context, {
      ...lists,
      patient: banner,
      withheld: withheld.map((one) => recordChoice(one, patient.number)),
      blocked,
    });
    return sendPage(reply, html);
  });

  server.get<ById>('/access/requests/:id', { config: DECIDING }, (request, reply) =>
    requestPage(app, request, reply, request.params.id),
  );

  server.post<ById>('/access/requests/:id/decision', { config: DECIDING_FORM }, async (request, reply) => {
    const actor = actorOf(request);
    const { id } = request.params;
    const chain = ownChain(actor);
    const asked = await requestOf(app.db, chain, id);
    if (!asked) throw new AppError('not-found', 'There is no such request.');
    const form = formOf(request);
    if (form.decision === 'deny') {
      return answered(
        request,
        reply,
        await denyRequest(app, actor, chain, id, (form.reason ?? '').trim().slice(0, 500)),
        'denied',
      );
    }
    if (form.decision !== 'grant') throw new AppError('incorrect', 'Choose to approve or to deny.');
    const sharable = (numbers: readonly number[]) => sharableRecords(app.db, chain, numbers);
    const terms = await parseTerms(request, asked, patientNumberOf(actor), now(app.ledger), sharable);
    if (!terms.ok) return requestPage(app, request, reply, id, terms);
    return answered(request, reply, await grantRequest(app, actor, chain, id, terms.terms), 'granted');
  });

  server.get<ById>('/access/grants/:id/revoke', { config: DECIDING }, async (request, reply) => {
    const { chart, banner } = await openOwnChart(app, actorOf(request));
    const grant = await grantOf(app.db, chart.patient.chain, request.params.id);
    const grantee = grant && (await practitioners(app.db, [grant.grantee])).get(grant.grantee);
    if (!grant || !grantee) throw new AppError('not-found', 'There is no such permission.');
    const view = grantView(grant, chart.patient, grantee, now(app.ledger));
    return sendPage(reply, renderRevoke(pageContext(app, request, reply), { patient: banner, grant: view }));
  });

  server.post<ById>('/access/grants/:id/revoke', { config: DECIDING_FORM }, async (request, reply) => {
    const actor = actorOf(request);
    return answered(request, reply, await revokeGrant(app, actor, ownChain(actor), request.params.id), 'revoked');
  });
}

async function requestPage(app: App, request: FastifyRequest, reply: FastifyReply, id: string, failed?: FormFailure) {
  const { chart, banner } = await openOwnChart(app, actorOf(request));
  const { patient, visibility } = chart;
  const asked = await requestOf(app.db, patient.chain, id);
  const requester = asked && (await practitioners(app.db, [asked.requester])).get(asked.requester);
  if (!asked || !requester) throw new AppError('not-found', 'There is no such request.');
  const [counts, choices] = await Promise.all([
    countByType(app.db, patient.chain, visibility),
    recordChoices(app.db, patient.chain, asked.scope),
  ]);
  const props: AccessRequestProps = {
    patient: banner,
    request: requestView(asked, patient, requester, now(app.ledger)),
    recordTypes: Object.fromEntries(counts.map((row) => [row.type, row.count])),
    choices: choices.map((one) => recordChoice(one, patient.number)),
    ...(failed && { errors: failed.errors, values: { ...failed.values, reason: formOf(request).reason ?? '' } }),
  };
  return sendPage(reply, renderAccessRequest(pageContext(app, request, reply), props), failed ? 422 : 200);
}

// Answered twice, or taken back meanwhile: the page shows how it stands.
function answered(
  request: FastifyRequest,
  reply: FastifyReply,
  answer: Answer<object>,
  notice: 'granted' | 'denied' | 'revoked',
) {
  if (!answer.done)
    throw new AppError('conflict', 'This was answered or taken back meanwhile. Look at how it stands now.');
  return reply.redirect(addressOf(request, `/access?notice=${notice}`), 303);
}

function ownChain({ chain }: Actor): string {
  if (chain === null) throw new AppError('not-found', 'There is no such page.');
  return chain;
}
