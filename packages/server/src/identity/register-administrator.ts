// An administrator is made from the command line: how an empty production store begins.

import type { Db } from '../db/pool.ts';
import { transaction } from '../db/transaction.ts';
import { AppError } from '../errors.ts';
import { lockHead } from '../ledger/append.ts';
import { type Ledger, randomHex } from '../ledger/ledger.ts';
import { stateDirectoryEvent } from './account-event.ts';
import { insertAccount, nextNumber } from './account-store.ts';
import { makeOneTimePassword } from './one-time-password.ts';

const LONGEST_NAME = 100;

/** Makes an administrator; gives the number and a one-time password, which is stored nowhere. Throws incorrect for no name. */
export async function registerAdministrator(
  { db, ledger }: { db: Db; ledger: Ledger },
  name: string,
): Promise<{ login: string; password: string; until: string }> {
  if (!/\p{L}/u.test(name) || /\p{Cc}|\p{Cs}/u.test(name) || name.length > LONGEST_NAME)
    throw new AppError('incorrect', 'Give the name of a person, of at most 100 characters.');
  const { password, passwordHash, oneTimeUntil } = await makeOneTimePassword(ledger);
  return transaction(db, async (tx) => {
    const login = await nextNumber(tx, 'ADM');
    const account = randomHex(ledger, 16);
    const kind = { role: 'administrator', status: 'active', demo: false } as const;
    const head = await lockHead(tx, ledger, ledger.institutionChain);
    await insertAccount(tx, { id: account, login, name, passwordHash, oneTimeUntil, ...kind }, head.recordedAt);
    await stateDirectoryEvent(tx, ledger, head, {
      action: 'administrator-made',
      by: { account: ledger.systemAccount, login: 'SYSTEM' },
      of: { account, login },
    });
    return { login, password, until: oneTimeUntil };
  });
}
