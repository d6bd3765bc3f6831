// Who was whose guardian: Guardian_contract, as invitations that the guardian accepts here.

import { bringGuardian } from '../../access/bring-consent.ts';
import { isChild } from '../../access/guardianship.ts';
import { wasBroughtIn } from '../../access/guardianship-store.ts';
import { AppError } from '../../errors.ts';
import { now } from '../../ledger/ledger.ts';
import { type GuardianContract, readGuardianContracts } from './contracts.ts';
import { type MongoImport, rejecting, type Tell } from './outcome.ts';
import type { OldPatient, OldPatients } from './people.ts';
import type { ExportFile } from './read-export.ts';

const COLLECTION = 'Guardian_contract';
const kind = 'guardian';

/** Takes them one after another until the signal; `tell` hears of each row. */
export async function takeGuardians(
  parts: MongoImport,
  patients: OldPatients,
  tell: Tell,
  signal?: AbortSignal,
): Promise<void> {
  const file = await parts.source.read(COLLECTION);
  if (!file || signal?.aborted) return;
  const { rows, wrong } = readGuardianContracts(file);
  const reject = rejecting(kind, tell);
  for (const { place, problem } of wrong) reject(place === '' ? file.name : `${file.name}, ${place}`, problem);
  for (const row of rows) {
    if (signal?.aborted) return;
    const id = `${file.name}, ${row.place} (${row.with} for ${row.patient})`;
    const [patient, guardian] = [patients.get(row.patient), patients.get(row.with)];
    if (!patient || !guardian) reject(id, `${patient ? row.with : row.patient} was not imported`);
    else if (!row.allows) tell({ kind, id, outcome: 'none' });
    else if (!guardian.birthDate) reject(id, `${row.with} has no date of birth, by which a guardian is of age`);
    else if (isChild(guardian.birthDate, now(parts.ledger))) reject(id, `${row.with} is not of age`);
    else {
      const done = await bring(parts, file, row, { patient, guardian });
      if (typeof done === 'string') tell({ kind, id, outcome: done, number: guardian.number });
      else reject(id, done.problem);
    }
  }
}

type Brought = 'created' | 'present' | { readonly problem: string };

async function bring(
  parts: MongoImport,
  file: ExportFile,
  { level, place }: GuardianContract,
  people: { readonly patient: OldPatient; readonly guardian: OldPatient },
): Promise<Brought> {
  const { chain } = people.patient;
  const guardian = people.guardian.account ?? undefined;
  if (chain === undefined || guardian === undefined) return 'created';
  if (parts.dryRun) return (await wasBroughtIn(parts.db, chain, guardian, COLLECTION)) ? 'present' : 'created';
  const source = { collection: COLLECTION, file: file.name, sha256: file.sha256, place };
  try {
    const done = await bringGuardian(parts, { chain, guardian, level, source });
    if (done === 'open') return { problem: 'this person is a guardian here already, or is invited' };
    return done === 'present' ? done : 'created';
  } catch (error) {
    if (error instanceof AppError && (error.kind === 'incorrect' || error.kind === 'conflict'))
      return { problem: error.message };
    throw error;
  }
}
