// What a pharmacist asks of an order: its dosage form, how much to hand out, how often again, and whether another brand will
// do (https://hl7.org/fhir/R4/medicationrequest.html). The form says what the quantity counts.
import { coding, type SystemName, systemOf } from '../../build/datatype.ts';
import { decimal, type JsonObject, objectAt, objectOf, objectsAt, textAt } from '../../json/value.ts';
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

/** `hl7` and `snomed` are codes of exactly that form; an answer that is several forms has none. */
interface DosageForm {
  readonly id: string;
  readonly name: string;
  readonly unit: Unit;
  readonly hl7?: string;
  readonly snomed?: string;
}

const forms: readonly DosageForm[] = [
  { id: 'tablet', name: 'Tablet', unit: counted('{tablet}'), hl7: 'TAB', snomed: '385055001' },
  { id: 'capsule', name: 'Capsule', unit: counted('{capsule}'), hl7: 'CAP', snomed: '385049006' },
  { id: 'oral-liquid', name: 'Syrup or other liquid', unit: millilitres },
  { id: 'sachet', name: 'Powder in sachets', unit: counted('{sachet}') },
  { id: 'drops', name: 'Drops', unit: millilitres, hl7: 'DROP' },
  { id: 'cream', name: 'Cream, ointment or gel', unit: grams },
  { id: 'lotion', name: 'Lotion or solution', unit: millilitres },
  { id: 'injection', name: 'Injection', unit: counted('{container}') },
  { id: 'inhaler', name: 'Inhaler', unit: counted('{inhaler}') },
  { id: 'spray', name: 'Spray', unit: counted('{container}') },
  { id: 'patch', name: 'Patch', unit: counted('{patch}'), hl7: 'PATCH' },
  { id: 'suppository', name: 'Suppository or pessary', unit: counted('{suppository}'), hl7: 'SUPP' },
  { id: 'other-form', name: 'Another form', unit: counted('{piece}') },
];

/** The form that a medicine has. */
export const dosageForm: ChoiceField = {
  kind: 'choice',
  id: 'dosage-form',
  name: 'Dosage form',
  options: forms.map(({ id, name }) => ({ id, name, flag: null })),
};

/** The form of a line as a concept, with its codes; undefined where none was chosen. */
export function dosageFormConcept(line: Entries): JsonObject | undefined {
  const form = formOf(line);
  if (form === undefined) return undefined;
  const { name, hl7, snomed } = form;
  const codes = [
    ...(snomed === undefined ? [] : [coding('snomed', snomed, name)]),
    ...(hl7 === undefined ? [] : [coding('v3-orderableDrugForm', hl7)]),
  ];
  return codes.length === 0 ? { text: name } : { coding: codes, text: name };
}

/** The name of the form that an order says; of one from elsewhere, by its code. */
export function formNamed(request: JsonObject): string | undefined {
  const form = dosageFormOf(request);
  const coded = (system: SystemName, code: string | undefined) =>
    code !== undefined && objectsAt(form, 'coding').some((one) => one.system === systemOf(system) && one.code === code);
  return (
    textAt(form, 'text') ??
    forms.find(({ hl7, snomed }) => coded('snomed', snomed) || coded('v3-orderableDrugForm', hl7))?.name
  );
}

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
    ...filled(dosageForm.id, optionNamed(dosageForm, formNamed(request))),
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
  return formOf(line)?.unit ?? supply.unit;
}

function formOf(line: Entries): DosageForm | undefined {
  const chosen = optionOf(line, dosageForm.id)?.id;
  return forms.find(({ id }) => id === chosen);
}
