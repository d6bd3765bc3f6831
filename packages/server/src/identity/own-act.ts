// What somebody does to their own second factor and passkeys, as an act in their own chain where they are a patient, else
// in the institution's; a patient reads it in the access log too.

import type { EventAction } from '../access/log-kinds.ts';
import type { Tx } from '../db/transaction.ts';
import type { ChainHead } from '../ledger/append.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { type Owner, stateAccountEvent } from './account-event.ts';

/** The acts that people do to their own second factor and passkeys. */
export type FactorAct = Extract<EventAction, `totp-${string}` | `recovery-code${string}` | `passkey-${string}`>;

/** States the act in the owner's chain, with hashes and ids of what was changed. */
export function stateOwnAct(
  tx: Tx,
  ledger: Ledger,
  head: ChainHead,
  owner: Owner,
  action: FactorAct,
  more: Readonly<Record<string, string>> = {},
): Promise<void> {
  return stateAccountEvent(tx, ledger, head, { action, by: owner, of: owner, more });
}
