// Recoveries at the desk as rows.

import type { Role } from '../access/actor.ts';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import type { Tx } from '../db/transaction.ts';

/** The kinds of document that somebody may show: the kind is noted, never the number. */
export const DOCUMENTS = ['aadhaar', 'voter-id', 'driving-licence', 'passport', 'pan', 'other-photo'] as const;
export type DocumentKind = (typeof DOCUMENTS)[number];

export interface DeskRecovery {
  readonly id: string;
  readonly account: string;
  readonly login: string;
  readonly name: string;
  readonly role: Role;
  readonly chain: string | null;
  readonly document: DocumentKind;
  readonly openedBy: string;
  readonly openerLogin: string;
  readonly openerName: string;
  readonly openedAt: Date;
  readonly state: 'open' | 'confirmed' | 'cancelled';
}

const SELECT = `SELECT d.id, d.account_id AS account, a.login, a.name, a.role, p.chain, d.document, d.opened_by AS "openedBy",
    o.login AS "openerLogin", o.name AS "openerName", d.opened_at AS "openedAt", d.state
  FROM desk_recovery d JOIN account a ON a.id = d.account_id JOIN account o ON o.id = d.opened_by
    LEFT JOIN patient p ON p.account_id = a.id`;
const insertRow = statement(
  'desk.insert',
  `INSERT INTO desk_recovery (id, account_id, document, opened_by, opened_at, state) VALUES ($1, $2, $3, $4, $5, 'open')`,
);
const selectOne = statement('desk.one', `${SELECT} WHERE d.id = $1`);
const selectOpen = statement(
  'desk.open',
  `${SELECT} WHERE d.state = 'open' AND d.opened_at > $1 ORDER BY d.opened_at, d.id LIMIT $2`,
);
const selectOf = statement('desk.of', `${SELECT} WHERE d.account_id = $1 AND d.state = 'open' AND d.opened_at > $2`);
const endRow = statement(
  'desk.end',
  `UPDATE desk_recovery SET state = $2, ended_by = $3, ended_at = $4
   WHERE id = $1 AND state = 'open' AND opened_at > $5 RETURNING id`,
);

/** Writes a recovery that was opened. */
export async function insertRecovery(
  tx: Tx,
  row: { id: string; account: string; document: DocumentKind; openedBy: string; openedAt: string },
): Promise<void> {
  await tx.rows(insertRow, [row.id, row.account, row.document, row.openedBy, row.openedAt]);
}

/** The recovery of that id, in whatever state. */
export async function recoveryById(db: Db | Tx, id: string): Promise<DeskRecovery | undefined> {
  return (await db.rows<DeskRecovery>(selectOne, [id]))[0];
}

/** The recoveries that were opened after `since` and wait, the first first. */
export function openRecoveries(db: Db, since: Date, limit: number): Promise<DeskRecovery[]> {
  return db.rows<DeskRecovery>(selectOpen, [since, limit]);
}

/** The recovery of an account that was opened after `since` and waits. */
export async function openRecoveryOf(db: Db | Tx, account: string, since: Date): Promise<DeskRecovery | undefined> {
  return (await db.rows<DeskRecovery>(selectOf, [account, since]))[0];
}

/** Ends a recovery that waits; false where it does not, or was opened before `since`. */
export async function endRecovery(
  tx: Tx,
  end: { id: string; state: 'confirmed' | 'cancelled'; by: string; at: string; since: Date },
): Promise<boolean> {
  return (await tx.rows(endRow, [end.id, end.state, end.by, end.at, end.since])).length > 0;
}
