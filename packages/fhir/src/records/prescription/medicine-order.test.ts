// An order taken apart says what was typed into the form.
import { expect, it } from 'vitest';
import { parseJson } from '../../json/parse.ts';
import { type JsonObject, objectAt, objectsAt } from '../../json/value.ts';
import { parseRecordForm } from '../parse-form.ts';
import { recordResources } from '../resources.ts';
import { prescription } from './definition.ts';
import { medicineOrder } from './medicine-order.ts';
import { medicinesBack } from './medicines.ts';

const context = { sex: 'female', birthDate: '', now: '2026-11-26T00:00:00.000Z', timeZone: 'Asia/Kolkata' } as const;

function ordered(line: Record<string, string>): JsonObject {
  const lines = Object.entries(line).map(([name, value]) => [`medicines.0.${name}`, value]);
  const form = { prescribedAt: '2026-10-01T08:30', 'prescribed-for': 'Diabetes', ...Object.fromEntries(lines) };
  const parsed = parseRecordForm(prescription, form, context);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  let id = 0;
  const resources = recordResources(prescription, parsed.record, {
    newId: () => String(id++),
    patient: { reference: 'Patient/1', display: 'PAT001' },
    author: { reference: 'Practitioner/1', display: 'Dr. Rao' },
    lastUpdated: '2026-10-01T03:00:00.000Z',
    versionId: '1',
  });
  return resources.find(({ resourceType }) => resourceType === 'MedicationRequest') ?? {};
}

it('gives each part of what was typed', () => {
  const line = {
    drug: 'Vitamin B12',
    strength: '1500 µg',
    dose: '1 tablet, crushed',
    'medicine-route': 'under-tongue',
    frequency: 'alternate-days',
    days: '1',
    'dosage-form': 'tablet',
    supply: '2',
    repeats: '0',
    substitution: 'no',
    instructions: 'After food',
  };
  expect(medicineOrder(ordered(line))).toEqual({
    drug: 'Vitamin B12',
    strength: '1500 µg',
    form: 'Tablet',
    dose: '1 tablet, crushed',
    route: 'Under the tongue',
    frequency: 'Every other day',
    days: '1',
    quantity: '2',
    repeats: '0',
    substitution: false,
    instructions: 'After food',
    reason: 'Diabetes',
  });
});

it('states the dosage form with its codes, and reads it by text alone as by a code alone', () => {
  const line = { drug: 'Metformin', dose: '1', frequency: 'once-a-day', 'dosage-form': 'tablet' };
  const order = ordered(line);
  const formOf = (request: JsonObject) => objectAt(objectsAt(request, 'contained')[0], 'form');
  expect(JSON.parse(JSON.stringify(formOf(order)))).toEqual({
    coding: [
      { system: 'http://snomed.info/sct', code: '385055001', display: 'Tablet' },
      { system: 'http://terminology.hl7.org/CodeSystem/v3-orderableDrugForm', code: 'TAB' },
    ],
    text: 'Tablet',
  });
  const [medicine] = objectsAt(order, 'contained');
  for (const form of [{ text: 'Tablet' }, { coding: [{ system: 'http://snomed.info/sct', code: '385055001' }] }]) {
    const other = { ...order, contained: [{ ...medicine, form }] };
    expect(medicineOrder(other).form).toBe('Tablet');
    expect(medicinesBack([other])).toEqual(medicinesBack([order]));
  }
  expect(formOf(ordered({ ...line, 'dosage-form': 'cream' }))).toEqual({ text: 'Cream, ointment or gel' });
});

it('of the least that a form takes, says no more', () => {
  expect(medicineOrder(ordered({ drug: '5-Fluorouracil cream', dose: 'thin layer', frequency: 'as-needed' }))).toEqual({
    drug: '5-Fluorouracil cream',
    strength: '',
    dose: 'thin layer',
    frequency: 'When needed',
    reason: 'Diabetes',
  });
});

it('reads what was written elsewhere as far as it goes', () => {
  const text =
    '{"resourceType":"MedicationRequest","medicationCodeableConcept":{"coding":[{"display":"Aspirin 75 mg"}]}}';
  expect(medicineOrder(parseJson(new TextEncoder().encode(text)) as JsonObject)).toEqual({
    drug: 'Aspirin',
    strength: '75 mg',
    dose: '',
  });
});
