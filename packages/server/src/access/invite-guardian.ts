// A patient invites somebody to be their guardian. Nothing is opened until the invited accepts.

import type { GuardianLevel, Relationship } from '@patrec/fhir';
import { statement } from '../db/statement.ts';
import { type Tx, transaction } from '../db/transaction.ts';
import { AppError } from '../errors.ts';
import { type ChainHead, lockHead } from '../ledger/append.ts';
import type { Version } from '../ledger/content-store.ts';
import { type Ledger, newResourceId, now } from '../ledger/ledger.ts';
import { insertEvent, makeEvent } from './access-log.ts';
import type { Actor } from './actor.ts';
import { appendAct } from './append-act.ts';
import { type Candidate, candidateById } from './candidate-store.ts';
import { decide } from './decide.ts';
import { endOf, isChild, isOpen } from './guardianship.ts';
import { guardianshipContents } from './guardianship-content.ts';
import {
  insertGuardianship,
  lockOpenGuardianship,
  type NamedGuardianship,
  updateGuardianship,
} from './guardianship-store.ts';
import type { Answer, Parts } from './request-access.ts';

/** Whom, how far, until when (ISO 8601 UTC, null without end); `nonce` (32 hex) is the form's: sent twice, it invites once. */
export interface Invitation {
  readonly chain: string;
  readonly guardian: string;
  readonly level: GuardianLevel;
  readonly relationship: Relationship;
  readonly until: string | null;
  readonly nonce: string;
}

const selectPatient = statement(
  'invitation.patient',
  `SELECT number, name, birth_date AS "birthDate", resource_id AS "resourceId", account_id AS account
   FROM patient WHERE chain = $1`,
);
const selectNonce = statement(
  'invitation.nonce',
  'SELECT 1 FROM block WHERE chain = $1 AND author = $2 AND nonce = $3',
);

/**
 * Invites; the same submission again changes nothing. Over a child it ends when the child comes of age. Throws not-found
 * where the chart is not the actor's own, incorrect for oneself, a child, or an end that has passed.
 */
export async function inviteGuardian(
  { db, ledger }: Parts,
  actor: Actor,
  invitation: Invitation,
): Promise<Answer<object>> {
  const { chain, guardian, nonce } = invitation;
  return transaction(db, async (tx) => {
    const head = await lockHead(tx, ledger, chain);
    const decision = decide(actor, { action: 'manage-guardians', chain }, [], now(ledger));
    if (!decision.permit) throw new AppError('not-found', 'There is no such page.');
    if ((await tx.rows(selectNonce, [chain, actor.account, nonce])).length > 0) return { done: true };
    if (guardian === actor.account) throw new AppError('incorrect', 'You cannot be your own guardian.');
    const contents = await writeInvitation(tx, ledger, head, { ...invitation, byPatient: true });
    if (!contents) return { done: false, reason: 'already-waiting' };
    const block = await appendAct(tx, ledger, head, actor, { type: 'guardian', nonce }, contents);
    const event = makeEvent(ledger, actor, 'invite-guardian', { chain, basis: decision.basis, at: head.recordedAt });
    await insertEvent(tx, event, block.seq);
    return { done: true };
  });
}

/** An invitation to be written. With an id it is the desk's, of that act; `byPatient` says that the patient agrees to it themselves. */
export type NewInvitation = Omit<Invitation, 'nonce'> & {
  readonly id?: string;
  readonly byPatient: boolean;
  /** The collection that it is brought in from. */
  readonly source?: string | null;
};

/**
 * Writes an invitation; gives what its block states, undefined where the person is guardian or invited already. Throws
 * incorrect for a child and for an end that has passed, conflict for somebody who has no account any more.
 */
export async function writeInvitation(
  tx: Tx,
  ledger: Ledger,
  { chain, recordedAt: at }: ChainHead,
  invitation: NewInvitation,
): Promise<Version[] | undefined> {
  const candidate = await requireCandidate(tx, invitation, at);
  const earlier = await lockOpenGuardianship(tx, chain, invitation.guardian);
  if (earlier && isOpen(earlier, at)) return undefined;
  const lapsed = earlier ? await closeLapsed(tx, ledger, earlier, at) : [];
  const [patient] = await tx.rows<NamedGuardianship['patient']>(selectPatient, [chain]);
  if (!patient) throw new AppError('not-found', 'There is no such page.');
  const invited = invitationOf(ledger, invitation, candidate, patient, at);
  await insertGuardianship(tx, invited);
  return [...lapsed, ...guardianshipContents(ledger, invited, at, invitation.byPatient)];
}

async function requireCandidate(tx: Tx, { guardian, until }: NewInvitation, at: string): Promise<Candidate> {
  if (until !== null && until <= at)
    throw new AppError('incorrect', 'The last day has passed already. Choose a later one.');
  const candidate = await candidateById(tx, guardian);
  if (!candidate) throw new AppError('conflict', 'This person has no account here any more.');
  if (isChild(candidate.birthDate, at)) throw new AppError('incorrect', 'A guardian has to be of age.');
  return candidate;
}

// What ended by its date is closed when its place is needed again.
async function closeLapsed(tx: Tx, ledger: Ledger, earlier: NamedGuardianship, at: string): Promise<Version[]> {
  const state = earlier.state === 'accepted' ? 'removed' : 'cancelled';
  const closed = { ...earlier, state, endedAt: at } as const;
  await updateGuardianship(tx, closed);
  return guardianshipContents(ledger, closed, at);
}

function invitationOf(
  ledger: Ledger,
  { chain, guardian, level, relationship, until, id, source = null }: NewInvitation,
  { login, name }: Candidate,
  patient: NamedGuardianship['patient'],
  at: string,
): NamedGuardianship {
  return {
    ...{ chain, guardian, level, relationship, patient },
    id: id ?? newResourceId(ledger, chain),
    atDesk: id !== undefined,
    consentId: newResourceId(ledger, chain),
    state: 'invited',
    until: endOf(until, patient.birthDate, at),
    invitedAt: at,
    acceptedAt: null,
    endedAt: null,
    source,
    guardianLogin: login,
    guardianName: name,
  };
}
