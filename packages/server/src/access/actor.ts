// Who acts: made of a session, handed to every domain function.

export type Role = 'patient' | 'doctor' | 'staff' | 'administrator';

/** A signed-in person. `chain` is the person's own chain where the person is a patient. */
export interface Actor {
  readonly account: string;
  readonly login: string;
  readonly name: string;
  readonly role: Role;
  readonly verified: boolean;
  readonly chain: string | null;
  /** True while the person has a one-time password: they set one of their own before anything else. */
  readonly oneTimePassword?: boolean;
}
