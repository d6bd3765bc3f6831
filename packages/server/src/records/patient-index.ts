// The index over a registration: what lists and banners show of a patient, taken from the resources.

import { bloodGroupOf, type JsonObject, objectAt, objectsAt, patientOf, textAt } from '@patrec/fhir';
import type { Patient } from './patient-store.ts';

/** The patient's row, from a registration that holds a Patient. */
export function patientRow(
  registration: readonly JsonObject[],
  place: Pick<Patient, 'chain' | 'number' | 'accountId'>,
): Patient {
  const resource = patientOf(registration) ?? {};
  const birthDate = textAt(resource, 'birthDate') ?? '';
  return {
    ...place,
    resourceId: String(resource.id),
    name: nameOf(resource) || place.number,
    birthDate: /^\d{4}-\d\d-\d\d$/.test(birthDate) ? birthDate : null,
    born: birthDate || null,
    sex: textAt(resource, 'gender') ?? 'unknown',
    abha: abhaOf(resource),
    bloodGroup: textAt(objectAt(bloodGroupOf(registration), 'valueCodeableConcept'), 'text') ?? null,
    phone: phoneOf(resource),
  };
}

/** A HumanName as people read it: as written, else its parts. */
export function nameOf(resource: JsonObject): string {
  const names = objectsAt(resource, 'name');
  const name = names.find(({ use }) => use === 'official') ?? names[0];
  if (!name) return '';
  const parts = ['prefix', 'given'].flatMap((part) => (Array.isArray(name[part]) ? name[part].map(String) : []));
  return textAt(name, 'text') ?? [...parts, textAt(name, 'family') ?? ''].join(' ').trim();
}

function abhaOf(resource: JsonObject): string | null {
  const abha = objectsAt(resource, 'identifier').find((one) => textAt(objectAt(one, 'type'), 'text') === 'ABHA number');
  return abha ? (textAt(abha, 'value') ?? null) : null;
}

function phoneOf(resource: JsonObject): string | null {
  const phone = objectsAt(resource, 'telecom').find(({ system }) => system === 'phone');
  return (textAt(phone, 'value') ?? '').replaceAll(/[^0-9]/g, '').slice(-10) || null;
}
