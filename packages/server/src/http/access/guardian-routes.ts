// Guardians, as patients and as those who look after others: the list, the answer to an invitation, the end.

import { renderEndGuardianship, renderGuardians, renderInvitation } from '@patrec/web';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { answerInvitation, endGuardianship } from '../../access/change-guardianship.ts';
import { isOpen } from '../../access/guardianship.ts';
import { guardianshipById } from '../../access/guardianship-store.ts';
import type { Answer } from '../../access/request-access.ts';
import { AppError } from '../../errors.ts';
import { now, routeOf } from '../../ledger/ledger.ts';
import type { App } from '../app.ts';
import { formOf } from '../form.ts';
import { ownDeskActs } from '../identity/desk-views.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { actorOf } from '../route-access.ts';
import { givenGuardianships, guardianshipView, heldGuardianships } from './guardian-views.ts';

const PATIENT = { access: ['patient'] } as const;
const PATIENT_FORM = { access: ['patient'], form: true } as const;

type ById = { Params: { id: string } };

export function guardianRoutes(server: FastifyInstance, app: App): void {
  server.get('/guardians', { config: PATIENT }, async (request, reply) => {
    const { account, chain } = actorOf(request);
    const [given, held, atDesk] = await Promise.all([
      givenGuardianships(app, chain ?? ''),
      heldGuardianships(app, account),
      ownDeskActs(app, chain ?? '', 'guardian'),
    ]);
    const past = [
      ...given.past.map((one) => ({ ...one, side: 'patient' as const })),
      ...held.past.map((one) => ({ ...one, side: 'guardian' as const })),
    ];
    const html = renderGuardians(pageContext(app, request, reply), {
      atDesk,
      invitations: held.invitations,
      guardians: given.guardians,
      patients: held.patients,
      past: past.sort((a, b) => ((a.endedAt ?? a.invitedAt) < (b.endedAt ?? b.invitedAt) ? 1 : -1)),
    });
    return sendPage(reply, html);
  });

  server.get<ById>('/guardians/:id/answer', { config: PATIENT }, async (request, reply) => {
    const { found, side } = await openOf(app, request);
    if (side !== 'guardian' || found.state !== 'invited') throw noGuardianship();
    const guardianship = guardianshipView(found, now(app.ledger));
    return sendPage(reply, renderInvitation(pageContext(app, request, reply), { guardianship }));
  });

  server.post<ById>('/guardians/:id/answer', { config: PATIENT_FORM }, async (request, reply) => {
    const found = await ownOf(app, request);
    const { answer } = formOf(request);
    if (found.side !== 'guardian') throw noGuardianship();
    if (answer !== 'accept' && answer !== 'decline') throw new AppError('incorrect', 'Choose to accept or to decline.');
    const { chain, id } = found.found;
    requireDone(await answerInvitation(app, actorOf(request), chain, id, answer));
    return reply.redirect(`/guardians?notice=guardian-${answer === 'accept' ? 'accepted' : 'declined'}`, 303);
  });

  server.get<ById>('/guardians/:id/end', { config: PATIENT }, async (request, reply) => {
    const { found, side } = await openOf(app, request);
    if (side === 'guardian' && found.state === 'invited') throw noGuardianship();
    const guardianship = guardianshipView(found, now(app.ledger));
    return sendPage(reply, renderEndGuardianship(pageContext(app, request, reply), { guardianship, side }));
  });

  server.post<ById>('/guardians/:id/end', { config: PATIENT_FORM }, async (request, reply) => {
    const { chain, id } = (await ownOf(app, request)).found;
    requireDone(await endGuardianship(app, actorOf(request), chain, id));
    return reply.redirect('/guardians?notice=guardian-ended', 303);
  });
}

// Another's guardianship, and one that there is not, are answered alike.
async function ownOf(app: App, request: FastifyRequest<ById>) {
  const { account, chain } = actorOf(request);
  const { id } = request.params;
  const found = await guardianshipById(app.db, routeOf(id) ?? '', id);
  if (found?.chain === chain) return { found, side: 'patient' as const };
  if (found?.guardian === account) return { found, side: 'guardian' as const };
  throw noGuardianship();
}

async function openOf(app: App, request: FastifyRequest<ById>): Promise<Awaited<ReturnType<typeof ownOf>>> {
  const own = await ownOf(app, request);
  if (!isOpen(own.found, now(app.ledger))) throw noGuardianship();
  return own;
}

function requireDone(answer: Answer<object>): void {
  if (!answer.done) throw new AppError('conflict', 'This was answered or ended meanwhile. Look at how it stands now.');
}

function noGuardianship(): AppError {
  return new AppError('not-found', 'There is no such guardianship.');
}
