// An administrator authorises a verified doctor for emergencies, and withdraws it: acts in the institution's chain.

import { statement } from '../db/statement.ts';
import { type Tx, transaction } from '../db/transaction.ts';
import { AppError } from '../errors.ts';
import { type DirectoryEvent, stateDirectoryEvent } from '../identity/account-event.ts';
import { lockHead } from '../ledger/append.ts';
import { type Ledger, now, randomHex } from '../ledger/ledger.ts';
import type { Actor } from './actor.ts';
import {
  type Authorisation,
  authorisationById,
  authorisationOf,
  endAuthorisation,
  insertAuthorisation,
  lockAuthorisation,
} from './authorisation-store.ts';
import { endByAct } from './break-glass.ts';
import { decide } from './decide.ts';
import { lasts } from './emergency.ts';
import { emergenciesOfDoctor, emergencyOf, type StoredEmergency } from './emergency-store.ts';
import type { Parts } from './request-access.ts';

const selectDoctor = statement(
  'authorise.doctor',
  `SELECT login FROM account WHERE id = $1 AND role = 'doctor' AND status = 'active' FOR SHARE`,
);

/** Authorises that account. Throws conflict where it is authorised already, or is no verified doctor any more. */
export async function authoriseDoctor({ db, ledger }: Parts, actor: Actor, doctor: string): Promise<void> {
  requireAdministrator(actor, ledger);
  await transaction(db, async (tx) => {
    await lockHead(tx, ledger, ledger.institutionChain);
    const [found] = await tx.rows<{ login: string }>(selectDoctor, [doctor]);
    if (!found) throw new AppError('conflict', 'This doctor is not verified any more.');
    if (await authorisationOf(tx, doctor)) throw new AppError('conflict', 'This doctor is authorised already.');
    const id = randomHex(ledger, 16);
    const since = await state(tx, ledger, 'emergency-authorised', actor, { id, doctor, login: found.login });
    await insertAuthorisation(tx, { id, doctor, since, by: actor.account });
  });
}

/** Withdraws an authorisation, and ends what its doctor has open. Throws conflict where it was withdrawn meanwhile. */
export async function withdrawAuthorisation({ db, ledger }: Parts, actor: Actor, id: string): Promise<void> {
  requireAdministrator(actor, ledger);
  const found = await authorisationById(db, id);
  if (!found) throw new AppError('not-found', 'There is no such authorisation, or it has ended.');
  await transaction(db, async (tx) => {
    const withdrawal = await beginWithdrawal(tx, ledger, found.doctor);
    if (withdrawal?.authorisation.id !== id) throw new AppError('conflict', 'This was withdrawn meanwhile.');
    await lockHeads(tx, ledger, withdrawal.chains);
    await withdraw(tx, ledger, actor, withdrawal);
  });
}

/** What a withdrawal ends. `chains` are those whose heads it needs. */
export interface Withdrawal {
  readonly authorisation: Authorisation;
  readonly standing: readonly StoredEmergency[];
  readonly chains: readonly string[];
}

/** Locks a doctor's authorisation, so that nothing new opens by it; undefined where there is none. */
export async function beginWithdrawal(tx: Tx, ledger: Ledger, doctor: string): Promise<Withdrawal | undefined> {
  const authorisation = await lockAuthorisation(tx, doctor, 'end');
  if (!authorisation) return undefined;
  const standing = await emergenciesOfDoctor(tx, doctor, now(ledger));
  return { authorisation, standing, chains: [ledger.institutionChain, ...standing.map(({ chain }) => chain)] };
}

/** Locks the heads of several chains, in the order in which everybody does. */
export async function lockHeads(tx: Tx, ledger: Ledger, chains: readonly string[]): Promise<void> {
  for (const chain of [...new Set(chains)].sort()) await lockHead(tx, ledger, chain);
}

/** Ends all that the withdrawal holds, under the locked heads. */
export async function withdraw(
  tx: Tx,
  ledger: Ledger,
  actor: Actor,
  { authorisation, standing }: Withdrawal,
): Promise<void> {
  for (const { chain, id } of standing) {
    const head = await lockHead(tx, ledger, chain);
    const one = await emergencyOf(tx, chain, id);
    if (one && lasts(one, head.recordedAt)) await endByAct(tx, ledger, head, actor, one, { kind: 'duty' });
  }
  const at = await state(tx, ledger, 'emergency-withdrawn', actor, authorisation);
  await endAuthorisation(tx, authorisation.id, at, actor.account);
}

async function state(
  tx: Tx,
  ledger: Ledger,
  action: Extract<DirectoryEvent['action'], `emergency-${string}`>,
  by: Actor,
  one: Pick<Authorisation, 'id' | 'doctor' | 'login'>,
): Promise<string> {
  const of = { account: one.doctor, login: one.login };
  const head = await lockHead(tx, ledger, ledger.institutionChain);
  await stateDirectoryEvent(tx, ledger, head, { action, by, of, more: { authorisation: one.id } });
  return head.recordedAt;
}

function requireAdministrator(actor: Actor, ledger: Ledger): void {
  const decision = decide(actor, { action: 'run-institution' }, [], now(ledger));
  if (!decision.permit) throw new AppError('forbidden', 'Only an administrator authorises doctors.');
}
