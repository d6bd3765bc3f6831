// The access log, edited by hand.

import { BLOCK2, copyOf, type Manipulation } from './manipulation.ts';

export const events: readonly Manipulation[] = [
  {
    what: 'a view is said to be somebody else’s',
    sql: `UPDATE access_event SET actor = (SELECT id FROM account WHERE login = 'ADM1')
          WHERE chain = ':chain' AND action = 'view-record'`,
    finds: /^PAT001 index/,
  },
  {
    what: 'a view is moved to another time',
    sql: `UPDATE access_event SET at = at - interval '1 day' WHERE chain = ':chain' AND action = 'view-record'`,
    finds: /^PAT001 index/,
  },
  {
    what: 'a view is deleted',
    sql: `DELETE FROM access_event WHERE chain = ':chain' AND action = 'view-record'`,
    finds: /^PAT001 index/,
  },
  {
    what: 'a view is put in among sealed ones',
    sql: copyOf('access_event', `'id', 'x'`, `chain = ':chain' AND action = 'view-record'`),
    finds: /^PAT001 index/,
  },
  {
    what: 'a view is put in under the block of a record',
    sql: copyOf('access_event', `'id', 'x', 'block_seq', ${BLOCK2}`, `chain = ':chain' AND action = 'view-record'`),
    finds: /^PAT001 index/,
  },
  {
    what: 'a view is unsealed, to be edited and sealed again',
    sql: `WITH taken AS (DELETE FROM access_event WHERE chain = ':chain' AND action = 'view-record' RETURNING *)
          INSERT INTO access_event_unsealed SELECT chain, id, at, actor, action, record, basis, purpose FROM taken`,
    finds: /^PAT001 index/,
  },
  ...[
    'write-record',
    'grant-access',
    'revoke-access',
    'deny-access',
    'request-access',
    'register',
    'change-password',
    'change-email',
    'open-recovery',
    'confirm-recovery',
    'change-aadhaar',
    'totp-set',
    'totp-removed',
    'recovery-codes-made',
    'recovery-codes-removed',
    'recovery-code-used',
    'passkey-added',
    'passkey-removed',
  ].flatMap((action): Manipulation[] => [
    {
      what: `the event of a block is deleted: ${action}`,
      sql: `DELETE FROM access_event WHERE chain = ':chain' AND action = '${action}'`,
      finds: /^PAT001 index/,
    },
    {
      what: `the event of a block is said to be somebody else’s: ${action}`,
      sql: `UPDATE access_event SET actor = (SELECT id FROM account WHERE login = 'ADM1')
              WHERE chain = ':chain' AND action = '${action}'`,
      finds: /^PAT001 index/,
    },
  ]),
];
