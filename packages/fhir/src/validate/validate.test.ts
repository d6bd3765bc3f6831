import { describe, expect, it } from 'vitest';
import { parseJson } from '../json/parse.ts';
import { isObject, type JsonObject } from '../json/value.ts';
import { fieldsOf } from '../records/definition.ts';
import { laboratory } from '../records/laboratory/definition.ts';
import { parseRecordForm } from '../records/parse-form.ts';
import { recordResources } from '../records/resources.ts';
import { codesOf } from './definitions.ts';
import { operationOutcome } from './issue.ts';
import { narrativeProblem } from './narrative.ts';
import { validateResource } from './resource.ts';

const resource = (json: string): JsonObject => {
  const value = parseJson(new TextEncoder().encode(json));
  if (!isObject(value)) throw new Error('not an object');
  return value;
};
const patient = (members: string): JsonObject => resource(`{"resourceType":"Patient"${members && `,${members}`}}`);
const observation = (members: string): JsonObject =>
  resource(`{"resourceType":"Observation","status":"final","code":{"text":"x"}${members && `,${members}`}}`);
const found = (item: JsonObject): string[] =>
  validateResource(item).map(({ code, expression }) => `${code} ${expression}`);
const xhtml = (inside: string): string => `<div xmlns="http://www.w3.org/1999/xhtml">${inside}</div>`;

describe('validateResource', () => {
  it('accepts what is valid', () => {
    expect(found(patient(''))).toEqual([]);
    expect(
      found(observation('"valueQuantity":{"value":1.50,"system":"http://unitsofmeasure.org","code":"mg/dL"}')),
    ).toEqual([]);
    expect(found(patient('"_birthDate":{"extension":[{"url":"http://example.org/x","valueString":"about"}]}'))).toEqual(
      [],
    );
    expect(found(patient('"birthDate":"1980","deceasedDateTime":"2020-02-29T10:00:00+05:30"'))).toEqual([]);
    expect(found(resource('{"resourceType":"Claim"}')).length).toBeGreaterThan(3);
  });

  it.each<[string, JsonObject, string]>([
    ['an unknown type', resource('{"resourceType":"Person2"}'), 'structure Person2'],
    ['no type', resource('{"id":"a"}'), 'required Resource.resourceType'],
    ['an unknown element', patient('"nickname":"x"'), 'Patient'],
    ['a prototype key', patient('"__proto__":{"active":true}'), 'Patient'],
    ['a missing element', resource('{"resourceType":"Observation","status":"final"}'), 'Observation.code'],
    ['a wrong kind of value', patient('"active":"yes"'), 'Patient.active'],
    ['one where a list belongs', patient('"name":{"text":"x"}'), 'Patient.name'],
    ['a required code', patient('"gender":"woman"'), 'Patient.gender'],
    ['a required code in a list', patient('"telecom":[{"system":"pigeon","value":"x"}]'), 'Patient.telecom[0].system'],
    ['a required coding', resource('{"resourceType":"Consent","status":"done"}'), 'Consent.status'],
    ['an empty list', patient('"name":[]'), 'Patient.name'],
    ['an empty object', patient('"name":[{}]'), 'Patient.name[0]'],
    ['an empty text', patient('"name":[{"text":""}]'), 'Patient.name[0].text'],
    ['a blank text', patient('"name":[{"text":"  "}]'), 'Patient.name[0].text'],
    ['a control character', patient('"name":[{"text":"a\\u0007"}]'), 'Patient.name[0].text'],
    ['a null', patient('"gender":null'), 'Patient.gender'],
    ['a bad id', patient('"id":"a b"'), 'Patient.id'],
    ['a long id', patient(`"id":"${'a'.repeat(65)}"`), 'Patient.id'],
    ['a day no month has', patient('"birthDate":"2026-02-29"'), 'Patient.birthDate'],
    [
      'a time without a zone',
      observation('"effectiveDateTime":"2026-02-02T10:00:00"'),
      'Observation.effectiveDateTime',
    ],
    ['a number out of all size', observation('"valueQuantity":{"value":1e400}'), 'Observation.valueQuantity.value'],
    ['a fraction for a whole', observation('"valueInteger":1.5'), 'Observation.valueInteger'],
    ['two values of one choice', observation('"valueString":"a","valueBoolean":true'), 'Observation'],
    ['a reference to the wrong type', observation('"subject":{"reference":"Claim/1"}'), 'Observation.subject'],
    ['an invariant', patient('"contact":[{"relationship":[{"text":"x"}]}]'), 'Patient.contact[0]'],
    ['a dangling local reference', observation('"subject":{"reference":"#p"}'), 'Observation'],
    [
      'a contained resource nobody names',
      patient('"contained":[{"resourceType":"Patient","id":"a"}]'),
      'Patient.contained[0]',
    ],
    [
      'a contained resource that is wrong',
      observation('"contained":[{"resourceType":"Patient","id":"p","nickname":"x"}],"subject":{"reference":"#p"}'),
      'Observation.contained[0]',
    ],
    [
      'a script in the narrative',
      patient(`"text":{"status":"generated","div":${JSON.stringify(xhtml('<script>alert(1)</script>'))}}`),
      'Patient.text.div',
    ],
  ])('refuses %s', (_, item, expected) => {
    expect(found(item).some((line) => line === expected || line.split(' ')[1]?.startsWith(expected))).toBe(true);
  });

  it('names a code that is not in a required value set', () => {
    const condition = (status: string): JsonObject =>
      resource(`{"resourceType":"Condition","subject":{"reference":"Patient/1"},"clinicalStatus":${status}}`);
    const system = '"system":"http://terminology.hl7.org/CodeSystem/condition-clinical"';
    expect(found(condition(`{"coding":[{${system},"code":"active"}]}`))).toEqual([]);
    expect(found(condition(`{"coding":[{${system},"code":"lively"}]}`))).toEqual([
      'code-invalid Condition.clinicalStatus',
    ]);
    expect(found(condition('{"text":"active"}'))).toEqual(['code-invalid Condition.clinicalStatus']);
  });

  it('lists value sets, and knows which it cannot', () => {
    expect(codesOf('http://hl7.org/fhir/ValueSet/administrative-gender|4.0.1')?.has('female')).toBe(true);
    expect(codesOf('http://hl7.org/fhir/ValueSet/ucum-units')).toBeUndefined();
  });

  it('makes an OperationOutcome that is itself valid', () => {
    const issues = validateResource(patient('"gender":"woman","name":[]'));
    const outcome = operationOutcome(issues);
    expect(validateResource(outcome)).toEqual([]);
    expect(outcome).toMatchObject({
      issue: expect.arrayContaining([expect.objectContaining({ expression: ['Patient.name'] })]),
    });
    expect(() => operationOutcome([])).toThrow(RangeError);
  });
});

describe('narrativeProblem', () => {
  it.each([
    '',
    'a &amp; b',
    '<p>x<br/>y</p><!-- note -->',
    '<a href="https://example.org/a?b=c">x</a>',
    '<a href="#top">x</a>',
  ])('accepts %s', (inside) => {
    expect(narrativeProblem(xhtml(inside))).toBeUndefined();
  });

  it.each([
    '<script>x</script>',
    '<img src="x" onerror="x"/>',
    '<a href="javascript:alert(1)">x</a>',
    '<a href=" JavaScript:alert(1)">x</a>',
    '<img src="data:text/html;base64,xx"/>',
    '<iframe src="https://example.org"></iframe>',
    '<p>x',
    '<p>x</b>',
    '<p class=x>y</p>',
    'a < b',
    '</div><div>',
    '<!-- a -- b --><![CDATA[x]]>',
    '<form><input/></form>',
    '<a title="<!--" onclick="x()" rel="-->">x</a>',
    '<<!-- x -->b>y</b>',
    '<a href="&#106;avascript:x()">x</a>',
  ])('refuses %s', (inside) => {
    expect(narrativeProblem(xhtml(inside))).toBeTypeOf('string');
  });

  it('refuses what is not one div of XHTML', () => {
    expect(narrativeProblem('<div>x</div>')).toBeTypeOf('string');
    expect(narrativeProblem('x')).toBeTypeOf('string');
    expect(narrativeProblem(`${xhtml('x')} tail`)).toBeTypeOf('string');
  });
});

describe('the laboratory form', () => {
  const context = {
    sex: 'male',
    birthDate: '2015-01-01',
    now: '2026-11-22T13:27:39.123Z',
    timeZone: 'Asia/Kolkata',
  } as const;
  const fields = fieldsOf(laboratory);
  const siValues: Record<string, string> = { haemoglobin: '135', hba1c: '48' };
  const entries = fields.flatMap((field): Record<string, string>[] => {
    if (field.kind === 'choice') return field.options.map(({ id }) => ({ [field.id]: id }));
    if (field.kind !== 'quantity') return [];
    if (field.computed) return [{ cholesterol: '180', hdl: '45' }];
    const counts = field.counted ? ['0', '2-4', '>50'] : [];
    const values = [field.plausible.low, field.plausible.high, ...counts].map((value) => ({ [field.id]: value }));
    const units = field.alternative
      ? [{ [field.id]: siValues[field.id] ?? '5', [`${field.id}.unit`]: field.alternative.ucum }]
      : [];
    const methods = (field.methods ?? []).map(({ id }) => ({ [field.id]: '100', [`${field.id}.method`]: id }));
    return field.methods ? methods : [...values, ...units];
  });

  it.each(entries.map((entry): [string, Record<string, string>] => [JSON.stringify(entry), entry]))(
    'gives valid resources for %s',
    (_, entry) => {
      const form = { collectedAt: '2026-11-22T09:15', ...entry };
      const result = parseRecordForm(laboratory, { ...form, laboratory: 'Sunrise', comment: 'Seen' }, context);
      if (!result.ok) throw new Error(JSON.stringify(result.errors));
      let made = 0;
      const resources = recordResources(laboratory, result.record, {
        newId: () => `3f2a5c7e9b1d-${String(made++).padStart(20, '0')}`,
        patient: { reference: 'Patient/p', display: 'Aarav' },
        author: { reference: 'Practitioner/d', display: 'Dr Iyer' },
        organization: { reference: 'Organization/o', display: 'Clinic' },
        lastUpdated: context.now,
        versionId: '1',
      });
      expect(resources.flatMap((item) => validateResource(item))).toEqual([]);
    },
  );
});
