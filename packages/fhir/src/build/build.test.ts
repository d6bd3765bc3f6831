import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../json/value.ts';
import { validateResource } from '../validate/resource.ts';
import { accountEventResource } from './account-event.ts';
import { type AuditAction, auditBundle, auditEventResource } from './audit-event.ts';
import { blockingResource } from './blocking.ts';
import { consentResource, type Grant, sourceOfConsent } from './consent.ts';
import { type Correction, correctionResource, isCorrection } from './correction.ts';
import {
  type EmergencyAccess,
  type EmergencyReview,
  emergencyConsent,
  emergencyReasons,
  emergencyReviewTask,
  isEmergencyConsent,
  isEmergencyReview,
} from './emergency.ts';
import { type Erasure, erasureBases, erasureTask, isErasure } from './erasure.ts';
import {
  type Guardianship,
  type GuardianshipState,
  guardianOf,
  guardianshipResources,
  guardianshipStateOf,
  isGuardianshipConsent,
} from './guardianship.ts';
import { formatAbhaNumber, hasVerhoeffDigit, isAadhaar, isAbhaAddress, isPinCode } from './identifiers.ts';
import { patientResource } from './patient.ts';
import { practitionerResource, practitionerRoleResource } from './practitioner.ts';
import { importAuthorOf, importPlaceOf, importProvenanceResource, provenanceResource } from './provenance.ts';
import { type StatedHealth, statedHealthResources } from './registration.ts';
import { relatedPersonResource } from './related-person.ts';
import { type SpecialityId, specialities } from './specialities.ts';
import { states } from './states.ts';
import { type AccessRequest, type RequestState, taskResource } from './task.ts';
import { withholdingResource } from './withholding.ts';

const at = '2026-11-22T13:27:39.123Z';
const version = { id: '3f2a5c7e9b1d-00000000000000000001', versionId: '1', lastUpdated: at };
const patient = { reference: 'Patient/p1', display: 'Asha Rao' };
const doctor = { reference: 'Practitioner/d1', display: 'Dr Meera Iyer' };
const everything = { types: null, records: null, from: null, to: null };
const narrow = { types: ['laboratory', 'visit'], records: [3, 7], from: '2025-11-22', to: '2026-11-22' } as const;
const grant: Grant = {
  ...version,
  patient,
  patientNumber: 'PAT001',
  grantee: doctor,
  scope: narrow,
  purpose: 'CAREMGT',
  until: '2026-12-31T18:30:00.000Z',
  state: 'active',
  grantedAt: at,
  requestRef: 'Task/t1',
};
const request: AccessRequest = {
  ...version,
  patient,
  requester: doctor,
  scope: narrow,
  purpose: 'HPAYMT',
  until: '2026-12-31T18:30:00.000Z',
  note: 'For the claim of March',
  state: 'requested',
  createdAt: at,
};
const event = {
  id: 'e1',
  at,
  actorAccount: '0123456789abcdef0123456789abcdef',
  actorDisplay: 'Dr Meera Iyer',
  action: 'read',
  recordNumber: 7,
  patient,
  patientNumber: 'PAT001',
  basis: 'grant',
  purpose: 'CAREMGT',
} as const;
const valid = (resource: JsonObject): JsonObject => {
  expect(validateResource(resource)).toEqual([]);
  return resource;
};

describe('identifiers', () => {
  it('checks Aadhaar numbers by Verhoeff, against every slip of one digit and every swap of neighbours', () => {
    expect(hasVerhoeffDigit('2363')).toBe(true);
    expect(isAadhaar('2341 2341 2346')).toBe(true);
    expect(isAadhaar('2341 2341 2345')).toBe(false);
    expect(isAadhaar('1341 2341 2346')).toBe(false);
    fc.assert(
      fc.property(
        fc.stringMatching(/^[0-9]{11}$/),
        fc.nat(11),
        fc.integer({ min: 1, max: 9 }),
        (digits, place, shift) => {
          const whole = Array.from('0123456789', (check) => digits + check).find(hasVerhoeffDigit) ?? '';
          const slip = Array.from(whole, (digit, index) =>
            index === place ? (Number(digit) + shift) % 10 : digit,
          ).join('');
          expect(whole).toHaveLength(12);
          expect(hasVerhoeffDigit(slip)).toBe(false);
          const swapped = whole.slice(0, 4) + whole[5] + whole[4] + whole.slice(6);
          if (swapped !== whole) expect(hasVerhoeffDigit(swapped)).toBe(false);
        },
      ),
    );
  });

  it('reads ABHA numbers and addresses and PIN codes', () => {
    expect(formatAbhaNumber('12345678901234')).toBe('12-3456-7890-1234');
    expect(formatAbhaNumber('12-3456-7890-123')).toBeUndefined();
    expect(['asha.rao', 'asha.rao@abdm', 'a1b2'].map(isAbhaAddress)).toEqual([true, true, true]);
    const wrong = ['abc', '1asha', '.asha', 'asha.', 'asha rao', 'asha_rao', 'asha@', 'asha@a@b', ''];
    expect(wrong.filter(isAbhaAddress)).toEqual([]);
    expect(['600040', '060004', '6000400'].map(isPinCode)).toEqual([true, false, false]);
  });
});

describe('patientResource', () => {
  it('is valid with nothing but what is required', () => {
    const least = valid(
      patientResource({ ...version, number: 'PAT002', name: { text: 'Ravi' }, sex: 'unknown', birthDate: '1951' }),
    );
    expect(Object.keys(least)).toEqual([
      'resourceType',
      'id',
      'meta',
      'identifier',
      'active',
      'name',
      'gender',
      'birthDate',
    ]);
  });

  it('is valid with everything, in every state', () => {
    for (const state of Object.keys(states) as (keyof typeof states)[]) {
      const whole = patientResource({
        ...version,
        number: 'PAT001',
        name: { text: 'Asha Rao', given: ['Asha'], family: 'Rao', official: { text: 'आशा राव', language: 'hi' } },
        sex: 'female',
        birthDate: '1980-07-14',
        address: { lines: ['12 Lake Road'], city: 'Chennai', district: 'Chennai', state, pin: '600040' },
        phone: '+91 98400 00000',
        email: 'asha@example.org',
        emergencyContact: { name: 'Vikram Rao', relationship: 'Husband', phone: '+91 98400 00001' },
        abhaNumber: '12345678901234',
        abhaAddress: 'asha.rao@abdm',
        aadhaarLastFour: '2346',
        language: 'ta',
        gender: 'transgender',
        photoCard: { kind: 'voter-id', lastFour: '7890' },
      });
      valid(whole);
      expect(whole).toMatchObject({
        identifier: [{ value: 'PAT001' }, { value: '12-3456-7890-1234' }, {}, { value: '2346' }, { value: '7890' }],
      });
    }
  });

  it('has what was said of health beside it: none known is not the same as not asked', () => {
    const said = (health: StatedHealth) => statedHealthResources(health, patient, () => version).map(valid);
    expect(said({ allergies: null, medication: [] })).toEqual([]);
    expect(said({ allergies: [], medication: [] })).toMatchObject([{ code: { coding: [{ code: '716186003' }] } }]);
    const all = said({ bloodGroup: 'O-', allergies: ['Penicillin', 'Dust'], medication: ['Metformin 500 mg'] });
    expect(all.map(({ resourceType }) => resourceType)).toEqual([
      'Observation',
      'AllergyIntolerance',
      'AllergyIntolerance',
      'MedicationStatement',
    ]);
  });
});

describe('practitioners and guardians', () => {
  it('are valid with and without what is optional', () => {
    valid(practitionerResource({ ...version, number: 'STF1', name: { text: 'Kavya N' }, sex: 'female' }));
    const whole = practitionerResource({
      ...version,
      number: 'DOC1',
      name: { text: 'Dr Meera Iyer', given: ['Meera'], family: 'Iyer' },
      sex: 'female',
      birthDate: '1975-02-03',
      registration: { number: '54321', council: 'Tamil Nadu Medical Council' },
      qualifications: [{ degree: 'MBBS', place: 'Madras Medical College' }, { degree: 'MD' }],
      languages: ['ta', 'en'],
      workPhone: '+91 44 2222 0000',
    });
    expect(valid(whole)).toMatchObject({
      identifier: [{ value: 'DOC1' }, { value: '54321' }],
      qualification: [{}, {}],
    });
  });

  it('have roles of every speciality, with hours', () => {
    const role = { ...version, practitioner: doctor, workplace: 'Clinic', city: 'Chennai' };
    const hours = [{ days: ['mon', 'wed'], from: '09:30', to: '13:00' } as const];
    const ids = Object.keys(specialities) as SpecialityId[];
    expect(ids).toHaveLength(20);
    const whole = valid(practitionerRoleResource({ ...role, specialities: ids, hours, workPhone: '044' }));
    expect(whole).toMatchObject({ availableTime: [{ daysOfWeek: ['mon', 'wed'], availableStartTime: '09:30:00' }] });
    valid(practitionerRoleResource({ ...version, practitioner: doctor, specialities: [], hours: [] }));
  });

  it('guard a child until a date', () => {
    const guardian = {
      ...version,
      patient,
      name: 'Vikram Rao',
      relationship: 'PRN',
      active: true,
      from: '2026-01-01',
    } as const;
    expect(valid(relatedPersonResource({ ...guardian, until: '2031-01-01', phone: '98400' }))).toMatchObject({
      relationship: [{ coding: [{ code: 'GUARD' }] }, { coding: [{ code: 'PRN' }] }],
      period: { end: '2031-01-01' },
    });
    valid(relatedPersonResource({ ...guardian, relationship: 'GUARD', from: null, until: null }));
  });
});

describe('guardianships', () => {
  const invited: Guardianship = {
    ...version,
    consentId: '3f2a5c7e9b1d-00000000000000000002',
    patient,
    guardian: { number: 'PAT002', name: 'Vikram Rao' },
    relationship: 'PRN',
    level: 'view',
    state: 'invited',
    invitedAt: at,
    acceptedAt: null,
    until: '2031-01-01T18:30:00.000Z',
  };

  it('are valid in each state, and tell it', () => {
    const states: [GuardianshipState, string | null][] = [
      ['invited', null],
      ['accepted', at],
      ['declined', null],
      ['cancelled', null],
      ['removed', at],
      ['stepped-down', at],
    ];
    for (const [state, acceptedAt] of states) {
      for (const level of ['view', 'complete'] as const) {
        const [person, consent] = guardianshipResources({ ...invited, state, acceptedAt, level }).map(valid);
        expect(person).toMatchObject({ active: state === 'accepted', identifier: [{ value: 'PAT002' }] });
        expect(guardianshipStateOf(consent ?? {})).toBe(state);
        expect(consent).toMatchObject({ provision: { action: level === 'view' ? [{}] : [{}, {}] } });
      }
    }
    for (const resource of guardianshipResources({ ...invited, until: null })) valid(resource);
    const broughtIn = valid(guardianshipResources({ ...invited, source: 'Guardian_contract' })[1]);
    expect(sourceOfConsent(broughtIn)).toBe('Guardian_contract');
  });

  it('are told from permissions and withholdings', () => {
    const [person, consent] = guardianshipResources(invited);
    expect(isGuardianshipConsent(consent)).toBe(true);
    expect(guardianOf(consent)).toBe(`RelatedPerson/${invited.id}`);
    expect([person, consentResource(grant)].some(isGuardianshipConsent)).toBe(false);
  });

  it('name both in what the guardian does and opens', () => {
    const agent = { reference: 'RelatedPerson/g1', display: 'Vikram Rao' };
    const targets = ['Consent/c1/_history/1', 'Task/t1/_history/2'];
    expect(valid(provenanceResource({ ...version, targets, agent, onBehalfOf: patient }))).toMatchObject({
      target: [{}, {}],
      agent: [{ who: agent, onBehalfOf: patient }],
    });
    const source = { file: 'people.csv', sha256: 'ab'.repeat(32), place: 'line 2' };
    for (const agent of ['STF1', doctor])
      valid(importProvenanceResource({ ...version, ...source, targets: ['Patient/p1'], agent }));
    const author = { agent: doctor, author: 'chain/account', targets: ['Observation/o1'] };
    const ofAuthor = valid(importProvenanceResource({ ...version, ...source, ...author }));
    expect([importAuthorOf(ofAuthor), importPlaceOf(ofAuthor)]).toEqual(['chain/account', 'people.csv, line 2']);
    expect(valid(auditEventResource({ ...event, basis: 'guardian', onBehalfOf: patient }))).toMatchObject({
      agent: [{ requestor: true }, { requestor: false, who: patient }],
    });
  });
});

describe('emergencies', () => {
  const until = '2026-11-22T17:27:39.123Z';
  const access: EmergencyAccess = { ...version, patient, doctor, since: at, until, endedBy: null };
  const review: EmergencyReview = {
    ...version,
    consent: version.id,
    patient,
    doctor,
    reason: 'unconscious',
    note: { text: 'Found unconscious in the street.', at, by: 'DOC1' },
    due: until,
    closed: null,
  };

  it('are valid from the beginning to the review, and say who did what', () => {
    expect(valid(emergencyConsent(access))).toMatchObject({
      status: 'active',
      performer: [doctor],
      provision: { type: 'permit', period: { start: at, end: until }, purpose: [{ code: 'BTG' }] },
    });
    expect(valid(emergencyConsent({ ...access, endedBy: 'PAT001' }))).toMatchObject({
      status: 'inactive',
      performer: [{ identifier: { value: 'PAT001' } }],
    });
    for (const reason of emergencyReasons) valid(emergencyReviewTask({ ...review, reason }));
    for (const outcome of ['justified', 'not-justified'] as const) {
      const task = valid(
        emergencyReviewTask({ ...review, closed: { outcome, text: 'As the ward book says.', by: 'ADM1' } }),
      );
      expect(task).toMatchObject({
        businessStatus: { text: outcome },
        note: [{ authorString: 'DOC1' }, { authorString: 'ADM1' }],
      });
    }
  });

  it('are told from what patients gave and asked for', () => {
    expect([emergencyConsent(access), consentResource(grant)].map(isEmergencyConsent)).toEqual([true, false]);
    expect(isEmergencyReview(emergencyReviewTask(review))).toBe(true);
    expect([emergencyConsent(access), consentResource(grant)].some(isEmergencyReview)).toBe(false);
    expect(isGuardianshipConsent(emergencyConsent(access))).toBe(false);
  });
});

describe('access', () => {
  it('writes a request in each state', () => {
    const states: RequestState[] = ['requested', 'granted', 'denied', 'cancelled', 'expired', 'revoked'];
    const written = states.map((state) => valid(taskResource({ ...request, state, reason: 'Not now' })));
    expect(written.map(({ status }) => status)).toEqual([
      'requested',
      'accepted',
      'rejected',
      'cancelled',
      'cancelled',
      'accepted',
    ]);
    expect(written[4]).toMatchObject({ businessStatus: { text: 'expired' }, statusReason: { text: 'Not now' } });
    expect(valid(taskResource({ ...request, scope: everything }))).not.toHaveProperty('input');
  });

  it('writes a grant with its limits, and without any', () => {
    expect(valid(consentResource(grant))).toMatchObject({
      status: 'active',
      provision: {
        purpose: [{ code: 'CAREMGT' }],
        period: { end: grant.until },
        dataPeriod: { start: '2025-11-22', end: '2026-11-22' },
        code: [{ coding: [{ code: '11502-2' }] }, { text: 'visit' }],
        data: [{ reference: { identifier: { value: 'PAT001-REC3' } } }, { reference: { display: 'PAT001-REC7' } }],
      },
    });
    const { requestRef: _, ...unasked } = grant;
    expect(sourceOfConsent(valid(consentResource({ ...unasked, source: 'SMART_CONTRACT' })))).toBe('SMART_CONTRACT');
    const open = valid(consentResource({ ...unasked, state: 'inactive', scope: everything }));
    expect(open.provision).not.toHaveProperty('data');
    expect(open).not.toHaveProperty('identifier');
  });

  it('writes an event of each action, and bundles', () => {
    const actions = ['list', 'read', 'verify', 'print', 'download', 'export', 'create', 'import', 'amend'];
    const more = ['request', 'cancel', 'grant', 'deny', 'revoke', 'expire'];
    const events = [...actions, ...more].map((action) => ({ ...event, action: action as AuditAction }));
    for (const item of events) valid(auditEventResource(item));
    expect(valid(auditEventResource({ ...event, recordNumber: null, purpose: null })).entity).toHaveLength(1);
    expect(valid(auditBundle(events, { id: 'b1', at })).entry).toHaveLength(15);
    valid(auditBundle([], { id: 'b1', at }));
  });

  it('says who changed whose account, and nothing secret', () => {
    const [actor, account] = [
      { account: 'aa', login: 'ADM1' },
      { id: 'bb', login: 'DOC1' },
    ];
    const event = valid(accountEventResource({ id: 'e1', at, actor, account, detail: 'change-password' }));
    expect(event).not.toHaveProperty('outcomeDesc');
    const told = { id: 'e3', at, actor, account, detail: 'practitioner-declined', reason: 'Unknown' };
    expect(valid(accountEventResource(told))).toMatchObject({ outcomeDesc: 'Unknown' });
    const more = { 'address-hash': 'ab12' };
    expect(valid(accountEventResource({ id: 'e2', at, actor, account, detail: 'change-email', more }))).toMatchObject({
      entity: [{ detail: [{ type: 'address-hash', valueString: 'ab12' }] }],
    });
    expect(JSON.stringify(event)).not.toContain('"detail"');
    expect(event).toMatchObject({
      type: { code: '110113' },
      subtype: [{ code: '110137' }, { display: 'change-password' }],
      agent: [{ name: 'ADM1', who: { identifier: { value: 'aa' } } }],
      entity: [{ what: { identifier: { value: 'bb' }, display: 'DOC1' } }],
    });
  });
});

describe('withholdingResource', () => {
  const withholding = {
    ...version,
    patient,
    patientNumber: 'PAT001',
    record: 7,
    withheldAt: at,
    state: 'active',
  } as const;

  it('denies one record to everybody but its author', () => {
    expect(valid(withholdingResource({ ...withholding, author: doctor }))).toMatchObject({
      status: 'active',
      dateTime: at,
      provision: {
        type: 'deny',
        data: [{ meaning: 'instance', reference: { identifier: { value: 'PAT001-REC7' } } }],
        provision: [{ type: 'permit', actor: [{ reference: doctor }] }],
      },
    });
  });

  it('has no exception where no practitioner wrote the record, and ends', () => {
    const ended = valid(withholdingResource({ ...withholding, versionId: '2', state: 'inactive' }));
    expect(ended).toMatchObject({ status: 'inactive', provision: { type: 'deny' } });
    expect(ended.provision).not.toHaveProperty('provision');
  });
});

describe('correctionResource', () => {
  const asked: Correction = {
    ...version,
    patient,
    patientNumber: 'PAT001',
    record: 7,
    author: doctor,
    wrong: 'The year of the operation',
    should: '2019,\nnot 2018',
    state: 'asked',
    askedAt: at,
    due: '2026-12-22T13:27:39.123Z',
  };
  const answer = { text: 'It was 2019.', at, by: 'DOC1', as: 'author' } as const;

  it('is valid when asked, answered, and where no practitioner wrote the record', () => {
    const { author: _author, ...unowned } = asked;
    for (const correction of [asked, unowned, { ...asked, versionId: '2', state: 'refused', answer } as const])
      expect(isCorrection(valid(correctionResource(correction)))).toBe(true);
  });

  it('is told from a request for access', () => {
    expect(isCorrection(taskResource(request))).toBe(false);
  });
});

describe('erasureTask', () => {
  const proposed: Erasure = {
    ...version,
    patient,
    patientNumber: 'PAT001',
    record: 7,
    basis: 'request',
    reference: 'Letter of 14-Nov-2026',
    reason: 'The patient asks\nfor it.',
    extent: '00'.repeat(32),
    proposed: { at, by: 'ADM1' },
    until: '2026-12-06T13:27:39.123Z',
    state: 'proposed',
    ended: null,
  };

  it('is valid on every basis and in every state, of a record and of the chart', () => {
    const ended = { at, by: 'ADM2' };
    for (const basis of erasureBases) valid(erasureTask({ ...proposed, basis }));
    for (const state of ['withdrawn', 'refused', 'lapsed', 'erased'] as const)
      expect(isErasure(valid(erasureTask({ ...proposed, versionId: '2', state, ended, record: null })))).toBe(true);
    expect(isErasure(taskResource(request))).toBe(false);
  });
});

describe('blockingResource', () => {
  const blocking = { ...version, patient, blocked: doctor, since: at, state: 'active' } as const;

  it('denies one person everything, names no data, and ends as its second version', () => {
    const resource = valid(blockingResource(blocking));
    expect(resource).toMatchObject({
      status: 'active',
      provision: { type: 'deny', actor: [{ reference: doctor }] },
    });
    expect(resource.provision).not.toHaveProperty('data');
    const ended = valid(blockingResource({ ...blocking, versionId: '2', state: 'inactive' }));
    expect(ended).toMatchObject({ status: 'inactive', dateTime: at, meta: { versionId: '2' } });
  });
});
