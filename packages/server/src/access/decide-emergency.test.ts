import type { RecordType } from '@patrec/fhir';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Actor, Role } from './actor.ts';
import { decide } from './decide.ts';
import type { Grant } from './decision.ts';
import type { Emergency } from './emergency.ts';
import type { Intent } from './intent.ts';
import type { RecordFacts } from './scope.ts';

const NOW = '2026-11-22T12:00:00.000Z';
const CHAIN = 'a'.repeat(32);
const OTHER = 'b'.repeat(32);
const account = fc.constantFrom('doctor', 'other', 'patient');
const instant = fc.integer({ min: -5, max: 5 }).map((ms) => new Date(Date.parse(NOW) + ms).toISOString());
const roles: Role[] = ['patient', 'doctor', 'staff', 'administrator'];

const actor: fc.Arbitrary<Actor> = fc.record({
  account,
  login: fc.constant('DOC1'),
  name: fc.constant('Somebody'),
  role: fc.constantFrom(...roles),
  verified: fc.boolean(),
  chain: fc.constantFrom(null, CHAIN, OTHER),
});
const emergency: fc.Arbitrary<Emergency> = fc.record({
  id: fc.uuid(),
  chain: fc.constantFrom(CHAIN, OTHER),
  doctor: account,
  until: instant,
  endedAt: fc.option(instant),
  authorised: fc.boolean(),
});
const emergencies = fc.array(emergency, { maxLength: 5 });
const facts: fc.Arbitrary<RecordFacts> = fc.record({
  number: fc.integer({ min: 1, max: 5 }),
  type: fc.constantFrom<RecordType>('laboratory', 'visit', 'history'),
  day: fc.constant('2026-10-01'),
  author: account,
  withheld: fc.boolean(),
});
const reading: fc.Arbitrary<Intent> = fc.oneof(
  facts.map((record): Intent => ({ action: 'read-record', chain: CHAIN, record })),
  fc.constantFrom<Intent>({ action: 'read-chart', chain: CHAIN }, { action: 'read-registration', chain: CHAIN }),
);
const grants = fc.array(
  fc.record<Grant>({
    id: fc.uuid(),
    grantee: account,
    scope: fc.constant({ types: null, records: null, from: null, to: null }),
    purpose: fc.constant('CAREMGT'),
    until: instant,
    revokedAt: fc.option(instant),
  }),
  { maxLength: 2 },
);
// Everything that somebody may do with somebody's record, or with the institution, beside reading.
const owner = { account: 'somebody', role: 'patient' } as const;
const anythingElse = fc.constantFrom<Intent>(
  { action: 'find-patient' },
  { action: 'register-patient' },
  { action: 'register-self', chain: CHAIN },
  { action: 'create-record', chain: CHAIN, type: 'laboratory' },
  { action: 'request-access', chain: CHAIN },
  { action: 'cancel-request', requester: 'somebody' },
  { action: 'answer-request', chain: CHAIN, arrived: true },
  { action: 'share-access', chain: CHAIN },
  { action: 'withhold-record', chain: CHAIN },
  { action: 'block-person', chain: CHAIN },
  { action: 'revoke-grant', chain: CHAIN },
  { action: 'ask-correction', chain: CHAIN },
  { action: 'answer-correction', author: 'somebody' },
  { action: 'amend-record', author: 'somebody' },
  { action: 'take-copy', chain: CHAIN },
  { action: 'read-access', chain: CHAIN },
  { action: 'check-chain', chain: CHAIN },
  { action: 'manage-guardians', chain: CHAIN },
  { action: 'manage-account', account: 'somebody' },
  { action: 'import-table', importer: 'somebody' },
  { action: 'work-at-desk' },
  { action: 'open-recovery', ...owner },
  { action: 'break-glass', chain: CHAIN, authorised: false, shutOut: false },
  { action: 'end-emergency', chain: CHAIN, doctor: 'somebody' },
  { action: 'review-emergency', doctor: 'somebody' },
  { action: 'run-institution' },
);

function stands(one: Emergency, who: Actor): boolean {
  const mine = one.chain === CHAIN && one.doctor === who.account && who.role === 'doctor' && who.verified;
  return mine && one.authorised && one.endedAt === null && NOW < one.until;
}

describe('access taken in an emergency', () => {
  it('reads what is not withheld, by one that stands, of that doctor, on that patient, and by no other', () => {
    fc.assert(
      fc.property(actor, reading, emergencies, grants, (who, intent, taken, given) => {
        const without = decide(who, intent, given, NOW);
        const decision = decide(who, intent, given, NOW, taken);
        const reaches = intent.action !== 'read-record' || !intent.record.withheld;
        const standing = taken.filter((one) => stands(one, who));
        expect(decision.permit).toBe(without.permit || (reaches && standing.length > 0));
        if (decision.permit && decision.basis.kind === 'emergency') {
          expect(standing).toContain(decision.basis.emergency);
          expect(reaches).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('gives nothing but reading', () => {
    fc.assert(
      fc.property(actor, anythingElse, emergencies, (who, intent, taken) => {
        expect(decide(who, intent, [], NOW, taken)).toEqual(decide(who, intent, [], NOW));
      }),
    );
  });

  it('is over at its end, when somebody ends it, and when the doctor is not authorised any more', () => {
    fc.assert(
      fc.property(actor, reading, emergency, (who, intent, one) => {
        const without = decide(who, intent, [], NOW);
        for (const over of [{ until: NOW }, { endedAt: NOW }, { authorised: false }, { chain: OTHER }])
          expect(decide(who, intent, [], NOW, [{ ...one, ...over }])).toEqual(without);
      }),
    );
  });

  it('changes by what others took not at all', () => {
    fc.assert(
      fc.property(actor, reading, emergencies, emergencies, (who, intent, own, more) => {
        const foreign = more.filter(({ doctor }) => doctor !== who.account);
        expect(decide(who, intent, [], NOW, [...foreign, ...own, ...foreign])).toEqual(
          decide(who, intent, [], NOW, own),
        );
      }),
    );
  });

  it('is for verified doctors who are authorised and whom the patient does not keep out; the answer tells not which', () => {
    fc.assert(
      fc.property(actor, fc.boolean(), fc.boolean(), (who, authorised, shutOut) => {
        const decision = decide(who, { action: 'break-glass', chain: CHAIN, authorised, shutOut }, [], NOW);
        expect(decision.permit).toBe(who.role === 'doctor' && who.verified && authorised && !shutOut);
        const refused = decide(
          who,
          { action: 'break-glass', chain: CHAIN, authorised: false, shutOut: false },
          [],
          NOW,
        );
        if (!decision.permit) expect(decision).toEqual(refused);
      }),
    );
  });

  it('is ended by its doctor and the patient, and by nobody else in their own name', () => {
    fc.assert(
      fc.property(actor, account, (who, doctor) => {
        const decision = decide(who, { action: 'end-emergency', chain: CHAIN, doctor }, [], NOW);
        expect(decision.permit).toBe(who.chain === CHAIN || who.account === doctor);
      }),
    );
  });

  it('is reviewed by administrators, never by its doctor', () => {
    fc.assert(
      fc.property(actor, account, (who, doctor) => {
        const decision = decide(who, { action: 'review-emergency', doctor }, [], NOW);
        expect(decision.permit).toBe(who.role === 'administrator' && who.account !== doctor);
      }),
    );
  });

  it('gives a guardian nothing, and one with complete access its end', () => {
    for (const level of ['view', 'complete'] as const) {
      const guardianship = { id: 'g', chain: CHAIN, guardian: 'me', level, state: 'accepted', until: null } as const;
      const patient = { account: 'p', number: 'PAT001', name: 'P', resourceId: 'r', guardianship };
      const guardian: Actor = {
        ...{ account: 'me', login: 'PAT002', name: 'G', role: 'patient', verified: true, chain: CHAIN },
        onBehalfOf: patient,
      };
      const may = (intent: Intent) => decide(guardian, intent, [], NOW).permit;
      expect(may({ action: 'end-emergency', chain: CHAIN, doctor: 'doctor' })).toBe(level === 'complete');
      expect(may({ action: 'end-emergency', chain: OTHER, doctor: 'doctor' })).toBe(false);
      expect(may({ action: 'break-glass', chain: CHAIN, authorised: true, shutOut: false })).toBe(false);
      expect(may({ action: 'review-emergency', doctor: 'doctor' })).toBe(false);
    }
  });
});
