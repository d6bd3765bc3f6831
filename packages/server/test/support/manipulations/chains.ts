// Blocks and chains, edited by hand.

import { BLOCK2, copyOf, flip, type Manipulation } from './manipulation.ts';

export const chains: readonly Manipulation[] = [
  {
    what: 'the head alone is put back',
    sql: `UPDATE chain_head SET seq = seq - 1 WHERE chain = ':chain'`,
    finds: /^PAT001, block \d+ sequence/,
  },
  {
    what: 'a block is moved to another chain',
    sql: `UPDATE block SET chain = ':other', seq = 500 WHERE chain = ':chain' AND seq = ${BLOCK2}`,
    finds: /^PAT00[12]/,
  },
  {
    what: 'the header of a block is edited',
    sql: `UPDATE block SET header = convert_to(replace(convert_from(header, 'UTF8'), '"recordedAt":"20', '"recordedAt":"19'), 'UTF8')
          WHERE chain = ':chain' AND seq = ${BLOCK2}`,
    finds: /^PAT001(-REC2|, block \d+) (header|time)/,
  },
  {
    what: 'the header of a block is no JSON',
    sql: `UPDATE block SET header = 'x' WHERE chain = ':chain' AND seq = ${BLOCK2}`,
    finds: /^PAT001-REC2 /,
  },
  {
    what: 'the statement of a block is edited',
    sql: `UPDATE block SET statement = ${flip('statement')} WHERE chain = ':chain' AND seq = ${BLOCK2}`,
    finds: /^PAT001-REC2 statement/,
  },
  ...['author', 'type', 'nonce'].map((column) => ({
    what: `the row of a block says another ${column}`,
    sql: `UPDATE block SET ${column} = 'account' WHERE chain = ':chain' AND seq = ${BLOCK2}`,
    finds: /^PAT001-REC2 header/,
  })),
  {
    what: 'the row of a block says another time',
    sql: `UPDATE block SET recorded_at = recorded_at - interval '1 year' WHERE chain = ':chain' AND seq = ${BLOCK2}`,
    finds: /^PAT001-REC2 header/,
  },
  {
    what: 'the head of a chain is deleted while its blocks remain',
    sql: `DELETE FROM chain_head WHERE chain = ':chain'`,
    finds: /^chain :chain index/,
  },
  {
    what: 'a patient’s chain is said to be the institution’s',
    sql: `UPDATE chain_head SET kind = 'institution' WHERE chain = ':chain';
          UPDATE access_grant SET until = until + interval '1 day' WHERE chain = ':chain'`,
    finds: /^PAT001/,
  },
  ...['record', 'resource_version', 'observation', 'access_request', 'access_grant', 'access_event', 'block'].map(
    (table) => ({
      what: `a row stands under a chain that there is not: ${table}`,
      sql: copyOf(table, `'chain', 'ffff'`, `chain = ':chain'`),
      finds: /^chain ffff index/,
    }),
  ),
  {
    what: 'a second patient stands under a chain that there is not',
    sql: copyOf('patient', `'chain', 'ffff', 'number', 'PAT077'`, `chain = ':chain'`),
    finds: /^chain ffff index/,
  },
];
