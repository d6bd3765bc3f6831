// Rows ask whether somebody is registered here: each whom they meet reads in the log who looked.

import { insertEvent, makeEvent } from '../../access/access-log.ts';
import type { Patient } from '../../records/patient-store.ts';
import type { TableImport } from './row.ts';

/** Gives what writes it into the logs of patients, once in an import for each, in a dry run too. */
export function foundTeller({
  db,
  ledger,
  actor,
}: TableImport): (found: readonly Pick<Patient, 'chain'>[]) => Promise<void> {
  const told = new Set<string>();
  return async (found) => {
    for (const { chain } of found) {
      if (told.has(chain)) continue;
      await insertEvent(db, makeEvent(ledger, actor, 'find-patient', { chain, basis: { kind: 'duty' } }));
      told.add(chain);
    }
  };
}
