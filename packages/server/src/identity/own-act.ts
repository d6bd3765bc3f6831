// What somebody does to their own account, as an act in their own chain where they are a patient, else in the
// institution's; a patient reads it in the access log too.

import { type AccountAct, accountActResource } from '@patrec/fhir';
import { insertEvent, makeEvent } from '../access/access-log.ts';
import type { Actor } from '../access/actor.ts';
import type { Tx } from '../db/transaction.ts';
import { lockHead } from '../ledger/append.ts';
import { appendContents } from '../ledger/append-contents.ts';
import { makeVersion } from '../ledger/content-store.ts';
import { type Ledger, newResourceId } from '../ledger/ledger.ts';

/** Whose account it is. */
export type Owner = Pick<Actor, 'account' | 'login' | 'chain'>;

/** The acts that people do to their own second factor and passkeys. */
export type FactorAct = Extract<AccountAct, `totp-${string}` | `recovery-code${string}` | `passkey-${string}`>;

/** Appends the act to the owner's chain, with hashes and ids of what was changed; gives the moment of recording. */
export async function appendOwnAct(
  tx: Tx,
  ledger: Ledger,
  { account, login, chain: own }: Owner,
  act: FactorAct,
  details: Readonly<Record<string, string>> = {},
): Promise<string> {
  const chain = own ?? ledger.institutionChain;
  const head = await lockHead(tx, ledger, chain);
  const self = { account, login };
  const at = head.recordedAt;
  const event = accountActResource({ id: newResourceId(ledger, chain), at, act, by: self, of: self, details });
  const contents = [makeVersion(ledger, event)];
  const block = await appendContents(tx, ledger, head, { type: 'account', author: account }, contents);
  if (own) await insertEvent(tx, makeEvent(ledger, self, act, { chain, basis: { kind: 'self' }, at }), block.seq);
  return at;
}
