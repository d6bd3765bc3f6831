// Guardianships as the pages take them.

import type { GuardianshipView } from '@patrec/web';
import { comesOfAge, isOpen, stands } from '../../access/guardianship.ts';
import {
  guardianshipsOfGuardian,
  guardianshipsOfPatient,
  type NamedGuardianship,
} from '../../access/guardianship-store.ts';
import { now } from '../../ledger/ledger.ts';
import type { App } from '../app.ts';

/** A guardianship as both sides see it. */
export function guardianshipView(one: NamedGuardianship, now: string): GuardianshipView {
  const { id, level, relationship, state, until, invitedAt, acceptedAt, endedAt, patient, atDesk, source } = one;
  const lapsed = (state === 'invited' || state === 'accepted') && !isOpen(one, now);
  return {
    ...{ id, level, until, invitedAt, acceptedAt, atDesk },
    guardian: { login: one.guardianLogin, name: one.guardianName },
    patient: { number: patient.number, name: patient.name },
    relation: relationship,
    state: lapsed ? 'ended' : state,
    untilOfAge: until !== null && patient.birthDate !== null && until === comesOfAge(patient.birthDate),
    endedAt: lapsed ? until : endedAt,
    ...(source !== null && { imported: true }),
  };
}

/** In whose place somebody may act, and who asks them to. */
export async function heldGuardianships(app: App, account: string) {
  const at = now(app.ledger);
  const held = await guardianshipsOfGuardian(app.db, account);
  return {
    invitations: held
      .filter((one) => one.state === 'invited' && isOpen(one, at))
      .map((one) => guardianshipView(one, at)),
    patients: held.filter((one) => stands(one, at)).map((one) => guardianshipView(one, at)),
    past: held.filter((one) => !isOpen(one, at)).map((one) => guardianshipView(one, at)),
  };
}

/** Whom a patient invited: who stands or is still asked, and what is over. */
export async function givenGuardianships(app: App, chain: string) {
  const at = now(app.ledger);
  const given = await guardianshipsOfPatient(app.db, chain);
  return {
    guardians: given.filter((one) => isOpen(one, at)).map((one) => guardianshipView(one, at)),
    past: given.filter((one) => !isOpen(one, at)).map((one) => guardianshipView(one, at)),
  };
}
