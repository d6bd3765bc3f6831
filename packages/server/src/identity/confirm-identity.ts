// "Confirm it is you": whoever has an open session proves once more who they are, before a dangerous act.

import type { Actor } from '../access/actor.ts';
import { transaction } from '../db/transaction.ts';
import { type AttemptKeys, beginAttempt, confirmKeys, endAttempt, withDigits } from './attempts.ts';
import { passwordHashOf } from './credential-store.ts';
import { isPassword, isPasswordTooLong } from './password.ts';
import { type PasskeySite, provePasskey } from './prove-passkey.ts';
import { digitsOf, type FactorParts, useCode } from './second-factor.ts';
import { type Confirmation, markProved, needsBoth, type SessionProof } from './session-proof.ts';
import { isTotpCode } from './totp.ts';

/** What somebody offers as proof; what was not given is empty. `owner` is what a passkey's challenge was bound to. */
export interface OfferedProof {
  readonly password: string;
  readonly code: string;
  readonly passkey: string;
  readonly owner: Buffer;
}

export interface ProofError {
  readonly field: 'password' | 'code' | 'passkey';
  readonly code: 'required' | 'password-wrong' | 'code-wrong' | 'passkey-wrong';
}

export type Confirmed =
  | { readonly confirmed: true }
  | { readonly confirmed: false; readonly waitSeconds: number }
  | { readonly confirmed: false; readonly errors: readonly ProofError[] };

/** The session whose person confirms: its token, and what it has proved so far. */
export interface ConfirmingSession {
  readonly token: string;
  readonly proof: SessionProof;
}

/** Checks what is offered against what is asked, and notes the proof in the session. Wrong ones make the next wait. */
export async function confirmIdentity(
  parts: FactorParts & { readonly site: PasskeySite },
  actor: Actor,
  session: ConfirmingSession,
  asked: Pick<Confirmation, 'by'>,
  offered: OfferedProof,
): Promise<Confirmed> {
  const { db, ledger, secret } = parts;
  if (offered.passkey !== '') return byPasskey(parts, actor, session, offered);
  const errors = missing(session.proof, asked, offered);
  if (errors.length > 0) return { confirmed: false, errors };
  const keys = keysOf(secret, actor, session.token, offered);
  const attempt = await beginAttempt(db, ledger, keys);
  if (!attempt.allowed) return { confirmed: false, waitSeconds: attempt.waitSeconds };
  const wrong = await wrongProof(parts, actor, offered);
  if (wrong) return { confirmed: false, errors: [wrong] };
  await endAttempt(db, keys);
  await markProved(db, ledger, session.token, offered.password !== '' && offered.code !== '');
  return { confirmed: true };
}

function missing(proof: SessionProof, asked: Pick<Confirmation, 'by'>, { password, code }: OfferedProof): ProofError[] {
  const { secondFactor } = proof;
  const both = needsBoth(proof, asked);
  const fields: ProofError['field'][] = [];
  if (password === '' && (both || code === '' || !secondFactor)) fields.push('password');
  if (code === '' && both) fields.push('code');
  return fields.map((field) => ({ field, code: 'required' }));
}

function keysOf(secret: string, { account }: Actor, token: string, { code }: OfferedProof): AttemptKeys {
  return withDigits(secret, account, isTotpCode(digitsOf(code)), confirmKeys(secret, token));
}

// The password first: a printed code is not used up beside a wrong one.
async function wrongProof(
  parts: FactorParts,
  actor: Actor,
  { password, code }: OfferedProof,
): Promise<ProofError | undefined> {
  if (password !== '' && !(await isOwnPassword(parts, actor, password)))
    return { field: 'password', code: 'password-wrong' };
  if (code !== '' && !(await transaction(parts.db, (tx) => useCode(tx, parts, actor, code))))
    return { field: 'code', code: 'code-wrong' };
  return undefined;
}

async function isOwnPassword({ db }: FactorParts, { account }: Actor, password: string): Promise<boolean> {
  return !isPasswordTooLong(password) && isPassword(await passwordHashOf(db, account), password);
}

async function byPasskey(
  parts: FactorParts & { readonly site: PasskeySite },
  actor: Actor,
  { token }: ConfirmingSession,
  { passkey: answer, owner }: OfferedProof,
): Promise<Confirmed> {
  const passkey = await provePasskey(parts, parts.site, { owner, purpose: 'confirm' }, answer);
  if (passkey?.account !== actor.account)
    return { confirmed: false, errors: [{ field: 'passkey', code: 'passkey-wrong' }] };
  await markProved(parts.db, parts.ledger, token, true);
  return { confirmed: true };
}
