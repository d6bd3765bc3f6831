// When a message that was not delivered is tried again (RFC 5321, section 4.5.4.1).

const FIRST_MS = 60_000;
const LONGEST_MS = 3_600_000;
const GIVE_UP_MS = 3 * 86_400_000;

/** The next attempt after that many, or undefined after three days. Milliseconds since 1970. */
export function nextAttempt(attempts: number, createdAt: number, now: number): number | undefined {
  if (now - createdAt >= GIVE_UP_MS) return undefined;
  return now + Math.min(FIRST_MS * 2 ** (attempts - 1), LONGEST_MS);
}
