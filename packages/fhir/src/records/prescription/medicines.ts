// Medicines, a line each, as FHIR R4 orders (https://hl7.org/fhir/R4/medicationrequest.html). How often is structured
// where a Timing can say it, and in words always. Doses and routes have no code of which we are certain.
import { decimal, type JsonObject, objectAt, objectOf, objectsAt, textAt } from '../../json/value.ts';
import type { ResourceKit } from '../definition.ts';
import type { LinesField, Option } from '../field.ts';
import { type FormValues, filled, lineValues, optionNamed } from '../read-back.ts';
import { type ClinicalRecord, type Entries, linesOf, optionOf, quantityOf } from '../record.ts';
import { quantity } from '../resource-kit.ts';
import {
  dispensing,
  dispensingBack,
  dosageForm,
  dosageFormConcept,
  repeats,
  substitution,
  supply,
  supplyDays,
} from './dispensing.ts';
import { medicationConcept, medicationElements } from './medication.ts';

const option = (id: string, name: string): Option => ({ id, name, flag: null });

/** Timing.repeat of an answer; none for what has no fixed times. */
const timings: Readonly<Record<string, JsonObject>> = {
  'once-a-day': every('1', '1', 'd'),
  'twice-a-day': every('2', '1', 'd'),
  'three-a-day': every('3', '1', 'd'),
  'four-a-day': every('4', '1', 'd'),
  'at-night': { ...every('1', '1', 'd'), when: ['HS'] },
  'alternate-days': every('1', '2', 'd'),
  'once-a-week': every('1', '1', 'wk'),
  'once-a-month': every('1', '1', 'mo'),
  'one-dose': { count: decimal('1') },
};

/** The lines of medicines, shared with the discharge summary. */
export const medicines: LinesField = {
  kind: 'lines',
  id: 'medicines',
  name: 'Medicines',
  fields: [
    { kind: 'text', id: 'drug', name: 'Drug', max: 120, required: true },
    { kind: 'text', id: 'strength', name: 'Strength', max: 60 },
    dosageForm,
    { kind: 'text', id: 'dose', name: 'Dose', max: 60, required: true },
    {
      kind: 'choice',
      id: 'medicine-route',
      name: 'Route',
      options: [
        option('by-mouth', 'By mouth'),
        option('under-tongue', 'Under the tongue'),
        option('inhaled', 'Inhaled'),
        option('on-skin', 'On the skin'),
        option('in-eye', 'Into the eye'),
        option('in-ear', 'Into the ear'),
        option('in-nose', 'Into the nose'),
        option('rectal', 'Into the rectum'),
        option('vaginal', 'Into the vagina'),
        option('subcutaneous', 'Under the skin (injection)'),
        option('intramuscular', 'Into a muscle (injection)'),
        option('intravenous', 'Into a vein'),
      ],
    },
    {
      kind: 'choice',
      id: 'frequency',
      name: 'How often',
      options: [
        option('once-a-day', 'Once a day'),
        option('twice-a-day', 'Twice a day'),
        option('three-a-day', 'Three times a day'),
        option('four-a-day', 'Four times a day'),
        option('at-night', 'At bedtime'),
        option('alternate-days', 'Every other day'),
        option('once-a-week', 'Once a week'),
        option('once-a-month', 'Once a month'),
        option('one-dose', 'One dose only'),
        option('as-needed', 'When needed'),
      ],
      required: true,
    },
    supplyDays,
    supply,
    substitution,
    repeats,
    { kind: 'text', id: 'instructions', name: 'Instructions', max: 300 },
  ],
  shown: 2,
};

/** An order for each line. `reason` is what they are for. */
export function medicationRequests(record: ClinicalRecord, kit: ResourceKit, reason?: string): JsonObject[] {
  return linesOf(record, medicines.id).map((line) => {
    const { drug = '', strength } = line.texts;
    return objectOf({
      ...kit.head('MedicationRequest'),
      status: 'active',
      intent: 'order',
      ...medicationElements(drug, strength, dosageFormConcept(line)),
      subject: kit.patient,
      authoredOn: kit.occurredAt,
      requester: kit.author,
      reasonCode: reason === undefined ? undefined : [{ text: reason }],
      dosageInstruction: [dosage(line)],
      ...dispensing(line),
    });
  });
}

/** The lines of `medicines`, read back. */
export function medicinesBack(resources: readonly JsonObject[]): FormValues {
  return lineValues(medicines.id, requestsOf(resources).map(lineBack));
}

/** What the medicines are for, read back. */
export function reasonBack(resources: readonly JsonObject[]): string | undefined {
  const [first] = requestsOf(resources);
  return textAt(objectsAt(first, 'reasonCode')[0], 'text');
}

function requestsOf(resources: readonly JsonObject[]): JsonObject[] {
  return resources.filter(({ resourceType }) => resourceType === 'MedicationRequest');
}

function lineBack(request: JsonObject): FormValues {
  const [dosed] = objectsAt(request, 'dosageInstruction');
  const handedOut = dispensingBack(request);
  const route = optionNamed(fieldOf('medicine-route'), textAt(objectAt(dosed, 'route'), 'text'));
  const frequency = frequencyOf(dosed);
  const said = [nameIn('medicine-route', route), nameIn('frequency', frequency), lengthText(handedOut.days)].filter(
    (part) => part !== undefined,
  );
  const after = said.map((part) => `, ${part}`).join('');
  return {
    ...drugBack(medicationConcept(request)),
    ...filled('dose', textAt(dosed, 'text')?.slice(0, -after.length || undefined)),
    ...filled('medicine-route', route),
    ...filled('frequency', frequency),
    ...handedOut,
    ...filled('instructions', textAt(dosed, 'patientInstruction')),
  };
}

function drugBack(concept: JsonObject | undefined): FormValues {
  const text = textAt(concept, 'text') ?? '';
  const drug = textAt(objectsAt(concept, 'coding')[0], 'display') ?? text;
  return { ...filled('drug', drug), ...filled('strength', text.slice(drug.length + 1)) };
}

function frequencyOf(dosed: JsonObject | undefined): string | undefined {
  if (dosed?.asNeededBoolean === true) return 'as-needed';
  const { boundsDuration: _, ...repeat } = objectAt(objectAt(dosed, 'timing'), 'repeat') ?? {};
  const said = JSON.stringify(repeat);
  return Object.keys(timings).find((id) => JSON.stringify(timings[id]) === said);
}

function fieldOf(id: string) {
  return medicines.fields.find((field) => field.id === id);
}

function nameIn(id: string, option: string | undefined): string | undefined {
  const field = fieldOf(id);
  return field?.kind === 'choice' ? field.options.find((one) => one.id === option)?.name.toLowerCase() : undefined;
}

function dosage(line: Entries): JsonObject {
  const days = quantityOf(line, supplyDays.id);
  const route = optionOf(line, 'medicine-route');
  const frequency = optionOf(line, 'frequency');
  const repeat = frequency && timings[frequency.id];
  const bounds = days === undefined ? {} : { boundsDuration: quantity(days, supplyDays.unit) };
  const whole = { ...repeat, ...bounds };
  return objectOf({
    text: dosageText(line, days),
    patientInstruction: line.texts.instructions,
    timing: Object.keys(whole).length === 0 ? undefined : { repeat: whole },
    asNeededBoolean: frequency?.id === 'as-needed' ? true : undefined,
    route: route && { text: route.name },
  });
}

function dosageText(line: Entries, days: string | undefined): string {
  const [route, frequency] = ['medicine-route', 'frequency'].map((id) => optionOf(line, id)?.name.toLowerCase());
  return [line.texts.dose, route, frequency, lengthText(days)].filter(Boolean).join(', ');
}

function lengthText(days: string | undefined): string | undefined {
  return days === undefined ? undefined : `for ${days} ${days === '1' ? 'day' : 'days'}`;
}

function every(frequency: string, period: string, periodUnit: string): JsonObject {
  return { frequency: decimal(frequency), period: decimal(period), periodUnit };
}
