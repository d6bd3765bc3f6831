// What an administrator acknowledged of the self-check, edited by hand.

import { copyOf, type Manipulation } from './manipulation.ts';

const finds = /^the acknowledgements index/;
const edit = (what: string, set: string): Manipulation => ({
  what: `of what is acknowledged ${what}`,
  sql: `UPDATE check_acknowledgement SET ${set}`,
  finds,
});

export const acknowledgements: readonly Manipulation[] = [
  edit('the reason is another', `reason = 'None.'`),
  edit('somebody else is said to have done it', `acknowledged_by = 'ADM99'`),
  edit('the time is another', `acknowledged_at = acknowledged_at - interval '1 day'`),
  edit('another finding is meant', `id = repeat('a', 64)`),
  edit('the entry is another', 'block_seq = 0'),
  {
    what: 'a finding is acknowledged by hand',
    sql: copyOf('check_acknowledgement', `'id', repeat('b', 64)`, 'true'),
    finds,
  },
  { what: 'an acknowledgement is removed', sql: 'DELETE FROM check_acknowledgement', finds },
];
