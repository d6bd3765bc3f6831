// The log, edited by hand.

import { BLOCK2, flip, type Manipulation } from './manipulation.ts';

export const log: readonly Manipulation[] = [
  {
    what: 'leaves are cut off',
    sql: `DELETE FROM log_leaf WHERE index >= 5; UPDATE log_state SET size = 5`,
    finds: /^the log log/,
  },
  { what: 'the last leaf is deleted', sql: `DELETE FROM log_leaf WHERE index = 5`, finds: /^entry 5 of the log log/ },
  {
    what: 'leaves are cut off that no checkpoint signed yet',
    sql: `DELETE FROM log_leaf WHERE index >= 5; UPDATE log_state SET size = 5; DELETE FROM log_checkpoint`,
    finds: /log log/,
  },
  {
    what: 'two leaves change places',
    sql: `UPDATE log_leaf SET index = index + 1000 WHERE index IN (3, 4);
          UPDATE log_leaf SET index = 1007 - index WHERE index >= 1000`,
    finds: /^entry 3 of the log log/,
  },
  {
    what: 'a tile is altered',
    sql: `UPDATE log_tile SET hashes = ${flip('hashes')} WHERE level = 0`,
    finds: /^tile 0\/0 of the log log/,
  },
  { what: 'a tile is deleted', sql: `DELETE FROM log_tile`, finds: /^tile 0\/0 of the log log/ },
  {
    what: 'a bundle is altered',
    sql: `UPDATE log_bundle SET entries = ${flip('entries')}`,
    finds: /^bundle 0 of the log log/,
  },
  { what: 'a bundle is deleted', sql: `DELETE FROM log_bundle`, finds: /^bundle 0 of the log log/ },
  {
    what: 'a checkpoint is altered',
    sql: `UPDATE log_checkpoint SET note = replace(note, E'\\n', E'\\n1')`,
    finds: /^the log’s checkpoint/,
  },
  {
    what: 'a block says another place in the log',
    sql: `UPDATE block SET leaf_index = leaf_index + 1 WHERE chain = ':chain' AND seq = ${BLOCK2}`,
    finds: /^entry \d+ of the log log/,
  },
  {
    what: 'a block forgets its place in the log',
    sql: `UPDATE block SET leaf_index = NULL WHERE chain = ':chain' AND seq = ${BLOCK2}`,
    finds: /^entry \d+ of the log log/,
  },
  {
    what: 'something waits for the log that is no block',
    sql: `INSERT INTO ledger_pending VALUES (':chain', 7777, sha256('x'))`,
    finds: /7777 log/,
  },
];
