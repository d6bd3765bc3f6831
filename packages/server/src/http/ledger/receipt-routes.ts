// Receipts as files to keep: of a record for whoever may read it, of any entry of the chain for the patient.

import { renderNoReceipt } from '@patrec/web';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type ReceiptAsked, readReceipt } from '../../records/read-receipt.ts';
import type { App } from '../app.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { recordNumber } from '../records/record-routes.ts';
import { actorOf } from '../route-access.ts';
import { recordLabel } from '../views.ts';
import { entrySeq } from './entry-routes.ts';

const READING = { access: ['patient', 'doctor', 'staff'], guardian: 'view', answer: 'file' } as const;
const OWN = { access: ['patient'], guardian: 'view', answer: 'file' } as const;
const READY_IN_S = 1;
const STATUS = { waiting: 503, failed: 410, long: 413 } as const;

interface Asked {
  /** `entry` is counted from 1, as people are shown it. */
  readonly Params: { number: string; record: string; entry: string };
  /** `before`: with the headers of all entries before it. */
  readonly Querystring: { before?: string };
}

export function receiptRoutes(server: FastifyInstance, app: App): void {
  server.get<Asked>('/patients/:number/records/:record/receipt', { config: READING }, (request, reply) => {
    const record = recordNumber(request.params.record);
    return send(app, request, reply, { record }, (number) => recordLabel(number, record));
  });

  server.get<Asked>('/patients/:number/entries/:entry/receipt', { config: OWN }, (request, reply) => {
    const { entry } = request.params;
    return send(app, request, reply, { seq: entrySeq(entry) }, (number) => `${number}-entry-${entry}`);
  });
}

async function send(
  app: App,
  request: FastifyRequest<Asked>,
  reply: FastifyReply,
  of: ReceiptAsked['of'],
  label: (patient: string) => string,
) {
  const before = request.query.before !== undefined;
  const answer = await readReceipt(app, actorOf(request), request.params.number, { of, before });
  const name = label(answer.patient.number);
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
