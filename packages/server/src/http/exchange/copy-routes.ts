// The copy of the whole record: asked for, looked at while it is made, stopped, downloaded.

import { Readable } from 'node:stream';
import { type CopyState, renderCopy } from '@patrec/web';
import type { FastifyInstance } from 'fastify';
import { patientNumberOf } from '../../access/actor.ts';
import type { StoredCopy } from '../../copies/copy-store.ts';
import { askForCopy, downloadCopy, endCopy, ownCopy } from '../../copies/take-copy.ts';
import { now } from '../../ledger/ledger.ts';
import { clinicalDay } from '../../records/clinical-time.ts';
import type { App } from '../app.ts';
import { addressOf } from '../on-behalf.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { languageOf } from '../preferences.ts';
import { actorOf } from '../route-access.ts';

const DECIDING = { access: ['patient'], guardian: 'complete' } as const;
const DECIDING_FORM = { ...DECIDING, form: true } as const;
const DOWNLOAD = { ...DECIDING, answer: 'file' } as const;

export function copyRoutes(server: FastifyInstance, app: App): void {
  server.get('/copy', { config: DECIDING }, async (request, reply) => {
    const copy = stateOf(await ownCopy(app, actorOf(request)));
    return sendPage(reply, renderCopy(pageContext(app, request, reply), { copy }));
  });

  server.post('/copy', { config: DECIDING_FORM }, async (request, reply) => {
    await askForCopy(app, actorOf(request), languageOf(request));
    return reply.redirect(addressOf(request, '/copy'), 303);
  });

  server.post('/copy/stop', { config: DECIDING_FORM }, async (request, reply) => {
    await endCopy(app, actorOf(request));
    return reply.redirect(addressOf(request, '/copy'), 303);
  });

  server.get('/copy/download', { config: DOWNLOAD }, async (request, reply) => {
    const actor = actorOf(request);
    const { copy, file } = await downloadCopy(app, actor);
    const name = `${patientNumberOf(actor)}-${clinicalDay(now(app.ledger))}.zip`;
    return reply
      .header('cache-control', 'no-store')
      .header('content-disposition', `attachment; filename="${name}"`)
      .header('content-length', copy.size)
      .type('application/zip')
      .send(Readable.from(file, { objectMode: false }));
  });
}

function stateOf(copy: StoredCopy | undefined): CopyState {
  if (!copy) return { state: 'none' };
  const { state, done, total, size, askedAt, expiresAt } = copy;
  if (state === 'running') return { state, done, total };
  if (state === 'ready') return { state, size, askedAt, until: expiresAt };
  return { state };
}
