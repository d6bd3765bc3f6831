// A FHIR R4 transaction Bundle of one made-up patient, as hospitals send them: visits with diagnoses and results.

import { randomUUID } from 'node:crypto';
import { condition, encounter, observation, type Resource } from './resources.ts';

const VISITS = 40;
const RESULTS_A_VISIT = 8;
const BETWEEN_MS = 2 * 86_400_000;

/** The bytes of a bundle of so many visits of ten resources each (40), and the patient. Every call makes another: identifiers are fresh. */
export function makeBundle(visits = VISITS): Uint8Array {
  const patient = urn();
  const identifier = [{ system: 'urn:ietf:rfc:3986', value: urn() }];
  const name = [{ family: 'Nair', given: ['Devika'] }];
  const entries = [
    entry(patient, { resourceType: 'Patient', identifier, name, gender: 'female', birthDate: '1974-03-09' }),
  ];
  for (let visit = 0; visit < visits; visit += 1) entries.push(...visitEntries(patient, visit));
  return Buffer.from(JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry: entries }));
}

function visitEntries(patient: string, visit: number): Resource[] {
  const at = new Date(Date.UTC(2021, 0, 6, 4, 30) + visit * BETWEEN_MS).toISOString();
  const here = { patient, at, encounter: urn() };
  const results = Array.from({ length: RESULTS_A_VISIT }, (_, i) => observation(here, `1${i % 5}.${visit % 10}`));
  const found = [condition(here), ...results].map((resource) => entry(urn(), resource));
  return [entry(here.encounter, encounter(here)), ...found];
}

function entry(fullUrl: string, resource: Resource): Resource {
  return { fullUrl, resource, request: { method: 'POST', url: resource.resourceType } };
}

function urn(): string {
  return `urn:uuid:${randomUUID()}`;
}
