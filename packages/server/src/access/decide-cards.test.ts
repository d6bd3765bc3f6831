import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Actor, Role } from './actor.ts';
import { decide, decideScan } from './decide.ts';
import type { Guardianship } from './guardianship.ts';
import type { Intent } from './intent.ts';
import { CODE_MS, HEADINGS_MS, type Introduction, isOpen, isWaiting, shows } from './introduction.ts';
import type { RecordFacts } from './scope.ts';

const NOW = '2026-11-22T12:00:00.000Z';
const CHAIN = 'a'.repeat(32);
const OTHER = 'b'.repeat(32);

const instant = fc.integer({ min: -2, max: 2 }).map((ms) => new Date(Date.parse(NOW) + ms).toISOString());
const account = fc.constantFrom('doctor', 'other', 'patient');
const introduction: fc.Arbitrary<Introduction> = fc.record({
  id: fc.uuid(),
  chain: fc.constantFrom(CHAIN, OTHER),
  openedBy: fc.option(account),
  until: instant,
  endedAt: fc.option(instant),
});
const actor: fc.Arbitrary<Actor> = fc.record({
  account,
  login: fc.constant('DOC1'),
  name: fc.constant('Somebody'),
  role: fc.constantFrom<Role>('patient', 'doctor', 'staff', 'administrator'),
  verified: fc.boolean(),
  chain: fc.constantFrom(null, CHAIN, OTHER),
});
const record: fc.Arbitrary<RecordFacts> = fc.record({
  number: fc.integer({ min: 1, max: 5 }),
  type: fc.constantFrom('laboratory', 'visit', 'document', 'history'),
  day: fc.constant('2026-10-01'),
  author: account,
  withheld: fc.boolean(),
});
// All that somebody could do with a chart but look at headings.
const otherwise: fc.Arbitrary<Intent> = fc.oneof(
  record.map((one): Intent => ({ action: 'read-record', chain: CHAIN, record: one })),
  fc
    .constantFrom('read-chart', 'read-registration', 'read-access', 'check-chain', 'share-access', 'revoke-grant')
    .map((action) => ({ action, chain: CHAIN }) as Intent),
  fc
    .constantFrom('withhold-record', 'take-copy', 'manage-guardians', 'block-person', 'ask-correction', 'introduce')
    .map((action) => ({ action, chain: CHAIN }) as Intent),
);
const guardianship: fc.Arbitrary<Guardianship> = fc.record({
  id: fc.uuid(),
  chain: fc.constantFrom(CHAIN, OTHER),
  guardian: account,
  level: fc.constantFrom('view', 'complete'),
  state: fc.constantFrom('invited', 'accepted', 'removed'),
  until: fc.option(instant),
});

const isDoctor = ({ role, verified }: Actor) => role === 'doctor' && verified;

describe('an introduction', () => {
  it('shows headings to the doctor who used the code, while it stands, and to nobody else', () => {
    fc.assert(
      fc.property(actor, introduction, (who, one) => {
        const decision = decide(who, { action: 'read-headings', introduction: one }, [], NOW);
        const stands = one.endedAt === null && NOW < one.until;
        expect(decision.permit).toBe(isDoctor(who) && one.openedBy === who.account && stands);
        if (decision.permit) expect(decision.basis).toEqual({ kind: 'introduction' });
      }),
    );
  });

  it('gives nothing but headings: with none of it, nobody gets more than before', () => {
    fc.assert(
      fc.property(actor, introduction, otherwise, (who, one, intent) => {
        const introducedTo = { ...who, role: 'doctor' as const, verified: true, chain: null };
        fc.pre(shows({ ...one, openedBy: introducedTo.account }, introducedTo.account, NOW));
        const decision = decide(introducedTo, intent, [], NOW);
        const author = intent.action === 'read-record' && intent.record.author === introducedTo.account;
        expect(decision.permit).toBe(author); // whoever wrote a record reads it anyway
      }),
    );
  });

  it('is opened by a verified doctor who is not blocked, while its code waits', () => {
    fc.assert(
      fc.property(actor, introduction, fc.boolean(), (who, one, blocked) => {
        const decision = decide(who, { action: 'open-introduction', introduction: one, blocked }, [], NOW);
        expect(decision.permit).toBe(isDoctor(who) && !blocked && isWaiting(one, NOW));
      }),
    );
  });

  it('answers a blocked doctor as it answers for a worthless code', () => {
    fc.assert(
      fc.property(introduction, (one) => {
        const doctor: Actor = {
          account: 'doctor',
          login: 'DOC1',
          name: 'D',
          role: 'doctor',
          verified: true,
          chain: null,
        };
        const open = (introduction: Introduction, blocked: boolean) =>
          decide(doctor, { action: 'open-introduction', introduction, blocked }, [], NOW);
        const worthless = open({ ...one, endedAt: NOW }, false);
        expect(worthless).toEqual({ permit: false, reason: 'worthless-code' });
        expect(open(one, true)).toEqual(worthless);
      }),
    );
  });

  it('ends with its last millisecond', () => {
    const one = { openedBy: null, until: NOW, endedAt: null };
    const before = new Date(Date.parse(NOW) - 1).toISOString();
    expect([isOpen(one, before), isOpen(one, NOW), isWaiting(one, before), isWaiting(one, NOW)]).toEqual([
      true,
      false,
      true,
      false,
    ]);
    expect([CODE_MS, HEADINGS_MS]).toEqual([600_000, 3_600_000]);
  });
});

describe('codes and cards', () => {
  const own = fc.constantFrom('introduce', 'manage-card').map((action) => ({ action, chain: CHAIN }) as Intent);

  it('are made and ended by the patient, and by nobody else in their own right', () => {
    fc.assert(
      fc.property(actor, own, (who, intent) => {
        expect(decide(who, intent, [], NOW).permit).toBe(who.chain === CHAIN);
      }),
    );
  });

  it('are made by guardians with complete access, never by those who only view', () => {
    fc.assert(
      fc.property(guardianship, own, (one, intent) => {
        const guardian: Actor = {
          ...{ account: 'doctor', login: 'PAT002', name: 'G', role: 'patient', verified: true, chain: CHAIN },
          onBehalfOf: { account: 'patient', number: 'PAT001', name: 'P', resourceId: 'p', guardianship: one },
        };
        const stands = one.state === 'accepted' && (one.until === null || NOW < one.until);
        const theirs = one.chain === CHAIN && one.guardian === 'doctor';
        expect(decide(guardian, intent, [], NOW).permit).toBe(stands && theirs && one.level === 'complete');
      }),
    );
  });

  it('are read by anybody while they stand; of an ended one and of none the answer is the same', () => {
    expect(decideScan({ endedAt: null })).toEqual({ permit: true, basis: { kind: 'card' } });
    expect(decideScan({ endedAt: NOW })).toEqual(decideScan(undefined));
    expect(decideScan(undefined).permit).toBe(false);
  });
});
