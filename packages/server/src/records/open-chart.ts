// Who may see what of a patient's chart: the way every page of a chart begins.

import type { Actor } from '../access/actor.ts';
import { decide } from '../access/decide.ts';
import { active, type Basis } from '../access/decision.ts';
import { type DeniedAccess, logDeniedAccess } from '../access/denied-access.ts';
import type { Emergency } from '../access/emergency.ts';
import { emergenciesFor } from '../access/emergency-store.ts';
import { grantsFor, type StoredGrant } from '../access/grant-store.ts';
import type { Intent } from '../access/intent.ts';
import { type Visibility, visibilityOf } from '../access/visible.ts';
import type { Db } from '../db/pool.ts';
import { AppError } from '../errors.ts';
import { type Ledger, now } from '../ledger/ledger.ts';
import type { Patient } from './patient-store.ts';

export interface Parts {
  readonly db: Db;
  readonly ledger: Ledger;
  readonly patientByNumber: (number: string) => Promise<Patient | undefined>;
}

/** A chart that the actor may look into, and how far. */
export interface Chart {
  readonly patient: Patient;
  readonly basis: Basis;
  readonly visibility: Visibility;
  readonly grants: readonly StoredGrant[];
}

type ChartAction = Extract<Intent['action'], 'read-chart' | 'read-registration' | 'read-access' | 'check-chain'>;

/** Opens a chart for an action on the whole of it. Throws not-found where there is no patient or no right: alike. */
export async function openChart(parts: Parts, actor: Actor, number: string, action: ChartAction): Promise<Chart> {
  const { patient, grants, emergencies } = await patientAndRights(parts, actor, number);
  const at = now(parts.ledger);
  const { chain } = patient;
  const decision = decide(actor, { action, chain }, grants, at, emergencies);
  if (!decision.permit) throw await refused(parts, actor, { target: patient.number, chain, record: null });
  const visibility = visibilityOf(decision.basis, actor.account, active(actor, grants, at));
  return { patient, basis: decision.basis, visibility, grants };
}

/** The patient of that number, the actor's grants on them and what they took in an emergency. Throws not-found where there is no such patient. */
export async function patientAndRights(
  parts: Parts,
  actor: Actor,
  number: string,
): Promise<{ patient: Patient } & Rights> {
  const target = number.toUpperCase();
  const patient = await parts.patientByNumber(target);
  const rights = await rightsOf(parts.db, actor, patient?.chain ?? '');
  if (!patient) throw await refused(parts, actor, { target, chain: null, record: null });
  return { patient, ...rights };
}

/** What decide() needs of the actor and a patient. */
export interface Rights {
  readonly grants: StoredGrant[];
  readonly emergencies: Emergency[];
}

/** The actor's rights on the patient of that chain. */
export async function rightsOf(db: Db, { account, role }: Actor, chain: string): Promise<Rights> {
  const [grants, emergencies] = await Promise.all([
    grantsFor(db, chain, account),
    role === 'doctor' ? emergenciesFor(db, chain, account) : [],
  ]);
  return { grants, emergencies };
}

/** The answer to somebody who has no right, after the attempt is in the patient's log. */
export async function refused(
  parts: Pick<Parts, 'db' | 'ledger'>,
  actor: Actor,
  denied: DeniedAccess,
): Promise<AppError> {
  await logDeniedAccess(parts, actor, denied);
  return noChart();
}

/** The one answer for what does not exist and for what one has no right to know of. */
export function noChart(): AppError {
  return new AppError('not-found', 'There is no such record, or you have no access to it.');
}
