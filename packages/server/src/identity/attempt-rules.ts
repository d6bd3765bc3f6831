// How many wrong passwords are let through, and how long the next attempt waits (NIST SP 800-63B, section 3.2.2).
// Who waits is an address with a login: from elsewhere the right password still works, so nobody locks anybody out.

/** What is counted under one key. Times in milliseconds since 1970. */
export interface Tally {
  readonly failures: number;
  readonly since: number;
  readonly lastAt: number;
}

/** `current` is the tally as it counts now, `wait` how many milliseconds an attempt has to wait; 0 lets it through. */
export interface Rule {
  readonly current: (tally: Tally, now: number) => Tally;
  readonly wait: (tally: Tally, now: number) => number;
}

const FREE = 5;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 15 * 60_000;
const MANY = 60;
const MANY_WITHIN_MS = 10 * 60_000;
const MANY_CODES = 100;
const MANY_CODES_WITHIN_MS = 24 * 3_600_000;

/** Counts are kept for a day after the last attempt. */
export const FORGET_MS = 24 * 3_600_000;

/** One login from one address: five are free, then each wait is twice the last, from 30 seconds to 15 minutes. */
export const ONE_LOGIN: Rule = {
  current: (tally, now) => (now - tally.lastAt > FORGET_MS ? fresh(now) : tally),
  wait: ({ failures, lastAt }, now) => {
    if (failures < FREE) return 0;
    const pause = Math.min(FIRST_WAIT_MS * 2 ** (failures - FREE), LONGEST_WAIT_MS);
    return Math.max(0, lastAt + pause - now);
  },
};

/** One address over all logins: 60 wrong passwords within ten minutes, then none until these are over. */
export const ONE_ADDRESS: Rule = atMost(MANY, MANY_WITHIN_MS);

/** The six digits of one account over all addresses: 100 wrong ones within a day, then none until it is over. */
export const ONE_ACCOUNT: Rule = atMost(MANY_CODES, MANY_CODES_WITHIN_MS);

function atMost(many: number, withinMs: number): Rule {
  return {
    current: (tally, now) => (now - tally.since >= withinMs ? fresh(now) : tally),
    wait: ({ failures, since }, now) => (failures < many ? 0 : Math.max(0, since + withinMs - now)),
  };
}

const MAILS = 3;
const HOUR_MS = 3_600_000;

/** Messages with a link to one place: three, then none until an hour after the last. So no hour ever has four. */
export const THREE_AN_HOUR: Rule = {
  current: (tally, now) => (now - tally.lastAt >= HOUR_MS ? fresh(now) : tally),
  wait: ({ failures, lastAt }, now) => (failures < MAILS ? 0 : Math.max(0, lastAt + HOUR_MS - now)),
};

function fresh(now: number): Tally {
  return { failures: 0, since: now, lastAt: now };
}
