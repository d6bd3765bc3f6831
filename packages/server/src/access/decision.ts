// What a decision is, and what decisions are made of: permissions and whether they stand, who somebody is to a record.

import type { AccessScope, Purpose } from '@patrec/fhir';
import type { Actor } from './actor.ts';
import type { Emergency } from './emergency.ts';
import type { Guardianship } from './guardianship.ts';
import type { RecordFacts } from './scope.ts';

/** A permission that a patient gave. Times are ISO 8601 UTC. */
export interface Grant {
  readonly id: string;
  readonly grantee: string;
  readonly scope: AccessScope;
  readonly purpose: Purpose;
  readonly until: string;
  readonly revokedAt: string | null;
}

/** Somebody whom the patient blocked, or had blocked for a time. Times are ISO 8601 UTC. */
export interface Block {
  readonly blocked: string;
  readonly since: string;
  readonly endedAt: string | null;
}

export type DenialReason =
  | 'not-verified'
  | 'not-authorised'
  | 'wrong-role'
  | 'not-yours'
  | 'no-grant'
  | 'worthless-code'
  | 'own-account'
  | 'same-person'
  | 'view-only'
  | 'unsigned';

/** Why it is permitted: told to the patient in the access log. */
export type Basis =
  | { readonly kind: 'self' }
  | { readonly kind: 'author' }
  | { readonly kind: 'duty' }
  | { readonly kind: 'operation' }
  | { readonly kind: 'introduction' }
  | { readonly kind: 'card' }
  | { readonly kind: 'guardian'; readonly guardianship: Guardianship }
  | { readonly kind: 'grant'; readonly grant: Grant }
  | { readonly kind: 'emergency'; readonly emergency: Emergency };

export type Decision =
  | { readonly permit: true; readonly basis: Basis }
  | { readonly permit: false; readonly reason: DenialReason };

/** The actor's grants that stand at `now`: not revoked, and not past their end, to the millisecond. */
export function active(actor: Pick<Actor, 'account'>, grants: readonly Grant[], now: string): Grant[] {
  return grants.filter((grant) => grant.grantee === actor.account && isActive(grant, now));
}

/** True while the grant is neither revoked nor past its end. */
export function isActive(grant: Pick<Grant, 'until' | 'revokedAt'>, now: string): boolean {
  return grant.revokedAt === null && now < grant.until;
}

/** True where the basis is the patient's own right, or that of a guardian in their place: nothing is hidden from it. */
export function inPatientsPlace({ kind }: Basis): boolean {
  return kind === 'self' || kind === 'guardian';
}

/** By the first of those permissions; denied where there is none. */
export function byGrant([grant]: readonly Grant[]): Decision {
  return grant ? permit({ kind: 'grant', grant }) : deny('no-grant');
}

/** True for the patient whose chain it is. */
export function isSelf(actor: Actor, chain: string): boolean {
  return actor.chain !== null && actor.chain === chain;
}

/** Whoever wrote a record may read what they wrote: they are answerable for it. */
export function isAuthor(actor: Actor, record: Pick<RecordFacts, 'author'>): boolean {
  return actor.account === record.author && (actor.role === 'doctor' || actor.role === 'staff');
}

/** Yes, and why. For decide.ts alone. */
export function permit(basis: Basis): Decision {
  return { permit: true, basis };
}

/** No, and why not. For decide.ts alone. */
export function deny(reason: DenialReason): Decision {
  return { permit: false, reason };
}
