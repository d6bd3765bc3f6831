// What holds of every record type, whatever its definition says.
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { recordHeading } from '../describe/heading.ts';
import { describeResource } from '../describe/resource.ts';
import { formatJson } from '../json/format.ts';
import { parseJson } from '../json/parse.ts';
import { type JsonObject, objectsAt, textAt } from '../json/value.ts';
import { validateResource } from '../validate/resource.ts';
import { documentSections } from './composition.ts';
import { compareDecimals } from './decimal.ts';
import { fieldsOf, forRole, type RecordDefinition } from './definition.ts';
import { definitions, fieldById, fieldOf, typesWrittenBy } from './definitions.ts';
import type { LineField } from './field.ts';
import { type Form, formsOf, formTime } from './form-arbitrary.fixture.ts';
import { MOST_LINES, parseRecordForm } from './parse-form.ts';
import { recordResources } from './resources.ts';

const context = {
  sex: 'female',
  birthDate: '1980-07-14',
  now: '2026-11-22T13:27:39.123Z',
  timeZone: 'Asia/Kolkata',
} as const;
const all = definitions.map((definition): [string, RecordDefinition] => [definition.type, definition]);
const lineFields = (definition: RecordDefinition): LineField[] =>
  fieldsOf(definition).flatMap((field) => (field.kind === 'lines' ? field.fields : [field]));

const resourcesOf = (definition: RecordDefinition, form: Form): JsonObject[] | undefined => {
  const parsed = parseRecordForm(definition, form, context);
  if (!parsed.ok) return undefined;
  let made = 0;
  return recordResources(definition, parsed.record, {
    newId: () => `3f2a5c7e9b1d-${String(made++).padStart(20, '0')}`,
    patient: { reference: 'Patient/p', display: 'Asha Rao' },
    author: { reference: 'Practitioner/d', display: 'Dr Meera Iyer' },
    lastUpdated: context.now,
    versionId: '1',
  });
};
const written = (type: string, form: Form): JsonObject[] => {
  const definition = all.find(([one]) => one === type)?.[1] as RecordDefinition;
  const resources = resourcesOf(definition, { [definition.time.id]: formTime, ...form });
  if (!resources) throw new Error('the form was refused');
  return resources.map((one) => parseJson(formatJson(one)) as JsonObject);
};
const errorsOf = (type: string, form: Form): string[] => {
  const definition = all.find(([one]) => one === type)?.[1] as RecordDefinition;
  const parsed = parseRecordForm(definition, { [definition.time.id]: formTime, ...form }, context);
  return parsed.ok ? [] : parsed.errors.map(({ field, code }) => `${field}:${code}`);
};

describe.each(all)('the definition %s', (_, definition) => {
  const fields = lineFields(definition);

  it('has each id and each section once, and one long text in a section at most', () => {
    const ids = [definition.time.id, ...fieldsOf(definition).map(({ id }) => id)];
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(definition.sections.map(({ id }) => id)).size).toBe(definition.sections.length);
    const long = definition.sections.map((one) => one.fields.filter((field) => field.kind === 'text' && field.long));
    expect(long.filter((texts) => texts.length > 1)).toEqual([]);
  });

  it('has names that are no prefix of a form’s own names, and answers once', () => {
    for (const { id } of fieldsOf(definition))
      expect(['_csrf', 'nonce', 'more', 'from', 'reason', 'upload', 'file']).not.toContain(id);
    for (const field of fields)
      if (field.kind === 'choice') expect(new Set(field.options.map(({ id }) => id)).size).toBe(field.options.length);
  });

  it('has reference limits inside what is plausible, and critical limits outside reference', () => {
    for (const field of fields) {
      if (field.kind !== 'quantity') continue;
      for (const { low, high } of field.reference) {
        expect(compareDecimals(low ?? field.plausible.low, field.plausible.low)).toBeGreaterThanOrEqual(0);
        expect(compareDecimals(high ?? field.plausible.high, field.plausible.high)).toBeLessThanOrEqual(0);
        if (low && field.critical?.low) expect(compareDecimals(field.critical.low, low)).toBeLessThan(0);
        if (high && field.critical?.high) expect(compareDecimals(field.critical.high, high)).toBeGreaterThan(0);
      }
    }
  });

  it('makes valid resources of every form that it accepts, and is told from them', () => {
    let accepted = 0;
    fc.assert(
      fc.property(formsOf(definition), (form) => {
        const resources = resourcesOf(definition, form);
        if (resources === undefined) return;
        accepted += 1;
        expect(resources.flatMap((one) => validateResource(one))).toEqual([]);
        const ids = resources.map(({ resourceType, id }) => `${resourceType}/${id}`);
        expect(new Set(ids).size).toBe(ids.length);
        const heading = recordHeading(resources);
        expect(heading.type).toBe(definition.type);
        expect(heading.title).not.toBe('');
        expect(Date.parse(heading.effective ?? '')).toBe(Date.parse('2026-11-22T03:45:00Z'));
        const referred = documentSections(resources[0] as JsonObject).flatMap(({ entries }) => entries);
        expect(referred.filter((one) => !ids.includes(one))).toEqual([]);
      }),
      { numRuns: 60 },
    );
    expect(accepted).toBeGreaterThan(5);
  });

  it('says everything that was typed somewhere in what people are shown', () => {
    fc.assert(
      fc.property(formsOf(definition), (form) => {
        const resources = resourcesOf(definition, form);
        if (resources === undefined) return;
        const bare = (value: unknown) => JSON.stringify(value).replaceAll(/\\[ntr]|\s/g, '');
        const shown = bare(resources.map((one) => describeResource(parseJson(formatJson(one)) as JsonObject)));
        const typed = fieldsOf(definition).filter((field) => field.kind === 'text' && !field.format);
        for (const text of typed.map(({ id }) => form[id]).filter((one) => one !== undefined))
          expect(shown).toContain(bare(text).slice(1, -1));
      }),
      { numRuns: 30 },
    );
  });

  it('never throws, whatever is posted', () => {
    const names = fieldsOf(definition).flatMap((field) =>
      field.kind === 'lines'
        ? field.fields.flatMap(({ id }) => ['0', '39', '40', '-1', 'x'].map((line) => `${field.id}.${line}.${id}`))
        : [field.id, `${field.id}.unit`, `${field.id}.method`],
    );
    const form = fc.dictionary(fc.constantFrom(...names, definition.time.id), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(form, (posted) => {
        expect(parseRecordForm(definition, posted, context)).toHaveProperty('ok');
        expect(parseRecordForm(definition, { [definition.time.id]: formTime, ...posted }, context)).toHaveProperty(
          'ok',
        );
      }),
    );
  });

  it('refuses a form with nothing in it, one of the future, and one before birth', () => {
    const of = (form: Form) => errorsOf(definition.type, form);
    expect(of({}).length).toBeGreaterThan(0);
    expect(of({ [definition.time.id]: '2026-11-22T18:58' })).toContain(`${definition.time.id}:in-future`);
    expect(of({ [definition.time.id]: '1980-07-13T18:58' })).toContain(`${definition.time.id}:before-birth`);
  });
});

test('one id is one field in all records, and a name without a code is one field', () => {
  const fields = all.flatMap(([, definition]) => lineFields(definition));
  const names = Map.groupBy(fields, ({ id }) => id);
  expect([...names].filter(([, same]) => new Set(same.map(({ name }) => name)).size > 1)).toEqual([]);
  const shown = all.flatMap(([, definition]) => fieldsOf(definition));
  const uncoded = Map.groupBy(
    shown.filter(({ loinc, kind }) => loinc === undefined && kind !== 'lines'),
    ({ name }) => name,
  );
  expect([...uncoded].filter(([, same]) => new Set(same.map(({ id }) => id)).size > 1).map(([name]) => name)).toEqual(
    [],
  );
});

test('every code passes LOINC’s check digit, and leads to its field', () => {
  const panels = all.flatMap(([, one]) =>
    lineFields(one).flatMap((field) => (field.kind === 'quantity' ? (field.panel?.loinc ?? []) : [])),
  );
  const fields = all.flatMap(([, one]) => lineFields(one)).filter(({ loinc }) => loinc !== undefined);
  const sections = all.flatMap(([, one]) =>
    one.sections.flatMap(({ code }) => (code?.system === 'loinc' ? code.code : [])),
  );
  for (const code of [...panels, ...sections, ...fields.map(({ loinc }) => loinc ?? '')])
    expect(code).toSatisfy(hasCheckDigit);
  for (const { loinc, id } of fields) expect(fieldOf(loinc, undefined)?.id).toBe(id);
  expect(fieldById('systolic')?.name).toBe('Systolic blood pressure');
});

describe('who writes what', () => {
  it('is doctors all of it; staff what is measured or given', () => {
    expect(typesWrittenBy('doctor')).toEqual(definitions.map(({ type }) => type));
    expect(typesWrittenBy('staff')).toEqual(['general', 'laboratory', 'immunisation', 'cardiac']);
  });

  it('leaves to doctors what is judged', () => {
    const general = all.find(([type]) => type === 'general')?.[1] as RecordDefinition;
    const sections = forRole(general, 'staff').sections.map(({ id }) => id);
    expect(sections).toEqual(['vital-signs', 'complaints', 'history', 'allergies', 'blood']);
    const form = { examinedAt: formTime, weight: '60', diabetes: 'type-2', advice: 'Walk' };
    const parsed = parseRecordForm(forRole(general, 'staff'), form, context);
    expect(parsed.ok && [parsed.record.results.map(({ field }) => field.id), parsed.record.texts]).toEqual([
      ['weight'],
      {},
    ]);
  });
});

describe('the general record', () => {
  it('computes the body mass index with its name, and makes one observation of the pressures', () => {
    const [, ...parts] = written('general', { weight: '70.0', height: '165', systolic: '150', diastolic: '85' });
    const bmi = parts.flatMap((one) => describeResource(one).rows).find(({ field }) => field === 'bmi');
    expect(bmi).toMatchObject({ value: '25.7', unit: 'kg/m²', flag: 'H', band: 'Obese' });
    const pressure = parts.find((one) => objectsAt(one, 'component').length > 0);
    expect(describeResource(pressure ?? {}).rows.map(({ field, value, flag }) => [field, value, flag])).toEqual([
      ['systolic', '150', 'H'],
      ['diastolic', '85', 'N'],
    ]);
    expect(parts).toHaveLength(4);
  });

  it('takes half a pressure, feet and Fahrenheit', () => {
    const rows = written('general', {
      systolic: '120',
      temperature: '98.6',
      'temperature.unit': '[degF]',
      height: '65',
      'height.unit': '[in_i]',
    }).flatMap((one) => describeResource(one).rows);
    expect(rows.map(({ field, value }) => [field, value])).toEqual([
      ['height', '165.1'],
      ['systolic', '120'],
      ['temperature', '37.0'],
    ]);
  });

  it('knows no allergies from not asked', () => {
    const none = written('general', { weight: '60', 'no-allergies': 'none' });
    expect(none.filter(({ resourceType }) => resourceType === 'AllergyIntolerance')).toMatchObject([
      { code: { coding: [{ code: '716186003' }] }, recorder: { display: 'Dr Meera Iyer' } },
    ]);
    const unasked = written('general', { weight: '60' });
    expect(unasked.some(({ resourceType }) => resourceType === 'AllergyIntolerance')).toBe(false);
    expect(errorsOf('general', { 'no-allergies': 'none', 'allergies.2.substance': 'Penicillin' })).toEqual([
      'no-allergies:none-and-some',
    ]);
    expect(errorsOf('general', { 'allergies.2.substance': 'Nuts', 'allergies.2.reaction-severity': 'severe' })).toEqual(
      ['allergies.2.reaction:required'],
    );
  });

  it('writes diabetes as a condition of ICD-10, and its absence as an answer', () => {
    const conditions = (form: Form) =>
      written('general', form).filter(({ resourceType }) => resourceType === 'Condition');
    expect(conditions({ diabetes: 'type-2', 'diabetes-since': '2015' })).toMatchObject([
      { code: { coding: [{ code: 'E11' }] }, onsetDateTime: '2015' },
    ]);
    expect(conditions({ diabetes: 'no' })).toEqual([]);
    expect(written('general', { diabetes: 'no' })[1]).toMatchObject({ valueCodeableConcept: { text: 'No' } });
  });

  it.each<[Form, string[]]>([
    [{ systolic: '80', diastolic: '120' }, ['diastolic:not-above']],
    [{ 'diabetes-since': '2015' }, ['diabetes:required']],
    [{ diabetes: 'no', 'diabetes-since': '2015' }, ['diabetes-since:contradicts']],
    [{ diabetes: 'type-1', 'diabetes-since': '2027' }, ['diabetes-since:in-future']],
    [{ diabetes: 'type-1', 'diabetes-since': '1975' }, ['diabetes-since:before-birth']],
    [{ diabetes: 'type-1', 'diabetes-since': '2015-13' }, ['diabetes-since:not-a-partial-date']],
    [{ weight: '60', 'follow-up-on': '2026-11-21' }, ['follow-up-on:in-past']],
    [{ weight: '60', 'follow-up-on': '2027' }, ['follow-up-on:not-a-day']],
    [{ height: '1.65' }, ['height:too-many-decimals']],
    [{ oxygen: '101' }, ['oxygen:implausible']],
  ])('refuses %j', (form, errors) => {
    expect(errorsOf('general', form)).toEqual(errors);
  });
});

describe('the prescription', () => {
  const line = {
    'medicines.1.drug': 'Metformin',
    'medicines.1.dose': '1 tablet',
    'medicines.1.frequency': 'twice-a-day',
  };

  it('orders each line, with its times and its words', () => {
    const [document, order] = written('prescription', {
      ...line,
      'medicines.1.strength': '500 mg',
      'medicines.1.days': '30',
      'medicines.1.medicine-route': 'by-mouth',
      'medicines.1.instructions': 'After food',
      'prescribed-for': 'Diabetes',
    });
    expect(document).toMatchObject({ type: { coding: [{ code: '440545006' }] }, category: [{ text: 'prescription' }] });
    expect(JSON.parse(new TextDecoder().decode(formatJson(order ?? null)))).toMatchObject({
      medicationCodeableConcept: { text: 'Metformin 500 mg' },
      reasonCode: [{ text: 'Diabetes' }],
      dosageInstruction: [
        {
          text: '1 tablet, by mouth, twice a day, for 30 days',
          patientInstruction: 'After food',
          timing: { repeat: { frequency: 2, period: 1, periodUnit: 'd', boundsDuration: { value: 30, code: 'd' } } },
        },
      ],
    });
    expect(recordHeading(written('prescription', line))).toMatchObject({ title: 'Prescription', summary: 'Metformin' });
  });

  it('says what a pharmacist asks: the form within the order, what it counts, how often again, and whether another', () => {
    const syrup = { ...line, 'medicines.1.dosage-form': 'oral-liquid', 'medicines.1.supply': '100.0' };
    const [, order] = written('prescription', {
      ...syrup,
      'medicines.1.repeats': '0',
      'medicines.1.substitution': 'no',
    });
    expect(validateResource(order ?? {})).toEqual([]);
    expect(JSON.parse(new TextDecoder().decode(formatJson(order ?? null)))).toMatchObject({
      contained: [{ resourceType: 'Medication', code: { text: 'Metformin' }, form: { text: 'Syrup or other liquid' } }],
      medicationReference: { reference: '#medicine', display: 'Metformin' },
      dispenseRequest: { quantity: { value: 100, unit: 'mL', code: 'mL' }, numberOfRepeatsAllowed: 0 },
      substitution: { allowedBoolean: false },
    });
    expect(recordHeading(written('prescription', syrup))).toMatchObject({ summary: 'Metformin' });
    expect(errorsOf('prescription', { ...line, 'medicines.1.supply': '100' })).toEqual([
      'medicines.1.dosage-form:form-missing',
    ]);
    expect(errorsOf('prescription', { ...syrup, 'medicines.1.repeats': '-1' })).toHaveLength(1);
  });

  it('needs a medicine, and all of a line that matters', () => {
    expect(errorsOf('prescription', {})).toEqual(['medicines.0.drug:required']);
    expect(errorsOf('prescription', { 'medicines.3.strength': '5 mg' })).toEqual([
      'medicines.3.drug:required',
      'medicines.3.dose:required',
      'medicines.3.frequency:required',
    ]);
    expect(errorsOf('prescription', { [`medicines.${MOST_LINES}.drug`]: 'x' })).toEqual(['medicines.0.drug:required']);
  });
});

describe('a diagnosis', () => {
  it('has the code that was written, and no other', () => {
    expect(written('diagnosis', { diagnosis: 'Asthma', icd10: 'j45.9' })[1]).toMatchObject({
      code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: 'J45.9' }], text: 'Asthma' },
    });
    expect(textAt(written('diagnosis', { diagnosis: 'Asthma' })[0], 'title')).toBe('Asthma');
    expect(JSON.stringify(written('diagnosis', { diagnosis: 'Asthma' })[1])).not.toContain('icd-10');
  });

  it.each<[Form, string[]]>([
    [{ icd10: 'J45' }, ['diagnosis:required']],
    [{ diagnosis: 'x', icd10: 'asthma' }, ['icd10:not-icd10']],
    [{ diagnosis: 'x', icd10: '45J' }, ['icd10:not-icd10']],
    [{ diagnosis: 'x', ended: '2020', 'condition-state': 'active' }, ['condition-state:still-active']],
    [{ diagnosis: 'x', onset: '2020-05', ended: '2020-04' }, ['ended:ends-before-start']],
  ])('refuses %j', (form, errors) => {
    expect(errorsOf('diagnosis', form)).toEqual(errors);
  });
});

test('words come back from a document as they were typed, and never as markup', () => {
  const typed = 'A < B & "C" <script>alert(1)</script>\nSecond &lt; line';
  const [document] = written('general', { complaints: typed });
  expect(documentSections(document ?? {})).toEqual([{ title: 'Complaints', text: typed, entries: [] }]);
});

function hasCheckDigit(loinc: string): boolean {
  const [number = '', check] = loinc.split('-');
  const digits = Array.from(number, Number).reverse();
  const doubled = digits.map((digit, index) => (index % 2 === 0 ? digit * 2 - (digit > 4 ? 9 : 0) : digit));
  return (10 - (doubled.reduce((sum, digit) => sum + digit, 0) % 10)) % 10 === Number(check);
}
