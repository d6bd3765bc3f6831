// Which of the log's keys count for which checkpoints: as its own blocks say, and with one key alone as the key's file says.

import {
  countsFor,
  formatKeySpan,
  formatVerifierKey,
  type LogKeySpan,
  parsePolicy,
  parseVerifierKey,
} from '@patrec/ledger';
import type { Db } from '../db/pool.ts';
import type { Tx } from '../db/transaction.ts';
import { AppError } from '../errors.ts';
import type { LogKey } from './log-key.ts';
import { type LogKeyRow, readLogKeys } from './log-key-store.ts';
import { newestCheckpoint } from './log-store.ts';

/**
 * The keys that count for some checkpoint: an announcement counts once it is in the log, from the first checkpoint that has
 * it; an end likewise. Without rows, `verifierKey` alone.
 */
export function keySpans(rows: readonly LogKeyRow[], verifierKey: string): LogKeySpan[] {
  if (rows.length === 0) return [{ key: parseVerifierKey(verifierKey) }];
  return rows
    .filter(({ announcedSeq, announced }) => announcedSeq === null || announced !== null)
    .map(({ verifierKey: text, announced, retired }) => ({
      key: parseVerifierKey(text),
      ...(announced !== null && { from: announced + 1 }),
      ...(retired !== null && { until: retired }),
    }));
}

/** The keys of the log as they stand in the database. */
export async function logKeySpans(store: Db | Tx, verifierKey: string): Promise<LogKeySpan[]> {
  return keySpans(await readLogKeys(store), verifierKey);
}

/** The texts of the keys that count for a checkpoint of that size, the oldest first. */
export function verifierKeysAt(spans: readonly LogKeySpan[], size: number): string[] {
  return spans.filter((span) => countsFor(span, size)).map(({ key }) => formatVerifierKey(key.name, key.publicKey));
}

/** The texts of the keys that the newest checkpoint is signed with, a line each. */
export async function presentKeyLines({
  db,
  verifierKey,
}: {
  readonly db: Db;
  readonly verifierKey: string;
}): Promise<string> {
  const [spans, newest] = await Promise.all([logKeySpans(db, verifierKey), newestCheckpoint(db)]);
  const keys = verifierKeysAt(spans, newest?.size ?? 0);
  return keys.map((key) => `${key}\n`).join('');
}

/**
 * What signs a checkpoint of that size: all keys that count for it. Throws fault where one of them is not at hand: a key that
 * somebody else announced never gets a signature beside it.
 */
export function signersAt(spans: readonly LogKeySpan[], size: number, atHand: readonly LogKey[]): LogKey[] {
  const wanted = verifierKeysAt(spans, size);
  if (wanted.length === 0) throw new AppError('fault', 'The log has ended all its keys. Signing is stopped.');
  return wanted.map((text) => {
    const key = atHand.find(({ verifierKey }) => verifierKey === text);
    if (key) return key;
    const why = `The log is to be signed with the key ${text}, which is not in this server's files. Signing is stopped.`;
    throw new AppError('fault', why);
  });
}

/** What the next key signs beside its announcement: that it follows that key, and is held by whoever announces it. */
export function handover(verifierKey: string, next: string): Uint8Array {
  return new TextEncoder().encode(`patrec/log-key/v1\n${verifierKey}\n${next}\n`);
}

/** The policy with the keys that the log has now, in the place of those that its file names. */
export function policyWithKeys(policy: string, spans: readonly LogKeySpan[]): string {
  const url = parsePolicy(policy).logs[0]?.url;
  const rest = policy.split('\n').filter((line) => !/^[ \t]*(?:log|#patrec-key)(?:[ \t]|$)/.test(line));
  const logs = spans.map(({ key }) => `log ${formatVerifierKey(key.name, key.publicKey)}${url ? ` ${url}` : ''}`);
  const sizes = spans.map(formatKeySpan).filter((line) => line !== undefined);
  return [...logs, ...sizes, ...rest].join('\n');
}

/** The policy that receipts are issued under now. `policy` is the text of the configured one. */
export async function presentPolicy({ db, policy }: { readonly db: Db; readonly policy: string }): Promise<string> {
  const rows = await readLogKeys(db);
  return rows.length === 0 ? policy : policyWithKeys(policy, keySpans(rows, ''));
}
