import { describe, expect, it } from 'vitest';
import { formatJson } from '../json/format.ts';
import type { JsonObject } from '../json/value.ts';
import { validateResource } from '../validate/resource.ts';
import { BundleError } from './bundle-error.ts';
import { type ImportPlan, planImport } from './plan.ts';
import { parseTransactionBundle } from './transaction.ts';

type Loose = Record<string, unknown>;

const now = '2026-11-22T13:27:39.123Z';
const url = (name: string): string => `urn:uuid:00000000-0000-4000-8000-${name.padStart(12, '0')}`;
const to = (name: string): Loose => ({ reference: url(name) });
const text = (words: string): Loose => ({ text: words });
const lab = { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: 'LAB' }] };
const active = {
  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'active' }],
};
const entry = (name: string, resource: Loose): Loose => ({
  fullUrl: url(name),
  resource,
  request: { method: 'POST', url: resource.resourceType },
});
const observation = (words: string, more: Loose): Loose => ({
  resourceType: 'Observation',
  status: 'final',
  code: text(words),
  subject: to('a'),
  ...more,
});
const claim = (more: Loose): Loose => ({
  resourceType: 'Claim',
  status: 'active',
  type: text('claim'),
  use: 'claim',
  patient: to('a'),
  created: '2026-01-02',
  provider: to('d'),
  priority: text('normal'),
  insurance: [{ sequence: 1, focal: true, coverage: { display: 'Self' } }],
  ...more,
});
const visit = (start: string): Loose => ({
  resourceType: 'Encounter',
  status: 'finished',
  class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
  type: [text('Check-up')],
  subject: to('a'),
  period: { start },
});
const whole = (): Loose[] => [
  entry('a', {
    resourceType: 'Patient',
    id: 'old',
    meta: { profile: ['http://example.org/p'] },
    name: [{ text: 'Asha' }],
  }),
  entry('b', {
    resourceType: 'Organization',
    name: 'Clinic',
    identifier: [{ system: 'http://example.org/o', value: '7' }],
  }),
  entry('d', {
    resourceType: 'Practitioner',
    name: [{ text: 'Dr Iyer' }],
    identifier: [{ system: 'http://example.org/d', value: '9' }],
  }),
  entry('c1', visit('2026-01-02')),
  entry('c2', visit('2025-01-02')),
  entry('c3', observation('Weight', { encounter: to('c1'), valueQuantity: { value: 60 } })),
  entry('c4', observation('Haemoglobin', { encounter: to('c1'), valueQuantity: { value: 12.5 } })),
  entry('c5', {
    resourceType: 'DiagnosticReport',
    status: 'final',
    category: [lab],
    code: text('Blood count'),
    subject: to('a'),
    encounter: to('c1'),
    effectiveDateTime: '2026-01-02',
    result: [to('c4')],
  }),
  entry('c6', claim({ item: [{ sequence: 1, productOrService: text('visit'), encounter: [to('c2')] }] })),
  entry('c7', {
    resourceType: 'AllergyIntolerance',
    clinicalStatus: active,
    patient: to('a'),
    code: text('Peanut'),
    recordedDate: '2001-01-01',
  }),
  entry('c8', {
    resourceType: 'MedicationRequest',
    status: 'active',
    intent: 'order',
    subject: to('a'),
    encounter: to('c2'),
    medicationCodeableConcept: text('Metformin'),
  }),
  entry('c9', claim({ prescription: to('c8') })),
];
const bytes = (entries: readonly Loose[], more: Loose = {}): Uint8Array =>
  new TextEncoder().encode(
    JSON.stringify({ resourceType: 'Bundle', type: 'transaction', ...more, entry: entries }).replace('12.5', '12.50'),
  );
const refusal = (input: Uint8Array): BundleError => {
  try {
    parseTransactionBundle(input);
  } catch (error) {
    if (error instanceof BundleError) return error;
    throw error;
  }
  throw new Error('it was not refused');
};
const changed = (index: number, change: (item: Loose) => Loose): string[] => {
  const entries = whole().map((item, place) => (place === index ? change(item) : item));
  return refusal(bytes(entries)).issues.map(({ expression, text: words }) => `${expression}: ${words}`);
};
const plan = (resolveDirectory?: (resource: JsonObject) => string | undefined): ImportPlan => {
  let count = 0;
  const assign = (type: string): string => `${type.toLowerCase()}-${++count}`;
  return planImport(parseTransactionBundle(bytes(whole())), assign, {
    now,
    ...(resolveDirectory && { resolveDirectory }),
  });
};

describe('parseTransactionBundle', () => {
  it('accepts a transaction and resolves its references', () => {
    const { entries, resolve } = parseTransactionBundle(bytes(whole()));
    expect(entries).toHaveLength(12);
    expect(resolve(url('d'))).toMatchObject({ type: 'Practitioner', path: 'Bundle.entry[2].resource' });
    expect(resolve(url('ff'))).toBeUndefined();
  });

  it.each<[string, Uint8Array, string]>([
    ['bytes that are not JSON', Uint8Array.of(1, 2), 'not strict JSON'],
    ['another resource', new TextEncoder().encode('{"resourceType":"Patient"}'), 'not a Bundle'],
    ['another type', bytes(whole(), { type: 'batch' }), 'only a transaction'],
    ['no entries', bytes([]), 'no entries'],
    ['no patient', bytes(whole().slice(1, 3)), 'exactly one Patient; this has 0'],
    ['two patients', bytes([...whole(), entry('e', { resourceType: 'Patient' })]), 'exactly one Patient; this has 2'],
    [
      'an address twice',
      bytes([...whole(), entry('d', { resourceType: 'Organization', name: 'x' })]),
      'two entries are urn:uuid',
    ],
  ])('refuses %s', (_, input, words) => {
    expect(refusal(input).message).toContain(words);
  });

  it.each<[string, number, (item: Loose) => Loose, string]>([
    [
      'PUT',
      2,
      (item) => ({ ...item, request: { method: 'PUT', url: 'Practitioner/1' } }),
      'Bundle.entry[2].request.method: only POST',
    ],
    [
      'DELETE',
      2,
      (item) => ({ ...item, request: { method: 'DELETE', url: 'Practitioner/1' } }),
      'Bundle.entry[2].request.method',
    ],
    [
      'another address',
      2,
      (item) => ({ ...item, request: { method: 'POST', url: 'Patient' } }),
      'Bundle.entry[2].request.url',
    ],
    [
      'a condition',
      2,
      (item) => ({ ...item, request: { method: 'POST', url: 'Practitioner', ifNoneExist: 'x=1' } }),
      'Bundle.entry[2].request.ifNoneExist: conditional',
    ],
    ['no request', 2, ({ request: _, ...item }) => item, 'Bundle.entry[2].request: an entry'],
    ['no resource', 9, ({ resource: _, ...item }) => item, 'Bundle.entry[9].resource: an entry has'],
    [
      'a dangling urn',
      5,
      () => entry('x', observation('x', { subject: to('ee') })),
      'Bundle.entry[5].resource.subject.reference: no entry',
    ],
    [
      'a conditional reference',
      5,
      () => entry('x', observation('x', { performer: [{ reference: 'Practitioner?identifier=1' }] })),
      'Bundle.entry[5].resource.performer[0].reference: conditional references',
    ],
    [
      'a reference to what is stored here',
      5,
      () => entry('x', observation('x', { subject: { reference: 'Patient/1' } })),
      'Bundle.entry[5].resource.subject.reference: no entry of the bundle is Patient/1',
    ],
    [
      'a dangling urn in a contained resource',
      5,
      () =>
        entry('x', {
          ...observation('x', { focus: [{ reference: '#c' }] }),
          contained: [{ ...observation('y', { subject: to('ee') }), id: 'c' }],
        }),
      'Bundle.entry[5].resource.contained[0].subject.reference: no entry',
    ],
    [
      'a reference to an entry of the wrong type',
      5,
      () => entry('x', observation('x', { subject: to('c7') })),
      'Bundle.entry[5].resource.subject: Invalid reference',
    ],
    [
      'an invalid resource',
      5,
      () => entry('x', observation('x', { status: 'done' })),
      'Bundle.entry[5].resource.status',
    ],
  ])('refuses %s and says where', (_, index, change, expected) => {
    expect(changed(index, change).some((line) => line.startsWith(expected))).toBe(true);
  });

  it('reports every problem, and the first twenty in its message', () => {
    const bad = Array.from({ length: 30 }, (_, index) => entry(`9${index}`, observation('x', { status: 'done' })));
    const error = refusal(bytes([...whole(), ...bad]));
    expect(error.issues.length).toBe(30);
    expect(error.message.split('\n')).toHaveLength(21);
    expect(error.message).toContain('and 10 more');
  });
});

describe('planImport', () => {
  it('makes a record of each report, each visit, and the rest, from the earliest on', () => {
    expect(
      plan().records.map(({ type, title, resources }) => [type, title, resources.map((item) => item.resourceType)]),
    ).toEqual([
      ['history', 'Peanut', ['AllergyIntolerance']],
      ['visit', 'Check-up', ['Encounter', 'Claim', 'MedicationRequest', 'Claim']],
      ['laboratory', 'Blood count', ['DiagnosticReport', 'Observation']],
      ['visit', 'Check-up', ['Encounter', 'Observation']],
    ]);
  });

  it('assigns ids and versions, rewrites references, keeps other meta and every digit', () => {
    const { patient, directory, records } = plan();
    expect(patient).toMatchObject({
      id: 'patient-1',
      meta: { profile: ['http://example.org/p'], versionId: '1', lastUpdated: now },
    });
    expect(directory.map(({ identifiers }) => identifiers)).toEqual([
      [{ system: 'http://example.org/o', value: '7' }],
      [{ system: 'http://example.org/d', value: '9' }],
    ]);
    const all = [
      patient,
      ...directory.map(({ resource }) => resource),
      ...records.flatMap(({ resources }) => resources),
    ];
    expect(all.flatMap((item) => validateResource(item))).toEqual([]);
    const json = new TextDecoder().decode(formatJson(all));
    expect(json).not.toContain('urn:uuid');
    expect(json).toContain('"value":12.50');
    expect(json).toContain('"result":[{"reference":"Observation/observation-7"}]');
  });

  it('uses what the directory has already', () => {
    const { directory, records } = plan((item) =>
      item.resourceType === 'Practitioner' ? 'Practitioner/abc' : undefined,
    );
    expect(directory.map(({ resource }) => resource.resourceType)).toEqual(['Organization']);
    expect(new TextDecoder().decode(formatJson(records[1]?.resources[1] ?? null))).toContain(
      '"provider":{"reference":"Practitioner/abc"}',
    );
  });
});
