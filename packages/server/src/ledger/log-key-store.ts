// The keys that the log is signed with, as rows, each with its places in the log.

import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import type { Tx } from '../db/transaction.ts';

/** Why a key ended: it was changed, it may be in other hands, or it was announced and then not taken into use. */
export type RetireReason = 'changed' | 'leaked' | 'withdrawn';

/** What the institution's chain says of a key of the log. Times are ISO 8601 UTC; null where nothing was announced or ended. */
export interface LogKeySaid {
  readonly verifierKey: string;
  readonly announcedAt: string | null;
  readonly announcedSeq: number | null;
  readonly retiredAt: string | null;
  readonly retiredSeq: number | null;
  readonly reason: RetireReason | null;
}

/** The same, and where in the log that is said: null until it is there. */
export interface LogKeyRow extends LogKeySaid {
  readonly announced: number | null;
  readonly retired: number | null;
}

const iso = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const selectKeys = statement(
  'log-key.all',
  `SELECT k.verifier_key AS "verifierKey", ${iso('k.announced_at')} AS "announcedAt", k.announced_seq AS "announcedSeq",
     ${iso('k.retired_at')} AS "retiredAt", k.retired_seq AS "retiredSeq", k.reason,
     a.leaf_index AS announced, r.leaf_index AS retired
   FROM log_key k CROSS JOIN installation i
     LEFT JOIN block a ON a.chain = i.institution_chain AND a.seq = k.announced_seq AND a.type = 'key'
     LEFT JOIN block r ON r.chain = i.institution_chain AND r.seq = k.retired_seq AND r.type = 'key'
   ORDER BY k.announced_seq NULLS FIRST`,
);
const insertKey = statement(
  'log-key.insert',
  'INSERT INTO log_key (verifier_key, announced_at, announced_seq) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
);
const retireKey = statement(
  'log-key.retire',
  'UPDATE log_key SET retired_at = $2, retired_seq = $3, reason = $4 WHERE verifier_key = $1 AND retired_seq IS NULL',
);

/** All keys that the log ever had, the oldest first; none where it has only ever had one. */
export function readLogKeys(store: Db | Tx): Promise<LogKeyRow[]> {
  return store.rows<LogKeyRow>(selectKeys, []);
}

/** Writes a key; `announced` is null for the log's first. */
export async function insertLogKey(
  tx: Tx,
  verifierKey: string,
  announced: { readonly at: string; readonly seq: number } | null,
): Promise<void> {
  await tx.rows(insertKey, [verifierKey, announced?.at ?? null, announced?.seq ?? null]);
}

/** Marks a key as ended. */
export async function markLogKeyRetired(
  tx: Tx,
  verifierKey: string,
  { at, seq, reason }: { readonly at: string; readonly seq: number; readonly reason: RetireReason },
): Promise<void> {
  await tx.rows(retireKey, [verifierKey, at, seq, reason]);
}
