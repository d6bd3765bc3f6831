// Who looks after whom in the demonstration: a mother her child, a neighbour an old man; and who asks to be looked after.

import type { GuardianLevel, Relationship } from '@patrec/fhir';
import { answerInvitation } from '../../access/change-guardianship.ts';
import { guardianshipsOfPatient } from '../../access/guardianship-store.ts';
import { inviteGuardian } from '../../access/invite-guardian.ts';
import { AppError } from '../../errors.ts';
import { randomHex } from '../../ledger/ledger.ts';
import { known, type Parts, type People } from './register-people.ts';

interface Guarded {
  readonly patient: string;
  readonly guardian: string;
  readonly level: GuardianLevel;
  readonly relationship: Relationship;
  readonly accepted: boolean;
}

const GUARDED: readonly Guarded[] = [
  { patient: 'PAT004', guardian: 'PAT005', level: 'complete', relationship: 'PRN', accepted: true },
  { patient: 'PAT007', guardian: 'PAT015', level: 'view', relationship: 'GUARD', accepted: true },
  { patient: 'PAT002', guardian: 'PAT001', level: 'view', relationship: 'GUARD', accepted: false },
];

/** Invites and accepts what is missing. */
export async function writeGuardianships(parts: Parts, people: People): Promise<void> {
  for (const one of GUARDED) {
    const patient = known(people, one.patient);
    const guardian = known(people, one.guardian);
    const chain = patient.chain ?? '';
    if (!(await openOf(parts, chain, guardian.account))) {
      const nonce = randomHex(parts.ledger, 16);
      const { level, relationship } = one;
      const invitation = { chain, guardian: guardian.account, level, relationship, until: null, nonce };
      const answer = await inviteGuardian(parts, patient, invitation);
      if (!answer.done) throw new AppError('fault', `${one.patient} could not invite: ${answer.reason}.`);
    }
    const open = await openOf(parts, chain, guardian.account);
    if (open?.state === 'invited' && one.accepted) await answerInvitation(parts, guardian, chain, open.id, 'accept');
  }
}

async function openOf({ db }: Parts, chain: string, account: string) {
  const all = await guardianshipsOfPatient(db, chain);
  return all.find(({ guardian, state }) => guardian === account && (state === 'invited' || state === 'accepted'));
}
