// A guardianship as the versions of its RelatedPerson and its Consent that a block commits to.

import { guardianshipResources } from '@patrec/fhir';
import { makeVersion, type Version } from '../ledger/content-store.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { NamedGuardianship } from './guardianship-store.ts';

/** Both resources as they are at `at`, ISO 8601 UTC. `byPatient` is false where somebody else set an invitation down. */
export function guardianshipContents(
  ledger: Pick<Ledger, 'random'>,
  guardianship: NamedGuardianship,
  at: string,
  byPatient = true,
): Version[] {
  const { patient, guardianLogin, guardianName, ...rest } = guardianship;
  const version = versionOf(guardianship);
  const resources = guardianshipResources({
    ...rest,
    versionId: String(version),
    lastUpdated: at,
    patient: { reference: `Patient/${patient.resourceId}`, display: patient.number },
    guardian: { number: guardianLogin, name: guardianName },
    byPatient,
  });
  return resources.map((resource) => makeVersion(ledger, resource, { version }));
}

// The invitation is the first, its answer the second; what was accepted ends with the third.
function versionOf({ state, acceptedAt }: NamedGuardianship): number {
  if (state === 'invited') return 1;
  return state === 'accepted' || acceptedAt === null ? 2 : 3;
}
