// Tells the pages of a patient and of a doctor, in all server processes, that their lists of access have changed.

import { announce } from '../db/announcements.ts';
import { statement } from '../db/statement.ts';
import type { Tx } from '../db/transaction.ts';

const selectAccount = statement(
  'announce.patient',
  'SELECT account_id AS account FROM patient WHERE chain = $1 AND account_id IS NOT NULL',
);

/** Announces it to the patient and to those accounts when the transaction commits. */
export async function announceLists(tx: Tx, chain: string, accounts: readonly string[]): Promise<void> {
  const [patient] = await tx.rows<{ account: string }>(selectAccount, [chain]);
  await announce(tx, 'lists', patient ? [patient.account, ...accounts] : accounts);
}
