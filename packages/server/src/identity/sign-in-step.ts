// Between the right password and the code: a token that opens nothing by itself, for ten minutes.

import type { Role } from '../access/actor.ts';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import { type Tx, transaction } from '../db/transaction.ts';
import { AppError } from '../errors.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { beginAttempt, codeKeys, endAttempt } from './attempts.ts';
import type { Device } from './device.ts';
import { enter } from './enter.ts';
import { countCodes } from './recovery-code-store.ts';
import { digitsOf, type Factor, type FactorParts, useCode } from './second-factor.ts';
import { tokenHash } from './session.ts';
import { isTotpCode } from './totp.ts';

const STEP_MS = 10 * 60_000;

const insert = statement(
  'sign-in-step.insert',
  'INSERT INTO sign_in_step (token_hash, account_id, expires_at) VALUES ($1, $2, $3)',
);
const select = statement(
  'sign-in-step.select',
  `SELECT a.id AS account, a.login, a.role, p.chain FROM sign_in_step s
     JOIN account a ON a.id = s.account_id LEFT JOIN patient p ON p.account_id = a.id
   WHERE s.token_hash = $1 AND s.expires_at > $2 AND a.status <> 'closed'`,
);
const remove = statement('sign-in-step.delete', 'DELETE FROM sign_in_step WHERE token_hash = $1 RETURNING account_id');

/** Whose sign-in waits for a code. */
export interface SignInStep {
  readonly account: string;
  readonly login: string;
  readonly role: Role;
  readonly chain: string | null;
}

/** `left` is how many printed codes are left, after one was used. */
export type SecondStep =
  | { readonly signedIn: true; readonly token: string; readonly left: number | null }
  | { readonly signedIn: false; readonly gone: true }
  | { readonly signedIn: false; readonly waitSeconds: number };

/** Notes that the right password was typed; gives 256 random bits in base64url for the browser to bring with the code. */
export async function openSignInStep(
  db: Db,
  parts: Pick<Ledger, 'clock' | 'random'>,
  account: string,
): Promise<string> {
  const token = Buffer.from(parts.random(32)).toString('base64url');
  await db.rows(insert, [tokenHash(token), account, new Date(parts.clock() + STEP_MS)]);
  return token;
}

/** Whose sign-in that is; undefined where it has ended or never began. */
export async function signInStep(db: Db, { clock }: Pick<Ledger, 'clock'>, token: string) {
  return (await db.rows<SignInStep>(select, [tokenHash(token), new Date(clock())]))[0];
}

/** What came with the code: the step's token, from where and with what. */
export interface TypedCode {
  readonly step: string;
  readonly code: string;
  readonly address: string;
  readonly device: Device;
}

/** Opens a session for the right code. The step is used up with it, so of two at once one is signed in. */
export async function finishSignIn(
  parts: FactorParts,
  { step, code, address, device }: TypedCode,
): Promise<SecondStep> {
  const { db, ledger, secret } = parts;
  const owner = await signInStep(db, ledger, step);
  if (!owner) return { signedIn: false, gone: true };
  const keys = codeKeys(secret, address, owner.account, isTotpCode(digitsOf(code)));
  const attempt = await beginAttempt(db, ledger, keys);
  if (!attempt.allowed) return { signedIn: false, waitSeconds: attempt.waitSeconds };
  const opened = await transaction(db, async (tx) => {
    const used = await useCode(tx, parts, owner, code);
    if (!used) return undefined;
    await takeStep(tx, step);
    return open(tx, parts, owner.account, device, used);
  });
  if (!opened) return { signedIn: false, waitSeconds: 0 };
  await endAttempt(db, keys);
  return { signedIn: true, ...opened };
}

async function open(tx: Tx, { ledger }: FactorParts, account: string, device: Device, used: Factor) {
  const token = await enter(tx, ledger, account, device, true);
  const left = used === 'recovery-code' ? (await countCodes(tx, account)).left : null;
  return { token, left };
}

// Thrown, so that the code of the second of two at once is not used up.
async function takeStep(tx: Tx, step: string): Promise<void> {
  const taken = await tx.rows(remove, [tokenHash(step)]);
  if (taken.length === 0) throw new AppError('conflict', 'This sign-in was finished meanwhile.');
}
