// What the store remembers of the demonstration: whether it was made, and who was registered before a start was killed.

import type { Actor, Role } from '../../access/actor.ts';
import type { Db } from '../../db/pool.ts';
import { statement } from '../../db/statement.ts';
import type { Tx } from '../../db/transaction.ts';

/** Made: all of it was written. Foreign: the store holds people who are not of the demonstration. Open: neither. */
export type DemoState = 'made' | 'foreign' | 'open';

/** Who writes, asks and answers, with the Practitioner where there is one. */
export interface DemoActor extends Actor {
  readonly resourceId: string | null;
  readonly workplace: string;
}

const selectState = statement(
  'demo.state',
  `SELECT CASE WHEN demo_made_at IS NOT NULL THEN 'made'
     WHEN EXISTS (SELECT FROM account WHERE role <> 'system' AND NOT demo)
       OR EXISTS (SELECT FROM patient WHERE account_id IS NULL) THEN 'foreign'
     ELSE 'open' END AS state FROM installation`,
);
const lockRow = statement('demo.lock', 'SELECT FROM installation FOR UPDATE');
const remember = statement('demo.remember', 'UPDATE installation SET demo_made_at = $1');
const selectActor = statement(
  'demo.actor',
  `SELECT a.id AS account, a.login, a.name, a.role, p.chain, d.resource_id AS "resourceId", coalesce(d.workplace, '') AS workplace
   FROM account a LEFT JOIN patient p ON p.account_id = a.id LEFT JOIN practitioner d ON d.account_id = a.id
   WHERE a.login = $1 AND a.role <> 'system'`,
);

/** How far the demonstration is. */
export async function demoState(store: Db | Tx): Promise<DemoState> {
  const [row] = await store.rows<{ state: DemoState }>(selectState, []);
  return row?.state ?? 'open';
}

/** Makes every other start that would make the demonstration wait until this transaction ends. */
export async function lockDemo(tx: Tx): Promise<void> {
  await tx.rows(lockRow, []);
}

/** Remembers that all was written. */
export async function rememberDemo(tx: Tx, at: string): Promise<void> {
  await tx.rows(remember, [at]);
}

/** The person with that login; undefined where nobody is registered under it. */
export async function demoActor(db: Db, login: string): Promise<DemoActor | undefined> {
  const [row] = await db.rows<Omit<DemoActor, 'verified'> & { role: Role }>(selectActor, [login]);
  return row && { ...row, verified: true };
}
