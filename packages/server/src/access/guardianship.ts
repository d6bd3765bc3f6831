// A guardianship: somebody who reads, or also decides, in a patient's place. When it stands and how long, as pure rules.

import type { GuardianLevel, GuardianshipState } from '@patrec/fhir';
import { INSTITUTION_OFFSET } from '../zone.ts';

/** As far as deciding needs it. `chain` is the patient's, `guardian` an account; times are ISO 8601 UTC, null without end. */
export interface Guardianship {
  readonly id: string;
  readonly chain: string;
  readonly guardian: string;
  readonly level: GuardianLevel;
  readonly state: GuardianshipState;
  readonly until: string | null;
}

const OF_AGE = 18;

/** True where it was accepted, nobody ended it, and its end has not come, to the millisecond. */
export function stands(guardianship: Pick<Guardianship, 'state' | 'until'>, now: string): boolean {
  return guardianship.state === 'accepted' && isOpen(guardianship, now);
}

/** True while it waits for its answer or stands. */
export function isOpen({ state, until }: Pick<Guardianship, 'state' | 'until'>, now: string): boolean {
  return (state === 'invited' || state === 'accepted') && (until === null || now < until);
}

/**
 * The first moment of the eighteenth birthday where the institution is, ISO 8601 UTC (Majority Act 1875, section 3).
 * Whoever was born on 29 February comes of age on 1 March where there is none.
 */
export function comesOfAge(birthDate: string): string {
  const [year = 0, month = 1, day = 1] = birthDate.split('-').map(Number);
  const birthday = new Date(Date.UTC(year + OF_AGE, month - 1, day)).toISOString().slice(0, 10);
  return new Date(`${birthday}T00:00:00.000${INSTITUTION_OFFSET}`).toISOString();
}

/** True for somebody who is not of age at `now`; of whom no date of birth is known, nothing is assumed. */
export function isChild(birthDate: string | null, now: string): boolean {
  return birthDate !== null && now < comesOfAge(birthDate);
}

/** When a guardianship made at `now` ends: as chosen, but over a child never later than the child comes of age. */
export function endOf(chosen: string | null, birthDate: string | null, now: string): string | null {
  if (birthDate === null || !isChild(birthDate, now)) return chosen;
  const ofAge = comesOfAge(birthDate);
  return chosen !== null && chosen < ofAge ? chosen : ofAge;
}
