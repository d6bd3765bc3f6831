// The patient blocks somebody, or ends a block: whom, a page that says what happens, and the act.

import { renderBlock } from '@patrec/web';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { blockPerson, unblockPerson } from '../../access/block-person.ts';
import { blocksOf } from '../../access/block-store.ts';
import { isActive } from '../../access/decision.ts';
import { lasts } from '../../access/emergency.ts';
import { emergenciesFor } from '../../access/emergency-store.ts';
import { grantsFor } from '../../access/grant-store.ts';
import { careWorker, type Practitioner } from '../../access/party-store.ts';
import type { Answer } from '../../access/request-access.ts';
import { AppError } from '../../errors.ts';
import { now } from '../../ledger/ledger.ts';
import type { App } from '../app.ts';
import { openOwnChart } from '../chart.ts';
import { formOf } from '../form.ts';
import { addressOf } from '../on-behalf.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { byAccount } from '../rate-limit.ts';
import { actorOf } from '../route-access.ts';
import { toRequester } from '../views.ts';

// Each of these looks somebody up by number.
const LIMIT = byAccount(60, '10 minutes');
const DECIDING = { access: ['patient'], guardian: 'complete' } as const;
const DECIDING_FORM = { ...DECIDING, form: true } as const;
const FIND = { ...DECIDING, rateLimit: LIMIT } as const;
const BLOCK_FORM = { ...DECIDING_FORM, rateLimit: LIMIT } as const;

interface Found {
  readonly number: string;
  readonly person: Practitioner | undefined;
  readonly error: 'no-such-person' | 'blocked-already' | undefined;
}

export function blockRoutes(server: FastifyInstance, app: App): void {
  server.get<{ Querystring: { number?: string } }>('/access/blocks/new', { config: FIND }, async (request, reply) => {
    const { number } = request.query;
    if (number === undefined)
      return blockPage(app, request, reply, { number: '', person: undefined, error: undefined });
    return blockPage(app, request, reply, await find(app, request, String(number)));
  });

  server.post('/access/blocks', { config: BLOCK_FORM }, async (request, reply) => {
    const found = await find(app, request, formOf(request).number ?? '');
    if (found.error !== undefined || !found.person) return blockPage(app, request, reply, found);
    const answer = await blockPerson(app, actorOf(request), ownChain(request), found.person.account);
    return answered(request, reply, answer, 'blocked');
  });

  server.post<{ Params: { id: string } }>('/access/blocks/:id/end', { config: DECIDING_FORM }, async (request, reply) =>
    answered(
      request,
      reply,
      await unblockPerson(app, actorOf(request), ownChain(request), request.params.id),
      'unblocked',
    ),
  );
}

async function find(app: App, request: FastifyRequest, text: string): Promise<Found> {
  const number = text.trim().toUpperCase().slice(0, 20);
  const person = await careWorker(app.db, number);
  const blocks = person ? await blocksOf(app.db, ownChain(request), person.account) : [];
  const standing = blocks.some(({ endedAt }) => endedAt === null);
  return { number, person, error: standing ? 'blocked-already' : person ? undefined : 'no-such-person' };
}

async function blockPage(app: App, request: FastifyRequest, reply: FastifyReply, { number, person, error }: Found) {
  const { chart, banner } = await openOwnChart(app, actorOf(request));
  const at = now(app.ledger);
  const { chain } = chart.patient;
  const grants = person ? await grantsFor(app.db, chain, person.account) : [];
  const taken = person ? await emergenciesFor(app.db, chain, person.account) : [];
  const html = renderBlock(pageContext(app, request, reply), {
    patient: banner,
    number,
    person: person && error === undefined ? toRequester(person) : null,
    permissions: grants.filter((grant) => isActive(grant, at)).length + taken.filter((one) => lasts(one, at)).length,
    ...(error && { errors: [{ field: 'number', code: error }] }),
  });
  return sendPage(reply, html, error === undefined ? 200 : 422);
}

function answered(
  request: FastifyRequest,
  reply: FastifyReply,
  answer: Answer<object>,
  notice: 'blocked' | 'unblocked',
) {
  if (!answer.done) throw new AppError('conflict', 'This was changed meanwhile. Look at how it stands now.');
  return reply.redirect(addressOf(request, `/access?notice=${notice}`), 303);
}

function ownChain(request: FastifyRequest): string {
  const { chain } = actorOf(request);
  if (chain === null) throw new AppError('not-found', 'There is no such page.');
  return chain;
}
