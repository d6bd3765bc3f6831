import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BundleError } from '../bundle/bundle-error.ts';
import { referencesIn } from '../bundle/references.ts';
import { finishSubmission } from '../bundle/submission.ts';
import { documentResource } from '../documents/resource.ts';
import { formatJson } from '../json/format.ts';
import { parseJson } from '../json/parse.ts';
import { type JsonObject, objectAt, objectsAt, textAt } from '../json/value.ts';
import { abdmDocuments } from '../records/abdm.ts';
import type { RecordDefinition } from '../records/definition.ts';
import { definitions } from '../records/definitions.ts';
import { formsOf } from '../records/form-arbitrary.fixture.ts';
import { parseRecordForm } from '../records/parse-form.ts';
import { recordResources } from '../records/resources.ts';
import { validateResource } from '../validate/resource.ts';
import { readDocument } from './read-document.ts';
import { abdmDocumentOf, type DocumentPart, type ExportedRecord, recordDocument } from './record-document.ts';
import { isWellness } from './wellness-record.ts';

const now = '2026-11-22T13:27:39.123Z';
const base = 'https://records.example/fhir';
const chain = 'aaaaaaaaaaaa';
const patient = {
  id: `${chain}-00000000000000000001`,
  number: 'PAT001',
  name: 'Asha Rao',
  sex: 'female',
  birthDate: '1980-07-14',
};
const author = { id: 'bbbbbbbbbbbb-00000000000000000001', number: 'DOC1', name: 'Dr. Iyer' };
const people = {
  patient: { reference: `Patient/${patient.id}`, display: patient.number },
  author: { reference: `Practitioner/${author.id}`, display: author.name },
};
const exported = (
  type: ExportedRecord['type'],
  resources: readonly JsonObject[],
  files: readonly (ExportedRecord['files'][number] & { readonly bytes: Uint8Array })[] = [],
  directory: readonly JsonObject[] = [],
) => {
  const parts = recordDocument({
    base,
    timestamp: now,
    type,
    title: 'Title',
    date: now,
    patient: { ...patient, abha: '12345678901234' },
    author,
    resources: resources.map((one) => formatJson(one)),
    files,
    directory: directory.map((one) => formatJson(one)),
  });
  return joined(parts, new Map(files.map(({ id, bytes }) => [id, bytes])));
};
const joined = (parts: readonly DocumentPart[], files: ReadonlyMap<string, Uint8Array> = new Map()) =>
  Buffer.concat(
    parts.map((part) => {
      if ('bytes' in part) return part.bytes;
      return Buffer.from(Buffer.from(files.get(part.file) ?? []).toString('base64'));
    }),
  );

/** What FHIR asks of every document (bdl-7 to bdl-12, and that nothing it names is outside). */
function expectDocument(bytes: Uint8Array, type: ExportedRecord['type'], resources: readonly JsonObject[]) {
  const bundle = parseJson(bytes) as JsonObject;
  const entries = objectsAt(bundle, 'entry');
  const inside = entries.map((entry) => objectAt(entry, 'resource') as JsonObject);
  const urls = entries.map((entry) => textAt(entry, 'fullUrl'));
  expect(validateResource(bundle)).toEqual([]);
  expect(inside.flatMap((one) => validateResource(one))).toEqual([]);
  expect(bundle).toMatchObject({ type: 'document', identifier: { system: `${base}/Bundle` }, timestamp: now });
  expect(new Set(urls).size).toBe(urls.length);
  const { code } = abdmDocuments[abdmDocumentOf(type)];
  const kind = isWellness(resources) ? { text: 'Wellness Record' } : { coding: [{ code }] };
  expect(inside[0]).toMatchObject({ resourceType: 'Composition', type: kind });
  expect(inside[0]?.subject).toMatchObject({ reference: people.patient.reference });
  expect(inside.filter(({ resourceType }) => resourceType === 'Patient')).toHaveLength(1);
  for (const one of inside)
    for (const { reference } of referencesIn(one, ''))
      if (!reference.startsWith('#')) expect(urls).toContain(`${base}/${reference}`);
  const sections = objectsAt(inside[0], 'section').flatMap((one) => objectsAt(objectAt(one, 'code'), 'coding'));
  const codes = sections.map((one) => textAt(one, 'code'));
  expect(new Set(codes).size).toBe(codes.length);
  const text = new TextDecoder().decode(bytes);
  for (const resource of resources) expect(text).toContain(new TextDecoder().decode(formatJson(resource)));
  return inside;
}

describe.each(definitions)('a $type record as a document', (definition) => {
  it('is a valid document with the stored bytes of every resource, its Composition first', () => {
    fc.assert(
      fc.property(formsOf(definition as RecordDefinition), (form) => {
        const context = { sex: 'female', birthDate: '1980-07-14', now, timeZone: 'Asia/Kolkata' } as const;
        const parsed = parseRecordForm(definition as RecordDefinition, form, context);
        if (!parsed.ok) return;
        let made = 0;
        const newId = () => `${chain}-${String(made++).padStart(20, '0')}x`;
        const resources = recordResources(definition as RecordDefinition, parsed.record, {
          newId,
          ...people,
          lastUpdated: now,
          versionId: '1',
        });
        const inside = expectDocument(exported(definition.type, resources), definition.type, resources);
        const covered = definition.type === 'laboratory' || isWellness(resources);
        expect(inside).toHaveLength(resources.length + (covered ? 3 : 2));
      }),
      { numRuns: 10 },
    );
  });
});

const kit = () => {
  let made = 0;
  return { newId: () => `${chain}-${String(made++).padStart(20, '0')}x`, recordedAt: now, ...people };
};
const text = (resources: readonly JsonObject[]) => resources.map((one) => new TextDecoder().decode(formatJson(one)));

describe.each(definitions)('a document of a $type record that comes back', (definition) => {
  it('is the same record: byte for byte to its author, in words to another', () => {
    fc.assert(
      fc.property(formsOf(definition as RecordDefinition), (form) => {
        const context = { sex: 'female', birthDate: '1980-07-14', now, timeZone: 'Asia/Kolkata' } as const;
        const parsed = parseRecordForm(definition as RecordDefinition, form, context);
        if (!parsed.ok) return;
        const resources = recordResources(definition as RecordDefinition, parsed.record, {
          ...kit(),
          lastUpdated: now,
          versionId: '1',
        });
        const read = readDocument(exported(definition.type, resources));
        expect(read?.subject).toEqual({
          numbers: ['PAT001'],
          abha: ['12345678901234'],
          name: 'Asha Rao',
          birthDate: '1980-07-14',
        });
        const own = read?.submission(people.patient.reference, people.author.reference);
        if (!own) throw new Error('there is no submission');
        expect(own.type).toBe(definition.type);
        expect(text(finishSubmission(own, kit()).resources)).toEqual(text(resources));
        const other = read?.submission(people.patient.reference, 'Practitioner/another');
        if (!other) throw new Error('there is no submission');
        const inWords = text(resources).map((one) => one.replaceAll(`"reference":"${people.author.reference}",`, ''));
        expect(text(finishSubmission(other, kit()).resources)).toEqual(inWords);
      }),
      { numRuns: 10 },
    );
  });
});

describe('a document of elsewhere', () => {
  const subject = { reference: 'Patient/p' };
  const condition = {
    resourceType: 'Condition',
    id: 'c',
    subject,
    code: { text: 'Asthma' },
    clinicalStatus: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
    },
  };
  const composition = {
    resourceType: 'Composition',
    id: 'k',
    status: 'final',
    type: { coding: [{ system: 'http://snomed.info/sct', code: '371530004' }] },
    subject,
    date: now,
    author: [{ reference: 'Practitioner/d' }],
    title: 'Consultation',
    section: [
      {
        title: 'Complaints',
        text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">Tired</div>' },
      },
    ],
  };
  const all = [
    composition,
    { resourceType: 'Patient', id: 'p', name: [{ given: ['Asha'], family: 'Rao' }] },
    { resourceType: 'Practitioner', id: 'd', name: [{ text: 'Dr. Elsewhere' }] },
    condition,
  ];
  const visit = {
    resourceType: 'Encounter',
    id: 'e',
    status: 'finished',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
    subject,
  };
  const binary = { resourceType: 'Binary', id: 'b', contentType: 'application/pdf', data: 'AAAA' };
  const scanned = {
    resourceType: 'DocumentReference',
    id: 'r',
    status: 'current',
    type: { coding: [{ system: 'http://snomed.info/sct', code: '419891008' }] },
    subject,
    content: [{ attachment: { contentType: 'application/pdf', url: 'Binary/b', title: 'Letter' } }],
    context: { period: { start: '2026-10-01' } },
  };
  const bundle = (resources: readonly object[], more: object = {}) => ({
    resourceType: 'Bundle',
    type: 'document',
    identifier: { system: 'urn:x', value: '1' },
    timestamp: now,
    entry: resources.map((resource) => ({
      fullUrl: `https://a.example/${(resource as { resourceType: string }).resourceType}/${(resource as { id: string }).id}`,
      resource,
    })),
    ...more,
  });
  const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
  const refused = (value: unknown): string => {
    try {
      readDocument(bytes(value))?.submission(people.patient.reference, people.author.reference);
    } catch (error) {
      if (error instanceof BundleError) return error.message;
      throw error;
    }
    return '';
  };

  it('is of the type of ours that its code says; its people stay in words', () => {
    const read = readDocument(bytes(bundle(all)));
    expect(read?.subject).toEqual({ numbers: [], abha: [], name: 'Asha Rao' });
    const submission = read?.submission(people.patient.reference, people.author.reference);
    expect(submission).toMatchObject({ type: 'general', judging: true });
    const [first] = submission ? finishSubmission(submission, kit()).resources : [];
    expect(first).toMatchObject({
      category: [{ text: 'general' }],
      author: [{ display: 'Dr. Elsewhere' }],
      subject: { reference: people.patient.reference },
    });
  });

  it('is led by its visit where it has no words, by its report where it says so, else it has the visit beside', () => {
    const parsed = (resources: readonly object[]) =>
      readDocument(bytes(bundle(resources)))?.submission(people.patient.reference, people.author.reference);
    const silent = { ...composition, section: undefined };
    const report = { resourceType: 'DiagnosticReport', id: 'd', status: 'final', code: { text: 'Blood' }, subject };
    const coded = { coding: [{ system: 'http://snomed.info/sct', code: '721981007' }] };
    const kinds = [
      parsed([silent, ...all.slice(1), visit]),
      parsed([{ ...silent, type: coded }, ...all.slice(1, 3), visit, report]),
      parsed([...all, visit]),
    ].map((one) => [one?.type, one?.entries.map(({ type }) => type).join(' ')]);
    expect(kinds).toEqual([
      ['visit', 'Encounter Condition'],
      ['laboratory', 'DiagnosticReport Encounter'],
      ['general', 'Composition Condition Encounter'],
    ]);
  });

  it('keeps in words what it is about and has not, such as the visit of another record', () => {
    const about = { ...condition, encounter: { reference: 'Encounter/elsewhere' } };
    const read = readDocument(bytes(bundle([...all.slice(0, 3), about])));
    const submission = read?.submission(people.patient.reference, people.author.reference);
    expect(submission?.entries[1]?.resource.encounter).toEqual({ display: 'Encounter' });
  });

  const twice = bundle(all);
  it.each<[string, unknown, string]>([
    ['no Composition first', bundle([...all].reverse()), 'Bundle.entry[0].resource'],
    ['no identifier', bundle(all, { identifier: undefined }), 'Bundle.identifier'],
    ['no time', bundle(all, { timestamp: undefined }), 'Bundle.timestamp'],
    ['two patients', bundle([...all, { resourceType: 'Patient', id: 'q' }]), 'of one Patient; this has 2'],
    [
      'what is of another',
      bundle([
        ...all,
        { resourceType: 'Patient', id: 'q' },
        { ...condition, id: 'c2', subject: { reference: 'Patient/q' } },
      ]),
      'is not of the patient',
    ],
    ['an address twice', { ...twice, entry: [...twice.entry, twice.entry[3]] }, 'must be unique'],
    [
      'an entry without an address',
      { ...twice, entry: [...twice.entry, { resource: { ...condition, id: 'c3' } }] },
      'Bundle.entry[4].fullUrl',
    ],
    [
      'a section whose entry it has not',
      bundle([
        { ...composition, section: [{ title: 'History', entry: [{ reference: 'Condition/elsewhere' }] }] },
        ...all.slice(1),
      ]),
      'does not have Condition/elsewhere',
    ],
    ['what it names and has not', bundle([composition, all[1] as object, condition]), 'does not have Practitioner/d'],
    ['what is not valid', bundle([...all.slice(0, 3), { ...condition, code: 'x' }]), 'Bundle.entry[3].resource.code'],
    ['a visit that is planned', bundle([...all, { ...visit, status: 'planned' }]), 'status: only what is finished'],
    [
      'two visits and no words',
      bundle([{ ...composition, section: undefined }, ...all.slice(1), visit, { ...visit, id: 'e2' }]),
      'a patient has one record in a request',
    ],
    ['an entry that is nothing', { ...twice, entry: [...twice.entry, null] }, 'Bundle.entry[4]'],
    ['a file that nothing names', bundle([...all, binary]), 'is named by one DocumentReference; here by 0'],
    ['a file that is not there', bundle([...all, scanned]), 'does not have the file Binary/b'],
    [
      'a file of another kind than is said',
      bundle([...all, { ...binary, contentType: 'image/png' }, scanned]),
      'is another than that of its Binary',
    ],
    ['a file twice', bundle([...all, binary, scanned, { ...scanned, id: 'r2' }]), 'here by 2'],
    [
      'a file inside a resource',
      bundle([...all, { ...scanned, content: [{ attachment: { contentType: 'application/pdf', data: 'AAAA' } }] }]),
      'a file stands in a Binary',
    ],
    ['a file where its record has none', bundle([...all, binary, scanned]), 'and no DocumentReference'],
    [
      'a scanned document that does not say its day',
      bundle([{ ...composition, section: undefined }, ...all.slice(1, 3), binary, { ...scanned, context: undefined }]),
      'a scanned document has',
    ],
  ])('with %s is refused', (_, value, words) => {
    expect(refused(value)).toContain(words);
  });

  it('is none where the Bundle is of another kind', () => {
    expect(readDocument(bytes({ resourceType: 'Bundle', type: 'transaction' }))).toBeUndefined();
  });
});

describe('other records', () => {
  const file = {
    id: `${chain}-00000000000000000007`,
    contentType: 'application/pdf',
    size: 3,
    hash: 'qvTGHdzF6KLavt4PO0gs2a6pQ00=',
  };
  const scanned = { title: 'Echo', date: '2026-10-01', kind: 'imaging' } as const;
  const document = documentResource(scanned, {
    id: `${chain}-00000000000000000006`,
    versionId: '1',
    lastUpdated: now,
    ...people,
    file,
  });

  it('a scanned document brings its file, whole', () => {
    const bytes = Uint8Array.from({ length: 50_001 }, (_, i) => (i * 7) % 256);
    const inside = expectDocument(exported('document', [document], [{ ...file, bytes }]), 'document', [document]);
    const binary = inside.find(({ resourceType }) => resourceType === 'Binary');
    expect(Buffer.from(String(binary?.data), 'base64').equals(bytes)).toBe(true);
  });

  it('measurements and nothing else are a WellnessRecord around the record, which comes back as it was', () => {
    const definition = definitions.find(({ type }) => type === 'general') as RecordDefinition;
    const context = { sex: 'female', birthDate: '1980-07-14', now, timeZone: 'Asia/Kolkata' } as const;
    const parsed = parseRecordForm(
      definition,
      { examinedAt: '2026-11-01T09:00', weight: '61.5', 'heart-rate': '72' },
      context,
    );
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
    const resources = recordResources(definition, parsed.record, { ...kit(), lastUpdated: now, versionId: '1' });
    const document = exported('general', resources);
    const [cover] = expectDocument(document, 'general', resources);
    expect(objectsAt(cover, 'section').map(({ title, entry }) => [title, (entry as unknown[]).length])).toEqual([
      ['Body Measurement', 1],
      ['Vital Signs', 1],
    ]);
    const own = readDocument(document)?.submission(people.patient.reference, people.author.reference);
    if (!own) throw new Error('there is no submission');
    expect(text(finishSubmission(own, kit()).resources)).toEqual(text(resources));
  });

  it('an institution that a record names stands in the document, with its address and no more', () => {
    const organization = {
      resourceType: 'Organization',
      id: 'o',
      name: 'Clinic',
      address: [{ city: 'Madurai' }],
      partOf: {},
    };
    const visit = {
      ...{ resourceType: 'Encounter', id: 'e', status: 'finished', subject: people.patient },
      class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
      serviceProvider: { reference: 'Organization/o' },
    } as unknown as JsonObject;
    const bytes = exported('visit', [visit], [], [organization as unknown as JsonObject]);
    const inside = expectDocument(bytes, 'visit', [visit]);
    expect(inside.find(({ resourceType }) => resourceType === 'Organization')).toMatchObject({
      name: 'Clinic',
      address: [{ city: 'Madurai' }],
      meta: { tag: [{ code: 'SUBSETTED' }] },
    });
    const read = readDocument(bytes)?.submission(people.patient.reference, people.author.reference);
    expect(read?.entries[0]?.resource.serviceProvider).toEqual({ display: 'Clinic' });
  });

  it('what was written before documents had codes gets a cover, and stays as it is', () => {
    const subject = { reference: people.patient.reference };
    const old = {
      resourceType: 'Composition',
      id: 'old',
      status: 'final',
      type: { text: 'Diagnosis' },
      category: [{ text: 'diagnosis' }],
      subject,
      date: now,
      author: [{ display: 'x' }],
      title: 'Old',
      section: [{ title: 'Diagnosis', entry: [{ reference: 'Condition/c' }] }],
    };
    const condition = {
      resourceType: 'Condition',
      id: 'c',
      subject,
      code: { text: 'Asthma' },
      clinicalStatus: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
      },
    };
    const inside = expectDocument(exported('diagnosis', [old, condition]), 'diagnosis', [old, condition]);
    expect(inside[0]).not.toHaveProperty('category');
    expect(inside).toHaveLength(5);
  });

  it('a record that no practitioner wrote names its author in words', () => {
    const { id: _, ...nobody } = author;
    const parts = recordDocument({
      base,
      timestamp: now,
      type: 'document',
      title: 'T',
      date: now,
      patient,
      author: nobody,
      resources: [formatJson(document)],
      files: [],
    });
    const bundle = parseJson(joined(parts)) as JsonObject;
    const inside = objectsAt(bundle, 'entry').map((entry) => objectAt(entry, 'resource'));
    expect(inside[0]).toMatchObject({ author: [{ display: 'Dr. Iyer' }] });
    expect(inside.map((one) => one?.resourceType)).toEqual(['Composition', 'Patient', 'DocumentReference']);
  });
});
