// Access that a doctor takes in an emergency: how long it lasts, and when it stands, as pure rules.

/** As far as deciding needs it. Times are ISO 8601 UTC; `authorised` is whether its doctor still is, for emergencies. */
export interface Emergency {
  readonly id: string;
  readonly chain: string;
  readonly doctor: string;
  readonly until: string;
  readonly endedAt: string | null;
  readonly authorised: boolean;
}

/** How long it lasts. It is never made longer, only taken again for a new reason. */
export const EMERGENCY_MS = 4 * 3_600_000;
/** How long the review by an administrator may take. */
export const REVIEW_WITHIN_MS = 7 * 86_400_000;
/** How long a doctor stays out whose access the patient, or a guardian, has ended. */
export const SHUT_OUT_MS = 86_400_000;

/** True where nobody ended it, its end has not come, to the millisecond, and its doctor is authorised still. */
export function lasts(
  { until, endedAt, authorised }: Omit<Emergency, 'id' | 'chain' | 'doctor'>,
  now: string,
): boolean {
  return endedAt === null && authorised && now < until;
}

/** The moment by which an access taken at `since` has to be reviewed. */
export function reviewDue(since: string): string {
  return new Date(Date.parse(since) + REVIEW_WITHIN_MS).toISOString();
}
