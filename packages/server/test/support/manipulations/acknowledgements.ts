// What an administrator acknowledged of the self-check, edited by hand.

import { copyOf, type Manipulation } from './manipulation.ts';

const finds = /^the institution index: What is said to be acknowledged/;

export const acknowledgements: readonly Manipulation[] = [
  {
    what: 'a finding is acknowledged by nobody',
    sql: copyOf('check_acknowledgement', `'id', repeat('ab', 32)`, 'true'),
    finds,
  },
  { what: 'what was acknowledged is not any more', sql: 'DELETE FROM check_acknowledgement', finds },
  ...[
    ['another finding', `id = repeat('cd', 32)`],
    ['by somebody else', `acknowledged_by = 'ADM99'`],
    ['at another time', `acknowledged_at = acknowledged_at - interval '1 day'`],
    ['for another reason', `reason = 'It was planned.'`],
    ['by another block', 'block_seq = block_seq - 1'],
  ].map(([as, change]) => ({
    what: `a finding is acknowledged otherwise: ${as}`,
    sql: `UPDATE check_acknowledgement SET ${change}`,
    finds,
  })),
];
