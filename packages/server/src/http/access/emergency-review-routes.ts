// The administrators' queue: every record that was opened in an emergency is closed here, by somebody else than the doctor.

import { renderEmergencies, renderEmergencyReview } from '@patrec/web';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { insertEvent, makeEvent } from '../../access/access-log.ts';
import { decide } from '../../access/decide.ts';
import { emergenciesToReview } from '../../access/emergency-store.ts';
import { findEmergency, reviewEmergency, viewsOf } from '../../access/review-emergency.ts';
import { AppError } from '../../errors.ts';
import { BY_PERSON } from '../../identity/session-proof.ts';
import { now } from '../../ledger/ledger.ts';
import type { App } from '../app.ts';
import { formOf } from '../form.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { actorOf } from '../route-access.ts';
import { parseReview } from './emergency-form.ts';
import { emergencyView } from './emergency-views.ts';

const ADMINISTRATOR = { access: ['administrator'] } as const;
const REVIEWING = { ...ADMINISTRATOR, confirm: BY_PERSON } as const;

type ById = { Params: { id: string } };
type Failed = Parameters<typeof renderEmergencyReview>[1]['errors'];

export function emergencyReviewRoutes(server: FastifyInstance, app: App): void {
  server.get('/emergencies', { config: ADMINISTRATOR }, async (request, reply) => {
    const at = now(app.ledger);
    if (!decide(actorOf(request), { action: 'run-institution' }, [], at).permit)
      throw new AppError('not-found', 'There is no such page.');
    const items = (await emergenciesToReview(app.db)).map((one) => emergencyView(one, at));
    const html = renderEmergencies(pageContext(app, request, reply), {
      waiting: items.filter(({ review }) => review === null),
      reviewed: items.filter(({ review }) => review !== null),
    });
    return sendPage(reply, html);
  });

  server.get<ById>('/emergencies/:id', { config: REVIEWING }, (request, reply) => reviewPage(app, request, reply, []));

  server.post<ById>('/emergencies/:id/review', { config: { ...REVIEWING, form: true } }, async (request, reply) => {
    const actor = actorOf(request);
    const { id } = request.params;
    await findEmergency(app, actor, id);
    const parsed = parseReview(formOf(request));
    if (Array.isArray(parsed)) return reviewPage(app, request, reply, parsed);
    await reviewEmergency(app, actor, id, parsed);
    return reply.redirect('/emergencies?notice=emergency-reviewed', 303);
  });
}

// The doctor's words may tell of the patient: that an administrator reads them is in the patient's log before they leave.
async function reviewPage(app: App, request: FastifyRequest<ById>, reply: FastifyReply, errors: Failed) {
  const actor = actorOf(request);
  const { emergency, basis } = await findEmergency(app, actor, request.params.id);
  const { chain, authorised } = emergency;
  await insertEvent(app.db, makeEvent(app.ledger, actor, 'view-review', { chain, basis }));
  const { outcome = '', note = '', withdraw } = formOf(request);
  const html = renderEmergencyReview(pageContext(app, request, reply), {
    item: emergencyView(emergency, now(app.ledger)),
    views: await viewsOf(app.db, emergency),
    authorised,
    values: { outcome, note, withdraw: withdraw === '1' },
    errors,
  });
  return sendPage(reply, html, errors.length > 0 ? 422 : 200);
}
