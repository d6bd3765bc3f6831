// By what imports recognise people and institutions that are here already.

import { type JsonObject, objectsAt, textAt } from '@patrec/fhir';

/**
 * The identifiers of a resource that name their system, as `Type|system|value`. A type is part of the identifier: a
 * practitioner and an organization may share a number.
 */
export function identifiersOf(resource: JsonObject): string[] {
  return objectsAt(resource, 'identifier').flatMap((one) => {
    const [system, value] = [textAt(one, 'system'), textAt(one, 'value')];
    return system && value ? [`${resource.resourceType}|${system}|${value}`] : [];
  });
}
