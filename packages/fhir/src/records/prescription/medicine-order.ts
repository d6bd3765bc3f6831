// An order of a medicine taken apart, as a prescription on paper says it.
import { displayOf } from '../../describe/display.ts';
import { type JsonObject, objectAt, objectsAt, textAt } from '../../json/value.ts';
import { formNamed, substitutionOf } from './dispensing.ts';
import { medicationConcept } from './medication.ts';
import { medicines } from './medicines.ts';

/** What is ordered. Names of answers, such as `By mouth`, are as they are stored; `days` is a number. */
export interface MedicineOrder {
  readonly drug: string;
  readonly strength: string;
  readonly form?: string;
  readonly dose: string;
  readonly route?: string;
  readonly frequency?: string;
  readonly days?: string;
  /** With its unit, where it has one. */
  readonly quantity?: string;
  readonly repeats?: string;
  readonly substitution?: boolean;
  readonly instructions?: string;
  readonly reason?: string;
}

/** The order that a MedicationRequest is; of one that was written elsewhere, the dose is all that its text says. */
export function medicineOrder(request: JsonObject): MedicineOrder {
  const [dosage] = objectsAt(request, 'dosageInstruction');
  const [reason] = objectsAt(request, 'reasonCode');
  const dispensed = objectAt(request, 'dispenseRequest');
  const days = textAt(objectAt(dispensed, 'expectedSupplyDuration'), 'value');
  const parts = (textAt(dosage, 'text') ?? '').split(', ');
  const route = textAt(objectAt(dosage, 'route'), 'text');
  const frequency = parts.map(frequencyNamed).findLast((name) => name !== undefined);
  const length = days === undefined ? undefined : parts.find((part) => part.startsWith(`for ${days} `));
  const told = [route?.toLowerCase(), frequency?.toLowerCase(), length];
  const order = {
    ...drugOf(medicationConcept(request)),
    form: formNamed(request),
    dose: parts.filter((part) => !told.includes(part)).join(', '),
    route,
    frequency,
    days,
    quantity: displayOf(dispensed?.quantity),
    repeats: textAt(dispensed, 'numberOfRepeatsAllowed'),
    substitution: substitutionOf(request),
    instructions: textAt(dosage, 'patientInstruction'),
    reason: textAt(reason, 'text'),
  };
  return Object.fromEntries(
    Object.entries(order).filter(([, value]) => value !== undefined),
  ) as unknown as MedicineOrder;
}

// Our own orders name the drug by itself. Elsewhere it goes as far as the first word that begins with a digit:
// `Vitamin B12 1500 mcg`.
function drugOf(concept: JsonObject | undefined): Pick<MedicineOrder, 'drug' | 'strength'> {
  const named = textAt(objectsAt(concept, 'coding')[0], 'display');
  const text = textAt(concept, 'text') ?? named ?? '';
  if (named !== undefined && text.startsWith(`${named} `))
    return { drug: named, strength: text.slice(named.length + 1) };
  const words = text.split(' ').filter((word) => word !== '');
  const start = words.findIndex((word, i) => i > 0 && /^\d/.test(word));
  if (start === -1) return { drug: text, strength: '' };
  return { drug: words.slice(0, start).join(' '), strength: words.slice(start).join(' ') };
}

function frequencyNamed(part: string): string | undefined {
  const field = medicines.fields.find(({ id }) => id === 'frequency');
  return field?.kind === 'choice' ? field.options.find(({ name }) => name.toLowerCase() === part)?.name : undefined;
}
