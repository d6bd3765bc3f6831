// `account` blocks: what happened to an account, stated by whoever did it.

import { type AccountChange, accountActResource } from '@patrec/fhir';
import type { Tx } from '../db/transaction.ts';
import { type ChainHead, lockHead } from '../ledger/append.ts';
import { appendContents } from '../ledger/append-contents.ts';
import { makeVersion, type Version } from '../ledger/content-store.ts';
import { type Ledger, newResourceId } from '../ledger/ledger.ts';

/** Appends an `account` block with the act, and what it makes new, to a chain; gives the moment of recording. */
export async function appendAccountBlock(
  tx: Tx,
  ledger: Ledger,
  chain: string,
  change: Omit<AccountChange, 'id' | 'at'>,
  besides: (head: ChainHead) => readonly Version[] = () => [],
): Promise<string> {
  const head = await lockHead(tx, ledger, chain);
  const event = accountActResource({
    ...change,
    id: newResourceId(ledger, chain),
    at: head.recordedAt,
  });
  const contents = [...besides(head), makeVersion(ledger, event)];
  await appendContents(tx, ledger, head, { type: 'account', author: change.by.account }, contents);
  return head.recordedAt;
}
