import { describe, expect, it } from 'vitest';
import { parseJson } from '../json/parse.ts';
import { decimal, isObject, type JsonObject, objectOf } from '../json/value.ts';
import { displayOf } from './display.ts';
import { recordHeading } from './heading.ts';
import { observationIndex } from './observation.ts';
import { describeResource, kindOf } from './resource.ts';

const resource = (json: string): JsonObject => {
  const value = parseJson(new TextEncoder().encode(json));
  if (!isObject(value)) throw new Error('not an object');
  return value;
};
const loinc = '"system":"http://loinc.org"';
const haemoglobin = resource(`{"resourceType":"Observation","status":"final",
  "category":[{"text":"laboratory"},{"text":"Haematology"}],
  "code":{"coding":[{${loinc},"code":"718-7"}],"text":"Haemoglobin"},"effectiveDateTime":"2026-11-22T13:00:00.000Z",
  "valueQuantity":{"value":6.50,"unit":"g/dL","code":"g/dL"},"interpretation":[{"coding":[{"code":"LL"}]}],
  "referenceRange":[{"low":{"value":12.0},"high":{"value":15.0},"text":"12.0 – 15.0 g/dL"}],"note":[{"text":"Repeat"}]}`);
const pressure = resource(`{"resourceType":"Observation","status":"final","code":{"text":"Blood pressure"},
  "effectivePeriod":{"start":"2026-11-01"},"component":[
  {"code":{"coding":[{${loinc},"code":"8480-6","display":"Systolic"}]},"valueQuantity":{"value":142,"unit":"mm[Hg]"},
   "interpretation":[{"coding":[{"code":"H"}]}]},
  {"code":{"coding":[{${loinc},"code":"8462-4","display":"Diastolic"}]},"valueQuantity":{"value":8.80e1,"code":"mm[Hg]"}}]}`);
const cells = resource(`{"resourceType":"Observation","code":{"text":"Pus cells","coding":[{${loinc},"code":"5821-4"}]},
  "effectiveDateTime":"2026","valueRange":{"low":{"value":2,"unit":"/HPF"},"high":{"value":4,"unit":"/HPF"}}}`);
const report =
  resource(`{"resourceType":"DiagnosticReport","code":{"coding":[{${loinc},"code":"11502-2","display":"Laboratory report"}]},
  "effectiveDateTime":"2026-11-22T13:00:00.000Z","result":[{"reference":"Observation/1"}],"conclusion":"See note"}`);
const encounter =
  resource(`{"resourceType":"Encounter","status":"finished","class":{"code":"AMB"},"type":[{"text":"Check-up"}],
  "period":{"start":"2026-01-02","end":"2026-01-02"},"participant":[{"individual":{"display":"Dr Iyer"}}]}`);
const condition = resource(`{"resourceType":"Condition","code":{"text":"Diabetes"},"onsetDateTime":"2020-05"}`);

describe('describeResource', () => {
  it('shows an observation with its flag, reference and field, digits as stored', () => {
    expect(describeResource(haemoglobin)).toEqual({
      kind: 'observation',
      title: 'Haemoglobin',
      code: { system: 'http://loinc.org', code: '718-7' },
      when: '2026-11-22T13:00:00.000Z',
      status: 'final',
      rows: [
        {
          label: { text: 'Haemoglobin' },
          value: '6.50',
          unit: 'g/dL',
          flag: 'LL',
          reference: { low: '12.0', high: '15.0', text: '12.0 – 15.0 g/dL' },
          code: '718-7',
          field: 'haemoglobin',
        },
      ],
      notes: ['Repeat'],
    });
  });

  it('shows components, ranges, comparators and reasons for no value', () => {
    expect(describeResource(pressure).rows.map(({ value, unit }) => [value, unit])).toEqual([
      ['142', 'mm[Hg]'],
      ['8.80e1', undefined],
    ]);
    expect(describeResource(cells).rows).toMatchObject([{ value: '2 – 4', unit: '/HPF', field: 'pus-cells' }]);
    const more = resource(
      '{"resourceType":"Observation","code":{"text":"x"},"valueQuantity":{"value":50,"comparator":">"}}',
    );
    expect(describeResource(more).rows).toMatchObject([{ value: '> 50' }]);
    const none = resource('{"resourceType":"Observation","code":{"text":"x"},"dataAbsentReason":{"text":"Spilt"}}');
    expect(describeResource(none).rows).toMatchObject([{ value: 'Spilt' }]);
  });

  it('shows other types by outline, with message keys and dates to format', () => {
    expect(describeResource(encounter)).toMatchObject({
      kind: 'encounter',
      title: 'Check-up',
      when: '2026-01-02',
      rows: [
        { label: { key: 'end' }, value: '2026-01-02', date: true },
        { label: { key: 'class' }, value: 'AMB' },
        { label: { key: 'provider' }, value: 'Dr Iyer' },
      ],
    });
  });

  it('shows a type it does not know element by element', () => {
    const device = resource(
      '{"resourceType":"DeviceUseStatement","status":"active","device":{"display":"Pump"},"note":[{"text":"ok"}]}',
    );
    expect(describeResource(device)).toEqual({
      kind: 'device-use-statement',
      title: 'DeviceUseStatement',
      status: 'active',
      rows: [{ label: { element: 'device' }, value: 'Pump' }],
      notes: ['ok'],
    });
    expect(kindOf('ExplanationOfBenefit')).toBe('explanation-of-benefit');
  });

  it('survives resources that are not as they should be', () => {
    for (const odd of ['{}', '{"resourceType":7}', '{"resourceType":"Observation","code":[],"component":[1,null]}']) {
      expect(describeResource(resource(odd)).rows).toEqual([]);
    }
  });
});

describe('observationIndex', () => {
  it('has each exact number with its code', () => {
    expect(observationIndex(haemoglobin)).toEqual([
      {
        code: '718-7',
        system: 'http://loinc.org',
        text: 'Haemoglobin',
        effective: '2026-11-22T13:00:00.000Z',
        value: '6.50',
        unit: 'g/dL',
        flag: 'LL',
        low: '12.0',
        high: '15.0',
      },
    ]);
    expect(observationIndex(pressure).map(({ code, effective, flag }) => [code, effective, flag])).toEqual([
      ['8480-6', '2026-11-01', 'H'],
      ['8462-4', '2026-11-01', null],
    ]);
  });

  it('leaves out ranges, other resources, and what was entered in error', () => {
    expect(observationIndex(cells)).toEqual([]);
    expect(observationIndex(condition)).toEqual([]);
    expect(observationIndex({ ...haemoglobin, status: 'entered-in-error' })).toEqual([]);
  });
});

describe('displayOf', () => {
  it('says the number of a quantity, whether or not it has a unit beside its code', () => {
    expect(displayOf(haemoglobin.valueQuantity)).toBe('6.50 g/dL');
    expect(displayOf(objectOf({ value: decimal('8.80'), code: 'mm[Hg]' }))).toBe('8.80 mm[Hg]');
  });
});

describe('recordHeading', () => {
  it('names a laboratory record by its groups and counts what is abnormal', () => {
    expect(recordHeading([report, haemoglobin, pressure])).toEqual({
      type: 'laboratory',
      title: 'Haematology',
      effective: '2026-11-22T13:00:00.000Z',
      abnormal: 2,
      critical: 1,
      summary: 'Haemoglobin 6.50 g/dL · Systolic 142 mm[Hg] · Diastolic 8.80e1',
    });
  });

  it('names a visit by its encounter, and a history by what it holds', () => {
    expect(recordHeading([condition, encounter])).toMatchObject({
      type: 'visit',
      title: 'Check-up',
      effective: '2026-01-02',
      summary: 'Diabetes',
    });
    expect(recordHeading([condition])).toMatchObject({ type: 'history', title: 'Diabetes', effective: '2020-05' });
  });
});
