// More doctors and staff than the people of the tests, as actors.

import type { Actor } from '../../src/access/actor.ts';
import { registerPractitioner } from '../../src/identity/register-practitioner.ts';
import type { TestStore } from './test-store.ts';

type Parts = Pick<TestStore, 'db' | 'ledger'>;

/** Registers somebody who practises here, without a password; `verified` false leaves the account waiting. */
export async function practitioner(
  { db, ledger }: Parts,
  role: 'doctor' | 'staff',
  name: string,
  verified = true,
): Promise<Actor> {
  const { account, login } = await registerPractitioner({ db, ledger }, ledger.systemAccount, {
    role,
    details: { name: { text: name }, sex: 'male' },
    speciality: role === 'doctor' ? 'cardiology' : null,
    hours: [],
    workplace: 'Sunrise Clinic',
    city: 'Chennai',
    passwordHash: null,
    demo: false,
    waits: !verified,
  });
  return { account, login, name, role, verified, chain: null };
}
