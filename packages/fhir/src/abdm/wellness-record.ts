// The WellnessRecord of the Ayushman Bharat Digital Mission: what was measured and nothing else. Its profile knows the
// document by its text and the sections by their titles (https://nrces.in/ndhm/fhir/r4/StructureDefinition-WellnessRecord.html).
import { type JsonObject, objectAt, objectsAt, textAt } from '../json/value.ts';
import { documentSections } from '../records/composition.ts';

/** What its cover says that it is. */
export const WELLNESS = { profile: 'WellnessRecord', type: { text: 'Wellness Record' } } as const;

const BODY = ['29463-7', '8302-2', '39156-5']; // LOINC: weight, height, body mass index

/** Whether a general record holds vital signs and no word besides. */
export function isWellness([lead, ...others]: readonly JsonObject[]): boolean {
  if (!lead || documentSections(lead).some(({ text }) => text !== '')) return false;
  return others.length > 0 && others.every(isVitalSign);
}

/** Its sections. */
export function wellnessSections([, ...signs]: readonly JsonObject[]): JsonObject[] {
  const groups = Map.groupBy(signs, (one) => (isOfBody(one) ? 'Body Measurement' : 'Vital Signs'));
  return [...groups].map(([title, all]) => ({
    title,
    entry: all.map(({ resourceType, id }) => ({ reference: `${resourceType}/${id}` })),
  }));
}

function isVitalSign(resource: JsonObject): boolean {
  const codes = objectsAt(resource, 'category').flatMap((concept) => objectsAt(concept, 'coding'));
  return resource.resourceType === 'Observation' && codes.some((one) => textAt(one, 'code') === 'vital-signs');
}

function isOfBody(resource: JsonObject): boolean {
  return objectsAt(objectAt(resource, 'code'), 'coding').some((one) => BODY.includes(textAt(one, 'code') ?? ''));
}
