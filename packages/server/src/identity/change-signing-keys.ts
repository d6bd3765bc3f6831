// Registering and revoking the keys that doctors sign with: blocks of type `key` in the institution's chain. A registration
// is signed with the key itself, which proves that its owner holds it.

import { fromBase64 } from '@patrec/ledger';
import type { Actor } from '../access/actor.ts';
import { decide } from '../access/decide.ts';
import type { Db } from '../db/pool.ts';
import { transaction } from '../db/transaction.ts';
import { AppError } from '../errors.ts';
import { lockHead } from '../ledger/append.ts';
import { type Ledger, now } from '../ledger/ledger.ts';
import { type Signing, SigningError } from '../ledger/sign.ts';
import { stateDirectoryEvent } from './account-event.ts';
import { insertSigningKey, lockSigningKey, markKeyRevoked, standingKeys } from './signing-key-store.ts';

type Parts = { readonly db: Db; readonly ledger: Ledger };

const MOST = 10;
const KEY_BYTES = 32;

/**
 * Registers a key for the actor; once, however often it is sent. Throws SignatureNeeded before it is signed, SigningError
 * where the signature is not the key's, or the key is known already; AppError conflict beyond ten.
 */
export async function registerKey({ db, ledger }: Parts, actor: Actor, signing: Signing): Promise<void> {
  const { account, login, name } = actor;
  const { key, at } = signing;
  const decision = decide(actor, { action: 'hold-signing-key' }, [], now(ledger));
  if (!decision.permit) throw new AppError('forbidden', 'An administrator has to verify your registration first.');
  if (!isKey(key)) throw new SigningError('sign-wrong');
  await transaction(db, async (tx) => {
    const head = await lockHead(tx, ledger, ledger.institutionChain);
    const standing = await standingKeys(tx, account);
    if (standing.some((one) => one.key === key)) return;
    if (standing.length >= MOST) throw new AppError('conflict', 'You have ten keys. Revoke one first.');
    const row = { key, account, madeAt: at, madeSeq: head.seq + 1 };
    if (!(await insertSigningKey(tx, row))) throw new SigningError('key-known');
    const by = { account, login };
    const event = { action: 'key-registered', by, of: by, more: { key, name } } as const;
    await stateDirectoryEvent(tx, ledger, head, event, { type: 'key', signing });
  });
}

/**
 * Revokes a key of one's own, or as an administrator any doctor's. False where it does not stand, or is not theirs to
 * revoke, alike.
 */
export async function revokeKey({ db, ledger }: Parts, actor: Actor, key: string, reason = ''): Promise<boolean> {
  return transaction(db, async (tx) => {
    const head = await lockHead(tx, ledger, ledger.institutionChain);
    const of = await lockSigningKey(tx, key);
    const decision = of && decide(actor, { action: 'revoke-signing-key', account: of.account }, [], now(ledger));
    if (!of || !decision?.permit) return false;
    const event = { action: 'key-revoked', by: actor, of, more: { key, ...(reason !== '' && { reason }) } } as const;
    await stateDirectoryEvent(tx, ledger, head, event, { type: 'key' });
    await markKeyRevoked(tx, key, { at: head.recordedAt, seq: head.seq + 1, by: actor.account, reason });
    return true;
  });
}

function isKey(text: string): boolean {
  return /^[A-Za-z0-9+/]{43}=$/.test(text) && fromBase64(text).length === KEY_BYTES;
}
