// Guardianships, and what guardians did, edited by hand.

import { copyOf, type Manipulation } from './manipulation.ts';

const VIEWING = `chain = ':chain' AND state = 'accepted' AND level = 'view'`;
const COMPLETE = `chain = ':chain' AND state = 'accepted' AND level = 'complete'`;
const ENDED = `chain = ':chain' AND state = 'removed'`;

export const guardians: readonly Manipulation[] = [
  {
    what: 'a guardian who views is let decide',
    sql: `UPDATE guardianship SET level = 'complete' WHERE ${VIEWING}`,
    finds: /^PAT001 index/,
  },
  {
    what: 'the removal of a guardian is undone',
    sql: `UPDATE guardianship SET state = 'accepted', ended_at = NULL WHERE ${ENDED}`,
    finds: /^PAT001 index/,
  },
  {
    what: 'a removal is dated later',
    sql: `UPDATE guardianship SET ended_at = ended_at + interval '1 day' WHERE ${ENDED}`,
    finds: /^PAT001 index/,
  },
  {
    what: 'a guardian is said to have stepped down',
    sql: `UPDATE guardianship SET state = 'stepped-down' WHERE ${ENDED}`,
    finds: /^PAT001 index/,
  },
  {
    what: 'the end of a guardianship is moved',
    sql: `UPDATE guardianship SET until = until + interval '1 year' WHERE ${COMPLETE}`,
    finds: /^PAT001 index/,
  },
  {
    what: 'the end of a guardianship is taken away',
    sql: `UPDATE guardianship SET until = NULL WHERE ${COMPLETE}`,
    finds: /^PAT001 index/,
  },
  {
    what: 'a guardianship never ends',
    sql: `UPDATE guardianship SET until = 'infinity' WHERE ${COMPLETE}`,
    finds: /^PAT001 index/,
  },
  {
    what: 'an invitation is accepted by nobody',
    sql: `UPDATE guardianship SET state = 'accepted', accepted_at = invited_at WHERE chain = ':chain' AND state = 'invited'`,
    finds: /^PAT001 index/,
  },
  {
    what: 'somebody else is the guardian',
    sql: `UPDATE guardianship SET guardian = (SELECT id FROM account WHERE login = 'PAT002') WHERE ${COMPLETE}`,
    finds: /^PAT001 index/,
  },
  {
    what: 'a guardian is related otherwise',
    sql: `UPDATE guardianship SET relationship = 'PRN' WHERE ${COMPLETE}`,
    finds: /^PAT001 index/,
  },
  {
    what: 'a guardianship is put in',
    sql: copyOf('guardianship', `'id', 'ffffffffffff-00000000000000000000', 'guardian', 'x'::text`, COMPLETE),
    finds: /^PAT001 index/,
  },
  {
    what: 'a guardianship is put in for another patient',
    sql: copyOf('guardianship', `'chain', ':other'::text`, COMPLETE),
    finds: /^PAT002 index/,
  },
  {
    what: 'a guardianship is put in on no chain',
    sql: copyOf('guardianship', `'chain', 'ffffffffffffffffffffffffffffffff'`, COMPLETE),
    finds: /^chain f+ index/,
  },
  {
    what: 'a guardianship is deleted',
    sql: `DELETE FROM guardianship WHERE ${ENDED}`,
    finds: /^PAT001 index/,
  },
  {
    what: 'what a guardian did is said to be the patient’s own act',
    sql: `UPDATE access_event SET basis = 'self' WHERE chain = ':chain' AND basis = 'guardian' AND action = 'withhold-record'`,
    finds: /^PAT001 index/,
  },
  {
    what: 'what a guardian saw is said to be seen as the author',
    sql: `UPDATE access_event SET basis = 'author' WHERE chain = ':chain' AND basis = 'guardian' AND action = 'view-record'`,
    finds: /^PAT001 index/,
  },
  {
    what: 'the invitation of a guardian is gone from the access log',
    sql: `DELETE FROM access_event WHERE chain = ':chain' AND action = 'invite-guardian'`,
    finds: /^PAT001 index/,
  },
];
