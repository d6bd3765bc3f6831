// How every proved sign-in ends: a session, and word to the owner where they never came with such a device.

import type { Tx } from '../db/transaction.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { notify } from '../notifications/notify.ts';
import type { Device } from './device.ts';
import { rememberDevice } from './known-device.ts';
import { openSession } from './session.ts';

/** Opens a session and gives its token; `byFactor` where more than a password was proved. */
export async function enter(
  tx: Tx,
  parts: Pick<Ledger, 'clock' | 'random'>,
  account: string,
  device: Device,
  byFactor = false,
): Promise<string> {
  if (await rememberDevice(tx, account, device)) await notify(tx, parts, account, 'new-device');
  return openSession(tx, parts, account, device, byFactor);
}
