// Erasure, by two administrators: the list, a proposal with what would go before it, and the second one's answer.

import { type ErasureView, renderErasure, renderErasures, renderProposeErasure } from '@patrec/web';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { insertEvent, makeEvent } from '../../access/access-log.ts';
import type { Basis } from '../../access/decision.ts';
import { snapshot } from '../../db/transaction.ts';
import { removeErasedObjects } from '../../files/erased-objects.ts';
import { BY_FACTOR } from '../../identity/session-proof.ts';
import { now } from '../../ledger/ledger.ts';
import { consentToErasure } from '../../records/consent-to-erasure.ts';
import { erasureExtent, previewOf } from '../../records/erasure-extent.ts';
import { allErasures, type ListedErasure } from '../../records/erasure-store.ts';
import { endProposal, findErasure, isLapsed, permitted, proposeErasure } from '../../records/propose-erasure.ts';
import type { App } from '../app.ts';
import { formOf } from '../form.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { actorOf } from '../route-access.ts';
import { type ErasureFields, erasureValues, parseErasure } from './erasure-form.ts';

const LIST = '/erasures';
const ADMINISTRATOR = { access: ['administrator'] } as const;
const ERASING = { ...ADMINISTRATOR, confirm: BY_FACTOR } as const;
const ERASING_FORM = { ...ERASING, form: true } as const;

type ById = { Params: { id: string } };
type Errors = Parameters<typeof renderProposeErasure>[1]['errors'];

export function erasureRoutes(server: FastifyInstance, app: App): void {
  server.get(LIST, { config: ADMINISTRATOR }, async (request, reply) => {
    permitted(actorOf(request), { action: 'propose-erasure' }, app.ledger);
    const at = now(app.ledger);
    const items = (await allErasures(app.db)).map((one) => erasureView(one, at));
    const html = renderErasures(pageContext(app, request, reply), {
      waiting: items.filter(({ state }) => state === 'proposed'),
      ended: items.filter(({ state }) => state !== 'proposed'),
    });
    return sendPage(reply, html);
  });

  server.get(`${LIST}/new`, { config: ERASING }, (request, reply) => formPage(app, request, reply, []));

  server.post(LIST, { config: ERASING_FORM }, async (request, reply) => {
    const form = formOf(request);
    if (form.step === 'edit') return formPage(app, request, reply, []);
    const { fields, errors } = parseErasure(form);
    if (errors.length > 0) return formPage(app, request, reply, errors);
    const found = await look(app, request, fields);
    if ('errors' in found) return formPage(app, request, reply, found.errors);
    if (form.step !== 'propose') return seenPage(app, request, reply, found, false);
    const { chain, record } = found;
    const { basis, reference, reason } = fields;
    const proposal = { chain, record, basis, reference, reason, extent: form.extent ?? '' };
    const proposed = await proposeErasure(app, actorOf(request), proposal);
    if (proposed.done === 'changed') return seenPage(app, request, reply, found, true);
    const notice = proposed.done === 'waiting' ? 'erasure-waiting' : 'erasure-proposed';
    return reply.redirect(`${LIST}/${proposed.id}?notice=${notice}`, 303);
  });

  server.get<ById>(`${LIST}/:id`, { config: ERASING }, (request, reply) => erasurePage(app, request, reply));

  server.post<ById>(`${LIST}/:id/consent`, { config: ERASING_FORM }, async (request, reply) => {
    const { id } = request.params;
    const consented = await consentToErasure(app, actorOf(request), id);
    if (consented === 'changed') return erasurePage(app, request, reply, 409);
    // It is erased by now. An object that stays behind is removed by the next sweep, and cannot be opened till then.
    await removeErasedObjects(app).catch((error: unknown) =>
      request.log.warn({ type: (error as Error).name }, 'an erased file was not removed yet'),
    );
    return reply.redirect(`${LIST}/${id}?notice=erased`, 303);
  });

  for (const [act, state] of [
    ['refuse', 'refused'],
    ['withdraw', 'withdrawn'],
  ] as const)
    server.post<ById>(`${LIST}/:id/${act}`, { config: ERASING_FORM }, async (request, reply) => {
      await endProposal(app, actorOf(request), request.params.id, state);
      return reply.redirect(`${LIST}/${request.params.id}?notice=erasure-${state}`, 303);
    });
}

type Found = Awaited<ReturnType<typeof foreseen>> & { readonly patientNumber: string };

// Whose it is, and what would go; that an administrator saw that is in the patient's log before it leaves.
async function look(
  app: App,
  request: FastifyRequest,
  { number, record }: ErasureFields,
): Promise<Found | { readonly errors: Errors }> {
  const actor = actorOf(request);
  const basis = permitted(actor, { action: 'propose-erasure' }, app.ledger);
  const patient = await app.patientByNumber(number);
  if (!patient) return { errors: [{ field: 'number', code: 'no-such-patient' }] };
  const found = await foreseen(app, request, { chain: patient.chain, record }, basis);
  if (found.extent.records.length > 0) return { ...found, patientNumber: patient.number };
  const [field, code] = record === null ? ['what', 'nothing-to-erase'] : ['record', 'no-such-record'];
  return { errors: [{ field, code }] };
}

async function foreseen(
  app: App,
  request: FastifyRequest,
  { chain, record }: { readonly chain: string; readonly record: number | null },
  basis: Basis,
) {
  const { extent, preview } = await snapshot(app.db, async (frozen) => {
    const all = await erasureExtent(frozen, chain, record);
    return { extent: all, preview: await previewOf(frozen, chain, all) };
  });
  const event = makeEvent(app.ledger, actorOf(request), 'view-erasure', { chain, basis, record });
  if (extent.records.length > 0) await insertEvent(app.db, event);
  return { chain, record, extent, preview };
}

function formPage(app: App, request: FastifyRequest, reply: FastifyReply, errors: Errors) {
  const props = { values: erasureValues(formOf(request)), errors };
  const html = renderProposeErasure(pageContext(app, request, reply), props);
  return sendPage(reply, html, errors.length > 0 ? 422 : 200);
}

function seenPage(app: App, request: FastifyRequest, reply: FastifyReply, found: Found, changed: boolean) {
  const { extent, ...rest } = found;
  const html = renderProposeErasure(pageContext(app, request, reply), {
    values: erasureValues(formOf(request)),
    errors: [],
    seen: { ...rest, extent: extent.hash, changed },
  });
  return sendPage(reply, html, changed ? 409 : 200);
}

async function erasurePage(app: App, request: FastifyRequest<ById>, reply: FastifyReply, status = 200) {
  const actor = actorOf(request);
  const { erasure, basis } = await findErasure(app, actor, request.params.id);
  const item = erasureView(erasure, now(app.ledger));
  const found = item.state === 'proposed' ? await foreseen(app, request, erasure, basis) : undefined;
  const html = renderErasure(pageContext(app, request, reply), {
    item,
    preview: found?.preview ?? null,
    changed: found !== undefined && found.extent.hash !== erasure.extent,
    own: erasure.proposedBy === actor.account,
  });
  return sendPage(reply, html, status);
}

// Whoever nobody answered in time has lapsed, whether or not that was written yet.
function erasureView(one: ListedErasure, at: string): ErasureView {
  const { id, patientNumber, record, basis, reference, reason, proposedAt, proposer, until, endedAt, ender } = one;
  const lapsed = one.state === 'proposed' && isLapsed(one, at);
  return {
    ...{ id, patientNumber, record, basis, reference, reason, until },
    proposed: { at: proposedAt, by: proposer },
    state: lapsed ? 'lapsed' : one.state,
    ended: ender && endedAt ? { at: endedAt, by: ender } : null,
  };
}
