import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { giveCodes, spendCode } from '../../test/support/factors.ts';
import { type People, registerPeople } from '../../test/support/people.ts';
import { practitioner } from '../../test/support/practitioners.ts';
import { openTestStore, type TestStore } from '../../test/support/test-store.ts';
import { waitsForLock } from '../../test/support/waits-for-lock.ts';
import type { Actor } from '../access/actor.ts';
import { removeCodes } from './change-factor.ts';
import { UNKNOWN_DEVICE } from './device.ts';
import { setOwnPassword } from './set-own-password.ts';
import { declinePractitioner, verifyPractitioner } from './verify-practitioner.ts';

let store: TestStore;
let people: People;
beforeAll(async () => {
  store = await openTestStore();
  people = await registerPeople(store);
});
afterAll(() => store.close());

const waiting = () => practitioner(store, 'doctor', 'Dr. Waiting', false);
let code: string | undefined;
const secret = 'a secret of the tests, long enough';

const acts: readonly [string, () => Promise<Actor>, (who: Actor) => Promise<unknown>][] = [
  ['verifying a doctor', waiting, ({ login }) => verifyPractitioner(store, people.administrator, login)],
  ['declining a doctor', waiting, ({ login }) => declinePractitioner(store, people.administrator, login, 'Unknown')],
  [
    'replacing a one-time password',
    async () => {
      await store.db.pool.query(`UPDATE account SET one_time_until = 'infinity' WHERE id = $1`, [people.staff.account]);
      return people.staff;
    },
    (who) => setOwnPassword(store, who, 'guava tree beside the well', UNKNOWN_DEVICE),
  ],
  [
    'removing printed codes',
    async () => {
      await giveCodes({ ...store, secret }, people.doctor);
      return people.doctor;
    },
    (who) => removeCodes({ ...store, secret }, who, 'none'),
  ],
  [
    'using a printed code',
    async () => {
      [code] = await giveCodes({ ...store, secret }, people.doctor);
      return people.doctor;
    },
    (who) => spendCode({ ...store, secret }, who, code),
  ],
];

// Whoever holds the head goes on to the account's rows, as changing a password does: an act that had taken those rows
// before it waits for the head would never get it.
test.each(acts)('%s takes the chain before rows of the account', async (_, made, act) => {
  const who = await made();
  const client = await store.db.pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('SELECT FROM chain_head WHERE chain = $1 FOR UPDATE', [store.ledger.institutionChain]);
    const acted = act(who);
    await vi.waitFor(async () => expect(await waitsForLock(store.db)).toBe(true));
    await client.query(`SET LOCAL lock_timeout = '2s'`);
    await client.query('UPDATE account SET name = name WHERE id = $1', [who.account]);
    await client.query('UPDATE recovery_code SET used_at = used_at WHERE account_id = $1', [who.account]);
    await client.query('COMMIT');
    await acted;
  } finally {
    client.release();
  }
});
