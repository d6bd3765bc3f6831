// What a pharmacist asks of an order: its dosage form, how much to hand out, how often again, and whether another brand will
// do (https://hl7.org/fhir/R4/medicationrequest.html). The form says what the quantity counts.
import { decimal, type JsonObject, objectAt, objectOf, textAt } from '../../json/value.ts';
import { type ChoiceField, type LinesField, type QuantityField, type Unit, yesNo } from '../field.ts';
import { type FieldError, fieldError } from '../form-error.ts';
import { type FormValues, filled, optionNamed } from '../read-back.ts';
import { type ClinicalRecord, type Entries, linesOf, optionOf, quantityOf } from '../record.ts';
import { quantity } from '../resource-kit.ts';
import { dosageFormOf } from './medication.ts';

const counted = (ucum: string): Unit => ({ ucum, text: '' });
const millilitres: Unit = { ucum: 'mL', text: 'mL' };
const grams: Unit = { ucum: 'g', text: 'g' };
const days: Unit = { ucum: 'd', text: 'days' };

const forms: readonly { readonly id: string; readonly name: string; readonly unit: Unit }[] = [
  { id: 'tablet', name: 'Tablet', unit: counted('{tablet}') },
  { id: 'capsule', name: 'Capsule', unit: counted('{capsule}') },
  { id: 'oral-liquid', name: 'Syrup or other liquid', unit: millilitres },
  { id: 'sachet', name: 'Powder in sachets', unit: counted('{sachet}') },
  { id: 'drops', name: 'Drops', unit: millilitres },
  { id: 'cream', name: 'Cream, ointment or gel', unit: grams },
  { id: 'lotion', name: 'Lotion or solution', unit: millilitres },
  { id: 'injection', name: 'Injection', unit: counted('{container}') },
  { id: 'inhaler', name: 'Inhaler', unit: counted('{inhaler}') },
  { id: 'spray', name: 'Spray', unit: counted('{container}') },
  { id: 'patch', name: 'Patch', unit: counted('{patch}') },
  { id: 'suppository', name: 'Suppository or pessary', unit: counted('{suppository}') },
  { id: 'other-form', name: 'Another form', unit: counted('{piece}') },
];

/** The form that a medicine has. */
export const dosageForm: ChoiceField = {
  kind: 'choice',
  id: 'dosage-form',
  name: 'Dosage form',
  options: forms.map(({ id, name }) => ({ id, name, flag: null })),
};

const whole = { kind: 'quantity', unit: counted('1'), decimals: 0, reference: [] } as const;

/** For how many days the medicine is taken. */
export const supplyDays: QuantityField = {
  ...whole,
  id: 'days',
  name: 'Days',
  unit: days,
  plausible: { low: '1', high: '365' },
};

/** How much is handed out each time: pieces, or mL or g of what has none. */
export const supply: QuantityField = {
  ...whole,
  id: 'supply',
  name: 'Total quantity',
  decimals: 1,
  plausible: { low: '1', high: '5000' },
};

/** How often it may be handed out again. */
export const repeats: QuantityField = { ...whole, id: 'repeats', name: 'Repeats', plausible: { low: '0', high: '12' } };

/** Whether another brand of the same will do. */
export const substitution: ChoiceField = {
  kind: 'choice',
  id: 'substitution',
  name: 'Substitution allowed',
  options: yesNo,
};

/** The elements of an order that say what is handed out; none of what was left empty. */
export function dispensing(line: Entries): JsonObject {
  const [lasting, amount, again] = [supplyDays, supply, repeats].map(({ id }) => quantityOf(line, id));
  const allowed = optionOf(line, substitution.id)?.id;
  const request = objectOf({
    numberOfRepeatsAllowed: again === undefined ? undefined : decimal(again),
    quantity: amount === undefined ? undefined : quantity(amount, unitOf(line)),
    expectedSupplyDuration: lasting === undefined ? undefined : quantity(lasting, days),
  });
  return objectOf({
    dispenseRequest: Object.keys(request).length === 0 ? undefined : request,
    substitution: allowed === undefined ? undefined : { allowedBoolean: allowed === 'yes' },
  });
}

/** Whether another brand will do; undefined where nobody said so. */
export function substitutionOf(request: JsonObject): boolean | undefined {
  const allowed = objectAt(request, 'substitution')?.allowedBoolean;
  return typeof allowed === 'boolean' ? allowed : undefined;
}

/** What was typed of it, read back. */
export function dispensingBack(request: JsonObject): FormValues {
  const asked = objectAt(request, 'dispenseRequest');
  const allowed = substitutionOf(request);
  return {
    ...filled(dosageForm.id, optionNamed(dosageForm, dosageFormOf(request))),
    ...filled(supplyDays.id, textAt(objectAt(asked, 'expectedSupplyDuration'), 'value')),
    ...filled(supply.id, textAt(objectAt(asked, 'quantity'), 'value')),
    ...filled(repeats.id, textAt(asked, 'numberOfRepeatsAllowed')),
    ...filled(substitution.id, allowed === undefined ? undefined : allowed ? 'yes' : 'no'),
  };
}

/** A quantity whose unit nobody can know: 100 of what. */
export function uncounted(record: ClinicalRecord, { id }: LinesField): FieldError[] {
  return linesOf(record, id)
    .filter((line) => quantityOf(line, supply.id) !== undefined && optionOf(line, dosageForm.id) === undefined)
    .map(({ line }) => fieldError(`${id}.${line}.${dosageForm.id}`, 'form-missing'));
}

function unitOf(line: Entries): Unit {
  const chosen = optionOf(line, dosageForm.id)?.id;
  return forms.find(({ id }) => id === chosen)?.unit ?? supply.unit;
}
