// The form read back from its resources, and the next version of a record.
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { recordHeading } from '../describe/heading.ts';
import { formatJson } from '../json/format.ts';
import { parseJson } from '../json/parse.ts';
import type { JsonObject } from '../json/value.ts';
import { validateResource } from '../validate/resource.ts';
import { fieldsOf, type RecordDefinition } from './definition.ts';
import { definitions } from './definitions.ts';
import { type Form, formsOf, formTime } from './form-arbitrary.fixture.ts';
import { isInError } from './in-error.ts';
import { parseRecordForm } from './parse-form.ts';
import { readBack } from './read-back.ts';
import { recordResources } from './resources.ts';
import { revise, reviseInError, revisionOf, revisionResource, type Standing } from './revision.ts';

const now = '2026-11-22T13:27:39.123Z';
const timeZone = 'Asia/Kolkata';
const context = { sex: 'female', birthDate: '1980-07-14', now, timeZone } as const;
const all = definitions.map((definition): [string, RecordDefinition] => [definition.type, definition]);

function counted(prefix: string): () => string {
  let made = 0;
  return () => `${prefix}-${String(made++).padStart(20, '0')}`;
}

function builder(definition: RecordDefinition, form: Form) {
  const parsed = parseRecordForm(definition, form, context);
  if (!parsed.ok) return undefined;
  return (newId: () => string): JsonObject[] => {
    const made = recordResources(definition, parsed.record, {
      newId,
      patient: { reference: 'Patient/p', display: 'Asha Rao' },
      author: { reference: 'Practitioner/d', display: 'Dr Meera Iyer' },
      lastUpdated: now,
      versionId: '1',
    });
    return made.map((one) => parseJson(formatJson(one)) as JsonObject);
  };
}

const builderOf = (type: string, form: Form) => {
  const definition = all.find(([one]) => one === type)?.[1] as RecordDefinition;
  const build = builder(definition, { [definition.time.id]: formTime, ...form });
  if (!build) throw new Error('the form was refused');
  return { definition, build };
};

const first = (resources: readonly JsonObject[]): Standing[] => resources.map((resource) => ({ resource, version: 1 }));

// What is typed in several ways is stored in one: without white space around it, codes in capitals, lines without gaps.
// What says nothing has a value all the same where FHIR wants one.
function normal(definition: RecordDefinition, form: Form): Form {
  const lines = new Map<string, number>();
  const renumbered = Object.entries(form).map(([name, typed]) => {
    const [id, line, inner] = name.split('.');
    const field = fieldsOf(definition).find((one) => one.id === id);
    const value = typed.trim().replace(/[^\S \t\n]/g, ' ');
    if (field?.kind !== 'lines') return [name, name === 'icd10' ? value.toUpperCase() : value] as const;
    const key = `${id}.${line}`;
    if (!lines.has(key)) lines.set(key, [...lines.keys()].filter((one) => one.startsWith(`${id}.`)).length);
    return [`${id}.${lines.get(key)}.${inner}`, inner === 'icd10' ? value.toUpperCase() : value] as const;
  });
  const filled: Form = Object.fromEntries(renumbered.filter(([, value]) => value !== ''));
  if (definition.type !== 'diagnosis') return filled;
  return { certainty: 'confirmed', 'condition-state': filled.ended === undefined ? 'active' : 'resolved', ...filled };
}

describe.each(all)('a %s record', (_, definition) => {
  it('reads back as the form that it was made of, and makes the same resources again', () => {
    let accepted = 0;
    fc.assert(
      fc.property(formsOf(definition), (form) => {
        const build = builder(definition, form);
        if (!build) return;
        accepted += 1;
        const resources = build(counted('3f2a5c7e9b1d'));
        const back = readBack(definition, resources, timeZone);
        expect(back).toEqual(normal(definition, form));
        expect(builder(definition, { ...back })?.(counted('3f2a5c7e9b1d'))).toEqual(resources);
      }),
      { numRuns: 100 },
    );
    expect(accepted).toBeGreaterThan(10);
  });

  it('goes on under the same ids when it is amended, says no more than the new form, and stays valid', () => {
    fc.assert(
      fc.property(formsOf(definition), formsOf(definition), (before, after) => {
        const [was, is] = [builder(definition, before), builder(definition, after)];
        if (!was || !is) return;
        const standing = first(was(counted('old')));
        const revised = revise(standing, is, { recordedAt: now, newId: counted('new') });
        const resources = revised.map(({ resource }) => resource);
        expect(resources[0]?.id).toBe(standing[0]?.resource.id);
        const versions = new Map(standing.map(({ resource, version }) => [resource.id, version]));
        for (const { resource, version } of revised) expect(version).toBe((versions.get(resource.id) ?? 0) + 1);
        const ids = revised.map(({ resource }) => resource.id);
        expect(new Set(ids).size).toBe(ids.length);
        expect([...versions.keys()].filter((id) => !ids.includes(id as string))).toEqual([]);
        expect(readBack(definition, resources, timeZone)).toEqual(normal(definition, after));
        expect(recordHeading(resources)).toEqual(recordHeading(is(counted('x'))));
        expect(resources.flatMap((one) => validateResource(one))).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it('is marked as entered in error as a whole, stays valid, and is read back all the same', () => {
    fc.assert(
      fc.property(formsOf(definition), (form) => {
        const build = builder(definition, form);
        if (!build) return;
        const marked = reviseInError(first(build(counted('old'))), { recordedAt: now }).map(({ resource }) => resource);
        expect(marked.every(isInError)).toBe(true);
        expect(marked.flatMap((one) => validateResource(one))).toEqual([]);
        expect(recordHeading(marked)).toMatchObject({ type: definition.type, abnormal: 0, critical: 0 });
      }),
      { numRuns: 30 },
    );
  });
});

test('a value typed in the other unit is read back in it, with its method', () => {
  const form = { 'glucose-fasting': '5.6', 'glucose-fasting.unit': 'mmol/L', ldl: '120', 'ldl.method': 'calculated' };
  const { definition, build } = builderOf('laboratory', form);
  expect(readBack(definition, build(counted('a')), timeZone)).toEqual({ [definition.time.id]: formTime, ...form });
});

test('what is taken out of a record is marked, comes back under its id, and what did not change keeps its status', () => {
  const both = builderOf('laboratory', { haemoglobin: '9.5', hba1c: '8.1' });
  const one = builderOf('laboratory', { haemoglobin: '9.5' });
  const standing = first(both.build(counted('old')));
  const less = revise(standing, one.build, { recordedAt: now, newId: counted('new') });
  expect(less.map(({ resource }) => [resource.resourceType, resource.status])).toEqual([
    ['DiagnosticReport', 'amended'],
    ['Observation', 'final'],
    ['Observation', 'entered-in-error'],
  ]);
  const again = revise(less, both.build, { recordedAt: now, newId: counted('new') });
  expect(again.map(({ resource, version }) => [resource.id, resource.status, version])).toEqual([
    [standing[0]?.resource.id, 'amended', 3],
    [standing[1]?.resource.id, 'final', 3],
    [standing[2]?.resource.id, 'amended', 3],
  ]);
});

test('a misspelt drug is the same order, another measurement is another observation', () => {
  const line = { 'medicines.0.dose': '1', 'medicines.0.frequency': 'at-night' };
  const wrong = builderOf('prescription', { 'medicines.0.drug': 'Metfornin', ...line });
  const right = builderOf('prescription', { 'medicines.0.drug': 'Metformin', ...line });
  const order = first(wrong.build(counted('old')));
  const amended = revise(order, right.build, { recordedAt: now, newId: counted('new') });
  expect(amended.map(({ resource }) => resource.id)).toEqual(order.map(({ resource }) => resource.id));
  const values = first(builderOf('laboratory', { haemoglobin: '9.5' }).build(counted('old')));
  const other = revise(values, builderOf('laboratory', { hba1c: '8.1' }).build, {
    recordedAt: now,
    newId: counted('new'),
  });
  expect(other.map(({ resource }) => String(resource.id).slice(0, 3))).toEqual(['old', 'new', 'old']);
});

test('a Provenance says who made the version and why, and is told from others', () => {
  const resource = revisionResource({
    id: '3f2a5c7e9b1d-00000000000000000001',
    versionId: '1',
    lastUpdated: now,
    targets: ['Observation/3f2a5c7e9b1d-00000000000000000002/_history/2'],
    agent: { reference: 'Practitioner/d', display: 'Dr Meera Iyer' },
    reason: 'The decimal point was in the wrong place.',
    kind: 'amended',
  });
  expect(validateResource(resource)).toEqual([]);
  const read = parseJson(formatJson(resource)) as JsonObject;
  expect(revisionOf(read)).toEqual({ kind: 'amended', reason: 'The decimal point was in the wrong place.' });
  expect(revisionOf({ ...read, activity: {} })).toBeUndefined();
});
