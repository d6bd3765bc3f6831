// What an order is of: words, or, where its dosage form is said, a Medication within the order, the only place that FHIR R4
// has for a form (https://hl7.org/fhir/R4/medication.html). Drugs have no code of which we are certain.
import { type JsonObject, objectAt, objectOf, objectsAt, textAt } from '../../json/value.ts';

const WITHIN = 'medicine';

/** The elements of an order that say its medicine; the drug stands by itself too: what follows it in the text is its strength. */
export function medicationElements(drug: string, strength?: string, form?: JsonObject): JsonObject {
  const code = strength === undefined ? { text: drug } : { coding: [{ display: drug }], text: `${drug} ${strength}` };
  if (form === undefined) return { medicationCodeableConcept: code };
  return {
    contained: [{ resourceType: 'Medication', id: WITHIN, code, form }],
    medicationReference: { reference: `#${WITHIN}`, display: code.text },
  };
}

/** The medicine of an order or a statement, wherever it says it; a reference to elsewhere as its text. */
export function medicationConcept(resource: JsonObject): JsonObject | undefined {
  const reference = objectAt(resource, 'medicationReference');
  const named = textAt(reference, 'display');
  return (
    objectAt(resource, 'medicationCodeableConcept') ??
    objectAt(medicationWithin(resource), 'code') ??
    (named === undefined ? undefined : objectOf({ text: named }))
  );
}

/** The dosage form, as it is stored. */
export function dosageFormOf(resource: JsonObject): JsonObject | undefined {
  return objectAt(medicationWithin(resource), 'form');
}

function medicationWithin(resource: JsonObject): JsonObject | undefined {
  const reference = textAt(objectAt(resource, 'medicationReference'), 'reference');
  return objectsAt(resource, 'contained').find(({ id }) => reference === `#${id}`);
}
