import type { CardAnswers } from '@patrec/fhir';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestStore, type TestStore } from '../../test/support/test-store.ts';
import { makeEvent } from '../access/access-log.ts';
import type { Actor } from '../access/actor.ts';
import { withholdRecord } from '../access/withhold-record.ts';
import { importBundle } from '../operations/import-bundle.ts';
import { suggestAnswers } from './card-suggestions.ts';
import { type Patient, patientReader } from './patient-store.ts';

let store: TestStore;
let patient: Patient;

const subject = { reference: 'urn:uuid:p' };
const status = (code: string) => ({
  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code }],
});
const condition = (id: string, text: string, code: string, encounter = 'e1') => ({
  ...{ resourceType: 'Condition', id, subject, encounter: { reference: `urn:uuid:${encounter}` } },
  clinicalStatus: status(code),
  code: { text },
});
const medication = (id: string, text: string, state: string) => ({
  ...{ resourceType: 'MedicationRequest', id, subject, status: state, intent: 'order' },
  encounter: { reference: 'urn:uuid:e1' },
  medicationCodeableConcept: { text },
});
const visit = (id: string, start: string) => ({
  ...{ resourceType: 'Encounter', id, subject, status: 'finished' },
  class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
  period: { start },
});
const resources: readonly { resourceType: string; id: string }[] = [
  {
    ...{ resourceType: 'Patient', id: 'p', gender: 'female', birthDate: '1980-07-14' },
    ...({ name: [{ text: 'Lakshmi Narayanan' }] } as object),
    ...({
      contact: [
        {
          relationship: [{ text: 'husband' }],
          name: { text: 'Ravi' },
          telecom: [{ system: 'phone', value: '+91 98765 43210' }],
        },
      ],
    } as object),
  },
  visit('e1', '2026-01-05T10:00:00+05:30'),
  visit('e2', '2026-02-05T10:00:00+05:30'),
  condition('c1', 'Type 2 diabetes', 'active'),
  condition('c2', 'Type 2 diabetes', 'active'),
  condition('c3', 'Broken arm', 'resolved'),
  condition('c4', 'HIV infection', 'active', 'e2'),
  medication('m1', 'Metformin 500 mg', 'active'),
  medication('m2', 'Amoxicillin', 'completed'),
];

beforeAll(async () => {
  store = await openTestStore();
  const entry = resources.map((resource) => ({
    fullUrl: `urn:uuid:${resource.id}`,
    resource,
    request: { method: 'POST', url: resource.resourceType },
  }));
  const bundle = { resourceType: 'Bundle', type: 'transaction', entry };
  const { patient: number } = await importBundle(store, Buffer.from(JSON.stringify(bundle)), {
    passwordHash: null,
    demo: false,
  });
  const found = await patientReader(store.db)(number);
  if (!found) throw new Error('The patient was not imported.');
  patient = found;
});
afterAll(() => store.close());

const suggest = (): Promise<CardAnswers> => {
  const event = makeEvent(store.ledger, { account: patient.accountId ?? '' }, 'view-registration', {
    chain: patient.chain,
    basis: { kind: 'self' },
  });
  return suggestAnswers(store.db, event, patient);
};

test('takes what is so now from registration and records, each once', async () => {
  expect(await suggest()).toMatchObject({
    name: 'Lakshmi Narayanan',
    birthDate: '1980-07-14',
    sex: 'female',
    bloodGroup: '',
    allergies: '',
    medication: 'Metformin 500 mg',
    contact: 'Ravi (husband)',
    contactPhone: '+91 98765 43210',
    note: '',
  });
  expect((await suggest()).conditions?.split(', ').sort()).toEqual(['HIV infection', 'Type 2 diabetes']);
});

test('takes nothing from a record that is withheld', async () => {
  const { rows } = await store.db.pool.query<{ record: number }>(
    `SELECT record FROM resource_version WHERE chain = $1 AND type = 'Condition'
     AND position('HIV'::bytea in bytes) > 0`,
    [patient.chain],
  );
  const owner: Actor = {
    ...{ account: patient.accountId ?? '', login: patient.number, name: patient.name, role: 'patient', verified: true },
    chain: patient.chain,
  };
  await withholdRecord(store, owner, patient.chain, rows[0]?.record ?? 0);
  expect((await suggest()).conditions).toBe('Type 2 diabetes');
});
