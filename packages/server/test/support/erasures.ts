// Erasures as administrators make them, in one call each.

import type { Actor } from '../../src/access/actor.ts';
import { registerAdministrator } from '../../src/identity/register-administrator.ts';
import { consentToErasure } from '../../src/records/consent-to-erasure.ts';
import { erasureExtent } from '../../src/records/erasure-extent.ts';
import { proposeErasure } from '../../src/records/propose-erasure.ts';
import type { TestStore } from './test-store.ts';

type Parts = Pick<TestStore, 'db' | 'ledger'>;

export const GROUNDS = {
  basis: 'court-order',
  reference: 'W.P. 1234/2026, High Court of Madras',
  reason: 'The court orders it.',
} as const;

/** One more administrator, who has set a password of their own. */
export async function otherAdministrator(parts: Parts, name = 'Joseph Mathew'): Promise<Actor> {
  const { login } = await registerAdministrator(parts, name);
  const { rows } = await parts.db.pool.query<{ id: string }>(
    'UPDATE account SET one_time_until = NULL WHERE login = $1 RETURNING id',
    [login],
  );
  return { account: rows[0]?.id ?? '', login, name, role: 'administrator', verified: true, chain: null };
}

/** Proposes to erase a record, or the whole chart where it is null; gives the id, of the one that waits where one does. */
export async function proposed(parts: Parts, by: Actor, chain: string, record: number | null): Promise<string> {
  const { hash } = await erasureExtent(parts.db, chain, record);
  const done = await proposeErasure(parts, by, { ...GROUNDS, chain, record, extent: hash });
  if (done.done === 'changed') throw new Error('There is nothing to erase.');
  return done.id;
}

/** Erases it, by two; gives the id. */
export async function erased(
  parts: Parts,
  [first, second]: readonly [Actor, Actor],
  chain: string,
  record: number | null,
): Promise<string> {
  const id = await proposed(parts, first, chain, record);
  if ((await consentToErasure(parts, second, id)) !== 'erased') throw new Error('It was not erased.');
  return id;
}
