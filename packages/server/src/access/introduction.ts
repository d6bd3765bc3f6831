// An introduction: a patient's code, and what the doctor who used it sees for an hour. When it works and how long, as pure
// rules.

/** As far as deciding needs it. `chain` is the patient's; times are ISO 8601 UTC. */
export interface Introduction {
  readonly id: string;
  readonly chain: string;
  readonly openedBy: string | null;
  /** The end of the code; once a doctor has used it, of what that doctor sees. */
  readonly until: string;
  readonly endedAt: string | null;
}

/** How long a code works, in milliseconds. */
export const CODE_MS = 10 * 60_000;
/** How long the doctor who used it sees the headings, in milliseconds. */
export const HEADINGS_MS = 60 * 60_000;

/** True while it is neither ended nor past its end, to the millisecond. */
export function isOpen({ until, endedAt }: Pick<Introduction, 'until' | 'endedAt'>, now: string): boolean {
  return endedAt === null && now < until;
}

/** True while its code can be used: nobody has, and it has not ended. */
export function isWaiting(introduction: Pick<Introduction, 'openedBy' | 'until' | 'endedAt'>, now: string): boolean {
  return introduction.openedBy === null && isOpen(introduction, now);
}

/** True while that account sees the headings by it. */
export function shows(introduction: Introduction, account: string, now: string): boolean {
  return introduction.openedBy === account && isOpen(introduction, now);
}
