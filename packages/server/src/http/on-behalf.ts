// Acting in a patient's place: the address carries whose record it is (`/for/PAT003/access`), so that two windows never
// mix people up. Here the beginning is taken off for the router, and given back to addresses that lead on.

import type { IncomingMessage } from 'node:http';
import type { GuardianLevel } from '@patrec/fhir';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../access/actor.ts';
import { decide } from '../access/decide.ts';
import { onBehalfOf } from '../access/guardianship-store.ts';
import { AppError } from '../errors.ts';
import { now } from '../ledger/ledger.ts';
import type { App } from './app.ts';

const BEGINNING = /^\/for\/(PAT\d{1,9})(?=[/?]|$)/;

/** The address as the routes know it. */
export function withoutPatient({ url = '/' }: Pick<IncomingMessage, 'url'>): string {
  const rest = url.replace(BEGINNING, '');
  return rest.startsWith('/') ? rest : `/${rest}`;
}

/** The number of the patient in whose place the address asks to act; undefined where it names none. */
export function patientOfAddress({ originalUrl }: FastifyRequest): string | undefined {
  return BEGINNING.exec(originalUrl)?.[1];
}

/** An address of the record that is open: the reader's own, or that of the patient in whose place they act. */
export function addressOf({ actor }: FastifyRequest, path: string): string {
  return actor?.onBehalfOf ? `/for/${actor.onBehalfOf.number}${path}` : path;
}

/**
 * The actor in that patient's place. Throws not-found where there is no such guardianship, where it is over, or where
 * its level does not reach: alike, and like for a number that nobody has.
 */
export async function actInPlaceOf(app: App, actor: Actor, number: string, level: GuardianLevel): Promise<Actor> {
  const patient = await onBehalfOf(app.db, number, actor.account);
  const chain = patient?.guardianship.chain ?? '';
  const acting = { ...actor, chain, ...(patient && { onBehalfOf: patient }) };
  const decision = decide(acting, { action: 'act-on-behalf', chain, level }, [], now(app.ledger));
  if (!decision.permit) throw new AppError('not-found', 'There is no such page.');
  return acting;
}
