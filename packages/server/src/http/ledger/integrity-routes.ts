// The administrators' page of the server's check of itself: what it found, and the check of everything.

import { type IntegrityProps, renderIntegrity } from '@patrec/web';
import type { FastifyInstance } from 'fastify';
import { askCheck, type CheckState, checkState, stopAskedCheck } from '../../operations/self-check/ask-check.ts';
import type { CheckRun } from '../../operations/self-check/check-store.ts';
import type { App } from '../app.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { actorOf } from '../route-access.ts';

const ADMINISTRATORS = { access: ['administrator'] } as const;
const FORM = { ...ADMINISTRATORS, form: true } as const;
const ADDRESS = '/integrity';

export function integrityRoutes(server: FastifyInstance, app: App): void {
  server.get(ADDRESS, { config: ADMINISTRATORS }, async (request, reply) => {
    const state = await checkState(app, actorOf(request));
    const context = { ...pageContext(app, request, reply), findings: 0 }; // the page itself says it
    return sendPage(reply, renderIntegrity(context, integrityView(state)));
  });

  server.post(`${ADDRESS}/check`, { config: FORM }, async (request, reply) => {
    await askCheck(app, actorOf(request));
    return reply.redirect(ADDRESS, 303);
  });

  server.post(`${ADDRESS}/stop`, { config: FORM }, async (request, reply) => {
    await stopAskedCheck(app, actorOf(request));
    return reply.redirect(ADDRESS, 303);
  });
}

function integrityView({ turns, findings, count, runs }: CheckState): IntegrityProps {
  return {
    turns: { parts: turns.parts, checkedAt: textOf(turns.checkedAt), roundSince: textOf(turns.roundSince) },
    findings: findings.map(({ foundAt, ...one }) => ({ ...one, foundAt: foundAt.toISOString() })),
    count,
    runs: runs.map(runView),
  };
}

function runView({ id: _id, askedAt, endedAt, state, stop, ...run }: CheckRun): IntegrityProps['runs'][number] {
  return {
    ...run,
    askedAt: askedAt.toISOString(),
    endedAt: textOf(endedAt),
    state: stop && state === 'running' ? 'stopping' : state,
  };
}

function textOf(at: Date | null): string | null {
  return at?.toISOString() ?? null;
}
