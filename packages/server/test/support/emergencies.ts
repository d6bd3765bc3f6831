// Records opened in emergencies as people do it, in one call each.

import { randomBytes } from 'node:crypto';
import type { Actor } from '../../src/access/actor.ts';
import { authorisationOf } from '../../src/access/authorisation-store.ts';
import { authoriseDoctor, withdrawAuthorisation } from '../../src/access/authorise-doctor.ts';
import { breakGlass, endEmergency } from '../../src/access/break-glass.ts';
import { emergenciesFor } from '../../src/access/emergency-store.ts';
import type { People } from './people.ts';
import { practitioner } from './practitioners.ts';
import type { TestStore } from './test-store.ts';

type Parts = Pick<TestStore, 'db' | 'ledger'>;

export const WHAT_HAPPENED = 'Found unconscious in the street, nobody with her.';

/** Authorises a doctor; gives the id of it. */
export async function authorise(parts: Parts, administrator: Actor, { account }: Actor): Promise<string> {
  if (!(await authorisationOf(parts.db, account))) await authoriseDoctor(parts, administrator, account);
  return (await authorisationOf(parts.db, account))?.id ?? '';
}

/** Withdraws it. */
export async function withdrawn(parts: Parts, administrator: Actor, { account }: Actor): Promise<void> {
  await withdrawAuthorisation(parts, administrator, (await authorisationOf(parts.db, account))?.id ?? '');
}

/** Opens the record of that chain; gives the id of the access. Throws where it was refused. */
export async function broken(parts: Parts, doctor: Actor, chain: string): Promise<string> {
  const nonce = randomBytes(16).toString('hex');
  const glass = { chain, reason: 'unconscious', note: WHAT_HAPPENED, nonce } as const;
  if ((await breakGlass(parts, doctor, glass)) === 'refused') throw new Error('It was refused.');
  return (await emergenciesFor(parts.db, chain, doctor.account))[0]?.id ?? '';
}

/** Opens it and ends it, as the doctor does; gives the id. */
export async function over(parts: Parts, doctor: Actor, chain: string): Promise<string> {
  const id = await broken(parts, doctor, chain);
  await endEmergency(parts, doctor, chain, id);
  return id;
}

/** One more verified doctor, authorised for emergencies. */
export async function emergencyDoctor(
  parts: Parts & { readonly people: Pick<People, 'administrator'> },
  name: string,
): Promise<Actor> {
  const doctor = await practitioner(parts, 'doctor', name);
  await authorise(parts, parts.people.administrator, doctor);
  return doctor;
}
