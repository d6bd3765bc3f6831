// What an account was signed in with before; a sign-in with something else is told by e-mail.

import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import type { Tx } from '../db/transaction.ts';
import type { Device } from './device.ts';

const insertKnown = statement(
  'device.remember',
  `INSERT INTO known_device (account_id, browser, system) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING browser`,
);

/** Remembers what the account is signed in with; true where it was not known. */
export async function rememberDevice(store: Db | Tx, account: string, { browser, system }: Device): Promise<boolean> {
  return (await store.rows(insertKnown, [account, browser, system])).length > 0;
}
