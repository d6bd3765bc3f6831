// Setting up and removing the second factor. Each change is an act in the owner's chain and ends all other sessions.

import { createHash } from 'node:crypto';
import type { Actor } from '../access/actor.ts';
import { decide } from '../access/decide.ts';
import { type Tx, transaction } from '../db/transaction.ts';
import { AppError } from '../errors.ts';
import type { ChainHead } from '../ledger/append.ts';
import { now } from '../ledger/ledger.ts';
import { deriveKey, seal, tryUnseal } from '../sealed-secret.ts';
import { lockOwnerChain } from './account-event.ts';
import { stateOwnAct } from './own-act.ts';
import { newReadableCode } from './readable-code.ts';
import { deleteCodes, insertCodes } from './recovery-code-store.ts';
import { digitsOf, type FactorParts, recoveryCodeHash, totpKey } from './second-factor.ts';
import { tokenHash } from './session.ts';
import { deleteOtherSessions } from './session-store.ts';
import { newTotpKey, totpStep } from './totp.ts';
import { deleteTotp, setTotp } from './totp-store.ts';

const CODES = 10;

/** A key that was shown and not confirmed yet. `draft` is the key sealed for its owner, to come back with the code. */
export interface TotpDraft {
  readonly key: string;
  readonly draft: string;
}

/** A new key to show. */
export function draftTotp({ ledger, secret }: FactorParts, { account }: Actor): TotpDraft {
  const key = newTotpKey(ledger);
  return { key, draft: seal(deriveKey(secret, 'totp-draft'), key, account, ledger.random).toString('base64url') };
}

/** The key of a draft that came back; undefined where it is none of this person's. */
export function reopenDraft({ secret }: FactorParts, { account }: Actor, draft: string): TotpDraft | undefined {
  const key = tryUnseal(deriveKey(secret, 'totp-draft'), Buffer.from(draft, 'base64url'), account);
  return key === undefined ? undefined : { key, draft };
}

/** Keeps the key once a code shows that the app has it; false for a wrong code. `token` is that of the session that stays. */
export async function confirmTotp(
  parts: FactorParts,
  actor: Actor,
  { key }: TotpDraft,
  code: string,
  token: string,
): Promise<boolean> {
  const { ledger, secret } = parts;
  const step = totpStep(key, digitsOf(code), ledger.clock(), 0);
  if (step === undefined) return false;
  const sealedKey = seal(totpKey(secret), key, actor.account, ledger.random);
  await change(parts, actor, token, async (tx, head) => {
    await setTotp(tx, actor.account, { sealedKey, lastStep: step }, now(ledger));
    await stateOwnAct(tx, ledger, head, actor, 'totp-set', { key: sha256(sealedKey) });
    return true;
  });
  return true;
}

/** Removes the app; false where there is none. */
export function removeTotp(parts: FactorParts, actor: Actor, token: string): Promise<boolean> {
  return change(parts, actor, token, async (tx, head) => {
    if (!(await deleteTotp(tx, actor.account))) return false;
    await stateOwnAct(tx, parts.ledger, head, actor, 'totp-removed');
    return true;
  });
}

/** Ten new codes, to be shown once; those that there were are worth nothing from now on. */
export async function makeCodes(parts: FactorParts, actor: Actor, token: string): Promise<string[]> {
  const codes = Array.from({ length: CODES }, () => newReadableCode(parts.ledger));
  const hashes = codes.map((code) => recoveryCodeHash(actor.account, code)).sort(Buffer.compare);
  await change(parts, actor, token, async (tx, head) => {
    await deleteCodes(tx, actor.account);
    await insertCodes(tx, actor.account, hashes, now(parts.ledger));
    await stateOwnAct(tx, parts.ledger, head, actor, 'recovery-codes-made', { codes: sha256(Buffer.concat(hashes)) });
    return true;
  });
  return codes;
}

/** Removes the printed codes; false where there are none. */
export function removeCodes(parts: FactorParts, actor: Actor, token: string): Promise<boolean> {
  return change(parts, actor, token, async (tx, head) => {
    if (!(await deleteCodes(tx, actor.account))) return false;
    await stateOwnAct(tx, parts.ledger, head, actor, 'recovery-codes-removed');
    return true;
  });
}

// The chain's head first, rows after it, sessions last.
async function change(
  { db, ledger }: FactorParts,
  actor: Actor,
  token: string,
  work: (tx: Tx, head: ChainHead) => Promise<boolean>,
): Promise<boolean> {
  const decision = decide(actor, { action: 'manage-account', account: actor.account }, [], now(ledger));
  if (!decision.permit) throw new AppError('not-found', 'There is no such account.');
  return transaction(db, async (tx) => {
    const changed = await work(tx, await lockOwnerChain(tx, ledger, actor));
    if (changed) await deleteOtherSessions(tx, actor.account, tokenHash(token));
    return changed;
  });
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
