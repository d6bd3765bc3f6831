// The copy of the whole record: asked for, looked at while it is made, stopped, downloaded.

import { Readable } from 'node:stream';
import { type CopyState, renderCopy } from '@patrec/web';
import type { FastifyInstance } from 'fastify';
import type { StoredCopy } from '../copies/copy-store.ts';
import { askForCopy, downloadCopy, endCopy, ownCopy } from '../copies/take-copy.ts';
import { now } from '../ledger/ledger.ts';
import { clinicalDay } from '../records/clinical-time.ts';
import type { App } from './app.ts';
import { pageContext, sendPage } from './page-context.ts';
import { languageOf } from './preferences.ts';
import { actorOf } from './route-access.ts';

const PATIENT = { access: ['patient'] } as const;
const DOWNLOAD = { access: ['patient'], answer: 'file' } as const;
const PATIENT_FORM = { access: ['patient'], form: true } as const;

export function copyRoutes(server: FastifyInstance, app: App): void {
  server.get('/copy', { config: PATIENT }, async (request, reply) => {
    const copy = stateOf(await ownCopy(app, actorOf(request)));
    return sendPage(reply, renderCopy(pageContext(app, request, reply), { copy }));
  });

  server.post('/copy', { config: PATIENT_FORM }, async (request, reply) => {
    await askForCopy(app, actorOf(request), languageOf(request));
    return reply.redirect('/copy', 303);
  });

  server.post('/copy/stop', { config: PATIENT_FORM }, async (request, reply) => {
    await endCopy(app, actorOf(request));
    return reply.redirect('/copy', 303);
  });

  server.get('/copy/download', { config: DOWNLOAD }, async (request, reply) => {
    const actor = actorOf(request);
    const { copy, file } = await downloadCopy(app, actor);
    const name = `${actor.login}-${clinicalDay(now(app.ledger))}.zip`;
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
