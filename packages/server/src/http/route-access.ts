// Who may come to a route at all. Every route says so; what it then shows is decided in access/decide.ts.

import type { GuardianLevel } from '@patrec/fhir';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Actor, Role } from '../access/actor.ts';
import { AppError } from '../errors.ts';
import type { SignedIn } from '../identity/session.ts';
import type { App } from './app.ts';
import { isBackground } from './background-request.ts';
import { actInPlaceOf, patientOfAddress } from './on-behalf.ts';
import { sessionToken } from './session-cookie.ts';

/** `public` needs no session; otherwise the roles for which the route exists. */
export type RouteAccess = 'public' | readonly Role[];

export const EVERY_ROLE: readonly Role[] = ['patient', 'doctor', 'staff', 'administrator'];

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: RouteAccess;
    /** Refuses the request without the form's token; every POST of a form has it. */
    form?: boolean;
    /** Writes without a form: what it takes, no page of another site can send. */
    writes?: boolean;
    /** Open to guardians in the patient's place, from that level on; without it, to none. */
    guardian?: GuardianLevel;
    /** Open to those who have to set a password of their own first. */
    beforeOwnPassword?: boolean;
  }
  interface FastifyRequest {
    actor: Actor | null;
    signedIn: SignedIn | null;
  }
}

/** Registers the gate: a route that does not say who may come stops the start. */
export function gateRoutes(server: FastifyInstance, app: App): void {
  server.decorateRequest('actor', null);
  server.decorateRequest('signedIn', null);
  server.addHook('onRoute', (route) => {
    if (route.config?.access === undefined) throw new Error(`The route ${route.url} does not say who may come to it.`);
  });
  server.addHook('onRequest', async (request, reply) => {
    const { access = 'public', beforeOwnPassword, guardian } = request.routeOptions.config;
    const patient = patientOfAddress(request);
    request.signedIn = await readSession(request, app);
    request.actor = request.signedIn?.actor ?? null;
    if (patient !== undefined && guardian === undefined) throw new AppError('not-found', 'There is no such page.');
    if (access === 'public') return;
    if (!request.actor) throw new AppError('unauthenticated', 'Sign in first.');
    if (!access.includes(request.actor.role)) throw new AppError('not-found', 'There is no such page.');
    if (request.actor.oneTimePassword && !beforeOwnPassword) return reply.redirect('/first-password', 303);
    if (patient !== undefined && guardian !== undefined)
      request.actor = await actInPlaceOf(app, request.actor, patient, guardian);
  });
}

async function readSession(request: FastifyRequest, app: App): Promise<SignedIn | null> {
  const token = sessionToken(request, app.publicUrl);
  if (token === undefined) return null;
  const touch = !isBackground(request) && request.routeOptions.url !== '/events';
  return (await app.readSession(token, { touch })) ?? null;
}

/** Who acts, on a route that is not public. */
export function actorOf(request: FastifyRequest): Actor {
  if (!request.actor) throw new AppError('unauthenticated', 'Sign in first.');
  return request.actor;
}
