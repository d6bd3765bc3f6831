// The patient answers a request, as asked or narrower, and may end what was granted.

import { type AccessScope, consentResource, type JsonObject } from '@patrec/fhir';
import { type Tx, transaction } from '../db/transaction.ts';
import { AppError } from '../errors.ts';
import { lockHead } from '../ledger/append.ts';
import { makeVersion } from '../ledger/content-store.ts';
import { newResourceId, now } from '../ledger/ledger.ts';
import { notify } from '../notifications/notify.ts';
import { insertEvent, makeEvent } from './access-log.ts';
import type { Actor } from './actor.ts';
import { announceLists } from './announce.ts';
import { appendAct } from './append-act.ts';
import { blocksOf } from './block-store.ts';
import { arrives, decide } from './decide.ts';
import { insertGrant, lockGrant, revokeGrantRow, type StoredGrant } from './grant-store.ts';
import { asItStands } from './guardianship-store.ts';
import { party } from './party-store.ts';
import { type Answer, type Parts, taskOf } from './request-access.ts';
import { type AccessRequest, closeRequest, lockRequest } from './request-store.ts';
import { isEmpty, isWithin } from './scope.ts';

/** What the patient gives: never more than was asked. `until` is ISO 8601 UTC. */
export interface Terms {
  readonly scope: AccessScope;
  readonly until: string;
}

/** Grants a waiting request. Throws not-found where it is not the actor's to answer, incorrect where it gives more. */
export async function grantRequest(
  { db, ledger }: Parts,
  actor: Actor,
  chain: string,
  id: string,
  terms: Terms,
): Promise<Answer<object>> {
  return transaction(db, async (tx) => {
    const { head, request, basis } = await openRequest(tx, { db, ledger }, actor, chain, id);
    if (request.state !== 'requested') return { done: false, reason: 'not-waiting' };
    requireNarrower(terms, request, head.recordedAt);
    const grant: StoredGrant = {
      ...terms,
      id: newResourceId(ledger, chain),
      chain,
      requestId: request.id,
      grantee: request.requester,
      purpose: request.purpose,
      grantedAt: head.recordedAt,
      revokedAt: null,
      source: null,
    };
    const granted: AccessRequest = { ...request, state: 'granted', decidedAt: head.recordedAt };
    const contents = [
      makeVersion(ledger, await taskOf(tx, granted, 2, head.recordedAt), { version: 2 }),
      makeVersion(ledger, await consentOf(tx, grant, 1, head.recordedAt)),
    ];
    const block = await appendAct(tx, ledger, head, actor, { type: 'access-decision' }, contents);
    await Promise.all([
      closeRequest(tx, granted),
      insertGrant(tx, grant),
      notify(tx, ledger, grant.grantee, 'access-granted'),
      insertEvent(tx, makeEvent(ledger, actor, 'grant-access', { chain, basis, at: head.recordedAt }), block.seq),
      announceLists(tx, chain, [request.requester]),
    ]);
    return { done: true };
  });
}

/** Denies a waiting request: final until asked again. Throws not-found where it is not the actor's to answer. */
export async function denyRequest(
  { db, ledger }: Parts,
  actor: Actor,
  chain: string,
  id: string,
  reason: string,
): Promise<Answer<object>> {
  return transaction(db, async (tx) => {
    const { head, request, basis } = await openRequest(tx, { db, ledger }, actor, chain, id);
    if (request.state !== 'requested') return { done: false, reason: 'not-waiting' };
    const denied: AccessRequest = { ...request, state: 'denied', decidedAt: head.recordedAt, reason };
    const task = makeVersion(ledger, await taskOf(tx, denied, 2, head.recordedAt), { version: 2 });
    const block = await appendAct(tx, ledger, head, actor, { type: 'access-decision' }, [task]);
    await Promise.all([
      closeRequest(tx, denied),
      insertEvent(tx, makeEvent(ledger, actor, 'deny-access', { chain, basis, at: head.recordedAt }), block.seq),
      announceLists(tx, chain, [request.requester]),
    ]);
    return { done: true };
  });
}

/** Ends a grant at once. Throws not-found where it is not the actor's to end. */
export async function revokeGrant(
  { db, ledger }: Parts,
  actor: Actor,
  chain: string,
  id: string,
): Promise<Answer<object>> {
  return transaction(db, async (tx) => {
    const head = await lockHead(tx, ledger, chain);
    const grant = await lockGrant(tx, chain, id);
    const decision = decide(await asItStands(tx, actor), { action: 'revoke-grant', chain }, [], now(ledger));
    if (!grant || !decision.permit) throw new AppError('not-found', 'There is no such permission.');
    if (grant.revokedAt !== null) return { done: false, reason: 'not-waiting' };
    const revoked: StoredGrant = { ...grant, revokedAt: head.recordedAt };
    const consent = makeVersion(ledger, await consentOf(tx, revoked, 2, head.recordedAt), { version: 2 });
    const block = await appendAct(tx, ledger, head, actor, { type: 'access-revocation' }, [consent]);
    await Promise.all([
      revokeGrantRow(tx, chain, id, head.recordedAt),
      insertEvent(
        tx,
        makeEvent(ledger, actor, 'revoke-access', { chain, basis: decision.basis, at: head.recordedAt }),
        block.seq,
      ),
      announceLists(tx, chain, [grant.grantee]),
    ]);
    return { done: true };
  });
}

async function openRequest(tx: Tx, { ledger }: Parts, actor: Actor, chain: string, id: string) {
  const head = await lockHead(tx, ledger, chain);
  const request = await lockRequest(tx, chain, id);
  const arrived = request !== undefined && arrives(request, await blocksOf(tx, chain, request.requester));
  const intent = { action: 'answer-request', chain, arrived } as const;
  const decision = decide(await asItStands(tx, actor), intent, [], now(ledger));
  if (!request || !decision.permit) throw new AppError('not-found', 'There is no such request.');
  return { head, request, basis: decision.basis };
}

function requireNarrower({ scope, until }: Terms, request: AccessRequest, at: string): void {
  if (!isWithin(scope, request.scope) || until > request.until) {
    throw new AppError('incorrect', 'This gives more than was asked. Give what was asked, or less.');
  }
  if (isEmpty(scope)) throw new AppError('incorrect', 'This gives nothing. Choose at least one, or deny the request.');
  if (until <= at) throw new AppError('incorrect', 'The last day has passed already. Choose a later one.');
}

/** The grant as a FHIR Consent, of that version. */
export async function consentOf(tx: Tx, grant: StoredGrant, version: number, lastUpdated: string): Promise<JsonObject> {
  const { patient, practitioner } = await party(tx, grant.chain, grant.grantee);
  const { id, scope, purpose, until, grantedAt, revokedAt, requestId, source } = grant;
  return consentResource({
    id,
    versionId: String(version),
    lastUpdated,
    patient,
    patientNumber: patient.display,
    grantee: practitioner,
    scope,
    purpose,
    until,
    grantedAt,
    source,
    state: revokedAt === null ? 'active' : 'inactive',
    ...(requestId !== null && { requestRef: `Task/${requestId}` }),
  });
}
