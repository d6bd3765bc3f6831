// Whom the patient blocks, edited by hand.

import { copyOf, type Manipulation } from './manipulation.ts';

const STANDING = `chain = ':chain' AND ended_at IS NULL`;

export const blocks: readonly Manipulation[] = [
  { what: 'a block is removed', sql: `DELETE FROM access_block WHERE ${STANDING}`, finds: /^PAT001 index/ },
  {
    what: 'a block that ended is removed',
    sql: `DELETE FROM access_block WHERE chain = ':chain' AND ended_at IS NOT NULL`,
    finds: /^PAT001 index/,
  },
  {
    what: 'a block is invented',
    sql: `INSERT INTO access_block (chain, id, blocked, since)
          SELECT ':chain', 'ffffffffffff-00000000000000000000', id, now() FROM account WHERE login = 'DOC1'`,
    finds: /^PAT001 index/,
  },
  {
    what: 'a block is invented for another patient',
    sql: copyOf('access_block', `'chain', ':other'`, STANDING),
    finds: /^PAT002 index/,
  },
  {
    what: 'a block is invented on a chain that there is not',
    sql: copyOf('access_block', `'chain', 'nowhere'`, STANDING),
    finds: /^chain nowhere index/,
  },
  {
    what: 'a block ends that the patient did not end',
    sql: `UPDATE access_block SET ended_at = now() WHERE ${STANDING}`,
    finds: /^PAT001 index/,
  },
  {
    what: 'a block that ended stands again',
    sql: `UPDATE access_block SET ended_at = NULL WHERE chain = ':chain' AND ended_at IS NOT NULL`,
    finds: /^PAT001 index/,
  },
  {
    what: 'a block meets another person',
    sql: `UPDATE access_block SET blocked = (SELECT id FROM account WHERE login = 'DOC1')
          WHERE chain = ':chain' AND ended_at IS NOT NULL`,
    finds: /^PAT001 index/,
  },
  {
    what: 'a block is dated back',
    sql: `UPDATE access_block SET since = since - interval '1 day' WHERE ${STANDING}`,
    finds: /^PAT001 index/,
  },
  {
    what: 'the permission that a block ended stands again',
    sql: `UPDATE access_grant g SET revoked_at = NULL FROM access_block b
          WHERE g.chain = ':chain' AND b.chain = g.chain AND b.blocked = g.grantee AND b.ended_at IS NULL`,
    finds: /^PAT001 index/,
  },
  {
    what: 'a block becomes a permission in the access log',
    sql: `UPDATE access_event SET action = 'grant-access' WHERE chain = ':chain' AND action = 'block-person'`,
    finds: /^PAT001 index/,
  },
  {
    what: 'the end of a block is taken out of the access log',
    sql: `DELETE FROM access_event WHERE chain = ':chain' AND action = 'unblock-person'`,
    finds: /^PAT001 index/,
  },
];
