// Receipts as files to keep: of a record for whoever may read it, of any entry of the chain for the patient, of what somebody
// has just done for themselves.

import { renderNoReceipt } from '@patrec/web';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../errors.ts';
import type { SealedEntry } from '../../ledger/sealed-entries.ts';
import { entryFor, entryOf } from '../../records/permitted-entry.ts';
import { type ReceiptAnswer, type ReceiptAsked, readEntryReceipt, readReceipt } from '../../records/read-receipt.ts';
import type { App } from '../app.ts';
import { isBackground } from '../background-request.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { recordNumber } from '../records/record-routes.ts';
import { actorOf, EVERY_ROLE } from '../route-access.ts';
import { recordLabel } from '../views.ts';
import { entrySeq } from './entry-routes.ts';

const READING = { access: ['patient', 'doctor', 'staff'], guardian: 'view', answer: 'file' } as const;
const OWN = { access: ['patient'], guardian: 'view', answer: 'file' } as const;
const ANY = { access: EVERY_ROLE, guardian: 'view', answer: 'file' } as const;
const READY_IN_S = 1;
const STATUS = { waiting: 503, failed: 410, long: 413 } as const;

interface Asked {
  /** `entry` is counted from 1, as people are shown it. */
  readonly Params: { number: string; record: string; chain: string; entry: string };
  /** `before`: with the headers of all entries before it. */
  readonly Querystring: { before?: string };
}

export function receiptRoutes(server: FastifyInstance, app: App): void {
  server.get<Asked>('/patients/:number/records/:record/receipt', { config: READING }, (request, reply) => {
    const record = recordNumber(request.params.record);
    return sendOf(app, request, reply, { record }, (number) => recordLabel(number, record));
  });

  server.get<Asked>('/patients/:number/entries/:entry/receipt', { config: OWN }, (request, reply) => {
    const { entry } = request.params;
    return sendOf(app, request, reply, { seq: entrySeq(entry) }, (number) => entryLabel(number, entry));
  });

  server.get<Asked>('/receipts/:chain/:entry', { config: ANY }, async (request, reply) => {
    const { chain, entry } = request.params;
    const place = { chain, seq: entrySeq(entry) };
    if (isBackground(request)) return sendState(app, request, reply, place);
    const answer = await readEntryReceipt(app, actorOf(request), place);
    return send(app, request, reply, answer, entryLabel(answer.patient, entry));
  });
}

/** `PAT001-entry-12`: what a receipt's file is called. */
function entryLabel(patient: string | null, entry: string): string {
  return patient === null ? `entry-${entry}` : `${patient}-entry-${entry}`;
}

async function sendOf(
  app: App,
  request: FastifyRequest<Asked>,
  reply: FastifyReply,
  of: ReceiptAsked['of'],
  label: (patient: string) => string,
) {
  const before = request.query.before !== undefined;
  const answer = await readReceipt(app, actorOf(request), request.params.number, { of, before });
  return send(app, request, reply, answer, label(answer.patient ?? ''));
}

function send(app: App, request: FastifyRequest, reply: FastifyReply, answer: ReceiptAnswer, name: string) {
  if (answer.state === 'issued')
    return reply
      .header('cache-control', 'no-store')
      .header('content-disposition', `attachment; filename="${name}.receipt.json"`)
      .type('application/json')
      .send(Buffer.from(answer.bytes));
  const { state } = answer;
  if (state === 'waiting') reply.header('retry-after', READY_IN_S);
  const page = renderNoReceipt(pageContext(app, request, reply), { state, name });
  return sendPage(reply, page, STATUS[state]);
}

// A page asks by itself whether there is a receipt yet: 204, or 202 while there is none. None is given, so none is logged.
async function sendState(app: App, request: FastifyRequest, reply: FastifyReply, place: SealedEntry) {
  const entry = await entryOf(app.db, place);
  if (!entry || !entryFor(app, actorOf(request), entry)) throw new AppError('not-found', 'There is no such entry.');
  return reply
    .code(entry.signed ? 204 : 202)
    .header('cache-control', 'no-store')
    .send();
}
