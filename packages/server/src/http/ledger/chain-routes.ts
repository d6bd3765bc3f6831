// A patient's chain: the page that shows and checks it, and all that a browser needs to check it by itself.

import { renderVerify } from '@patrec/web';
import type { FastifyInstance } from 'fastify';
import { EVERYTHING } from '../../access/visible.ts';
import { AppError } from '../../errors.ts';
import { presentPolicy } from '../../ledger/log-keys.ts';
import { newestCheckpoint } from '../../ledger/log-store.ts';
import { readChain } from '../../records/chain-blocks.ts';
import { proveChain } from '../../records/prove.ts';
import { proveKeys } from '../../records/prove-keys.ts';
import type { App } from '../app.ts';
import { bannerOf } from '../chart.ts';
import { addressOf } from '../on-behalf.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { actorOf } from '../route-access.ts';
import { recordLabel } from '../views.ts';

type InChart = { Params: { number: string } };

export function chainRoutes(server: FastifyInstance, app: App): void {
  server.get<InChart & { Querystring: { before?: string } }>(
    '/patients/:number/verify',
    { config: { access: ['patient'], guardian: 'view' } },
    async (request, reply) => {
      const actor = actorOf(request);
      const before = request.query.before === undefined ? null : Number(request.query.before);
      if (before !== null && !Number.isSafeInteger(before)) throw new AppError('incorrect', 'There is no such page.');
      const { patient, blocks, total, next } = await readChain(app, actor, request.params.number, before);
      const checkpoint = await newestCheckpoint(app.db);
      const html = renderVerify(pageContext(app, request, reply), {
        patient: await bannerOf(app, { patient, visibility: EVERYTHING }),
        viewer: 'self',
        blocks: blocks.map(({ seq, type, recordedAt, authorLogin, authorName, record, hash, prev, leafIndex }) => ({
          seq,
          type: type ?? 'erased',
          recordedAt: recordedAt?.toISOString() ?? null,
          author: authorLogin === null ? null : { login: authorLogin, name: authorName ?? '' },
          record: record === null ? null : { number: record, label: recordLabel(patient.number, record) },
          hash,
          prev,
          leafIndex,
        })),
        total,
        newest: before === null ? null : addressOf(request, `/patients/${patient.number}/verify`),
        next: next === null ? null : addressOf(request, `/patients/${patient.number}/verify?before=${next}`),
        log: {
          origin: app.ledger.log,
          size: checkpoint?.size ?? 0,
          checkpointAt: checkpoint?.signed_at.toISOString() ?? null,
        },
      });
      return sendPage(reply, html);
    },
  );

  server.get<InChart & { Querystring: { from?: string } }>(
    '/patients/:number/proof',
    { config: { access: ['patient'], guardian: 'view' } },
    async (request, reply) => {
      const { number } = request.params;
      const from = Number(request.query.from ?? 0);
      if (!Number.isSafeInteger(from) || from < 0) throw new AppError('incorrect', 'from is the number of a block.');
      const { chain, blocks, following } = await proveChain(app, actorOf(request), number, from);
      const address = addressOf(request, `/patients/${encodeURIComponent(number)}/proof?from=`);
      return reply.header('cache-control', 'no-store').send({
        log: app.ledger.log,
        policy: await presentPolicy(app),
        chain,
        blocks,
        keys: await proveKeys(app, blocks),
        more: following.map((first) => `${address}${first}`),
      });
    },
  );
}
