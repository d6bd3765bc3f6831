// Imports the collections of the teaching project: who works there, the patients with their records, and what they allowed.

import { takeAccounts } from './accounts.ts';
import { takeGuardians } from './guardians.ts';
import type { MongoImport, Tell } from './outcome.ts';
import { takePatients } from './patients.ts';
import { takePermissions } from './permissions.ts';

/** True for a collection that an import reads. */
export function isImported(collection: string): boolean {
  return (
    ['Nodes', 'Blockhead', 'SMART_CONTRACT', 'Guardian_contract'].includes(collection) ||
    /^PAT\d{1,9}$/.test(collection)
  );
}

/**
 * Takes one thing after another until the signal; `tell` hears of each, and of what belongs to none. Each is written wholly
 * or not at all, so that it can be started again whenever it stopped.
 */
export async function importMongo(parts: MongoImport, tell: Tell, signal?: AbortSignal): Promise<void> {
  const doctors = await takeAccounts(parts, tell, signal);
  const patients = await takePatients(parts, doctors, tell, signal);
  await takePermissions(parts, { doctors, patients }, tell, signal);
  await takeGuardians(parts, patients, tell, signal);
}
