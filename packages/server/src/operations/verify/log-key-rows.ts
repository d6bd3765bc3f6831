// The keys that the log is signed with, as the institution's chain announces and ends them: each announcement and each end is
// signed with a key of the log that stands. The rows are held against that.

import { base64, checkAuthorSignature, ProofError, parseVerifierKey, type Statement } from '@patrec/ledger';
import type { Db } from '../../db/pool.ts';
import { type LogKeySaid, type RetireReason, readLogKeys } from '../../ledger/log-key-store.ts';
import { handover } from '../../ledger/log-keys.ts';
import type { AccountAct } from './account-rows.ts';
import { mismatch, type Problem } from './problem.ts';
import type { Tally } from './tally.ts';

const REASONS: readonly string[] = ['changed', 'leaked', 'withdrawn'] satisfies RetireReason[];
const FIRST = { announcedAt: null, announcedSeq: null };
const STANDING = { retiredAt: null, retiredSeq: null, reason: null };

/**
 * Keeps what a block says of the log's keys; false where it says nothing of them, or what cannot be: a key that no key of the
 * log announced.
 */
export function keepLogKey({ logKeys }: Tally, { authorKey }: Statement, seq: number, act: AccountAct): boolean {
  const { action, at, details } = act;
  const { key = '', with: by = '', reason = '', proof = '' } = details;
  if (!action.startsWith('log-key-') || !isKey(key) || authorKey !== publicKeyOf(by)) return false;
  // The first key was never announced: that it is the log's the first checkpoints say.
  if (logKeys.size === 0) logKeys.set(by, { verifierKey: by, ...FIRST, ...STANDING });
  if (logKeys.get(by)?.retiredSeq !== null) return false;
  const before = logKeys.get(key);
  if (action === 'log-key-announced' && before === undefined && holds(handover(by, key), key, proof)) {
    logKeys.set(key, { verifierKey: key, announcedAt: at, announcedSeq: seq, ...STANDING });
    return true;
  }
  if (action !== 'log-key-retired' || before?.retiredSeq !== null || key === by || !isReason(reason)) return false;
  logKeys.set(key, { ...before, retiredAt: at, retiredSeq: seq, reason });
  return true;
}

/** Holds the rows of the log's keys against the institution's chain. */
export async function checkLogKeyRows(db: Db, { name, logKeys, isInstitution }: Tally): Promise<Problem[]> {
  if (!isInstitution) return [];
  const rows = await readLogKeys(db);
  const differing = new Set(rows.map(textOf)).symmetricDifference(new Set([...logKeys.values()].map(textOf)));
  return differing.size === 0 ? [] : [mismatch(name, 'A key of the log is not what the chain announces.')];
}

function textOf({ verifierKey, announcedAt, announcedSeq, retiredAt, retiredSeq, reason }: LogKeySaid): string {
  return JSON.stringify([verifierKey, announcedAt, announcedSeq, retiredAt, retiredSeq, reason]);
}

function isReason(text: string): text is RetireReason {
  return REASONS.includes(text);
}

function isKey(text: string): boolean {
  return publicKeyOf(text) !== undefined;
}

// The new key's own: nobody makes a key of theirs the one before it.
function holds(said: Uint8Array, key: string, signature: string): boolean {
  try {
    checkAuthorSignature(said, publicKeyOf(key), signature);
    return true;
  } catch (error) {
    if (error instanceof ProofError) return false;
    throw error;
  }
}

function publicKeyOf(text: string): string | undefined {
  try {
    return base64(parseVerifierKey(text).publicKey);
  } catch (error) {
    if (error instanceof ProofError) return undefined;
    throw error;
  }
}
