import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Actor } from './actor.ts';
import { decide } from './decide.ts';
import { comesOfAge, endOf, type Guardianship, isChild } from './guardianship.ts';
import type { Intent } from './intent.ts';
import type { RecordFacts } from './scope.ts';

const NOW = '2026-11-22T12:00:00.000Z';
const CHAIN = 'a'.repeat(32);
const OTHER = 'b'.repeat(32);

const instant = fc.integer({ min: -2, max: 2 }).map((ms) => new Date(Date.parse(NOW) + ms).toISOString());
const chain = fc.constantFrom(CHAIN, OTHER);
const account = fc.constantFrom('guardian', 'patient', 'other');
const guardianship: fc.Arbitrary<Guardianship> = fc.record({
  id: fc.uuid(),
  chain,
  guardian: account,
  level: fc.constantFrom('view', 'complete'),
  state: fc.constantFrom('invited', 'accepted', 'declined', 'cancelled', 'removed', 'stepped-down'),
  until: fc.option(instant),
});
const record: fc.Arbitrary<RecordFacts> = fc.record({
  number: fc.integer({ min: 1, max: 5 }),
  type: fc.constant('laboratory'),
  day: fc.constant('2026-10-01'),
  author: account,
  withheld: fc.boolean(),
});
const reading = fc.oneof(
  fc.record({ action: fc.constant('read-record'), chain, record }),
  fc.record({
    action: fc.constantFrom('read-chart', 'read-registration', 'read-access', 'check-chain', 'take-receipt'),
    chain,
    author: account,
    recordedAt: instant,
  }),
) as fc.Arbitrary<Intent>;
const writing = fc.record({
  action: fc.constantFrom(
    'answer-request',
    'share-access',
    'withhold-record',
    'revoke-grant',
    'ask-correction',
    'change-contact',
    'block-person',
    'take-copy',
  ),
  chain,
  arrived: fc.constant(true),
}) as fc.Arbitrary<Intent>;
const never: fc.Arbitrary<Intent> = fc.oneof(
  fc.record({
    action: fc.constantFrom('manage-guardians', 'register-self', 'create-record', 'request-access'),
    chain,
  }) as fc.Arbitrary<Intent>,
  account.map((owner): Intent => ({ action: 'manage-account', account: owner })),
  account.map((requester): Intent => ({ action: 'cancel-request', requester })),
  account.map((author): Intent => ({ action: 'answer-correction', author })),
  account.map((author): Intent => ({ action: 'amend-record', author })),
  guardianship.map((one): Intent => ({ action: 'answer-guardianship', guardianship: one })),
  chain.map((of): Intent => ({ action: 'cancel-desk-act', chain: of, openedBy: 'guardian' })),
  account.map((one): Intent => ({ action: 'serve-patient', people: [one] })),
  account.map((one): Intent => ({ action: 'change-registration', account: one })),
  fc.constantFrom<Intent>({ action: 'find-patient' }, { action: 'register-patient' }, { action: 'run-institution' }),
);
const intent = fc.oneof(reading, writing, never);
const role = fc.constantFrom('patient', 'doctor', 'staff', 'administrator') as fc.Arbitrary<Actor['role']>;

const PERSON = { account: 'guardian', login: 'PAT002', name: 'G', role: 'patient', verified: true } as const;
const acting = (one: Guardianship, more: Partial<Actor> = {}): Actor => ({
  ...PERSON,
  chain: CHAIN,
  onBehalfOf: { account: 'patient', number: 'PAT001', name: 'P', resourceId: 'p', guardianship: one },
  ...more,
});
const patient: Actor = { ...PERSON, account: 'patient', login: 'PAT001', chain: CHAIN };
const permits = (actor: Actor, what: Intent, now = NOW) => decide(actor, what, [], now).permit;
const standing = (one: Guardianship): Guardianship => ({
  ...one,
  chain: CHAIN,
  guardian: 'guardian',
  state: 'accepted',
  until: null,
});

describe('who acts in a patient’s place', () => {
  it('gets no more than the patient has', () => {
    fc.assert(
      fc.property(guardianship, intent, role, (one, what, as) => {
        if (permits(acting(one, { role: as }), what)) expect(permits(patient, what)).toBe(true);
      }),
    );
  });

  it('gets nothing unless the guardianship is theirs, over that patient, accepted, not ended and not past', () => {
    fc.assert(
      fc.property(guardianship, intent, (one, what) => {
        if (!permits(acting(one), what)) return;
        expect(one).toMatchObject({ guardian: 'guardian', chain: CHAIN, state: 'accepted' });
        expect(one.until === null || NOW < one.until).toBe(true);
        expect(what).toMatchObject({ chain: CHAIN });
      }),
    );
  });

  it('reads all, withheld records too, and writes where the access is complete', () => {
    fc.assert(
      fc.property(guardianship.map(standing), reading, writing, (one, read, write) => {
        const own = (what: Intent) => 'chain' in what && what.chain === CHAIN;
        expect(permits(acting(one), read)).toBe(own(read));
        expect(permits(acting(one), write)).toBe(own(write) && one.level === 'complete');
      }),
    );
  });

  it('never touches guardians, accounts or who the patient is, nor works here', () => {
    fc.assert(
      fc.property(guardianship.map(standing), never, role, (one, what, as) => {
        expect(permits(acting(one, { role: as }), what)).toBe(false);
      }),
    );
  });

  it('is nobody once a child is of age, whatever was chosen', () => {
    const born = fc.integer({ min: 1, max: 6000 }).map((days) => new Date(Date.parse(NOW) - days * 86_400_000));
    fc.assert(
      fc.property(guardianship.map(standing), born, fc.option(instant), reading, (one, date, chosen, what) => {
        const birthDate = date.toISOString().slice(0, 10);
        fc.pre(isChild(birthDate, NOW));
        const over = { ...one, until: endOf(chosen, birthDate, NOW) };
        expect(permits(acting(over), what, comesOfAge(birthDate))).toBe(false);
      }),
    );
  });

  it('may come to a page at the level that it asks, and nobody comes to it by their own right', () => {
    fc.assert(
      fc.property(guardianship, fc.constantFrom('view', 'complete'), (one, level) => {
        const what: Intent = { action: 'act-on-behalf', chain: CHAIN, level };
        const needed: Intent = { action: level === 'view' ? 'read-chart' : 'share-access', chain: CHAIN };
        expect(permits(acting(one), what)).toBe(permits(acting(one), needed));
        expect(permits(patient, what)).toBe(false);
      }),
    );
  });
});

describe('a guardianship itself', () => {
  it('is made and ended by the patient, answered and left by the guardian, and by nobody else', () => {
    fc.assert(
      fc.property(guardianship, account, chain, (one, who, own) => {
        const actor: Actor = { ...PERSON, account: who, chain: own };
        expect(permits(actor, { action: 'manage-guardians', chain: CHAIN })).toBe(own === CHAIN);
        expect(permits(actor, { action: 'answer-guardianship', guardianship: one })).toBe(one.guardian === who);
      }),
    );
  });
});
