// What an emergency access is in the chain: its Consent and the Task of its review, as versions.

import { emergencyConsent, emergencyReviewTask, type JsonObject } from '@patrec/fhir';
import type { Tx } from '../db/transaction.ts';
import { makeVersion, type Version } from '../ledger/content-store.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Actor } from './actor.ts';
import { reviewDue } from './emergency.ts';
import type { StoredEmergency } from './emergency-store.ts';
import { party } from './party-store.ts';

/** An access as far as the chain states it. */
export type StatedEmergency = Pick<
  StoredEmergency,
  'chain' | 'id' | 'reviewId' | 'doctor' | 'login' | 'reason' | 'note' | 'since' | 'until'
>;

/** The Consent and the Task of a new access. */
export async function newEmergency(tx: Tx, ledger: Ledger, one: StatedEmergency): Promise<Version[]> {
  const { patient, practitioner: doctor } = await party(tx, one.chain, one.doctor);
  const { id, since, until } = one;
  const version = { versionId: '1', lastUpdated: since };
  return [
    makeVersion(ledger, emergencyConsent({ ...version, id, patient, doctor, since, until, endedBy: null })),
    makeVersion(ledger, await taskOf(tx, one, version)),
  ];
}

/** The Consent of an access that somebody ends at `at`. */
export async function endedEmergency(
  tx: Tx,
  ledger: Ledger,
  one: Omit<StatedEmergency, 'login' | 'reason' | 'note' | 'reviewId'>,
  at: string,
  { login: endedBy }: Pick<Actor, 'login'>,
): Promise<Version> {
  const { patient, practitioner: doctor } = await party(tx, one.chain, one.doctor);
  const { id, since, until } = one;
  const ended = { id, versionId: '2', lastUpdated: at, patient, doctor, since, until, endedBy };
  return makeVersion(ledger, emergencyConsent(ended), { version: 2 });
}

/** The Task of a review, closed at `at`. */
export async function reviewedEmergency(
  tx: Tx,
  ledger: Ledger,
  one: StatedEmergency,
  at: string,
  closed: { readonly outcome: 'justified' | 'not-justified'; readonly text: string; readonly by: string },
): Promise<Version> {
  const task = await taskOf(tx, one, { versionId: '2', lastUpdated: at }, closed);
  return makeVersion(ledger, task, { version: 2 });
}

async function taskOf(
  tx: Tx,
  one: StatedEmergency,
  version: { readonly versionId: string; readonly lastUpdated: string },
  closed: Parameters<typeof emergencyReviewTask>[0]['closed'] = null,
): Promise<JsonObject> {
  const { patient, practitioner: doctor } = await party(tx, one.chain, one.doctor);
  const { id: consent, reviewId: id, reason, note: text, since: at, login: by } = one;
  const due = reviewDue(at);
  return emergencyReviewTask({ ...version, id, consent, patient, doctor, reason, note: { text, at, by }, due, closed });
}
