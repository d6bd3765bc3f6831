// Requests and grants made as people make them, in one call each.

import { randomBytes } from 'node:crypto';
import type { AccessScope } from '@patrec/fhir';
import type { Actor } from '../../src/access/actor.ts';
import { grantRequest, revokeGrant } from '../../src/access/answer-request.ts';
import { grantsFor } from '../../src/access/grant-store.ts';
import { requestAccess } from '../../src/access/request-access.ts';
import { shareAccess } from '../../src/access/share-access.ts';
import type { TestStore } from './test-store.ts';

type Parts = Pick<TestStore, 'db' | 'ledger'>;

interface Asked {
  readonly scope?: AccessScope;
  readonly until?: string;
}

export const EVERY_RECORD: AccessScope = { types: null, records: null, from: null, to: null };
const DAY_MS = 86_400_000;

/** The instant that many days from the ledger's present time. */
export function daysAhead({ ledger }: Pick<TestStore, 'ledger'>, days: number): string {
  return new Date(ledger.clock() + days * DAY_MS).toISOString();
}

/** A request by the doctor, waiting; gives its id. Throws where one waits already. */
export async function ask(
  parts: Parts,
  doctor: Actor,
  chain: string,
  { scope = EVERY_RECORD, until = daysAhead(parts, 60) }: Asked = {},
): Promise<string> {
  const asked = await requestAccess(parts, doctor, { chain, scope, purpose: 'CAREMGT', until, note: '' });
  if (!asked.done) throw new Error(`The request was refused: ${asked.reason}.`);
  return asked.id;
}

/** A grant by the patient, as asked; gives its id. */
export async function grant(
  parts: Parts,
  patient: Actor,
  doctor: Actor,
  { scope = EVERY_RECORD, until = daysAhead(parts, 60) }: Asked = {},
): Promise<string> {
  const chain = patient.chain ?? '';
  const request = await ask(parts, doctor, chain, { scope, until });
  await grantRequest(parts, patient, chain, request, { scope, until });
  const given = await grantsFor(parts.db, chain, doctor.account);
  return given.find(({ requestId }) => requestId === request)?.id ?? '';
}

/** Ends a grant, as the patient does. */
export async function revoke(parts: Parts, patient: Actor, id: string): Promise<void> {
  await revokeGrant(parts, patient, patient.chain ?? '', id);
}

/** Gives a doctor access without being asked; gives the grant's id. */
export async function share(
  parts: Parts,
  patient: Actor,
  doctor: Actor,
  { scope = EVERY_RECORD, until = daysAhead(parts, 60) }: Asked = {},
): Promise<string> {
  const chain = patient.chain ?? '';
  const nonce = randomBytes(16).toString('hex');
  await shareAccess(parts, patient, { chain, grantee: doctor.account, scope, purpose: 'CAREMGT', until, nonce });
  const given = await grantsFor(parts.db, chain, doctor.account);
  return given.find(({ requestId }) => requestId === null)?.id ?? '';
}
