// A one-time password is replaced by one of one's own: every other session ends.

import type { Actor } from '../access/actor.ts';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import { transaction } from '../db/transaction.ts';
import { AppError } from '../errors.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { notify } from '../notifications/notify.ts';
import { lockOwnerChain, stateAccountEvent } from './account-event.ts';
import type { Device } from './device.ts';
import { hashPassword } from './password.ts';
import { openSession } from './session.ts';
import { deleteSessionsOf } from './session-store.ts';

const replace = statement(
  'own-password.replace',
  'UPDATE account SET password_hash = $2, one_time_until = NULL WHERE id = $1 AND one_time_until > $3 RETURNING id',
);

/**
 * Sets the password (checked before) and ends all sessions; gives the token of a new one.
 * Throws conflict where no one-time password stands: it was replaced meanwhile, or its time is over.
 */
export async function setOwnPassword(
  { db, ledger }: { db: Db; ledger: Ledger },
  actor: Actor,
  password: string,
  device: Device,
): Promise<string> {
  const { account } = actor;
  const passwordHash = await hashPassword(password);
  await transaction(db, async (tx) => {
    const head = await lockOwnerChain(tx, ledger, actor);
    const replaced = await tx.rows(replace, [account, passwordHash, new Date(ledger.clock())]);
    if (replaced.length === 0) throw new AppError('conflict', 'The password was set meanwhile. Sign in with it.');
    await deleteSessionsOf(tx, account);
    await notify(tx, ledger, account, 'password-changed');
    await stateAccountEvent(tx, ledger, head, { action: 'change-password', by: actor, of: actor });
  });
  return openSession(db, ledger, account, device);
}
