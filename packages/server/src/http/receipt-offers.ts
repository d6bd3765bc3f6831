// Receipts where an act is confirmed: whatever entries a form has sealed are offered on the page that answers it, or on the one
// that it leads to. A cookie carries them there, for that address alone; what is offered is decided anew each time.

import type { ReceiptOffer } from '@patrec/web';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { collectSealed, type SealedEntry } from '../ledger/sealed-entries.ts';
import { entryFor, entryOf } from '../records/permitted-entry.ts';
import type { App } from './app.ts';
import { addressOf } from './on-behalf.ts';
import { keepSealed, sealedFor } from './sealed-cookie.ts';

/** An act that concerns many patients has as many entries. */
const OFFERED = 3;

declare module 'fastify' {
  interface FastifyRequest {
    /** What the form has sealed until now. */
    sealed?: SealedEntry[];
    /** Receipts of what an earlier form has sealed. */
    offers?: readonly ReceiptOffer[];
  }
}

/** Has every page offer the receipts of what was just done. Before cookies are written. */
export function offerReceipts(server: FastifyInstance, app: App): void {
  server.decorateRequest('sealed');
  server.decorateRequest('offers');
  server.addHook('preHandler', (request, _reply, done) => {
    if (!request.routeOptions.config.form) return done();
    request.sealed = [];
    collectSealed(request.sealed, done);
  });
  server.addHook('preHandler', async (request) => {
    const entries = request.method === 'GET' ? sealedFor(request, app.publicUrl, OFFERED) : [];
    if (entries.length > 0) request.offers = await offersOf(app, request, entries);
  });
  server.addHook('onSend', async (request, reply) => {
    if (reply.statusCode === 303) carryOn(app, request, reply);
  });
}

async function offersOf(app: App, request: FastifyRequest, entries: readonly SealedEntry[]): Promise<ReceiptOffer[]> {
  const { actor } = request;
  if (!actor) return [];
  const found = await Promise.all(entries.map((entry) => entryOf(app.db, entry)));
  return found.flatMap((entry) =>
    entry && entryFor(app, actor, entry) ? [offerOf(request, entry, entry.signed)] : [],
  );
}

/** The receipts that the page which answers this request offers. What it has just sealed no checkpoint covers yet. */
export function receiptOffers(request: FastifyRequest): readonly ReceiptOffer[] {
  const { actor, offers = [], sealed = [] } = request;
  if (!actor) return [];
  return [...offers, ...sealed.slice(0, OFFERED).map((entry) => offerOf(request, entry, false))];
}

function offerOf(request: FastifyRequest, { chain, seq }: SealedEntry, ready: boolean): ReceiptOffer {
  return { href: addressOf(request, `/receipts/${chain}/${seq + 1}`), ready };
}

// Not for strangers: whether their form has sealed anything may tell whom there is.
function carryOn({ publicUrl }: App, { actor, sealed = [] }: FastifyRequest, reply: FastifyReply): void {
  const [address = ''] = String(reply.getHeader('location') ?? '').split('#');
  if (actor && sealed.length > 0) keepSealed(reply, publicUrl, address, sealed.slice(0, OFFERED));
}
