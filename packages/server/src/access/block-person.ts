// The patient, or a guardian who decides, blocks a doctor or a member of staff: what they ask for does not arrive, and what they may read ends.
// Their side goes on as if nobody answered: requests are written as ever and only the patient's side leaves them out.

import { blockingResource, type JsonObject } from '@patrec/fhir';
import { type Tx, transaction } from '../db/transaction.ts';
import { AppError } from '../errors.ts';
import { lockHead } from '../ledger/append.ts';
import { makeVersion } from '../ledger/content-store.ts';
import { newResourceId, now } from '../ledger/ledger.ts';
import { insertEvent, makeEvent } from './access-log.ts';
import type { Actor } from './actor.ts';
import { announceLists } from './announce.ts';
import { consentOf } from './answer-request.ts';
import { appendAct } from './append-act.ts';
import { blocksOf, endBlock, insertBlock, lockBlock, type StoredBlock } from './block-store.ts';
import { decide } from './decide.ts';
import { isActive } from './decision.ts';
import { lasts } from './emergency.ts';
import { endedEmergency } from './emergency-content.ts';
import { emergenciesFor, endEmergencyRow } from './emergency-store.ts';
import { grantsFor, revokeGrantRow } from './grant-store.ts';
import { asItStands } from './guardianship-store.ts';
import { versionOf } from './introduce.ts';
import { openIntroductions, updateIntroduction } from './introduction-store.ts';
import { party } from './party-store.ts';
import type { Answer, Parts } from './request-access.ts';

/** Blocks that account and ends what it may read, in one block of the chain. Throws not-found where the chart is not the actor's. */
export async function blockPerson(
  { db, ledger }: Parts,
  actor: Actor,
  chain: string,
  blocked: string,
): Promise<Answer<object>> {
  return transaction(db, async (tx) => {
    const head = await lockHead(tx, ledger, chain);
    const decision = decide(await asItStands(tx, actor), { action: 'block-person', chain }, [], now(ledger));
    if (!decision.permit) throw new AppError('not-found', 'There is no such page.');
    const at = head.recordedAt;
    const [blocks, grants, emergencies] = await Promise.all([
      blocksOf(tx, chain, blocked),
      grantsFor(tx, chain, blocked),
      emergenciesFor(tx, chain, blocked),
    ]);
    if (blocks.some(({ endedAt }) => endedAt === null)) return { done: false, reason: 'not-waiting' };
    const block: StoredBlock = { chain, id: newResourceId(ledger, chain), blocked, since: at, endedAt: null };
    const ended = grants.filter((grant) => isActive(grant, at)).map((grant) => ({ ...grant, revokedAt: at }));
    const introduced = (await openIntroductions(tx, chain, at))
      .filter(({ openedBy }) => openedBy === blocked)
      .map((one) => ({ ...one, endedAt: at }));
    const taken = emergencies.filter((one) => lasts(one, at));
    const contents = [makeVersion(ledger, await blockConsent(tx, block, 1, at))];
    for (const one of taken) contents.push(await endedEmergency(tx, ledger, one, at, actor));
    for (const grant of ended) contents.push(makeVersion(ledger, await consentOf(tx, grant, 2, at), { version: 2 }));
    for (const one of introduced) contents.push(await versionOf(tx, ledger, one, at));
    const { seq } = await appendAct(tx, ledger, head, actor, { type: 'access-decision' }, contents);
    await Promise.all([
      insertBlock(tx, block),
      ...ended.map(({ id }) => revokeGrantRow(tx, chain, id, at)),
      ...taken.map((one) => endEmergencyRow(tx, one, at, actor.account)),
      ...introduced.map((one) => updateIntroduction(tx, one)),
      insertEvent(tx, makeEvent(ledger, actor, 'block-person', { chain, basis: decision.basis, at }), seq),
      // Whoever loses nothing is told nothing: not even that something happened.
      announceLists(tx, chain, ended.length + introduced.length + taken.length > 0 ? [blocked] : []),
    ]);
    return { done: true };
  });
}

/** Ends a block: what they ask from now on arrives again. Throws not-found where it is not the actor's to end. */
export async function unblockPerson(
  { db, ledger }: Parts,
  actor: Actor,
  chain: string,
  id: string,
): Promise<Answer<object>> {
  return transaction(db, async (tx) => {
    const head = await lockHead(tx, ledger, chain);
    const decision = decide(await asItStands(tx, actor), { action: 'block-person', chain }, [], now(ledger));
    if (!decision.permit) throw noBlock();
    const block = await lockBlock(tx, chain, id);
    if (!block) throw noBlock();
    if (block.endedAt !== null) return { done: false, reason: 'not-waiting' };
    const at = head.recordedAt;
    const consent = makeVersion(ledger, await blockConsent(tx, { ...block, endedAt: at }, 2, at), { version: 2 });
    const { seq } = await appendAct(tx, ledger, head, actor, { type: 'access-revocation' }, [consent]);
    await Promise.all([
      endBlock(tx, chain, id, at),
      insertEvent(tx, makeEvent(ledger, actor, 'unblock-person', { chain, basis: decision.basis, at }), seq),
      announceLists(tx, chain, []),
    ]);
    return { done: true };
  });
}

async function blockConsent(tx: Tx, block: StoredBlock, version: number, lastUpdated: string): Promise<JsonObject> {
  const { id, chain, blocked, since, endedAt } = block;
  const { patient, practitioner } = await party(tx, chain, blocked);
  const state = endedAt === null ? 'active' : 'inactive';
  return blockingResource({
    id,
    versionId: String(version),
    lastUpdated,
    patient,
    blocked: practitioner,
    since,
    state,
  });
}

function noBlock(): AppError {
  return new AppError('not-found', 'Nobody is blocked by that name.');
}
