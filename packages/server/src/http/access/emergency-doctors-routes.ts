// The administrator's doctors for emergencies: who they are, to authorise one, to withdraw it.

import { renderEmergencyDoctors } from '@patrec/web';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { authorisationOf, standingAuthorisations } from '../../access/authorisation-store.ts';
import { authoriseDoctor, withdrawAuthorisation } from '../../access/authorise-doctor.ts';
import { type Practitioner, verifiedDoctor } from '../../access/party-store.ts';
import { BY_FACTOR, BY_PERSON } from '../../identity/session-proof.ts';
import type { App } from '../app.ts';
import { formOf } from '../form.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { actorOf } from '../route-access.ts';
import { toRequester } from '../views.ts';

const ADDRESS = '/people/emergency';
const AUTHORISING = { access: ['administrator'], confirm: BY_FACTOR } as const;
const WITHDRAWING = { access: ['administrator'], confirm: BY_PERSON, form: true } as const;

interface Found {
  readonly number: string;
  readonly doctor?: Practitioner;
  readonly error?: 'no-such-doctor' | 'authorised-already';
}

export function emergencyDoctorsRoutes(server: FastifyInstance, app: App): void {
  server.get<{ Querystring: { number?: string } }>(ADDRESS, { config: AUTHORISING }, async (request, reply) => {
    const { number } = request.query;
    return doctorsPage(app, request, reply, number === undefined ? { number: '' } : await find(app, String(number)));
  });

  server.post(ADDRESS, { config: { ...AUTHORISING, form: true } }, async (request, reply) => {
    const found = await find(app, formOf(request).number ?? '');
    if (!found.doctor || found.error) return doctorsPage(app, request, reply, found);
    await authoriseDoctor(app, actorOf(request), found.doctor.account);
    return reply.redirect(`${ADDRESS}?notice=authorised`, 303);
  });

  server.post<{ Params: { id: string } }>(
    `${ADDRESS}/:id/withdraw`,
    { config: WITHDRAWING },
    async (request, reply) => {
      await withdrawAuthorisation(app, actorOf(request), request.params.id);
      return reply.redirect(`${ADDRESS}?notice=authorisation-withdrawn`, 303);
    },
  );
}

async function find(app: App, typed: string): Promise<Found> {
  const number = typed.trim().toUpperCase().slice(0, 20);
  const doctor = await verifiedDoctor(app.db, number);
  if (!doctor) return { number, error: 'no-such-doctor' };
  const authorised = (await authorisationOf(app.db, doctor.account)) !== undefined;
  return { number, doctor, ...(authorised && { error: 'authorised-already' }) };
}

async function doctorsPage(app: App, request: FastifyRequest, reply: FastifyReply, { number, doctor, error }: Found) {
  const standing = await standingAuthorisations(app.db);
  const html = renderEmergencyDoctors(pageContext(app, request, reply), {
    authorised: standing.map(({ id, since, byName: by, ...who }) => ({ id, since, by, doctor: toRequester(who) })),
    number,
    doctor: doctor && !error ? toRequester(doctor) : null,
    errors: error ? [{ field: 'number', code: error }] : [],
  });
  return sendPage(reply, html, error ? 422 : 200);
}
