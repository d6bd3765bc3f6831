// An administrator is made from the command line: how an empty production store begins, and how the administrators of
// another one come along.

import type { Db } from '../db/pool.ts';
import { type Tx, transaction } from '../db/transaction.ts';
import { AppError } from '../errors.ts';
import { lockHead } from '../ledger/append.ts';
import { type Ledger, randomHex } from '../ledger/ledger.ts';
import { stateDirectoryEvent } from './account-event.ts';
import { type Account, type Incomer, incomerNumber, insertAccount, nextNumber } from './account-store.ts';
import { makeOneTimePassword } from './one-time-password.ts';

const LONGEST_NAME = 100;

interface Parts {
  readonly db: Db;
  readonly ledger: Ledger;
}

/** Makes an administrator; gives the number and a one-time password, which is stored nowhere. Throws incorrect for no name. */
export async function registerAdministrator(
  { db, ledger }: Parts,
  name: string,
): Promise<{ login: string; password: string; until: string }> {
  if (!/\p{L}/u.test(name) || /\p{Cc}|\p{Cs}/u.test(name) || name.length > LONGEST_NAME)
    throw new AppError('incorrect', 'Give the name of a person, of at most 100 characters.');
  const { password, passwordHash, oneTimeUntil } = await makeOneTimePassword(ledger);
  return transaction(db, async (tx) => {
    const login = await nextNumber(tx, 'ADM');
    await insertAdministrator(tx, ledger, { login, name, passwordHash, oneTimeUntil });
    return { login, password, until: oneTimeUntil };
  });
}

/** An administrator from elsewhere; `source` is stated with them: where they come from. */
export interface NewAdministrator extends Pick<Account, 'name' | 'passwordHash'> {
  readonly incomer: Incomer;
  readonly source: Readonly<Record<string, string>>;
}

/** Takes an administrator from elsewhere in; gives the number. Throws conflict for whoever has come before. */
export function bringAdministrator({ db, ledger }: Parts, person: NewAdministrator): Promise<string> {
  const { incomer, source, ...own } = person;
  return transaction(db, async (tx) => {
    const login = await incomerNumber(tx, 'ADM', incomer);
    await insertAdministrator(tx, ledger, { ...own, login, importKey: incomer.key }, source);
    return login;
  });
}

type Written = Pick<Account, 'login' | 'name' | 'passwordHash' | 'oneTimeUntil' | 'importKey'> & Partial<Account>;

/** Writes the account, and in the institution's chain that it is an administrator's; gives its id. `more` is stated with it. */
export async function insertAdministrator(
  tx: Tx,
  ledger: Ledger,
  written: Written,
  more: NewAdministrator['source'] = {},
): Promise<string> {
  const id = randomHex(ledger, 16);
  const head = await lockHead(tx, ledger, ledger.institutionChain);
  await insertAccount(tx, { demo: false, ...written, id, role: 'administrator', status: 'active' }, head.recordedAt);
  await stateDirectoryEvent(tx, ledger, head, {
    action: 'administrator-made',
    by: { account: ledger.systemAccount, login: 'SYSTEM' },
    of: { account: id, login: written.login },
    more: { ...more, name: written.name },
  });
  return id;
}
