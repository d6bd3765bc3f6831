// What was done to an account, stated in its chain: a patient's own, else the institution's. A patient's access log has it too.

import { accountEventResource } from '@patrec/fhir';
import { insertEvent, makeEvent } from '../access/access-log.ts';
import type { Actor } from '../access/actor.ts';
import type { EventAction } from '../access/log-kinds.ts';
import type { Tx } from '../db/transaction.ts';
import { type ChainHead, lockHead } from '../ledger/append.ts';
import { type Act, appendContents } from '../ledger/append-contents.ts';
import { makeVersion, type Version } from '../ledger/content-store.ts';
import { type Ledger, newResourceId } from '../ledger/ledger.ts';

/** Whose account it is. `chain` is a patient's own. */
export type Owner = Pick<Actor, 'account' | 'login' | 'chain'>;

interface Stated<Action> {
  readonly action: Action;
  readonly by: Pick<Actor, 'account' | 'login'>;
  readonly of: Pick<Actor, 'account' | 'login'>;
  readonly reason?: string;
  readonly more?: Readonly<Record<string, string>>;
}

/** One act of `by` on the account `of`; `more` is stated with it. */
export type AccountEvent = Stated<EventAction> & { readonly of: Owner };

/** What becomes of those who work here, and of the log's key: the institution's own affair, in its chain alone. */
export type DirectoryEvent = Stated<
  | 'administrator-made'
  | 'practitioner-verified'
  | 'practitioner-declined'
  | 'emergency-authorised'
  | 'emergency-withdrawn'
  | 'key-registered'
  | 'key-revoked'
  | 'log-key-announced'
  | 'log-key-retired'
  | 'finding-acknowledged'
>;

/** What stands in the same block, of which type that is, and whether its author signs it. */
export interface Besides extends Pick<Act, 'signing'> {
  readonly type?: Act['type'];
  readonly contents?: readonly Version[];
}

/**
 * Locks the chain that states what is done to the account: first of all locks, before any row of the account, so that
 * no two acts ever wait for each other.
 */
export function lockOwnerChain(tx: Tx, ledger: Ledger, { chain }: Pick<Owner, 'chain'>): Promise<ChainHead> {
  return lockHead(tx, ledger, chain ?? ledger.institutionChain);
}

/** States the act in the chain of that head. */
export async function stateAccountEvent(
  tx: Tx,
  ledger: Ledger,
  head: ChainHead,
  event: AccountEvent,
  besides: Besides = {},
): Promise<void> {
  const block = await append(tx, ledger, head, event, besides);
  const { action, by, of } = event;
  if (of.chain === null) return;
  const basis = { kind: by.account === of.account ? 'self' : 'duty' } as const;
  const at = head.recordedAt;
  await insertEvent(tx, makeEvent(ledger, by, action, { chain: of.chain, basis, at }), block.seq);
}

/** States it in the institution's chain, of that head. */
export async function stateDirectoryEvent(
  tx: Tx,
  ledger: Ledger,
  head: ChainHead,
  event: DirectoryEvent,
  besides: Besides = {},
): Promise<void> {
  await append(tx, ledger, head, event, besides);
}

function append(
  tx: Tx,
  ledger: Ledger,
  head: ChainHead,
  { action, by, of, reason, more = {} }: Stated<string>,
  { type = 'account', contents = [], signing }: Besides,
) {
  const resource = accountEventResource({
    id: newResourceId(ledger, head.chain),
    at: signing?.at ?? head.recordedAt,
    actor: { account: by.account, login: by.login },
    account: { id: of.account, login: of.login },
    detail: action,
    ...(reason !== undefined && { reason }),
    more,
  });
  return appendContents(tx, ledger, head, { type, author: by.account, signing }, [
    ...contents,
    makeVersion(ledger, resource),
  ]);
}
