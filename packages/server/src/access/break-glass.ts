// A doctor takes access in an emergency; the doctor, the patient or a guardian ends it before its time.

import type { EmergencyReason } from '@patrec/fhir';
import { statement } from '../db/statement.ts';
import { type Tx, transaction } from '../db/transaction.ts';
import { AppError } from '../errors.ts';
import { type ChainHead, lockHead } from '../ledger/append.ts';
import { type Ledger, newResourceId, now } from '../ledger/ledger.ts';
import { notify, notifyPatient } from '../notifications/notify.ts';
import { insertEvent, makeEvent } from './access-log.ts';
import type { Actor } from './actor.ts';
import { announceLists } from './announce.ts';
import { appendAct } from './append-act.ts';
import { lockAuthorisation } from './authorisation-store.ts';
import { decide } from './decide.ts';
import type { Basis } from './decision.ts';
import { EMERGENCY_MS, lasts } from './emergency.ts';
import { endedEmergency, newEmergency, type StatedEmergency } from './emergency-content.ts';
import {
  emergenciesFor,
  emergencyOf,
  endEmergencyRow,
  insertEmergency,
  isShutOut,
  type StoredEmergency,
} from './emergency-store.ts';
import { asItStands, guardiansOf } from './guardianship-store.ts';
import type { Answer, Parts } from './request-access.ts';

/** Why, of which patient. `nonce` (32 hex) is the form's: sent twice, it takes access once. */
export interface BrokenGlass {
  readonly chain: string;
  readonly reason: EmergencyReason;
  readonly note: string;
  readonly nonce: string;
}

/** `refused` tells no reason; `stands` is that the doctor has such access already, which is not made longer. */
export type Broken = 'opened' | 'stands' | 'refused';

const selectNonce = statement('emergency.nonce', 'SELECT 1 FROM block WHERE chain = $1 AND author = $2 AND nonce = $3');

/** Opens the patient's record to that doctor for four hours; the patient and guardians are told with it. */
export async function breakGlass({ db, ledger }: Parts, actor: Actor, glass: BrokenGlass): Promise<Broken> {
  const { chain, nonce } = glass;
  return transaction(db, async (tx) => {
    const authorised = (await lockAuthorisation(tx, actor.account, 'use')) !== undefined;
    const head = await lockHead(tx, ledger, chain);
    const at = head.recordedAt;
    if ((await tx.rows(selectNonce, [chain, actor.account, nonce])).length > 0) return 'opened';
    const shutOut = await isShutOut(tx, chain, actor.account, at);
    const decision = decide(actor, { action: 'break-glass', chain, authorised, shutOut }, [], now(ledger));
    if (!decision.permit) return 'refused';
    if ((await emergenciesFor(tx, chain, actor.account)).some((one) => lasts(one, at))) return 'stands';
    await open(tx, ledger, head, actor, glass);
    return 'opened';
  });
}

async function open(tx: Tx, ledger: Ledger, head: ChainHead, actor: Actor, glass: BrokenGlass): Promise<void> {
  const { chain, recordedAt: since } = head;
  const { reason, note, nonce } = glass;
  const { account: doctor, login } = actor;
  const until = new Date(Date.parse(since) + EMERGENCY_MS).toISOString();
  const ids = { id: newResourceId(ledger, chain), reviewId: newResourceId(ledger, chain) };
  const one: StatedEmergency = { ...ids, chain, doctor, login, reason, note, since, until };
  const contents = await newEmergency(tx, ledger, one);
  const { seq } = await appendAct(tx, ledger, head, actor, { type: 'emergency-access', nonce }, contents);
  const emergency = { ...one, endedAt: null, authorised: true };
  const basis = { kind: 'emergency', emergency } as const;
  await Promise.all([
    insertEmergency(tx, one),
    insertEvent(tx, makeEvent(ledger, actor, 'break-glass', { chain, basis, at: since }), seq),
  ]);
  const guardians = await tell(tx, one, since);
  await notifyPatient(tx, ledger, chain, 'emergency');
  for (const guardian of guardians) await notify(tx, ledger, guardian, 'emergency-of-ward');
}

/** Ends an access before its time. Throws not-found where it is not the actor's to end. */
export async function endEmergency(
  { db, ledger }: Parts,
  actor: Actor,
  chain: string,
  id: string,
): Promise<Answer<object>> {
  return transaction(db, async (tx) => {
    const head = await lockHead(tx, ledger, chain);
    const one = await emergencyOf(tx, chain, id);
    const intent = { action: 'end-emergency', chain, doctor: one?.doctor ?? '' } as const;
    const decision = decide(await asItStands(tx, actor), intent, [], now(ledger));
    if (!one || !decision.permit) throw new AppError('not-found', 'There is no such access.');
    if (!lasts(one, head.recordedAt)) return { done: false, reason: 'not-waiting' };
    await endByAct(tx, ledger, head, actor, one, decision.basis);
    return { done: true };
  });
}

/** Ends an access in a block of its own, under the locked head of its chain. */
export async function endByAct(
  tx: Tx,
  ledger: Ledger,
  head: ChainHead,
  actor: Actor,
  one: StoredEmergency,
  basis: Basis,
): Promise<void> {
  const { chain, recordedAt: at } = head;
  const contents = [await endedEmergency(tx, ledger, one, at, actor)];
  const { seq } = await appendAct(tx, ledger, head, actor, { type: 'emergency-access' }, contents);
  await Promise.all([
    endEmergencyRow(tx, one, at, actor.account),
    insertEvent(tx, makeEvent(ledger, actor, 'end-emergency', { chain, basis, at }), seq),
  ]);
  await tell(tx, one, at);
}

// The patient, the doctor and the guardians see it in their lists; gives the guardians.
async function tell(tx: Tx, { chain, doctor }: Pick<StoredEmergency, 'chain' | 'doctor'>, at: string) {
  const guardians = await guardiansOf(tx, chain, at);
  await announceLists(tx, chain, [doctor, ...guardians]);
  return guardians;
}
