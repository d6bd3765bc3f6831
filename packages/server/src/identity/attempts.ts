// Attempts at a password: each is counted as a failure before the password is looked at, so that many at once are not
// let through together; the right password takes the count back.

import { createHmac } from 'node:crypto';
import type { Db } from '../db/pool.ts';
import { type Tx, transaction } from '../db/transaction.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { ONE_ACCOUNT, ONE_ADDRESS, ONE_LOGIN, type Rule, THREE_AN_HOUR } from './attempt-rules.ts';
import { forgetTally, giveBackFailure, lockTally, setTally } from './attempt-store.ts';
import { networkOf } from './network.ts';

/**
 * What an attempt counts under: `own`, and `shared` with attempts of others, by its own rule. Of a password `shared` is
 * its address over all logins; null where nothing is shared.
 */
export interface AttemptKeys {
  readonly own: Buffer;
  readonly shared: Buffer | null;
  /** How many `own` lets through; that of passwords where nothing is said. */
  readonly rule?: Rule;
  readonly sharedRule?: Rule;
}

export type Attempt = { readonly allowed: true } | { readonly allowed: false; readonly waitSeconds: number };

/** The keys of an attempt to sign in. */
export function signInKeys(secret: string, address: string, login: string): AttemptKeys {
  const network = networkOf(address);
  return { own: keyOf(secret, 'sign-in', network, login), shared: keyOf(secret, 'address', network) };
}

/** The key of an attempt to say the present password again, within one session. */
export function confirmKeys(secret: string, token: string): AttemptKeys {
  return { own: keyOf(secret, 'confirm', token), shared: null };
}

/** The key of messages with links: `recover` for a number, `confirm` for an account, `address` for a mailbox. */
export function mailKeys(secret: string, what: 'recover' | 'confirm' | 'address', of: string): AttemptKeys {
  return { own: keyOf(secret, `mail-${what}`, of), shared: null, rule: THREE_AN_HOUR };
}

/**
 * The keys of an attempt at a code, after the right password. Digits, of which there are a million, count for the account
 * over all addresses too: what was printed still works then, and so does a passkey.
 */
export function codeKeys(secret: string, address: string, account: string, digits: boolean): AttemptKeys {
  return withDigits(secret, account, digits, {
    own: keyOf(secret, 'code', networkOf(address), account),
    shared: null,
  });
}

/** The same keys, with digits of an app counted for the account as well. */
export function withDigits(secret: string, account: string, digits: boolean, keys: AttemptKeys): AttemptKeys {
  return digits ? { ...keys, shared: keyOf(secret, 'digits', account), sharedRule: ONE_ACCOUNT } : keys;
}

/** The key of an attempt to guess something else than a password, by the account that guesses. */
export function guessKeys(secret: string, what: string, account: string): AttemptKeys {
  return { own: keyOf(secret, 'guess', what, account), shared: null };
}

/** The keys of an attempt to guess a patient's code: by the account that guesses, and by address over all of them. */
export function cardKeys(secret: string, address: string, account: string): AttemptKeys {
  return { own: keyOf(secret, 'guess', 'card', account), shared: keyOf(secret, 'guess-card', networkOf(address)) };
}

/** Counts an attempt that begins, or says how long it has to wait; one that has to wait is not counted. */
export function beginAttempt(db: Db, { clock }: Pick<Ledger, 'clock'>, keys: AttemptKeys): Promise<Attempt> {
  return transaction(db, async (tx) => {
    const now = clock();
    const shared = keys.shared && (await look(tx, keys.shared, keys.sharedRule ?? ONE_ADDRESS, now));
    const sharedWait = shared?.wait ?? 0;
    if (sharedWait > 0) return refused(sharedWait);
    const own = await look(tx, keys.own, keys.rule ?? ONE_LOGIN, now);
    if (own.wait > 0) return refused(own.wait);
    await Promise.all([shared?.count(), own.count()]);
    return { allowed: true };
  });
}

/** Takes back what a right password or code counted; what others counted under the shared key stays. */
export async function endAttempt(db: Db, { own, shared }: AttemptKeys): Promise<void> {
  await Promise.all([forgetTally(db, own), shared && giveBackFailure(db, shared)]);
}

/** Takes back what a right guess counted, and no more: knowing one answer gives no free attempts at others. */
export function endGuess(db: Db, { own, shared }: AttemptKeys): Promise<unknown> {
  return Promise.all([giveBackFailure(db, own), shared && giveBackFailure(db, shared)]);
}

async function look(tx: Tx, key: Buffer, rule: Rule, now: number) {
  const tally = rule.current(await lockTally(tx, key, now), now);
  const count = () => setTally(tx, key, { ...tally, failures: tally.failures + 1, lastAt: now });
  return { wait: rule.wait(tally, now), count };
}

function refused(wait: number): Attempt {
  return { allowed: false, waitSeconds: Math.ceil(wait / 1000) };
}

function keyOf(secret: string, ...parts: string[]): Buffer {
  return createHmac('sha256', secret)
    .update(`patrec/attempt/v1\0${JSON.stringify(parts)}`)
    .digest();
}
