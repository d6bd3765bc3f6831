import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatJson } from '../json/format.ts';
import { isObject, type JsonObject, type JsonValue } from '../json/value.ts';
import { forRole, type RecordDefinition } from '../records/definition.ts';
import { definitions } from '../records/definitions.ts';
import { formsOf } from '../records/form-arbitrary.fixture.ts';
import { parseRecordForm } from '../records/parse-form.ts';
import { recordResources } from '../records/resources.ts';
import { validateResource } from '../validate/resource.ts';
import { BundleError } from './bundle-error.ts';
import { finishSubmission, MOST_ENTRIES, parseSubmission, parseSubmissions } from './submission.ts';

const now = '2026-11-22T13:27:39.123Z';
const patient = { reference: 'Patient/aaaaaaaaaaaa-00000000000000000001', display: 'PAT001' };
const author = { reference: 'Practitioner/bbbbbbbbbbbb-00000000000000000001', display: 'Dr. Iyer' };
const subject = { reference: patient.reference };
const kitFrom = (prefix: string) => {
  let made = 0;
  return { newId: () => `${prefix}-${made++}`, recordedAt: now, patient, author };
};
const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const bundleOf = (resources: readonly (readonly [string, unknown])[]) => ({
  resourceType: 'Bundle',
  type: 'transaction',
  entry: resources.map(([fullUrl, resource]) => ({
    fullUrl,
    resource,
    request: { method: 'POST', url: (resource as { resourceType: string }).resourceType },
  })),
});
const wrong = (parse: () => unknown): string[] => {
  try {
    parse();
  } catch (error) {
    if (error instanceof BundleError) return error.issues.map(({ expression, text }) => `${expression}: ${text}`);
    throw error;
  }
  return [];
};
const sentAs = (resources: readonly JsonObject[]): Uint8Array => {
  const url = (id: string) => `urn:uuid:00000000-0000-4000-8000-${id.split('-')[1]?.padStart(12, '0')}`;
  const names = new Map(resources.map(({ resourceType, id }) => [`${resourceType}/${id}`, url(String(id))]));
  const renamed = (value: JsonValue): JsonValue => {
    if (typeof value === 'string') return names.get(value) ?? value;
    if (Array.isArray(value)) return value.map(renamed);
    return isObject(value) ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, renamed(v)])) : value;
  };
  const entry = resources.map((resource) => ({
    fullUrl: url(String(resource.id)),
    resource: renamed(resource),
    request: { method: 'POST', url: String(resource.resourceType) },
  }));
  return formatJson({ resourceType: 'Bundle', type: 'transaction', entry });
};

describe.each(definitions)('what the form of the $type record makes', (own) => {
  it.each(own.writers)('is recorded by a transaction, byte for byte, as written by %s', (role) => {
    const definition = forRole(own as RecordDefinition, role);
    fc.assert(
      fc.property(formsOf(definition), (form) => {
        const context = { sex: 'female', birthDate: '1980-07-14', now, timeZone: 'Asia/Kolkata' } as const;
        const parsed = parseRecordForm(definition, form, context);
        if (!parsed.ok) return;
        const { newId } = kitFrom('form');
        const resources = recordResources(definition, parsed.record, {
          newId,
          patient,
          author,
          lastUpdated: now,
          versionId: '1',
        });
        const [submission, ...more] = parseSubmissions(sentAs(resources), author.reference);
        expect(more).toEqual([]);
        if (!submission) throw new Error('nothing was submitted');
        expect(submission).toMatchObject({ type: own.type, patient: patient.reference, led: true });
        if (role === 'staff') expect(submission.judging).toBe(false);
        const again = finishSubmission(submission, kitFrom('form')).resources;
        expect(again.map((one) => formatJson(one).toString())).toEqual(
          resources.map((one) => formatJson(one).toString()),
        );
      }),
      { numRuns: 15 },
    );
  });
});

describe('a resource by itself', () => {
  const code = { text: 'x' };
  const clinicalStatus = {
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
  };
  const category = (name: string) => [
    { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: name }] },
  ];
  const all: readonly (readonly [string, string, JsonObject])[] = [
    [
      'Observation',
      'laboratory',
      { status: 'final', code, category: category('laboratory'), subject, valueString: 'a' },
    ],
    ['Observation', 'general', { status: 'final', code, category: category('vital-signs'), subject, valueString: 'a' }],
    ['Condition', 'diagnosis', { clinicalStatus, code, subject }],
    ['Procedure', 'procedure', { status: 'completed', code, subject, performedDateTime: '2026-01-02' }],
    [
      'MedicationRequest',
      'prescription',
      { status: 'active', intent: 'order', subject, medicationCodeableConcept: code },
    ],
    [
      'Immunization',
      'immunisation',
      { status: 'completed', vaccineCode: code, patient: subject, occurrenceDateTime: '2026-01' },
    ],
    ['DiagnosticReport', 'laboratory', { status: 'final', code, subject, effectiveDateTime: '2026-01-02' }],
  ] as unknown as readonly (readonly [string, string, JsonObject])[];

  it.each(all)('%s is a record of the type %s, valid from its head on', (type, expected, resource) => {
    const submission = parseSubmission(bytes({ resourceType: type, ...resource }), type, author.reference);
    expect(submission.type).toBe(expected);
    const { resources, sent } = finishSubmission(submission, kitFrom('one'));
    expect(resources.flatMap((one) => validateResource(one))).toEqual([]);
    expect(sent).toHaveLength(1);
    expect(resources.at(-1)).toBe(sent[0]);
    if (type !== 'DiagnosticReport') expect(JSON.stringify(resources[0])).toContain(`${type}/one-1`);
  });

  const observation = { resourceType: 'Observation', status: 'final', code, subject, valueString: 'a' };
  it.each<[string, unknown, string]>([
    ['no resource', [], 'Observation: this is not a resource'],
    ['another type', { resourceType: 'Patient' }, 'Patient.resourceType: the address is of a Observation'],
    ['no status', { ...observation, status: undefined }, 'Observation.status: '],
    ['no patient', { ...observation, subject: undefined }, 'Observation.subject: names the patient'],
    ['a group', { ...observation, subject: { reference: 'Group/1' } }, 'Observation.subject: names the patient'],
    [
      'an address of elsewhere',
      { ...observation, subject: { reference: 'https://a.example/Patient/1' } },
      'Observation.subject',
    ],
    [
      'what is stored here',
      { ...observation, derivedFrom: [{ reference: 'Observation/1' }] },
      'Observation.derivedFrom[0].reference',
    ],
    [
      'another author',
      { ...observation, performer: [{ reference: 'Practitioner/2' }] },
      'Observation.performer[0].reference',
    ],
    ['another patient', { ...observation, focus: [{ reference: 'Patient/2' }] }, 'Observation.focus[0].reference'],
  ])('with %s is refused, and told where', (_, sent, expected) => {
    const [first = ''] = wrong(() => parseSubmission(bytes(sent), 'Observation', author.reference));
    expect(first.slice(0, expected.length)).toBe(expected);
  });

  const medicine = {
    resourceType: 'MedicationRequest',
    status: 'active',
    intent: 'order',
    subject,
    medicationCodeableConcept: code,
  };
  const asthma = { resourceType: 'Condition', clinicalStatus, code, subject };
  const verification = (word: string) => ({
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-ver-status', code: word }],
  });
  it.each<[object, string]>([
    [{ ...observation, status: 'entered-in-error' }, 'Observation.status: only what is final'],
    [{ ...observation, status: 'preliminary' }, 'Observation.status: only what is final'],
    [{ ...medicine, status: 'stopped' }, 'MedicationRequest.status: only what is active or completed'],
    [{ ...medicine, intent: 'proposal' }, 'MedicationRequest.intent: only orders'],
    [{ ...medicine, doNotPerform: true }, 'MedicationRequest.doNotPerform: '],
    [
      { ...asthma, clinicalStatus: undefined, verificationStatus: verification('entered-in-error') },
      'Condition.verificationStatus: ',
    ],
    [{ ...asthma, verificationStatus: verification('refuted') }, 'Condition.verificationStatus: '],
    [{ ...observation, implicitRules: 'https://a.example' }, 'Observation.implicitRules: '],
    [
      { ...observation, modifierExtension: [{ url: 'https://a.example', valueBoolean: true }] },
      'Observation.modifierExtension: ',
    ],
  ])('that means the contrary of what pages show is refused: %j', (sent, expected) => {
    const { resourceType } = sent as { resourceType: string };
    const found = wrong(() => parseSubmission(bytes(sent), resourceType, author.reference));
    expect(found.map((one) => one.slice(0, expected.length))).toContain(expected);
  });

  it.each(['Patient', 'Consent', 'AuditEvent', 'Binary', 'Encounter'])('%s is nothing that is recorded', (type) => {
    expect(wrong(() => parseSubmission(bytes({ resourceType: type, subject }), type, author.reference))).not.toEqual(
      [],
    );
  });
});

describe('a transaction', () => {
  const observation = (of = subject, more = {}) => ({
    resourceType: 'Observation',
    status: 'final',
    code: { text: 'Weight' },
    subject: of,
    valueString: 'a',
    ...more,
  });
  const composition = (more = {}) => ({
    resourceType: 'Composition',
    status: 'final',
    type: { text: 'Note' },
    category: [{ text: 'general' }],
    subject,
    date: '2026-01-02',
    author: [{ display: 'x' }],
    title: 'Note',
    ...more,
  });
  const other = { reference: 'Patient/cccccccccccc-00000000000000000001' };
  const parse = (resources: readonly (readonly [string, unknown])[]) =>
    parseSubmissions(bytes(bundleOf(resources)), author.reference);

  it('of two patients is a record for each', () => {
    const all = parse([
      ['urn:uuid:1', observation()],
      ['urn:uuid:2', observation(other)],
    ]);
    expect(all.map((one) => one.patient)).toEqual([subject.reference, other.reference]);
  });

  it.each<[string, readonly (readonly [string, unknown])[], string]>([
    [
      'a thing of another patient',
      [
        ['urn:uuid:1', observation()],
        ['urn:uuid:2', observation(other, { hasMember: [{ reference: 'urn:uuid:1' }] })],
      ],
      'names nothing of another patient',
    ],
    [
      'an entry that is not there',
      [['urn:uuid:1', observation(subject, { hasMember: [{ reference: 'urn:uuid:9' }] })]],
      'Bundle.entry[0].resource.hasMember[0].reference',
    ],
    [
      'two documents',
      [
        ['urn:uuid:1', composition()],
        ['urn:uuid:2', composition()],
      ],
      'one record in a request',
    ],
    [
      'a document of no type of ours',
      [['urn:uuid:1', composition({ category: [{ text: 'history' }] })]],
      'names the type of the record',
    ],
    [
      'what the type does not hold',
      [
        ['urn:uuid:1', composition({ category: [{ text: 'prescription' }] })],
        ['urn:uuid:2', observation()],
      ],
      'holds MedicationRequest, and no Observation',
    ],
    ['a patient', [['urn:uuid:1', { resourceType: 'Patient' }]], 'a Patient cannot be recorded here'],
    [
      'too much',
      Array.from({ length: MOST_ENTRIES + 1 }, (_, i) => [`urn:uuid:${i}`, observation()] as const),
      `at most ${MOST_ENTRIES}`,
    ],
  ])('with %s is refused', (_, resources, words) => {
    expect(wrong(() => parse(resources)).join('\n')).toContain(words);
  });

  it('is for doctors where it judges, by a section, a code or a diagnosis', () => {
    const judging = (resources: readonly (readonly [string, unknown])[]) => parse(resources)[0]?.judging;
    const section = (title: string) => [
      { title, text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">x</div>' } },
    ];
    expect(judging([['urn:uuid:1', composition({ section: section('Complaints') })]])).toBe(false);
    expect(judging([['urn:uuid:1', composition({ section: section('Advice') })]])).toBe(true);
    expect(
      judging([['urn:uuid:1', composition({ section: [{ title: 'History', section: section('Advice') }] })]]),
    ).toBe(true);
    expect(judging([['urn:uuid:1', observation(subject, { code: { text: 'My judgement' } })]])).toBe(true);
  });
});
