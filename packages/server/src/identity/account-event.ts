// What was done to an account, stated in its chain: a patient's own, else the institution's. A patient's access log has it too.

import { accountEventResource } from '@patrec/fhir';
import { type EventAction, insertEvent, makeEvent } from '../access/access-log.ts';
import type { Actor } from '../access/actor.ts';
import type { Tx } from '../db/transaction.ts';
import { type ChainHead, lockHead } from '../ledger/append.ts';
import { appendContents } from '../ledger/append-contents.ts';
import { makeVersion } from '../ledger/content-store.ts';
import { type Ledger, newResourceId } from '../ledger/ledger.ts';

/** Whose account it is. `chain` is a patient's own. */
export type Owner = Pick<Actor, 'account' | 'login' | 'chain'>;

/** One act of `by` on the account `of`; `more` is stated with it. */
export interface AccountEvent {
  readonly action: EventAction;
  readonly by: Pick<Actor, 'account' | 'login'>;
  readonly of: Owner;
  readonly more?: Readonly<Record<string, string>>;
}

/** Locks the chain that states what is done to the account: first of all locks, so that two acts never cross. */
export function lockOwnerChain(tx: Tx, ledger: Ledger, { chain }: Owner): Promise<ChainHead> {
  return lockHead(tx, ledger, chain ?? ledger.institutionChain);
}

/** States the act in the chain of that head. */
export async function stateAccountEvent(
  tx: Tx,
  ledger: Ledger,
  head: ChainHead,
  { action, by, of, more = {} }: AccountEvent,
): Promise<void> {
  const { chain, recordedAt: at } = head;
  const resource = accountEventResource({
    id: newResourceId(ledger, chain),
    at,
    actor: { account: by.account, login: by.login },
    account: { id: of.account, login: of.login },
    detail: action,
    more,
  });
  const act = { type: 'account', author: by.account } as const;
  const block = await appendContents(tx, ledger, head, act, [makeVersion(ledger, resource)]);
  if (of.chain === null) return;
  const basis = { kind: by.account === of.account ? 'self' : 'duty' } as const;
  await insertEvent(tx, makeEvent(ledger, by, action, { chain: of.chain, basis, at }), block.seq);
}
