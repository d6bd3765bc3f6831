import type { AccessScope, RecordType } from '@patrec/fhir';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Actor, Role } from './actor.ts';
import { arrives, decide } from './decide.ts';
import { active, type Block, type Decision, type Grant, isActive } from './decision.ts';
import type { Intent } from './intent.ts';
import { covers, type RecordFacts } from './scope.ts';

const NOW = '2026-11-22T12:00:00.000Z';
const CHAIN = 'a'.repeat(32);
const OTHER = 'b'.repeat(32);

const types: RecordType[] = ['laboratory', 'visit', 'document', 'history'];
const day = fc.integer({ min: 0, max: 60 }).map((n) => new Date(Date.UTC(2026, 9, 1 + n)).toISOString().slice(0, 10));
const instant = fc.integer({ min: -5, max: 5 }).map((ms) => new Date(Date.parse(NOW) + ms).toISOString());
const account = fc.constantFrom('doctor', 'other', 'patient');
const facts: fc.Arbitrary<RecordFacts> = fc.record({
  number: fc.integer({ min: 1, max: 5 }),
  type: fc.constantFrom(...types),
  day,
  author: account,
  withheld: fc.boolean(),
});
const scope: fc.Arbitrary<AccessScope> = fc.record({
  types: fc.option(fc.uniqueArray(fc.constantFrom(...types))),
  records: fc.option(fc.uniqueArray(fc.integer({ min: 1, max: 5 }))),
  from: fc.option(day),
  to: fc.option(day),
});
const grant: fc.Arbitrary<Grant> = fc.record({
  id: fc.uuid(),
  grantee: account,
  scope,
  purpose: fc.constant('CAREMGT' as const),
  until: instant,
  revokedAt: fc.option(instant),
});
const grants = fc.array(grant, { maxLength: 6 });
const actor: fc.Arbitrary<Actor> = fc.record({
  account,
  login: fc.constant('DOC1'),
  name: fc.constant('Somebody'),
  role: fc.constantFrom<Role>('patient', 'doctor', 'staff', 'administrator'),
  verified: fc.boolean(),
  chain: fc.constantFrom(null, CHAIN, OTHER),
});
const onChart = fc.constantFrom<Intent>(
  { action: 'read-chart', chain: CHAIN },
  { action: 'read-registration', chain: CHAIN },
);
const reading: fc.Arbitrary<Intent> = fc.oneof(
  facts.map((record): Intent => ({ action: 'read-record', chain: CHAIN, record })),
  onChart,
);

function stands(one: Grant, who: Actor, intent: Intent): boolean {
  const covered = intent.action !== 'read-record' || (covers(one.scope, intent.record) && !intent.record.withheld);
  return one.grantee === who.account && one.revokedAt === null && NOW < one.until && covered;
}

describe('the receipt of an entry', () => {
  it('is the patient’s, and for a day that of whoever wrote the entry, whatever they are', () => {
    const age = fc.constantFrom(0, 1, 86_399_999, 86_400_000, 86_400_001);
    fc.assert(
      fc.property(actor, account, age, grants, (who, author, ms, given) => {
        const recordedAt = new Date(Date.parse(NOW) - ms).toISOString();
        const { permit } = decide(who, { action: 'take-receipt', chain: CHAIN, author, recordedAt }, given, NOW);
        expect(permit).toBe(who.chain === CHAIN || (who.account === author && ms < 86_400_000));
      }),
    );
  });
});

describe('decide', () => {
  it('lets somebody read by a grant only where one of theirs stands and covers what they read', () => {
    fc.assert(
      fc.property(actor, reading, grants, (who, intent, all) => {
        const decision = decide(who, intent, all, NOW);
        if (!decision.permit || decision.basis.kind !== 'grant') return true;
        const by = decision.basis.grant;
        return who.verified && all.includes(by) && stands(by, who, intent);
      }),
    );
  });

  it('lets everybody read what a grant of theirs covers, and nobody else anything but their own', () => {
    fc.assert(
      fc.property(actor, reading, grants, (who, intent, all) => {
        const own = who.chain === CHAIN;
        const wrote = intent.action === 'read-record' && intent.record.author === who.account;
        const author = wrote && (who.role === 'doctor' || who.role === 'staff');
        const granted = all.some((one) => stands(one, who, intent));
        return decide(who, intent, all, NOW).permit === (own || (who.verified && (granted || author)));
      }),
    );
  });

  it('changes by the grants of others not at all', () => {
    fc.assert(
      fc.property(actor, reading, grants, grants, (who, intent, all, more) => {
        const foreign = more.filter(({ grantee }) => grantee !== who.account);
        expect(decide(who, intent, [...foreign, ...all, ...foreign], NOW)).toEqual(decide(who, intent, all, NOW));
      }),
    );
  });

  it('takes with a grant what it gave, and nothing else', () => {
    fc.assert(
      fc.property(actor, fc.array(reading, { minLength: 1 }), grants, grant, (who, intents, all, ended) => {
        for (const intent of intents) {
          const without = decide(who, intent, all, NOW);
          const gave = stands(ended, who, intent) && who.verified;
          expect(decide(who, intent, [...all, ended], NOW).permit).toBe(without.permit || gave);
          expect(decide(who, intent, [...all, { ...ended, revokedAt: NOW }], NOW)).toEqual(without);
          expect(decide(who, intent, [...all, { ...ended, until: NOW }], NOW)).toEqual(without);
        }
      }),
    );
  });

  it('lets only the patient and the author read what is withheld, whatever was granted', () => {
    fc.assert(
      fc.property(actor, facts, grants, (who, record, all) => {
        const widest = { ...record, withheld: true };
        const intent: Intent = { action: 'read-record', chain: CHAIN, record: widest };
        const everything: AccessScope = { types: null, records: null, from: null, to: null };
        const given = all.map((one) => ({ ...one, grantee: who.account, scope: everything, revokedAt: null }));
        const decision = decide(who, intent, given, NOW);
        const author = who.verified && record.author === who.account && (who.role === 'doctor' || who.role === 'staff');
        expect(decision.permit).toBe(who.chain === CHAIN || author);
        if (decision.permit) expect(decision.basis.kind).toBe(who.chain === CHAIN ? 'self' : 'author');
      }),
    );
  });

  it('withholding takes from nobody but those who read by a grant, and never gives', () => {
    fc.assert(
      fc.property(actor, facts, grants, (who, record, all) => {
        const reads = (withheld: boolean) =>
          decide(who, { action: 'read-record', chain: CHAIN, record: { ...record, withheld } }, all, NOW);
        const [shown, hidden] = [reads(false), reads(true)];
        if (hidden.permit) expect(shown.permit).toBe(true);
        if (shown.permit && shown.basis.kind !== 'grant') expect(hidden).toEqual(shown);
      }),
    );
  });

  it('lets everybody manage their own account, and nobody another', () => {
    fc.assert(
      fc.property(actor, account, grants, (who, owner, all) => {
        const decision = decide(who, { action: 'manage-account', account: owner }, all, NOW);
        expect(decision.permit).toBe(who.account === owner);
      }),
    );
  });

  it('gives nobody a way into an account alone: who opens never confirms, and neither is the owner', () => {
    const role = fc.constantFrom<Role>('patient', 'doctor', 'staff', 'administrator');
    fc.assert(
      fc.property(actor, actor, account, role, (one, two, owner, of) => {
        const opens = decide(one, { action: 'open-recovery', account: owner, role: of }, [], NOW).permit;
        const second = { action: 'confirm-recovery', account: owner, role: of, openedBy: one.account } as const;
        const both = opens && decide(two, second, [], NOW).permit;
        if (!both) return;
        expect(one.account).not.toBe(two.account);
        for (const who of [one, two]) {
          expect(who.account).not.toBe(owner);
          expect(who.verified && (who.role === 'staff' || who.role === 'administrator')).toBe(true);
          if (of === 'staff' || of === 'administrator') expect(who.role).toBe('administrator');
        }
      }),
    );
  });

  it('lets the owner and the opener cancel a recovery, and nobody else', () => {
    fc.assert(
      fc.property(actor, account, account, (who, owner, openedBy) => {
        const decision = decide(who, { action: 'cancel-recovery', account: owner, openedBy }, [], NOW);
        expect(decision.permit).toBe(who.account === owner || who.account === openedBy);
      }),
    );
  });

  it('lets nobody alone act at the desk for a patient, nor anybody whom it concerns', () => {
    fc.assert(
      fc.property(actor, actor, fc.array(account), (one, two, people) => {
        const opens = decide(one, { action: 'serve-patient', people }, [], NOW).permit;
        const second = { action: 'confirm-desk-act', people, openedBy: one.account } as const;
        if (!opens || !decide(two, second, [], NOW).permit) return;
        expect(one.account).not.toBe(two.account);
        for (const { account, role, verified } of [one, two]) {
          expect(people).not.toContain(account);
          expect(verified && (role === 'staff' || role === 'administrator')).toBe(true);
        }
      }),
    );
  });

  it('keeps from the patient just what waited or was made while its requester was blocked', () => {
    const block: fc.Arbitrary<Block> = fc.record({ blocked: account, since: instant, endedAt: fc.option(instant) });
    const asked = fc.record({ requester: account, createdAt: instant, decidedAt: fc.option(instant) });
    fc.assert(
      fc.property(asked, fc.array(block, { maxLength: 4 }), (request, blocks) => {
        const moments = Array.from({ length: 21 }, (_, i) => Date.parse(NOW) - 10 + i + 0.5);
        const within = (at: number, from: string, to: string | null) =>
          Date.parse(from) < at && (to === null || at < Date.parse(to));
        const lasting = (one: Block) => one.endedAt === null || one.since < one.endedAt;
        const open = request.decidedAt === null || request.createdAt < request.decidedAt;
        if (!open || !blocks.every(lasting)) return;
        const met = moments.some(
          (at) =>
            within(at, request.createdAt, request.decidedAt) &&
            blocks.some((one) => one.blocked === request.requester && within(at, one.since, one.endedAt)),
        );
        expect(arrives(request, blocks)).toBe(!met);
      }),
      { numRuns: 1000 },
    );
  });

  it('blocking one doctor changes nothing for another, and more blocks bring nothing back', () => {
    const block: fc.Arbitrary<Block> = fc.record({ blocked: account, since: instant, endedAt: fc.option(instant) });
    const asked = fc.record({ requester: account, createdAt: instant, decidedAt: fc.option(instant) });
    const blocks = fc.array(block, { maxLength: 4 });
    fc.assert(
      fc.property(asked, blocks, blocks, (request, some, more) => {
        const foreign = more.filter(({ blocked }) => blocked !== request.requester);
        expect(arrives(request, [...some, ...foreign])).toBe(arrives(request, some));
        if (!arrives(request, some)) expect(arrives(request, [...some, ...more])).toBe(false);
      }),
    );
  });

  it('tells a blocked doctor from any other by nothing when they ask', () => {
    fc.assert(
      fc.property(actor, grants, (who, all) => {
        const intent: Intent = { action: 'request-access', chain: CHAIN };
        expect(decide(who, intent, all, NOW)).toEqual(decide(who, intent, [], NOW));
      }),
    );
  });

  it('ends a grant at its last millisecond', () => {
    fc.assert(
      fc.property(instant, instant, (until, now) => {
        expect(isActive({ until, revokedAt: null }, now)).toBe(Date.parse(now) < Date.parse(until));
        expect(isActive({ until, revokedAt: until }, now)).toBe(false);
      }),
    );
  });

  it('gives a doctor who waits for verification nothing but their own request back', () => {
    fc.assert(
      fc.property(actor, reading, grants, (who, intent, all) => {
        const waiting = { ...who, role: 'doctor' as const, verified: false, chain: null };
        expect(decide(waiting, intent, all, NOW)).toEqual({ permit: false, reason: 'not-verified' });
      }),
    );
  });

  it('finds as active just what stands', () => {
    fc.assert(
      fc.property(actor, grants, (who, all) => {
        const standing = all.filter((one) => stands(one, who, { action: 'read-chart', chain: CHAIN }));
        expect(active(who, all, NOW)).toEqual(standing);
      }),
    );
  });
});

const person = (role: Role, more: Partial<Actor> = {}): Actor => ({
  account: 'me',
  login: 'X1',
  name: 'X',
  role,
  verified: true,
  chain: null,
  ...more,
});
const people = {
  'the patient': person('patient', { chain: CHAIN }),
  'another patient': person('patient', { chain: OTHER }),
  'a doctor': person('doctor'),
  'a waiting doctor': person('doctor', { verified: false }),
  staff: person('staff'),
  'an administrator': person('administrator'),
} as const;
type Who = keyof typeof people;
const mine: RecordFacts = { number: 1, type: 'visit', day: '2026-10-01', author: 'me', withheld: false };
const theirs: RecordFacts = { ...mine, author: 'somebody' };

// What each may do without any grant, and why; all others are refused for the reason that is theirs.
const table: [string, Intent, Partial<Record<Who, string>>, Partial<Record<Who, string>>, string][] = [
  [
    'find a patient',
    { action: 'find-patient' },
    { 'a doctor': 'duty', staff: 'duty' },
    { 'a waiting doctor': 'not-verified' },
    'wrong-role',
  ],
  [
    'register a patient',
    { action: 'register-patient' },
    { 'a doctor': 'duty', staff: 'duty' },
    { 'a waiting doctor': 'not-verified' },
    'wrong-role',
  ],
  [
    'change a registration at the desk',
    { action: 'change-registration', account: 'somebody' },
    { staff: 'duty' },
    {},
    'wrong-role',
  ],
  [
    'change their own registration at the desk',
    { action: 'change-registration', account: 'me' },
    {},
    { staff: 'own-account' },
    'wrong-role',
  ],
  ['change how to be reached', { action: 'change-contact', chain: CHAIN }, { 'the patient': 'self' }, {}, 'not-yours'],
  [
    'write a record',
    { action: 'create-record', chain: CHAIN, type: 'laboratory' },
    { 'a doctor': 'duty', staff: 'duty' },
    { 'a waiting doctor': 'not-verified' },
    'wrong-role',
  ],
  [
    'write a prescription',
    { action: 'create-record', chain: CHAIN, type: 'prescription' },
    { 'a doctor': 'duty' },
    { 'a waiting doctor': 'not-verified' },
    'wrong-role',
  ],
  [
    'write unsigned what has to be signed',
    { action: 'create-record', chain: CHAIN, type: 'prescription', unsigned: true },
    {},
    { 'a doctor': 'unsigned', 'a waiting doctor': 'not-verified' },
    'wrong-role',
  ],
  [
    'amend unsigned what has to be signed',
    { action: 'amend-record', author: 'me', unsigned: true },
    {},
    { 'a doctor': 'unsigned', 'a waiting doctor': 'not-verified', staff: 'unsigned' },
    'not-yours',
  ],
  [
    'hold a key to sign with',
    { action: 'hold-signing-key' },
    { 'a doctor': 'duty' },
    { 'a waiting doctor': 'not-verified' },
    'wrong-role',
  ],
  [
    'revoke the key of somebody else',
    { action: 'revoke-signing-key', account: 'somebody' },
    { 'an administrator': 'duty' },
    {},
    'not-yours',
  ],
  [
    'write what the form of a type leaves to doctors',
    { action: 'create-record', chain: CHAIN, type: 'general', judging: true },
    { 'a doctor': 'duty' },
    { 'a waiting doctor': 'not-verified' },
    'wrong-role',
  ],
  [
    'write what was brought in from elsewhere',
    { action: 'create-record', chain: CHAIN, type: 'history' },
    {},
    {},
    'wrong-role',
  ],
  [
    'read what they wrote',
    { action: 'read-record', chain: CHAIN, record: mine },
    { 'the patient': 'self', 'a doctor': 'author', staff: 'author' },
    { 'a waiting doctor': 'not-verified' },
    'no-grant',
  ],
  [
    'read what another wrote',
    { action: 'read-record', chain: CHAIN, record: theirs },
    { 'the patient': 'self' },
    { 'a waiting doctor': 'not-verified' },
    'no-grant',
  ],
  [
    'open a chart',
    { action: 'read-chart', chain: CHAIN },
    { 'the patient': 'self' },
    { 'a waiting doctor': 'not-verified' },
    'no-grant',
  ],
  [
    'read a registration',
    { action: 'read-registration', chain: CHAIN },
    { 'the patient': 'self' },
    { 'a waiting doctor': 'not-verified' },
    'no-grant',
  ],
  [
    'ask for access',
    { action: 'request-access', chain: CHAIN },
    { 'a doctor': 'duty' },
    { 'a waiting doctor': 'not-verified' },
    'wrong-role',
  ],
  ['take another’s request back', { action: 'cancel-request', requester: 'somebody' }, {}, {}, 'not-yours'],
  ['manage another’s account', { action: 'manage-account', account: 'somebody' }, {}, {}, 'not-yours'],
  ['register themself', { action: 'register-self', chain: CHAIN }, { 'the patient': 'self' }, {}, 'not-yours'],
  [
    'answer a request',
    { action: 'answer-request', chain: CHAIN, arrived: true },
    { 'the patient': 'self' },
    {},
    'not-yours',
  ],
  [
    'answer a request that did not arrive',
    { action: 'answer-request', chain: CHAIN, arrived: false },
    {},
    {},
    'not-yours',
  ],
  ['block a person', { action: 'block-person', chain: CHAIN }, { 'the patient': 'self' }, {}, 'not-yours'],
  ['share without a request', { action: 'share-access', chain: CHAIN }, { 'the patient': 'self' }, {}, 'not-yours'],
  ['withhold a record', { action: 'withhold-record', chain: CHAIN }, { 'the patient': 'self' }, {}, 'not-yours'],
  ['end a permission', { action: 'revoke-grant', chain: CHAIN }, { 'the patient': 'self' }, {}, 'not-yours'],
  ['ask for a correction', { action: 'ask-correction', chain: CHAIN }, { 'the patient': 'self' }, {}, 'not-yours'],
  ['take a copy of the record', { action: 'take-copy', chain: CHAIN }, { 'the patient': 'self' }, {}, 'not-yours'],
  [
    'answer for what they wrote',
    { action: 'answer-correction', author: 'me' },
    { 'a doctor': 'author', staff: 'author', 'an administrator': 'duty' },
    { 'a waiting doctor': 'not-verified' },
    'not-yours',
  ],
  [
    'answer for what another wrote',
    { action: 'answer-correction', author: 'somebody' },
    { 'an administrator': 'duty' },
    {},
    'not-yours',
  ],
  [
    'amend what they wrote',
    { action: 'amend-record', author: 'me' },
    { 'a doctor': 'author', staff: 'author' },
    { 'a waiting doctor': 'not-verified' },
    'not-yours',
  ],
  ['amend what another wrote', { action: 'amend-record', author: 'somebody' }, {}, {}, 'not-yours'],
  ['read the access log', { action: 'read-access', chain: CHAIN }, { 'the patient': 'self' }, {}, 'not-yours'],
  ['check the chain', { action: 'check-chain', chain: CHAIN }, { 'the patient': 'self' }, {}, 'not-yours'],
  ['import a table that they brought', { action: 'import-table', importer: 'me' }, { staff: 'duty' }, {}, 'wrong-role'],
  [
    'import a table that another brought',
    { action: 'import-table', importer: 'somebody' },
    {},
    { staff: 'not-yours' },
    'wrong-role',
  ],
  [
    'recover accounts at the desk',
    { action: 'work-at-desk' },
    { staff: 'duty', 'an administrator': 'duty' },
    {},
    'wrong-role',
  ],
  [
    'open a recovery of a patient',
    { action: 'open-recovery', account: 'somebody', role: 'patient' },
    { staff: 'duty', 'an administrator': 'duty' },
    {},
    'wrong-role',
  ],
  [
    'open a recovery of an administrator',
    { action: 'open-recovery', account: 'somebody', role: 'administrator' },
    { 'an administrator': 'duty' },
    {},
    'wrong-role',
  ],
  [
    'open a recovery of their own account',
    { action: 'open-recovery', account: 'me', role: 'patient' },
    {},
    { staff: 'own-account', 'an administrator': 'own-account' },
    'wrong-role',
  ],
  [
    'confirm what another opened',
    { action: 'confirm-recovery', account: 'somebody', role: 'doctor', openedBy: 'other' },
    { staff: 'duty', 'an administrator': 'duty' },
    {},
    'wrong-role',
  ],
  [
    'confirm what they opened',
    { action: 'confirm-recovery', account: 'somebody', role: 'doctor', openedBy: 'me' },
    {},
    { staff: 'same-person', 'an administrator': 'same-person' },
    'wrong-role',
  ],
  [
    'cancel another’s recovery that another opened',
    { action: 'cancel-recovery', account: 'somebody', openedBy: 'other' },
    {},
    {},
    'not-yours',
  ],
  [
    'serve a patient at the desk',
    { action: 'serve-patient', people: ['somebody'] },
    { staff: 'duty', 'an administrator': 'duty' },
    {},
    'wrong-role',
  ],
  [
    'serve themselves, or as whom they would be guardian of',
    { action: 'serve-patient', people: ['somebody', 'me'] },
    {},
    { staff: 'own-account', 'an administrator': 'own-account' },
    'wrong-role',
  ],
  [
    'confirm at the desk what another opened',
    { action: 'confirm-desk-act', people: ['somebody'], openedBy: 'other' },
    { staff: 'duty', 'an administrator': 'duty' },
    {},
    'wrong-role',
  ],
  [
    'confirm at the desk what they opened',
    { action: 'confirm-desk-act', people: ['somebody'], openedBy: 'me' },
    {},
    { staff: 'same-person', 'an administrator': 'same-person' },
    'wrong-role',
  ],
  [
    'confirm at the desk what makes them guardian',
    { action: 'confirm-desk-act', people: ['somebody', 'me'], openedBy: 'other' },
    {},
    { staff: 'own-account', 'an administrator': 'own-account' },
    'wrong-role',
  ],
  [
    'cancel what another opened at the desk',
    { action: 'cancel-desk-act', chain: CHAIN, openedBy: 'other' },
    { 'the patient': 'self' },
    {},
    'not-yours',
  ],
  ['run the institution', { action: 'run-institution' }, { 'an administrator': 'duty' }, {}, 'wrong-role'],
];

const inWords = (decision: Decision) => (decision.permit ? decision.basis.kind : decision.reason);

describe.each(table)('to %s', (_, intent, permitted, refused, otherwise) => {
  it.each(Object.keys(people) as Who[])('%s is answered as the table says', (who) => {
    const decision = decide(people[who], intent, [], NOW);
    expect(decision.permit).toBe(permitted[who] !== undefined);
    expect(inWords(decision)).toBe(permitted[who] ?? refused[who] ?? otherwise);
  });
});

it('everybody may take their own request back', () => {
  for (const who of Object.values(people))
    expect(inWords(decide(who, { action: 'cancel-request', requester: 'me' }, [], NOW))).toBe('self');
});
