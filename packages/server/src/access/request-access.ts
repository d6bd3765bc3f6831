// A doctor asks a patient for access, and may take the request back.

import { type AccessScope, type JsonObject, type Purpose, taskResource } from '@patrec/fhir';
import type { Db } from '../db/pool.ts';
import { type Tx, transaction } from '../db/transaction.ts';
import { AppError } from '../errors.ts';
import { lockHead } from '../ledger/append.ts';
import { appendContents } from '../ledger/append-contents.ts';
import { makeVersion, type Version } from '../ledger/content-store.ts';
import { type Ledger, newResourceId, now } from '../ledger/ledger.ts';
import { notifyPatient } from '../notifications/notify.ts';
import { insertEvent, makeEvent } from './access-log.ts';
import type { Actor } from './actor.ts';
import { announceLists } from './announce.ts';
import { blocksOf } from './block-store.ts';
import { arrives, decide } from './decide.ts';
import type { DenialReason } from './decision.ts';
import { party } from './party-store.ts';
import { type AccessRequest, closeRequest, insertRequest, lockLapsedRequest, lockRequest } from './request-store.ts';
import { isEmpty } from './scope.ts';

export interface Parts {
  readonly db: Db;
  readonly ledger: Ledger;
}

/** What the doctor asks for. `until` is ISO 8601 UTC. */
export interface AccessQuestion {
  readonly chain: string;
  readonly scope: AccessScope;
  readonly purpose: Purpose;
  readonly until: string;
  readonly note: string;
}

export type Answer<Done extends object> =
  | ({ readonly done: true } & Done)
  | { readonly done: false; readonly reason: DenialReason | 'already-waiting' | 'not-waiting' };

/** Puts the request before the patient; one at a time from the same doctor. One that ended unanswered is closed with it. */
export async function requestAccess(
  { db, ledger }: Parts,
  actor: Actor,
  question: AccessQuestion,
): Promise<Answer<{ id: string }>> {
  return transaction(db, async (tx) => {
    const { chain } = question;
    const decision = decide(actor, { action: 'request-access', chain }, [], now(ledger));
    if (!decision.permit) return { done: false, reason: decision.reason };
    if (isEmpty(question.scope)) throw new AppError('incorrect', 'This asks for nothing. Choose at least one type.');
    const head = await lockHead(tx, ledger, chain);
    const request: AccessRequest = {
      ...question,
      id: newResourceId(ledger, chain),
      requester: actor.account,
      state: 'requested',
      createdAt: head.recordedAt,
      decidedAt: null,
      reason: '',
    };
    const lapsed = await closeLapsed(tx, ledger, request);
    if (!(await insertRequest(tx, request))) return { done: false, reason: 'already-waiting' };
    const task = makeVersion(ledger, await taskOf(tx, request, 1, head.recordedAt));
    const contents = [...lapsed, task];
    const block = await appendContents(tx, ledger, head, { type: 'access-request', author: actor.account }, contents);
    await insertEvent(
      tx,
      makeEvent(ledger, actor, 'request-access', { chain, basis: decision.basis, at: head.recordedAt }),
      block.seq,
    );
    // Whoever is blocked is told nothing, and the patient neither.
    const arrived = arrives(request, await blocksOf(tx, chain, actor.account));
    if (arrived) await notifyPatient(tx, ledger, chain, 'access-requested');
    await announceLists(tx, chain, [actor.account]);
    return { done: true, id: request.id };
  });
}

// Gives the versions that state it; with none, nothing was closed.
async function closeLapsed(tx: Tx, ledger: Ledger, { chain, requester, createdAt }: AccessRequest): Promise<Version[]> {
  const lapsed = await lockLapsedRequest(tx, chain, requester, createdAt);
  if (!lapsed) return [];
  const closed: AccessRequest = { ...lapsed, state: 'cancelled', decidedAt: createdAt };
  await closeRequest(tx, closed);
  return [makeVersion(ledger, await taskOf(tx, closed, 2, createdAt), { version: 2 })];
}

/** Takes a waiting request back. Throws not-found where it is not the actor's. */
export async function cancelRequest(
  { db, ledger }: Parts,
  actor: Actor,
  chain: string,
  id: string,
): Promise<Answer<object>> {
  return transaction(db, async (tx) => {
    const head = await lockHead(tx, ledger, chain);
    const request = await lockRequest(tx, chain, id);
    const decision = decide(actor, { action: 'cancel-request', requester: request?.requester ?? '' }, [], now(ledger));
    if (!request || !decision.permit) throw new AppError('not-found', 'There is no such request.');
    if (request.state !== 'requested') return { done: false, reason: 'not-waiting' };
    const cancelled: AccessRequest = { ...request, state: 'cancelled', decidedAt: head.recordedAt };
    const task = makeVersion(ledger, await taskOf(tx, cancelled, 2, head.recordedAt), { version: 2 });
    const block = await appendContents(tx, ledger, head, { type: 'access-request', author: actor.account }, [task]);
    await Promise.all([
      closeRequest(tx, cancelled),
      insertEvent(
        tx,
        makeEvent(ledger, actor, 'cancel-request', { chain, basis: decision.basis, at: head.recordedAt }),
        block.seq,
      ),
      announceLists(tx, chain, [actor.account]),
    ]);
    return { done: true };
  });
}

/** The request as a FHIR Task, of that version. */
export async function taskOf(
  tx: Tx,
  request: AccessRequest,
  version: number,
  lastUpdated: string,
): Promise<JsonObject> {
  const { patient, practitioner } = await party(tx, request.chain, request.requester);
  const { note, reason, ...rest } = request;
  return taskResource({
    ...rest,
    ...(note && { note }),
    ...(reason && { reason }),
    patient,
    requester: practitioner,
    versionId: String(version),
    lastUpdated,
  });
}
