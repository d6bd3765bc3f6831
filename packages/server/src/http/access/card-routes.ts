// A patient's QR card: the code for a doctor, and the ways to make and end it.

import { type CardCode, renderCard, renderCardLists } from '@patrec/web';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { endIntroduction, introduce, shownCodes } from '../../access/introduce.ts';
import { openIntroductions, type StoredIntroduction } from '../../access/introduction-store.ts';
import { AppError } from '../../errors.ts';
import { now } from '../../ledger/ledger.ts';
import type { App } from '../app.ts';
import { isBackground } from '../background-request.ts';
import { openOwnChart } from '../chart.ts';
import { addressOf } from '../on-behalf.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { qrCode } from '../qr-code.ts';
import { actorOf } from '../route-access.ts';
import { patientRef } from '../views.ts';
import { introductionViews } from './introduction-views.ts';

export const OWN_CARD = { access: ['patient'], guardian: 'complete' } as const;
export const OWN_CARD_FORM = { ...OWN_CARD, form: true } as const;

export function cardRoutes(server: FastifyInstance, app: App): void {
  server.get('/card', { config: OWN_CARD }, async (request, reply) => {
    const { chart } = await openOwnChart(app, actorOf(request));
    const { patient } = chart;
    const open = await openIntroductions(app.db, patient.chain, now(app.ledger));
    const unused = open.find(({ openedBy }) => openedBy === null);
    const props = {
      patient: patientRef(patient),
      code: unused ? cardCode(app, unused) : null,
      introductions: await introductionViews(app, open),
    };
    const render = isBackground(request) ? renderCardLists : renderCard;
    return sendPage(reply, render(pageContext(app, request, reply), props));
  });

  server.post('/card/introductions', { config: OWN_CARD_FORM }, async (request, reply) => {
    await introduce(app, actorOf(request), ownChain(request));
    return reply.redirect(addressOf(request, '/card'), 303);
  });

  server.post<{ Params: { id: string } }>(
    '/card/introductions/:id/end',
    { config: OWN_CARD_FORM },
    async (request, reply) => {
      const answer = await endIntroduction(app, actorOf(request), ownChain(request), request.params.id);
      if (!answer.done) throw new AppError('conflict', 'This had ended already. Look at how it stands now.');
      return reply.redirect(addressOf(request, '/access?notice=introduction-ended'), 303);
    },
  );
}

/** The chain of the record that is open. Throws not-found for somebody who is no patient. */
export function ownChain(request: FastifyRequest): string {
  const { chain } = actorOf(request);
  if (chain === null) throw new AppError('not-found', 'There is no such page.');
  return chain;
}

function cardCode({ secret, publicUrl }: App, unused: StoredIntroduction): CardCode {
  const codes = shownCodes(secret, unused);
  const address = `${publicUrl}/introduce`;
  const shown = codes && { qr: qrCode(`${address}/${codes.scanned}`), typed: codes.typed, address };
  return { until: unused.until, shown: shown ?? null };
}
