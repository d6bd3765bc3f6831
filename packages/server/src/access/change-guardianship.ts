// What becomes of a guardianship: the invited accepts or declines, the patient takes it back or ends it, the guardian
// steps down. Each is a block of the patient's chain.

import { type Tx, transaction } from '../db/transaction.ts';
import { AppError } from '../errors.ts';
import { lockHead } from '../ledger/append.ts';
import { now } from '../ledger/ledger.ts';
import { insertEvent, makeEvent } from './access-log.ts';
import type { Actor } from './actor.ts';
import { announceLists } from './announce.ts';
import { appendAct } from './append-act.ts';
import { decide } from './decide.ts';
import type { Basis } from './decision.ts';
import { isOpen } from './guardianship.ts';
import { guardianshipContents } from './guardianship-content.ts';
import { lockGuardianship, type NamedGuardianship, updateGuardianship } from './guardianship-store.ts';
import type { EventAction } from './log-kinds.ts';
import type { Answer, Parts } from './request-access.ts';

type Change = Pick<NamedGuardianship, 'state'> & { readonly action: EventAction; readonly basis: Basis };

/** Answers a waiting invitation. Throws not-found where it is not the actor's. */
export function answerInvitation(
  parts: Parts,
  actor: Actor,
  chain: string,
  id: string,
  answer: 'accept' | 'decline',
): Promise<Answer<object>> {
  return changeGuardianship(parts, chain, id, actor, (found, at) => {
    const decision = decide(actor, { action: 'answer-guardianship', guardianship: found }, [], at);
    if (!decision.permit) return undefined;
    if (found.state !== 'invited') return 'closed';
    const { basis } = decision;
    return answer === 'accept'
      ? { state: 'accepted', action: 'accept-guardianship', basis }
      : { state: 'declined', action: 'decline-guardianship', basis };
  });
}

/** Ends it: the patient takes an invitation back or removes the guardian; the guardian steps down. Throws not-found for others. */
export function endGuardianship(parts: Parts, actor: Actor, chain: string, id: string): Promise<Answer<object>> {
  return changeGuardianship(parts, chain, id, actor, (found, at) => {
    const patient = decide(actor, { action: 'manage-guardians', chain }, [], at);
    const invited = found.state === 'invited';
    if (patient.permit)
      return invited
        ? { state: 'cancelled', action: 'cancel-invitation', basis: patient.basis }
        : { state: 'removed', action: 'remove-guardian', basis: patient.basis };
    const guardian = decide(actor, { action: 'answer-guardianship', guardianship: found }, [], at);
    // Who is only invited declines: there is nothing yet to step down from.
    if (!guardian.permit || invited) return undefined;
    return { state: 'stepped-down', action: 'step-down', basis: guardian.basis };
  });
}

// `choose` gives what it becomes: undefined for whom it does not concern, `closed` where that cannot be done any more.
// The locked head makes those who change it take turns; the second finds it changed.
async function changeGuardianship(
  { db, ledger }: Parts,
  chain: string,
  id: string,
  actor: Actor,
  choose: (found: NamedGuardianship, at: string) => Change | 'closed' | undefined,
): Promise<Answer<object>> {
  return transaction(db, async (tx: Tx) => {
    const head = await lockHead(tx, ledger, chain);
    const at = head.recordedAt;
    const found = await lockGuardianship(tx, chain, id);
    const change = found && choose(found, now(ledger));
    if (!found || !change) throw new AppError('not-found', 'There is no such guardianship.');
    if (change === 'closed' || !isOpen(found, at)) return { done: false, reason: 'not-waiting' };
    const { state, action, basis } = change;
    const accepted = state === 'accepted';
    const times = { acceptedAt: accepted ? at : found.acceptedAt, endedAt: accepted ? null : at };
    const changed: NamedGuardianship = { ...found, state, ...times };
    const contents = guardianshipContents(ledger, changed, at);
    const block = await appendAct(tx, ledger, head, actor, { type: 'guardian' }, contents);
    const event = makeEvent(ledger, actor, action, { chain, basis, at });
    await Promise.all([
      updateGuardianship(tx, changed),
      insertEvent(tx, event, block.seq),
      announceLists(tx, chain, []),
    ]);
    return { done: true };
  });
}
