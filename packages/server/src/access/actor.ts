// Who acts: made of a session, handed to every domain function.

import type { Guardianship } from './guardianship.ts';

export type Role = 'patient' | 'doctor' | 'staff' | 'administrator';

/** The account under which the access log has whoever did not sign in; migration 013 makes it. */
export const ANYBODY = 'anybody';

/** In whose place a guardian acts, and by which right. `account` is the patient's. */
export interface OnBehalfOf {
  readonly account: string;
  readonly number: string;
  readonly name: string;
  readonly resourceId: string;
  readonly guardianship: Guardianship;
}

/**
 * A signed-in person. `chain` is the person's own chain where the person is a patient; where they act in somebody's
 * place it is that patient's, and the rest is still the guardian's.
 */
export interface Actor {
  readonly account: string;
  readonly login: string;
  readonly name: string;
  readonly role: Role;
  readonly verified: boolean;
  readonly chain: string | null;
  /** True while the person has a one-time password: they set one of their own before anything else. */
  readonly oneTimePassword?: boolean;
  readonly onBehalfOf?: OnBehalfOf;
}

/** The number of the patient whose record is open to a patient or a guardian. */
export function patientNumberOf({ login, onBehalfOf }: Actor): string {
  return onBehalfOf?.number ?? login;
}
