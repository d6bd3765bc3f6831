// The patient gives a doctor access without being asked.

import type { AccessScope, Purpose } from '@patrec/fhir';
import { statement } from '../db/statement.ts';
import { type Tx, transaction } from '../db/transaction.ts';
import { AppError } from '../errors.ts';
import { lockHead } from '../ledger/append.ts';
import { makeVersion } from '../ledger/content-store.ts';
import { newResourceId, now } from '../ledger/ledger.ts';
import { notify } from '../notifications/notify.ts';
import { insertEvent, makeEvent } from './access-log.ts';
import type { Actor } from './actor.ts';
import { announceLists } from './announce.ts';
import { consentOf } from './answer-request.ts';
import { appendAct } from './append-act.ts';
import { blocksOf } from './block-store.ts';
import { decide } from './decide.ts';
import { insertGrant, type StoredGrant } from './grant-store.ts';
import { asItStands } from './guardianship-store.ts';
import type { Parts } from './request-access.ts';
import { isEmpty } from './scope.ts';

/** What the patient gives to whom. `until` is ISO 8601 UTC; `nonce` (32 hex) is the form's: sent twice, it gives once. */
export interface Share {
  readonly chain: string;
  readonly grantee: string;
  readonly scope: AccessScope;
  readonly purpose: Purpose;
  readonly until: string;
  readonly nonce: string;
}

const selectVerified = statement(
  'share.verified',
  `SELECT 1 FROM account WHERE id = $1 AND role = 'doctor' AND status = 'active'`,
);
const selectNonce = statement('share.nonce', 'SELECT 1 FROM block WHERE chain = $1 AND author = $2 AND nonce = $3');

/**
 * Gives access; the same submission again changes nothing. Throws not-found where the chart is not the actor's,
 * incorrect where it gives nothing or its end has passed, conflict where the doctor is blocked or not verified any more.
 */
export async function shareAccess({ db, ledger }: Parts, actor: Actor, share: Share): Promise<{ repeated: boolean }> {
  const { chain, grantee, scope, purpose, until, nonce } = share;
  return transaction(db, async (tx) => {
    const head = await lockHead(tx, ledger, chain);
    const decision = decide(await asItStands(tx, actor), { action: 'share-access', chain }, [], now(ledger));
    if (!decision.permit) throw new AppError('not-found', 'There is no such page.');
    if ((await tx.rows(selectNonce, [chain, actor.account, nonce])).length > 0) return { repeated: true };
    await requireSharable(tx, share, head.recordedAt);
    const grant: StoredGrant = {
      id: newResourceId(ledger, chain),
      chain,
      requestId: null,
      grantee,
      scope,
      purpose,
      until,
      grantedAt: head.recordedAt,
      revokedAt: null,
      source: null,
    };
    const consent = makeVersion(ledger, await consentOf(tx, grant, 1, head.recordedAt));
    const block = await appendAct(tx, ledger, head, actor, { type: 'access-decision', nonce }, [consent]);
    const event = makeEvent(ledger, actor, 'grant-access', { chain, basis: decision.basis, at: head.recordedAt });
    await Promise.all([insertGrant(tx, grant), insertEvent(tx, event, block.seq), announceLists(tx, chain, [grantee])]);
    await notify(tx, ledger, grantee, 'access-granted');
    return { repeated: false };
  });
}

async function requireSharable(tx: Tx, { chain, grantee, scope, until }: Share, at: string): Promise<void> {
  if (isEmpty(scope)) throw new AppError('incorrect', 'This gives nothing. Choose at least one.');
  if (until <= at) throw new AppError('incorrect', 'The last day has passed already. Choose a later one.');
  const barred = await barredFrom(tx, chain, grantee);
  if (barred === 'not-verified') throw new AppError('conflict', 'This doctor is not verified any more.');
  if (barred === 'blocked') throw new AppError('conflict', 'You blocked this doctor meanwhile.');
}

/** Why a person can be given no permission by that patient; undefined for a verified doctor who is not blocked. */
export async function barredFrom(
  tx: Tx,
  chain: string,
  grantee: string,
): Promise<'not-verified' | 'blocked' | undefined> {
  if ((await tx.rows(selectVerified, [grantee])).length === 0) return 'not-verified';
  const standing = (await blocksOf(tx, chain, grantee)).some(({ endedAt }) => endedAt === null);
  return standing ? 'blocked' : undefined;
}
