// The administrators' page of the server's check of itself: what it found and who acknowledged it, and the check of everything.

import { type AcknowledgeProps, type IntegrityProps, renderAcknowledge, renderIntegrity } from '@patrec/web';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readFields } from '../../identity/person-fields.ts';
import { BY_FACTOR } from '../../identity/session-proof.ts';
import { acknowledgeFinding, openFinding } from '../../operations/self-check/acknowledge-finding.ts';
import type { Finding } from '../../operations/self-check/acknowledge-store.ts';
import { askCheck, type CheckState, checkState, stopAskedCheck } from '../../operations/self-check/ask-check.ts';
import type { CheckRun } from '../../operations/self-check/check-store.ts';
import type { App } from '../app.ts';
import { formOf } from '../form.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { actorOf } from '../route-access.ts';

const ADMINISTRATORS = { access: ['administrator'] } as const;
const FORM = { ...ADMINISTRATORS, form: true } as const;
const ACKNOWLEDGING = { ...ADMINISTRATORS, confirm: BY_FACTOR } as const;
const ADDRESS = '/integrity';
const FINDING = `${ADDRESS}/findings/:id`;
const LONGEST_REASON = 500;

type OfFinding = { Params: { id: string } };

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

  server.get<OfFinding>(FINDING, { config: ACKNOWLEDGING }, (request, reply) =>
    findingPage(app, request, reply, { reason: '', errors: [] }),
  );

  server.post<OfFinding>(FINDING, { config: { ...ACKNOWLEDGING, form: true } }, async (request, reply) => {
    const fields = readFields(formOf(request));
    const reason = fields.line('reason', LONGEST_REASON);
    const { errors } = fields;
    if (errors.length > 0) return findingPage(app, request, reply, { reason, errors });
    await acknowledgeFinding(app, actorOf(request), request.params.id, reason);
    return reply.redirect(`${ADDRESS}?notice=finding-acknowledged`, 303);
  });
}

async function findingPage(
  app: App,
  request: FastifyRequest<OfFinding>,
  reply: FastifyReply,
  typed: Pick<AcknowledgeProps, 'reason' | 'errors'>,
) {
  const finding = findingView(await openFinding(app, actorOf(request), request.params.id));
  const html = renderAcknowledge(pageContext(app, request, reply), { finding, ...typed });
  return sendPage(reply, html, typed.errors.length > 0 ? 422 : 200);
}

function findingView({ foundAt, acknowledged, ...found }: Finding): IntegrityProps['findings'][number] {
  const said = acknowledged && { ...acknowledged, at: acknowledged.at.toISOString() };
  return { ...found, foundAt: foundAt.toISOString(), acknowledged: said };
}

function integrityView({ turns, findings, counts, runs }: CheckState): IntegrityProps {
  return {
    turns: { parts: turns.parts, checkedAt: textOf(turns.checkedAt), roundSince: textOf(turns.roundSince) },
    findings: findings.map(findingView),
    counts,
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
