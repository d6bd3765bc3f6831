import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../json/value.ts';
import { validateResource } from '../validate/resource.ts';
import { auditEventResource } from './audit-event.ts';
import { consentResource } from './consent.ts';
import {
  type CardAnswers,
  cardAnswersOf,
  cardContentOf,
  cardContentResource,
  cardItems,
  emergencyCardResource,
  isEmergencyCard,
} from './emergency-card.ts';
import { isGuardianshipConsent } from './guardianship.ts';
import { introductionResource, isIntroduction } from './introduction.ts';

const at = '2026-11-22T13:27:39.123Z';
const version = { id: '3f2a5c7e9b1d-00000000000000000001', versionId: '1', lastUpdated: at };
const patient = { reference: 'Patient/p1', display: 'PAT001' };
const doctor = { reference: 'Practitioner/d1', display: 'Dr Meera Iyer' };
const until = '2026-11-22T13:37:39.123Z';
const introduction = {
  ...version,
  patient,
  codes: ['ab'.repeat(32), 'cd'.repeat(32)],
  state: 'waiting',
  madeAt: at,
  openedAt: null,
  until,
} as const;
const card = { ...version, patient, code: 'ab'.repeat(32), contentId: 'c1', madeAt: at, state: 'active' } as const;
const grant = consentResource({
  ...version,
  patient,
  patientNumber: 'PAT001',
  grantee: doctor,
  scope: { types: null, records: null, from: null, to: null },
  purpose: 'CAREMGT',
  until,
  state: 'active',
  grantedAt: at,
});
const valid = (resource: JsonObject): JsonObject => {
  expect(validateResource(resource)).toEqual([]);
  return resource;
};

describe('introductionResource', () => {
  it('is valid while its code waits, when a doctor used it, and when it was ended', () => {
    const opened = { ...introduction, state: 'opened', doctor, openedAt: at } as const;
    const ended = { ...opened, state: 'ended' } as const;
    const resources = [introduction, opened, ended].map((one) => valid(introductionResource(one)));
    expect(resources.map(({ status }) => status)).toEqual(['proposed', 'active', 'inactive']);
    expect(resources.map(isIntroduction)).toEqual([true, true, true]);
  });

  it('holds hashes and no data, and names a doctor only when one used the code', () => {
    const resource = introductionResource(introduction);
    expect(resource.provision).not.toHaveProperty('data');
    expect(resource.provision).not.toHaveProperty('actor');
    expect(resource).toMatchObject({ identifier: [{ value: 'ab'.repeat(32) }, { value: 'cd'.repeat(32) }] });
  });
});

describe('emergencyCardResource', () => {
  it('is valid in force and ended, and names what may be read', () => {
    for (const state of ['active', 'inactive'] as const) {
      const resource = valid(emergencyCardResource({ ...card, state }));
      expect(resource.status).toBe(state);
      expect(cardContentOf(resource)).toBe('c1');
    }
  });

  it('is told from an introduction, a permission and a guardianship, and they from it', () => {
    const [code, emergency] = [introductionResource(introduction), emergencyCardResource(card)];
    expect([code, emergency, grant].map(isIntroduction)).toEqual([true, false, false]);
    expect([code, emergency, grant].map(isEmergencyCard)).toEqual([false, true, false]);
    expect([code, emergency].some(isGuardianshipConsent)).toBe(false);
  });
});

describe('cardContentResource', () => {
  const text = fc.stringMatching(/^[A-Za-z0-9 ,.()+-]{0,20}[A-Za-z0-9]$/);
  const answers = fc.record(
    Object.fromEntries(cardItems.map((item) => [item, item === 'birthDate' ? fc.constant('1980-07-14') : text])),
    { requiredKeys: ['name'] },
  ) as fc.Arbitrary<CardAnswers>;

  it('is valid and says what was put on the card, and nothing else', () => {
    fc.assert(
      fc.property(answers, (said) => {
        const resource = valid(cardContentResource({ ...version, patient, answers: said }));
        expect(cardAnswersOf(resource)).toEqual({ ...said });
      }),
      { numRuns: 40 },
    );
  });

  it('keeps lines and other scripts as they were written', () => {
    const said = { note: 'ஆஸ்துமா\nदवा: साल्बुटामोल' };
    expect(cardAnswersOf(valid(cardContentResource({ ...version, patient, answers: said })))).toEqual(said);
  });
});

describe('auditEventResource', () => {
  it('names nobody where nobody signed in', () => {
    const who = { actorAccount: null, actorDisplay: 'ANYBODY', patient, patientNumber: 'PAT001' };
    const what = { id: 'e1', at, action: 'read', recordNumber: null, basis: 'card', purpose: null } as const;
    const resource = valid(auditEventResource({ ...who, ...what }));
    expect(resource.agent).toEqual([{ type: { text: 'not signed in' }, requestor: true }]);
  });
});
