// Requests and permissions, edited by hand.

import { copyOf, GRANT, type Manipulation } from './manipulation.ts';

export const access: readonly Manipulation[] = [
  {
    what: 'a permission is put in',
    sql: copyOf('access_grant', `'id', 'ffffffffffff-00000000000000000000'`, GRANT),
    finds: /^PAT001 index/,
  },
  {
    what: 'a permission is put in behind many others',
    sql: copyOf('access_grant', `'id', 'x', 'granted_at', '1970-01-01T00:00:00Z'::text`, GRANT),
    finds: /^PAT001 index/,
  },
  {
    what: 'a permission is put in on no patient’s chain',
    sql: copyOf('access_grant', `'chain', (SELECT institution_chain FROM installation)`, GRANT),
    finds: /^the institution index/,
  },
  {
    what: 'the end of a permission is moved',
    sql: `UPDATE access_grant SET until = until + interval '1 day' WHERE ${GRANT}`,
    finds: /^PAT001 index/,
  },
  {
    what: 'a permission never ends',
    sql: `UPDATE access_grant SET until = 'infinity' WHERE ${GRANT}`,
    finds: /^PAT001/,
  },
  {
    what: 'a permission is widened',
    sql: `UPDATE access_grant SET types = NULL WHERE ${GRANT}`,
    finds: /^PAT001 index/,
  },
  {
    what: 'a permission is given to another doctor',
    sql: `UPDATE access_grant SET grantee = (SELECT id FROM account WHERE login = 'DOC1') WHERE ${GRANT}`,
    finds: /^PAT001 index/,
  },
  {
    what: 'a permission changes its purpose',
    sql: `UPDATE access_grant SET purpose = 'DSRCH' WHERE ${GRANT}`,
    finds: /^PAT001 index/,
  },
  {
    what: 'a revocation is undone',
    sql: `UPDATE access_grant SET revoked_at = NULL WHERE chain = ':chain'`,
    finds: /^PAT001 index/,
  },
  {
    what: 'a revocation is dated back',
    sql: `UPDATE access_grant SET revoked_at = granted_at WHERE chain = ':chain' AND revoked_at IS NOT NULL`,
    finds: /^PAT001 index/,
  },
  { what: 'a permission is deleted', sql: `DELETE FROM access_grant WHERE ${GRANT}`, finds: /^PAT001 index/ },
  {
    what: 'a request says something else',
    sql: `UPDATE access_request SET note = 'No reason' WHERE chain = ':chain'`,
    finds: /^PAT001 index/,
  },
  {
    what: 'a request comes from another doctor',
    sql: `UPDATE access_request SET requester = (SELECT id FROM account WHERE login = 'DOC1')
          WHERE chain = ':chain' AND state = 'requested'`,
    finds: /^PAT001 index/,
  },
  {
    what: 'a denied request waits again',
    sql: `UPDATE access_request SET state = 'requested' WHERE chain = ':chain' AND state = 'denied'`,
    finds: /^PAT001 index/,
  },
  {
    what: 'a request is deleted',
    sql: `DELETE FROM access_request WHERE chain = ':chain' AND state = 'denied'`,
    finds: /^PAT001 index/,
  },
];
