// An administrator closes an access that was taken in an emergency, once it is over; with it the authorisation may go.

import type { EmergencyOutcome } from '@patrec/fhir';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import { type Tx, transaction } from '../db/transaction.ts';
import { AppError } from '../errors.ts';
import { lockHead } from '../ledger/append.ts';
import { type Ledger, now, routeOf } from '../ledger/ledger.ts';
import { insertEvent, makeEvent } from './access-log.ts';
import type { Actor } from './actor.ts';
import { announceLists } from './announce.ts';
import { appendAct } from './append-act.ts';
import { beginWithdrawal, lockHeads, withdraw } from './authorise-doctor.ts';
import { decide } from './decide.ts';
import type { Basis } from './decision.ts';
import { lasts } from './emergency.ts';
import { reviewedEmergency } from './emergency-content.ts';
import { closeEmergencyRow, emergencyById, emergencyOf, type StoredEmergency } from './emergency-store.ts';
import type { EventAction } from './log-kinds.ts';
import type { Parts } from './request-access.ts';

/** What the administrator finds. `note` is what the patient and the doctor read. */
export interface Review {
  readonly outcome: EmergencyOutcome;
  readonly note: string;
  /** Withdraws the doctor's authorisation in the same step. */
  readonly withdraw: boolean;
}

/** How often something was opened by an access; `type` is the kind of record, null for what is no record. */
export interface ViewCount {
  readonly action: EventAction;
  readonly type: string | null;
  readonly count: number;
}

const countViews = statement(
  'review.views',
  `SELECT e.action, r.type, count(*) AS count FROM access_log e
   LEFT JOIN record r ON r.chain = e.chain AND r.number = e.record
   WHERE e.chain = $1 AND e.actor = $2 AND e.basis = $3 AND e.action <> 'break-glass'
   GROUP BY e.action, r.type ORDER BY e.action, r.type`,
);

/** An access for whoever may review it. Throws not-found for anybody else, and where there is none. */
export async function findEmergency(
  { db, ledger }: Parts,
  actor: Actor,
  id: string,
): Promise<{ emergency: StoredEmergency; basis: Basis }> {
  const emergency = await emergencyById(db, routeOf(id) ?? '', id);
  const intent = { action: 'review-emergency', doctor: emergency?.doctor ?? '' } as const;
  const decision = decide(actor, intent, [], now(ledger));
  if (!emergency || !decision.permit) throw noEmergency();
  return { emergency, basis: decision.basis };
}

/** What was opened by an access, in numbers. */
export function viewsOf(db: Db, { chain, id, doctor }: StoredEmergency): Promise<ViewCount[]> {
  return db.rows<ViewCount>(countViews, [chain, doctor, id]);
}

/** Closes it. Throws not-found as above, conflict where it is not over yet, or was closed meanwhile. */
export async function reviewEmergency(parts: Parts, actor: Actor, id: string, review: Review): Promise<void> {
  const { db, ledger } = parts;
  const { emergency, basis } = await findEmergency(parts, actor, id);
  const { chain, doctor } = emergency;
  await transaction(db, async (tx) => {
    const withdrawal = review.withdraw ? await beginWithdrawal(tx, ledger, doctor) : undefined;
    await lockHeads(tx, ledger, [chain, ...(withdrawal?.chains ?? [])]);
    await close(tx, ledger, actor, { chain, id }, review, basis);
    if (withdrawal) await withdraw(tx, ledger, actor, withdrawal);
  });
}

async function close(
  tx: Tx,
  ledger: Ledger,
  actor: Actor,
  { chain, id }: Pick<StoredEmergency, 'chain' | 'id'>,
  { outcome, note }: Review,
  basis: Basis,
): Promise<void> {
  const head = await lockHead(tx, ledger, chain);
  const at = head.recordedAt;
  const one = await emergencyOf(tx, chain, id);
  if (!one) throw noEmergency();
  if (one.outcome !== null) throw new AppError('conflict', 'This was closed meanwhile.');
  if (lasts(one, at)) throw new AppError('conflict', 'This access is not over yet.');
  const contents = [await reviewedEmergency(tx, ledger, one, at, { outcome, text: note, by: actor.login })];
  const { seq } = await appendAct(tx, ledger, head, actor, { type: 'emergency-access' }, contents);
  await Promise.all([
    closeEmergencyRow(tx, one, { outcome, note, at, by: actor.account }),
    insertEvent(tx, makeEvent(ledger, actor, `emergency-${outcome}`, { chain, basis, at }), seq),
    announceLists(tx, chain, [one.doctor]),
  ]);
}

function noEmergency(): AppError {
  return new AppError('not-found', 'There is no such access, or it is not yours to review.');
}
