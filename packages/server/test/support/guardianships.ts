// Guardianships made as people make them, in one call each.

import { randomBytes } from 'node:crypto';
import type { Actor, OnBehalfOf } from '../../src/access/actor.ts';
import { answerInvitation, endGuardianship } from '../../src/access/change-guardianship.ts';
import type { Guardianship } from '../../src/access/guardianship.ts';
import { guardianshipsOfPatient, onBehalfOf } from '../../src/access/guardianship-store.ts';
import { type Invitation, inviteGuardian } from '../../src/access/invite-guardian.ts';
import { hashPassword } from '../../src/identity/password.ts';
import { registerPatient } from '../../src/records/register-patient.ts';
import { PASSWORD } from './people.ts';
import type { TestStore } from './test-store.ts';

type Parts = Pick<TestStore, 'db' | 'ledger'>;
type Terms = Partial<Pick<Invitation, 'level' | 'until' | 'relationship'>>;

/** One more patient, registered by a member of staff; gives them as an actor. */
export async function onePatient(
  parts: Parts,
  staff: Actor,
  text: string,
  birthDate: string,
  password = false,
): Promise<Actor & { chain: string }> {
  const passwordHash = password ? await hashPassword(PASSWORD) : null;
  const registration = { name: { text }, sex: 'female', birthDate } as const;
  const person = { registration, besides: () => [], passwordHash, demo: false };
  const { accountId, number, name, chain } = await registerPatient(parts, staff, person);
  return { account: accountId ?? '', login: number, name, role: 'patient', verified: true, chain };
}

/** An invitation that waits; gives its id. Throws where one is open already. */
export async function invite(parts: Parts, patient: Actor, guardian: Actor, terms: Terms = {}): Promise<string> {
  const chain = patient.chain ?? '';
  const nonce = randomBytes(16).toString('hex');
  const { level = 'complete', until = null, relationship = 'SIB' } = terms;
  const invitation = { chain, guardian: guardian.account, level, until, relationship, nonce };
  const answer = await inviteGuardian(parts, patient, invitation);
  if (!answer.done) throw new Error(`The invitation was refused: ${answer.reason}.`);
  return (await openOf(parts, chain, guardian)).id;
}

/** A guardianship that was accepted; gives its id. */
export async function accepted(parts: Parts, patient: Actor, guardian: Actor, terms: Terms = {}): Promise<string> {
  const id = await invite(parts, patient, guardian, terms);
  await answerInvitation(parts, guardian, patient.chain ?? '', id, 'accept');
  return id;
}

/** Ends it, as the patient or the guardian does. */
export async function end(parts: Parts, actor: Actor, patient: Actor, id: string): Promise<void> {
  await endGuardianship(parts, actor, patient.chain ?? '', id);
}

async function openOf({ db }: Parts, chain: string, { account }: Actor): Promise<Guardianship> {
  const open = (await guardianshipsOfPatient(db, chain)).find(
    ({ guardian, state }) => guardian === account && (state === 'invited' || state === 'accepted'),
  );
  if (!open) throw new Error('There is no such guardianship.');
  return open;
}

/** The guardian as an actor in the place of the patient of that number. */
export async function inPlaceOf(
  { db }: Parts,
  guardian: Actor,
  number: string,
): Promise<Actor & { onBehalfOf: OnBehalfOf }> {
  const patient = await onBehalfOf(db, number, guardian.account);
  if (!patient) throw new Error('There is no such guardianship.');
  return { ...guardian, chain: patient.guardianship.chain, onBehalfOf: patient };
}
