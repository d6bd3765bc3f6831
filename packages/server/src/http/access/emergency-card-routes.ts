// The emergency card: the patient's form, the card on paper, and what anybody sees who scans it.

import type { CardAnswers, CardItem } from '@patrec/fhir';
import { cardItems } from '@patrec/fhir';
import {
  type EmergencyCardProps,
  renderEmergencyCard,
  renderPrintedCard,
  renderScannedCard,
  renderWorthlessCard,
} from '@patrec/web';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { makeEvent } from '../../access/access-log.ts';
import { cardContent, readCard, standingCard } from '../../access/card-store.ts';
import { endCard, printedCode, renewCard, saveCard, scanCard } from '../../access/emergency-card.ts';
import type { Answer } from '../../access/request-access.ts';
import { AppError } from '../../errors.ts';
import { now } from '../../ledger/ledger.ts';
import { suggestAnswers } from '../../records/card-suggestions.ts';
import type { App } from '../app.ts';
import { openOwnChart } from '../chart.ts';
import { addressOf } from '../on-behalf.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { qrCode } from '../qr-code.ts';
import { actorOf } from '../route-access.ts';
import { parseCard } from './card-form.ts';
import { OWN_CARD, OWN_CARD_FORM, ownChain } from './card-routes.ts';

// By address: an emergency department shares one.
const LIMIT = { max: 60, timeWindow: '15 minutes', hook: 'preHandler' } as const;

export function emergencyCardRoutes(server: FastifyInstance, app: App): void {
  server.get('/card/emergency', { config: OWN_CARD }, async (request, reply) => {
    const { chart } = await openOwnChart(app, actorOf(request));
    const card = await standingCard(app.db, chart.patient.chain);
    const written = card && (await cardContent(app.db, card)).answers;
    const event = makeEvent(app.ledger, actorOf(request), 'view-registration', {
      chain: chart.patient.chain,
      basis: chart.basis,
    });
    const suggested = await suggestAnswers(app.db, event, chart.patient);
    return formPage(app, request, reply, {
      since: card?.madeAt ?? null,
      values: { ...suggested, ...written },
      chosen: written ? itemsOf(written) : [],
    });
  });

  server.post('/card/emergency', { config: OWN_CARD_FORM }, async (request, reply) => {
    const chain = ownChain(request);
    const { values, chosen, errors, answers } = parseCard(request, now(app.ledger));
    if (errors.length > 0) {
      const since = (await standingCard(app.db, chain))?.madeAt ?? null;
      return formPage(app, request, reply, { since, values, chosen, errors });
    }
    await saveCard(app, actorOf(request), chain, answers);
    return reply.redirect(addressOf(request, '/card/emergency?notice=card-saved'), 303);
  });

  server.post('/card/emergency/renew', { config: OWN_CARD_FORM }, async (request, reply) =>
    changed(request, reply, await renewCard(app, actorOf(request), ownChain(request)), 'card-renewed'),
  );

  server.post('/card/emergency/end', { config: OWN_CARD_FORM }, async (request, reply) =>
    changed(request, reply, await endCard(app, actorOf(request), ownChain(request)), 'card-ended'),
  );

  server.get('/card/emergency/print', { config: OWN_CARD }, async (request, reply) => {
    const { chart } = await openOwnChart(app, actorOf(request));
    const { chain } = chart.patient;
    const card = await standingCard(app.db, chain);
    const event = makeEvent(app.ledger, actorOf(request), 'print-card', { chain, basis: chart.basis });
    const content = card && (await readCard(app.db, event, card));
    if (!card || !content) throw new AppError('not-found', 'There is no emergency card.');
    const code = printedCode(app.secret, card);
    const qr = code === undefined ? null : qrCode(`${app.publicUrl}/e/${code}`);
    const html = renderPrintedCard(pageContext(app, request, reply), { answers: content.answers, qr });
    return sendPage(reply, html);
  });

  server.get<{ Params: { code: string } }>(
    '/e/:code',
    { config: { access: 'public', rateLimit: LIMIT } },
    async (request, reply) => {
      reply.header('x-robots-tag', 'noindex, nofollow');
      const content = await scanCard(app, request.params.code);
      const context = pageContext(app, request, reply);
      if (!content) return sendPage(reply, renderWorthlessCard(context), 404);
      return sendPage(reply, renderScannedCard(context, content));
    },
  );
}

function formPage(app: App, request: FastifyRequest, reply: FastifyReply, props: EmergencyCardProps): FastifyReply {
  const html = renderEmergencyCard(pageContext(app, request, reply), props);
  return sendPage(reply, html, props.errors === undefined ? 200 : 422);
}

function changed(
  request: FastifyRequest,
  reply: FastifyReply,
  answer: Answer<object>,
  notice: 'card-renewed' | 'card-ended',
): FastifyReply {
  if (!answer.done) throw new AppError('conflict', 'There is no card any more. Look at how it stands now.');
  return reply.redirect(addressOf(request, `/card/emergency?notice=${notice}`), 303);
}

function itemsOf(answers: CardAnswers): CardItem[] {
  return cardItems.filter((item) => answers[item] !== undefined);
}
