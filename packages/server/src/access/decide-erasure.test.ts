import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Actor, Role } from './actor.ts';
import { decide } from './decide.ts';
import type { Grant } from './decision.ts';
import type { Intent } from './intent.ts';

const NOW = '2026-11-22T12:00:00.000Z';
const CHAIN = 'a'.repeat(32);
const account = fc.constantFrom('one', 'other', 'third');
const actor: fc.Arbitrary<Actor> = fc.record({
  account,
  login: fc.constant('ADM1'),
  name: fc.constant('Somebody'),
  role: fc.constantFrom<Role>('patient', 'doctor', 'staff', 'administrator'),
  verified: fc.boolean(),
  chain: fc.constantFrom(null, CHAIN, 'b'.repeat(32)),
});
const grant: fc.Arbitrary<Grant> = fc.record({
  id: fc.uuid(),
  grantee: account,
  scope: fc.record({
    types: fc.constantFrom(null, ['laboratory' as const]),
    records: fc.constantFrom(null, [7], [8]),
    from: fc.constantFrom(null, '2020-01-01'),
    to: fc.constantFrom(null, '2030-01-01'),
  }),
  purpose: fc.constant('CAREMGT'),
  until: fc.constantFrom(NOW, '2026-11-22T12:00:00.001Z'),
  revokedAt: fc.constantFrom(null, '2026-11-01T00:00:00.000Z'),
});

describe('an erasure', () => {
  it('is proposed by administrators, answered by another of them, and withdrawn by whoever proposed it', () => {
    fc.assert(
      fc.property(actor, account, (who, proposedBy) => {
        const may = (intent: Intent) => decide(who, intent, [], NOW).permit;
        const [administrator, own] = [who.role === 'administrator', who.account === proposedBy];
        expect(may({ action: 'propose-erasure' })).toBe(administrator);
        expect(may({ action: 'answer-erasure', proposedBy })).toBe(administrator && !own);
        expect(may({ action: 'withdraw-erasure', proposedBy })).toBe(administrator && own);
      }),
    );
  });

  it('is known to the patient, and to others by a permission that needs neither kind nor day, of what was not withheld', () => {
    fc.assert(
      fc.property(actor, fc.array(grant, { maxLength: 3 }), fc.boolean(), (who, grants, withheld) => {
        const standing = grants.filter((one) => one.grantee === who.account && NOW < one.until && !one.revokedAt);
        const reaching = standing.filter(
          ({ scope: { types, records, from, to } }) => !types && !from && !to && (!records || records.includes(7)),
        );
        const decision = decide(who, { action: 'read-erased', chain: CHAIN, number: 7, withheld }, grants, NOW);
        const other = who.verified && !withheld && reaching.length > 0;
        expect(decision.permit).toBe(who.chain === CHAIN || other);
      }),
      { numRuns: 1000 },
    );
  });

  it('is read by guardians of any level, and decided by none', () => {
    for (const level of ['view', 'complete'] as const) {
      const guardianship = { id: 'g', chain: CHAIN, guardian: 'me', level, state: 'accepted', until: null } as const;
      const guardian: Actor = {
        ...{ account: 'me', login: 'PAT002', name: 'G', role: 'administrator', verified: true, chain: CHAIN },
        onBehalfOf: { account: 'p', number: 'PAT001', name: 'P', resourceId: 'r', guardianship },
      };
      const may = (intent: Intent) => decide(guardian, intent, [], NOW).permit;
      expect(may({ action: 'read-erased', chain: CHAIN, number: 7, withheld: true })).toBe(true);
      expect(may({ action: 'propose-erasure' })).toBe(false);
      expect(may({ action: 'answer-erasure', proposedBy: 'p' })).toBe(false);
    }
  });
});
