// Keys that doctors sign with: making and revoking one's own, and an administrator revokes any doctor's.

import { type NewSigningKeyProps, renderDoctorKeys, renderNewSigningKey } from '@patrec/web';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { decide } from '../../access/decide.ts';
import { verifiedDoctor } from '../../access/party-store.ts';
import { AppError } from '../../errors.ts';
import { registerKey, revokeKey } from '../../identity/change-signing-keys.ts';
import { readFields } from '../../identity/person-fields.ts';
import { BY_FACTOR, BY_PERSON } from '../../identity/session-proof.ts';
import { keysOf } from '../../identity/signing-key-store.ts';
import { now } from '../../ledger/ledger.ts';
import { SigningError } from '../../ledger/sign.ts';
import type { App } from '../app.ts';
import { formOf } from '../form.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { writeSigned } from '../records/signed-form.ts';
import { actorOf } from '../route-access.ts';
import { toRequester } from '../views.ts';

const OWN = '/account/keys';
const DOCTORS = '/people/keys';
const MAKING = { access: ['doctor'], confirm: BY_FACTOR } as const;
const LONGEST_REASON = 500;

export function signingKeyRoutes(server: FastifyInstance, app: App): void {
  server.get(`${OWN}/new`, { config: MAKING }, async (request, reply) => {
    const decision = decide(actorOf(request), { action: 'hold-signing-key' }, [], now(app.ledger));
    if (!decision.permit) throw new AppError('forbidden', 'An administrator has to verify your registration first.');
    return newKeyPage(app, request, reply, { errors: [] });
  });

  server.post(OWN, { config: { ...MAKING, form: true } }, async (request, reply) => {
    const made = await writeSigned(app, request, reply, async ({ signing, ...parts }) => {
      if (signing === undefined) throw new SigningError('sign-again');
      await registerKey(parts, actorOf(request), signing);
    });
    if ('sent' in made) return made.sent;
    if ('written' in made) return reply.redirect('/account?notice=key-made#keys', 303);
    return newKeyPage(app, request, reply, made);
  });

  const revoking = { access: ['doctor'], confirm: BY_PERSON, form: true } as const;
  server.post(`${OWN}/revoke`, { config: revoking }, async (request, reply) => {
    const revoked = await revokeKey(app, actorOf(request), formOf(request).key ?? '');
    return reply.redirect(`/account?notice=${revoked ? 'key-revoked' : 'key-gone'}#keys`, 303);
  });

  const administering = { access: ['administrator'], confirm: BY_PERSON } as const;
  server.get<{ Querystring: { number?: string } }>(DOCTORS, { config: administering }, (request, reply) =>
    doctorsPage(app, request, reply, { number: String(request.query.number ?? '') }),
  );

  server.post(`${DOCTORS}/revoke`, { config: { ...administering, form: true } }, async (request, reply) => {
    const { number = '', key = '' } = formOf(request);
    const fields = readFields(formOf(request));
    const reason = fields.line('reason', LONGEST_REASON);
    if (fields.errors.length > 0) return doctorsPage(app, request, reply, { number, key, errors: fields.errors });
    const revoked = await revokeKey(app, actorOf(request), key, reason);
    const query = new URLSearchParams({ number, notice: revoked ? 'key-revoked' : 'key-gone' });
    return reply.redirect(`${DOCTORS}?${query}`, 303);
  });
}

function newKeyPage(app: App, request: FastifyRequest, reply: FastifyReply, props: NewSigningKeyProps): FastifyReply {
  const html = renderNewSigningKey(pageContext(app, request, reply), props);
  return sendPage(reply, html, props.errors.length > 0 ? 422 : 200);
}

interface Asked {
  readonly number: string;
  /** The key that was chosen. */
  readonly key?: string;
  readonly errors?: ReturnType<typeof readFields>['errors'];
}

async function doctorsPage(app: App, request: FastifyRequest, reply: FastifyReply, asked: Asked) {
  const number = asked.number.trim().toUpperCase().slice(0, 20);
  const doctor = number === '' ? undefined : await verifiedDoctor(app.db, number);
  const missing = number !== '' && !doctor ? [{ field: 'number', code: 'no-such-doctor' }] : [];
  const errors = [...missing, ...(asked.errors ?? [])];
  const html = renderDoctorKeys(pageContext(app, request, reply), {
    number,
    doctor: doctor ? { ...toRequester(doctor), keys: await keysOf(app.db, doctor.account) } : null,
    chosen: asked.key ?? '',
    reason: formOf(request).reason ?? '',
    errors,
  });
  return sendPage(reply, html, errors.length > 0 ? 422 : 200);
}
