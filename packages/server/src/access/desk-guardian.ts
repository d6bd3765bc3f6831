// A guardian set up at the desk, by two, for a patient who cannot do it alone: without a device, a child, or by order of a
// court. The guardian still accepts, and until then sees nothing.

import type { GuardianLevel, Relationship } from '@patrec/fhir';
import type { Db } from '../db/pool.ts';
import { transaction } from '../db/transaction.ts';
import { AppError } from '../errors.ts';
import {
  confirmDeskAct,
  type DeskOpened,
  type DeskRefusal,
  deskActsOf,
  openDeskAct,
  requireServing,
} from '../identity/desk-act.ts';
import type { DeskAct, DeskBasis, DeskPatient } from '../identity/desk-act-store.ts';
import type { DocumentKind } from '../identity/desk-recovery-store.ts';
import { lockHead } from '../ledger/append.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Actor } from './actor.ts';
import type { Candidate } from './candidate-store.ts';
import { isChild, isOpen } from './guardianship.ts';
import { lockOpenGuardianship } from './guardianship-store.ts';
import { writeInvitation } from './invite-guardian.ts';

interface Parts {
  readonly db: Db;
  readonly ledger: Ledger;
}

/** What was entered at the desk. `until` is ISO 8601 UTC, null without end; `note` says what shows the basis. */
export interface GuardianAtDesk {
  readonly patient: DeskPatient;
  readonly guardian: Candidate;
  readonly level: GuardianLevel;
  readonly relationship: Relationship;
  readonly until: string | null;
  readonly basis: DeskBasis;
  readonly document: DocumentKind;
  readonly note: string;
}

/** Opens it; nobody is asked before another of the desk confirms. */
export function openDeskGuardian({ db, ledger }: Parts, actor: Actor, entered: GuardianAtDesk): Promise<DeskOpened> {
  const { patient, guardian, document, level, relationship, until, basis, note } = entered;
  requireServing(ledger, actor, [patient.account, guardian.account]);
  return transaction(db, async (tx): Promise<DeskOpened> => {
    const head = await lockHead(tx, ledger, patient.chain);
    const wrong = problemOf(entered, head.recordedAt);
    if (wrong) return wrong;
    const standing = await lockOpenGuardianship(tx, patient.chain, guardian.account);
    if (standing && isOpen(standing, head.recordedAt)) return refused('guardian', 'desk-guardian-twice');
    const waiting = await deskActsOf({ db: tx, ledger }, patient.chain);
    if (waiting.some((one) => one.kind === 'guardian' && one.details.guardian === guardian.account))
      return refused('number', 'desk-waiting');
    const details = { guardian: guardian.account, level, relationship, until, basis, note };
    return openDeskAct(tx, ledger, head, actor, { kind: 'guardian', details, patient, document });
  });
}

/** Asks the guardian. Throws not-found for the opener, conflict where it ended meanwhile or the person is guardian now. */
export function confirmDeskGuardian(
  parts: Parts,
  actor: Actor,
  act: Extract<DeskAct, { kind: 'guardian' }>,
): Promise<void> {
  const { basis, note: _note, ...terms } = act.details;
  return confirmDeskAct(parts, actor, act, async (tx, head) => {
    const invitation = { ...terms, id: act.id, chain: act.patient.chain, byPatient: basis === 'consent' };
    const contents = await writeInvitation(tx, parts.ledger, head, invitation);
    if (!contents) throw new AppError('conflict', 'This person is a guardian already, or is invited.');
    return { type: 'guardian', contents };
  });
}

// A child cannot agree, and only a child has parents who decide.
function problemOf({ patient, guardian, basis, relationship }: GuardianAtDesk, at: string): DeskRefusal | undefined {
  const child = isChild(patient.birthDate, at);
  if (guardian.account === patient.account) return refused('guardian', 'desk-same-person');
  if (isChild(guardian.birthDate, at)) return refused('guardian', 'guardian-child');
  if (basis === 'consent' && child) return refused('basis', 'desk-child');
  if (basis === 'parent' && !child) return refused('basis', 'desk-no-child');
  return basis === 'parent' && relationship !== 'PRN' ? refused('relation', 'desk-no-parent') : undefined;
}

function refused(field: string, code: string): DeskRefusal {
  return { opened: false, field, code };
}
