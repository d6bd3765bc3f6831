import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatJson } from '../../json/format.ts';
import { ageYears, instantOf, localTimeOf } from '../clinical-date.ts';
import { compareDecimals, divide, multiplyAdd } from '../decimal.ts';
import { fieldsOf } from '../definition.ts';
import { fieldById, fieldOf } from '../definitions.ts';
import type { QuantityField, Sex } from '../field.ts';
import { parseRecordForm } from '../parse-form.ts';
import type { ClinicalRecord } from '../record.ts';
import { flagOf, referenceOf } from '../reference.ts';
import { recordResources } from '../resources.ts';
import { laboratory } from './definition.ts';

const context = {
  sex: 'female',
  birthDate: '1980-07-14',
  now: '2026-11-22T13:27:39.123Z',
  timeZone: 'Asia/Kolkata',
} as const;
const collectedAt = '2026-11-22T18:30';
const fields = fieldsOf(laboratory);
const quantityField = (id: string): QuantityField => {
  const field = fieldById(id);
  if (field?.kind !== 'quantity') throw new Error(`no quantity ${id}`);
  return field;
};
const errorsOf = (form: Record<string, string>): string[] => {
  const result = parseRecordForm(laboratory, { collectedAt, ...form }, context);
  return result.ok ? [] : result.errors.map(({ field, code }) => `${field}:${code}`);
};
const recordOf = (form: Record<string, string>): ClinicalRecord => {
  const result = parseRecordForm(laboratory, { collectedAt, ...form }, context);
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result.record;
};
const resourcesOf = (form: Record<string, string>): Record<string, unknown>[] => {
  let made = 0;
  const options = {
    newId: () => `3f2a-${made++}`,
    patient: { reference: 'Patient/p', display: 'Asha Rao' },
    author: { reference: 'Practitioner/d', display: 'Dr Meera Iyer' },
    lastUpdated: context.now,
    versionId: '1',
  };
  return recordResources(laboratory, recordOf(form), options).map((item) =>
    JSON.parse(new TextDecoder().decode(formatJson(item))),
  );
};

describe('the definition', () => {
  it('has each field and each code once', () => {
    expect(new Set(fields.map(({ id }) => id)).size).toBe(fields.length);
    const codes = fields.flatMap((field) => field.loinc ?? []);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it('has LOINC codes with a right check digit', () => {
    const methods = fields.flatMap((field) => (field.kind === 'quantity' ? (field.methods ?? []) : []));
    for (const { loinc } of [...fields, ...methods]) if (loinc !== undefined) expect(loinc).toSatisfy(hasCheckDigit);
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

  it('finds the field of a stored result', () => {
    expect(fieldOf('2089-1', undefined)?.id).toBe('ldl');
    expect(fieldOf('718-7', 'Hb')?.id).toBe('haemoglobin');
    expect(fieldOf(undefined, 'Casts')?.id).toBe('casts');
    expect(fieldOf(undefined, 'Haemoglobin')).toBeUndefined();
  });
});

describe('decimals', () => {
  it.each([
    ['5.5', '18.016', '0', 0, '99'],
    ['48', '0.09148', '2.152', 1, '6.5'],
    ['135', '0.1', '0', 1, '13.5'],
    ['0.25', '1', '0', 1, '0.3'],
    ['0', '1', '-0.25', 1, '-0.3'],
  ])('%s × %s + %s to %i places is %s', (value, factor, offset, places, result) => {
    expect(multiplyAdd(value, factor, offset, places)).toBe(result);
  });

  it('divides and compares as whole numbers do', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: 1, max: 1e4 }), (a, b) => {
        expect(Math.abs(Number(divide(String(a), String(b), 3)) - a / b)).toBeLessThanOrEqual(0.000500001);
        expect(Math.sign(compareDecimals(`${a}.0`, String(b)))).toBe(Math.sign(a - b));
      }),
    );
    expect(() => divide('1', '0', 2)).toThrow(RangeError);
    expect(() => compareDecimals('1e3', '1')).toThrow(RangeError);
  });
});

describe('references and flags', () => {
  it.each<[string, string, Sex, number, string | null]>([
    ['haemoglobin', '12.5', 'female', 46, 'N'],
    ['haemoglobin', '12.5', 'male', 46, 'L'],
    ['haemoglobin', '12.5', 'other', 46, 'N'],
    ['haemoglobin', '11.9', 'unknown', 46, 'L'],
    ['haemoglobin', '6.9', 'female', 46, 'LL'],
    ['haemoglobin', '20.1', 'female', 46, 'HH'],
    ['haemoglobin', '12.5', 'male', 8, 'N'],
    ['haemoglobin', '12.5', 'male', 0.1, null],
    ['glucose-fasting', '99.6', 'male', 46, 'N'],
    ['glucose-fasting', '100', 'male', 46, 'H'],
    ['glucose-fasting', '69.9', 'male', 46, 'L'],
    ['glucose-random', '450.1', 'male', 46, 'HH'],
    ['hdl', '45', 'female', 46, 'L'],
    ['hdl', '45', 'male', 46, 'N'],
    ['pus-cells', '2-4', 'male', 46, 'N'],
    ['pus-cells', '4-6', 'male', 46, 'H'],
    ['pus-cells', '>50', 'male', 46, 'H'],
    ['pus-cells', '>2', 'male', 46, null],
    ['pus-cells', 'many', 'male', 46, null],
    ['urine-protein', '2+', 'male', 46, 'H'],
    ['urine-colour', 'amber', 'male', 46, null],
    ['urine-colour', 'red', 'male', 46, 'A'],
  ])('%s %s (%s, %d years) is %s', (id, value, sex, years, flag) => {
    const field = fieldById(id);
    expect(
      field?.kind !== 'quantity' && field?.kind !== 'choice' ? field : flagOf(field, value, { sex, ageYears: years }),
    ).toBe(flag);
  });

  it('gives the widest range where the sex is not known', () => {
    expect(referenceOf(quantityField('haemoglobin'), { sex: 'other', ageYears: 30 })).toEqual({
      low: '12.0',
      high: '17.0',
    });
    expect(referenceOf(quantityField('cholesterol'), { sex: 'male', ageYears: 30 })).toEqual({ high: '199' });
  });
});

describe('time', () => {
  it('reads local time in a zone', () => {
    expect(instantOf('2026-11-22T18:57', 'Asia/Kolkata')).toBe('2026-11-22T13:27:00.000Z');
    expect(instantOf('2026-07-01T00:30:15', 'Europe/London')).toBe('2026-06-30T23:30:15.000Z');
    expect(instantOf('2026-03-29T01:30', 'Europe/London')).toBeUndefined();
    expect(instantOf('2026-10-25T01:30', 'Europe/London')).toBe('2026-10-25T00:30:00.000Z');
    expect(instantOf('2026-02-30T01:30', 'Asia/Kolkata')).toBeUndefined();
    expect(instantOf('22-11-2026 18:57', 'Asia/Kolkata')).toBeUndefined();
    expect(localTimeOf('2026-11-22T13:27:39.123Z', 'Asia/Kolkata')).toBe('2026-11-22T18:57');
  });

  it('counts age in completed months', () => {
    expect(ageYears('1980-07-14', '2026-07-13')).toBeCloseTo(45 + 11 / 12);
    expect(ageYears('1980-07-14', '2026-07-14')).toBe(46);
    expect(ageYears('2026-05', '2026-11-30')).toBe(0.5);
  });
});

describe('parseRecordForm', () => {
  it('keeps the digits typed and flags them', () => {
    const { results } = recordOf({
      haemoglobin: ' 10.50 ',
      'urine-ph': '६.५',
      'pus-cells': '௨ - ௪',
      laboratory: '',
      comment: 'x',
    });
    expect(results).toMatchObject([
      { field: { id: 'haemoglobin' }, value: '10.50', flag: 'L', reference: { low: '12.0', high: '15.0' } },
      { field: { id: 'urine-ph' }, value: '6.5', flag: 'N' },
      { field: { id: 'pus-cells' }, value: '2-4', flag: 'N' },
    ]);
  });

  it('converts the alternative unit and remembers what was typed', () => {
    const { results } = recordOf({ 'glucose-fasting': '5.5', 'glucose-fasting.unit': 'mmol/L' });
    expect(results).toMatchObject([{ value: '99', entered: { value: '5.5', unit: 'mmol/L' }, flag: 'N' }]);
  });

  it('computes the ratio, never takes it, and keeps the order of the form', () => {
    const { results } = recordOf({ 'urine-ph': '6', hdl: '40', cholesterol: '210', 'cholesterol-ratio': '1' });
    expect(results.map(({ field }) => field.id)).toEqual(['cholesterol', 'hdl', 'cholesterol-ratio', 'urine-ph']);
    expect(results[2]).toMatchObject({ value: '5.25', flag: 'H' });
    expect(errorsOf({ 'cholesterol-ratio': '1' })).toEqual([':nothing-entered']);
  });

  it.each<[Record<string, string>, string[]]>([
    [{}, [':nothing-entered']],
    [{ collectedAt: '', haemoglobin: '12' }, ['collectedAt:required']],
    [{ collectedAt: 'yesterday', haemoglobin: '12' }, ['collectedAt:not-a-date']],
    [{ collectedAt: '2026-11-22T18:58', haemoglobin: '12' }, ['collectedAt:in-future']],
    [{ collectedAt: '1980-07-13T18:58', haemoglobin: '12' }, ['collectedAt:before-birth']],
    [{ haemoglobin: '12,5' }, ['haemoglobin:decimal-comma']],
    [{ haemoglobin: 'high' }, ['haemoglobin:not-a-number']],
    [{ haemoglobin: '1e1' }, ['haemoglobin:not-a-number']],
    [{ haemoglobin: '-12' }, ['haemoglobin:not-a-number']],
    [{ haemoglobin: '012' }, ['haemoglobin:not-a-number']],
    [{ haemoglobin: '12.345' }, ['haemoglobin:too-many-decimals']],
    [{ haemoglobin: '125' }, ['haemoglobin:implausible']],
    [{ haemoglobin: '12', 'haemoglobin.unit': 'lb' }, ['haemoglobin.unit:unknown-unit']],
    [{ 'pus-cells': '4-2' }, ['pus-cells:not-a-count']],
    [{ 'pus-cells': '1001' }, ['pus-cells:implausible']],
    [{ 'urine-colour': 'plaid' }, ['urine-colour:unknown-option']],
    [{ ldl: '100' }, ['ldl.method:method-missing']],
    [{ ldl: '100', 'ldl.method': 'guessed' }, ['ldl.method:unknown-method']],
    [{ cholesterol: '100', hdl: '150' }, ['hdl:exceeds-total']],
    [{ haemoglobin: '12', comment: 'x'.repeat(2001) }, ['comment:too-long']],
    [{ haemoglobin: '12', laboratory: 'a\u0000b' }, ['laboratory:not-text']],
    [
      { haemoglobin: 'x', ldl: '100', 'urine-ph': '99' },
      ['haemoglobin:not-a-number', 'ldl.method:method-missing', 'urine-ph:implausible'],
    ],
  ])('refuses %j', (form, errors) => {
    expect(errorsOf(form)).toEqual(errors);
  });

  it('never throws, whatever is posted', () => {
    const names = fields.flatMap(({ id }) => [id, `${id}.unit`, `${id}.method`]);
    const form = fc.dictionary(fc.constantFrom(...names, 'collectedAt', 'comment'), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(form, (posted) => {
        expect(parseRecordForm(laboratory, posted, context)).toHaveProperty('ok');
      }),
    );
  });
});

describe('recordResources', () => {
  it('writes a report and an observation for each result', () => {
    const [report, ...observations] = resourcesOf({
      haemoglobin: '6.50',
      ldl: '120',
      'ldl.method': 'measured',
      comment: 'Repeat',
    });
    expect(report).toMatchObject({
      resourceType: 'DiagnosticReport',
      id: '3f2a-0',
      effectiveDateTime: '2026-11-22T13:00:00.000Z',
      conclusion: 'Repeat',
      result: [{ reference: 'Observation/3f2a-1' }, { reference: 'Observation/3f2a-2' }],
    });
    expect(observations).toMatchObject([
      {
        id: '3f2a-1',
        code: { coding: [{ code: '718-7' }], text: 'Haemoglobin' },
        valueQuantity: { value: 6.5, unit: 'g/dL', code: 'g/dL' },
        interpretation: [{ coding: [{ code: 'LL' }] }],
        referenceRange: [{ low: { value: 12 }, high: { value: 15 }, text: '12.0 – 15.0 g/dL' }],
      },
      { code: { coding: [{ code: '2089-1' }], text: 'LDL cholesterol, measured' } },
    ]);
  });

  it('writes counts as a quantity, a range or a comparator, and choices as text', () => {
    const [, ...found] = resourcesOf({
      'pus-cells': '2-4',
      'red-cells': '1',
      'epithelial-cells': '>50',
      casts: 'waxy',
    });
    expect(found).toMatchObject([
      { valueRange: { low: { value: 2, code: '/[HPF]' }, high: { value: 4 } } },
      { valueQuantity: { value: 1 } },
      { valueQuantity: { value: 50, comparator: '>' }, interpretation: [{ coding: [{ code: 'H' }] }] },
      { code: { text: 'Casts' }, valueCodeableConcept: { text: 'Waxy casts' } },
    ]);
    expect(found[3]).not.toHaveProperty('referenceRange');
  });

  it('notes what was typed in another unit', () => {
    const [, observation] = resourcesOf({ 'glucose-random': '10.0', 'glucose-random.unit': 'mmol/L' });
    expect(observation).toMatchObject({ valueQuantity: { value: 180 }, note: [{ text: 'Entered as 10.0 mmol/L' }] });
  });
});

function hasCheckDigit(loinc: string): boolean {
  const [number = '', check] = loinc.split('-');
  const digits = Array.from(number, Number).reverse();
  const doubled = digits.map((digit, index) => (index % 2 === 0 ? digit * 2 - (digit > 4 ? 9 : 0) : digit));
  return (10 - (doubled.reduce((sum, digit) => sum + digit, 0) % 10)) % 10 === Number(check);
}
