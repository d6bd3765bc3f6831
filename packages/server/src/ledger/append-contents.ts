// A block together with the contents that it commits to: how every act that writes resources ends.

import type { ContentRef } from '@patrec/ledger';
import type { Tx } from '../db/transaction.ts';
import { type AppendedBlock, appendBlock, type ChainHead, type Draft } from './append.ts';
import { insertContents, type Version } from './content-store.ts';
import { type Ledger, randomHex } from './ledger.ts';

/**
 * What the author states. Without `occurredAt` it is the moment of recording, or that at which the author began to sign;
 * without `nonce` a random one.
 */
export type Act = Pick<Draft, 'type' | 'author' | 'onBehalfOf' | 'baseHead' | 'signing'> &
  Partial<Pick<Draft, 'occurredAt' | 'nonce'>>;

/**
 * Appends the block and stores its contents; `measured` are contents that are stored elsewhere, such as files. All of it
 * stands when the transaction commits.
 */
export async function appendContents(
  tx: Tx,
  ledger: Ledger,
  head: ChainHead,
  { nonce = randomHex(ledger, 16), ...act }: Act,
  contents: readonly Version[],
  measured: readonly ContentRef[] = [],
): Promise<AppendedBlock> {
  const occurredAt = act.occurredAt ?? act.signing?.at ?? head.recordedAt;
  const [block] = await Promise.all([
    appendBlock(tx, ledger, head, { ...act, occurredAt, nonce, contents, measured }),
    insertContents(tx, head.chain, head.seq + 1, contents),
  ]);
  return block;
}
