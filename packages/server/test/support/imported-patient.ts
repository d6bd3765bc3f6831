// A patient whom an import brings, with the institution and the doctor of the bundle.

import { importBundle } from '../../src/operations/import-bundle.ts';
import type { TestStore } from './test-store.ts';

const identifier = (value: string) => [{ system: 'urn:example:clinic', value }];
const RESOURCES = [
  { resourceType: 'Patient', identifier: identifier('1'), name: [{ family: 'Rao', given: ['Anil'] }] },
  { resourceType: 'Organization', identifier: identifier('2'), name: 'Lakeside Clinic' },
  { resourceType: 'Practitioner', identifier: identifier('3'), name: [{ text: 'Dr. Uma Rao' }] },
];

/** Imports the patient; gives the number. */
export async function importPatient({ db, ledger }: Pick<TestStore, 'db' | 'ledger'>): Promise<string> {
  const entry = RESOURCES.map((resource, i) => ({
    fullUrl: `urn:uuid:${i}`,
    resource,
    request: { method: 'POST', url: resource.resourceType },
  }));
  const bundle = { resourceType: 'Bundle', type: 'transaction', entry };
  const bytes = new TextEncoder().encode(JSON.stringify(bundle));
  return (await importBundle({ db, ledger }, bytes, { passwordHash: null, demo: false })).patient;
}
