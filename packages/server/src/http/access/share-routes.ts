// A patient shares without a request: the form, who the doctor is, and only then the permission.

import type { AccessScope } from '@patrec/fhir';
import { type FormError, renderShare, renderShareConfirm, type ShareValues } from '@patrec/web';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Actor, patientNumberOf } from '../../access/actor.ts';
import { blocksOf } from '../../access/block-store.ts';
import { type Practitioner, verifiedDoctor } from '../../access/party-store.ts';
import { shareAccess } from '../../access/share-access.ts';
import { AppError } from '../../errors.ts';
import { now, randomHex } from '../../ledger/ledger.ts';
import { recordChoices, sharableRecords } from '../../records/choose-records.ts';
import { countByType } from '../../records/timeline.ts';
import type { App } from '../app.ts';
import { formOf } from '../form.ts';
import { addressOf } from '../on-behalf.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { byAccount } from '../rate-limit.ts';
import { actorOf } from '../route-access.ts';
import { recordChoice, toRequester } from '../views.ts';
import { readLastDay, readScope, requirePurpose } from './access-forms.ts';

const EVERY_RECORD: AccessScope = { types: null, records: null, from: null, to: null };

interface ReadShare {
  readonly values: ShareValues;
  readonly errors: readonly FormError[];
  readonly scope: AccessScope;
  readonly grantee: Practitioner | undefined;
  readonly until: string | undefined;
}

export function shareRoutes(server: FastifyInstance, app: App): void {
  server.get<{ Querystring: { record?: string } }>(
    '/access/share',
    { config: { access: ['patient'], guardian: 'complete' } },
    (request, reply) => sharePage(app, request, reply, valuesFor(request.query.record)),
  );

  server.post(
    '/access/share',
    { config: { access: ['patient'], guardian: 'complete', form: true, rateLimit: byAccount(60, '10 minutes') } },
    async (request, reply) => {
      const actor = actorOf(request);
      const { step, nonce = '' } = formOf(request);
      const { values, errors, scope, grantee, until } = await readShare(app, actor, request);
      if (step === 'edit') return sharePage(app, request, reply, values);
      if (errors.length > 0 || !grantee || until === undefined) return sharePage(app, request, reply, values, errors);
      if (step !== 'confirm') {
        const props = { grantee: toRequester(grantee), scope, values, nonce: randomHex(app.ledger, 16) };
        return sendPage(reply, renderShareConfirm(pageContext(app, request, reply), props));
      }
      if (!/^[0-9a-f]{32}$/.test(nonce))
        throw new AppError('incorrect', 'The form is not complete. Open it again and send it once more.');
      const { purpose } = values;
      await shareAccess(app, actor, { chain: ownChain(actor), grantee: grantee.account, scope, purpose, until, nonce });
      return reply.redirect(addressOf(request, '/access?notice=granted'), 303);
    },
  );
}

async function readShare(app: App, actor: Actor, request: FastifyRequest): Promise<ReadShare> {
  const { values: read, scope, errors } = readScope(request, patientNumberOf(actor));
  const doctor = (formOf(request).doctor ?? '').trim().toUpperCase();
  const grantee = await verifiedDoctor(app.db, doctor);
  if (!grantee) errors.unshift({ field: 'doctor', code: doctorError(doctor, actor) });
  else if (await isBlocked(app, actor, grantee)) errors.unshift({ field: 'doctor', code: 'blocked-doctor' });
  const until = readLastDay(read.until, now(app.ledger), errors);
  requirePurpose(request, errors);
  if (scope.records !== null && scope.records.length > 0) {
    const there = await sharableRecords(app.db, ownChain(actor), scope.records);
    if (there.size < scope.records.length) errors.push({ field: 'records', code: 'unknown-record' });
  }
  const { note: _note, ...values } = read;
  return { values: { ...values, doctor: doctor.slice(0, 20) }, errors, scope, grantee, until };
}

async function isBlocked(app: App, actor: Actor, { account }: Practitioner): Promise<boolean> {
  return (await blocksOf(app.db, ownChain(actor), account)).some(({ endedAt }) => endedAt === null);
}

function doctorError(number: string, actor: Actor): string {
  if (number === '') return 'required';
  return number === patientNumberOf(actor) ? 'own-number' : 'no-such-doctor';
}

async function sharePage(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  values: ShareValues,
  errors: readonly FormError[] = [],
) {
  const actor = actorOf(request);
  const chain = ownChain(actor);
  const chosen = (values.records ?? []).map(Number).filter((number) => number > 0 && number < 1e9);
  const visibility = { scopes: [EVERY_RECORD], author: null, withheld: false };
  const [counts, choices] = await Promise.all([
    countByType(app.db, chain, visibility),
    recordChoices(app.db, chain, EVERY_RECORD, chosen.filter(Number.isInteger)),
  ]);
  const html = renderShare(pageContext(app, request, reply), {
    recordTypes: Object.fromEntries(counts.map((row) => [row.type, row.count])),
    choices: choices.map((one) => recordChoice(one, patientNumberOf(actor))),
    values,
    errors,
  });
  return sendPage(reply, html, errors.length > 0 ? 422 : 200);
}

function valuesFor(record: string | undefined): ShareValues {
  const single = record !== undefined && /^\d{1,9}$/.test(record) ? [record] : [];
  const extent = single.length > 0 ? 'records' : 'types';
  return { doctor: '', extent, types: [], records: single, from: '', to: '', purpose: 'CAREMGT', until: '' };
}

function ownChain({ chain }: Actor): string {
  if (chain === null) throw new AppError('not-found', 'There is no such page.');
  return chain;
}
