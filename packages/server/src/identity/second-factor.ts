// The second factor: what somebody has besides the password. A code of an authenticator app, or one from paper.

import { createHash } from 'node:crypto';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import type { Tx } from '../db/transaction.ts';
import { type Ledger, now } from '../ledger/ledger.ts';
import { deriveKey, unseal } from '../sealed-secret.ts';
import { lockOwnerChain, type Owner } from './account-event.ts';
import { stateOwnAct } from './own-act.ts';
import { readableCodeOf } from './readable-code.ts';
import { takeCode } from './recovery-code-store.ts';
import { isTotpCode, totpStep } from './totp.ts';
import { selectTotp, useTotpStep } from './totp-store.ts';

/** What the functions of the second factor are given; `secret` is the installation's. */
export interface FactorParts {
  readonly db: Db;
  readonly ledger: Ledger;
  readonly secret: string;
}

/** Which second factor a right code was of. */
export type Factor = 'totp' | 'recovery-code';

const HAS_FACTOR = `EXISTS (SELECT FROM totp WHERE account_id = $1) OR EXISTS (SELECT FROM recovery_code WHERE account_id = $1)`;
const selectHas = statement('second-factor.has', `SELECT ${HAS_FACTOR} AS has`);
const LONGEST_TYPED = 100;

/** True where signing in takes a code. Somebody whose printed codes are all used has a second factor, and no code. */
export async function hasSecondFactor(store: Db | Tx, account: string): Promise<boolean> {
  return (await store.rows<{ has: boolean }>(selectHas, [account]))[0]?.has ?? false;
}

/** Uses a code up: of an app with its time step, of paper with an act in the owner's chain. Undefined for a wrong one. */
export async function useCode(
  tx: Tx,
  parts: Pick<FactorParts, 'ledger' | 'secret'>,
  owner: Owner,
  typed: string,
): Promise<Factor | undefined> {
  if (typed.length > LONGEST_TYPED) return undefined;
  const digits = digitsOf(typed);
  if (isTotpCode(digits)) return (await useTotp(tx, parts, owner, digits)) ? 'totp' : undefined;
  const hash = recoveryCodeHash(owner.account, readableCodeOf(typed));
  const head = await lockOwnerChain(tx, parts.ledger, owner);
  if (!(await takeCode(tx, owner.account, hash, now(parts.ledger)))) return undefined;
  await stateOwnAct(tx, parts.ledger, head, owner, 'recovery-code-used', { code: hash.toString('hex') });
  return 'recovery-code';
}

async function useTotp(
  tx: Tx,
  { ledger, secret }: Pick<FactorParts, 'ledger' | 'secret'>,
  { account }: Owner,
  code: string,
): Promise<boolean> {
  const stored = await selectTotp(tx, account);
  if (!stored) return false;
  const key = unseal(totpKey(secret), stored.sealedKey, account);
  const step = totpStep(key, code, ledger.clock(), stored.lastStep);
  return step !== undefined && useTotpStep(tx, account, { ...stored, lastStep: step });
}

/** Six digits however an app groups them. */
export function digitsOf(typed: string): string {
  return typed.replaceAll(/[\s-]/g, '');
}

/** What the keys of apps are sealed under, each bound to its account. */
export function totpKey(secret: string): Buffer {
  return deriveKey(secret, 'totp');
}

/** How the store knows a printed code: 100 random bits need no slow hash. */
export function recoveryCodeHash(account: string, code: string): Buffer {
  return createHash('sha256').update(`patrec/recovery-code/v1\0${account}\0${code}`).digest();
}
