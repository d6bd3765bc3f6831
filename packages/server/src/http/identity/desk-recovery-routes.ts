// Recovery at the desk: opened by one, confirmed by another; and the owner's way to stop it.

import { type RecoveryView, renderDeskRecoveries, renderDeskRecovery, renderRecovered } from '@patrec/web';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  cancelRecovery,
  confirmRecovery,
  openRecovery,
  ownRecovery,
  recoveryEnds,
  waitingRecoveries,
  waitingRecovery,
} from '../../identity/desk-recovery.ts';
import { type DeskRecovery, DOCUMENTS } from '../../identity/desk-recovery-store.ts';
import { readFields } from '../../identity/person-fields.ts';
import { normalizeLogin } from '../../identity/sign-in.ts';
import type { App } from '../app.ts';
import { formOf } from '../form.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { actorOf, EVERY_ROLE } from '../route-access.ts';

const DESK = { access: ['staff', 'administrator'] } as const;
const DESK_FORM = { ...DESK, form: true } as const;
const REASONS = { unknown: 'recovery-unknown', 'own-account': 'recovery-own', waiting: 'recovery-waiting' } as const;

type ById = { Params: { id: string } };
type Failure = Pick<Parameters<typeof renderDeskRecoveries>[1], 'values' | 'errors'>;

export function deskRecoveryRoutes(server: FastifyInstance, app: App): void {
  server.get('/recoveries', { config: DESK }, (request, reply) =>
    recoveriesPage(app, request, reply, { values: { login: '', document: '' }, errors: [] }),
  );

  server.post('/recoveries', { config: DESK_FORM }, async (request, reply) => {
    const form = formOf(request);
    const fields = readFields(form);
    const login = normalizeLogin(fields.line('login', 40));
    const document = DOCUMENTS.find((kind) => kind === form.document);
    if (!document) fields.errors.push({ field: 'document', code: 'unknown-option' });
    const { errors } = fields;
    const wrong = () =>
      recoveriesPage(app, request, reply, {
        values: { login: form.login ?? '', document: form.document ?? '' },
        errors,
      });
    if (errors.length > 0 || !document) return wrong();
    const result = await openRecovery(app, actorOf(request), { login, document });
    if (result.opened) return reply.redirect('/recoveries?notice=recovery-opened', 303);
    errors.push({ field: 'login', code: REASONS[result.reason] });
    return wrong();
  });

  server.get<ById>('/recoveries/:id', { config: DESK }, async (request, reply) => {
    const actor = actorOf(request);
    const recovery = await waitingRecovery(app, actor, request.params.id);
    const html = renderDeskRecovery(pageContext(app, request, reply), recoveryView(recovery, actor.account));
    return sendPage(reply, html);
  });

  server.post<ById>('/recoveries/:id/confirm', { config: DESK_FORM }, async (request, reply) => {
    const recovered = await confirmRecovery(app, actorOf(request), request.params.id);
    return sendPage(reply, renderRecovered(pageContext(app, request, reply), recovered));
  });

  server.post<ById>('/recoveries/:id/cancel', { config: DESK_FORM }, async (request, reply) => {
    await cancelRecovery(app, actorOf(request), request.params.id);
    return reply.redirect('/recoveries?notice=recovery-cancelled', 303);
  });

  server.post('/account/recovery/cancel', { config: { access: EVERY_ROLE, form: true } }, async (request, reply) => {
    const actor = actorOf(request);
    const own = await ownRecovery(app, actor);
    if (own) await cancelRecovery(app, actor, own.id);
    return reply.redirect(own ? '/account?notice=recovery-cancelled' : '/account', 303);
  });
}

async function recoveriesPage(app: App, request: FastifyRequest, reply: FastifyReply, failure: Failure) {
  const actor = actorOf(request);
  const waiting = (await waitingRecoveries(app, actor)).map((one) => recoveryView(one, actor.account));
  const html = renderDeskRecoveries(pageContext(app, request, reply), { waiting, ...failure });
  return sendPage(reply, html, failure.errors.length > 0 ? 422 : 200);
}

function recoveryView(recovery: DeskRecovery, reader: string): RecoveryView {
  const { id, login, name, document, openerName, openerLogin, openedAt, openedBy } = recovery;
  return {
    id,
    login,
    name,
    document,
    openedBy: `${openerName} (${openerLogin})`,
    openedAt: openedAt.toISOString(),
    until: recoveryEnds(recovery),
    own: openedBy === reader,
  };
}
