// Versions of records, edited by hand: an old one put in force, the newest hidden, a mark taken away.

import { copyOf, type Manipulation } from './manipulation.ts';

/** PAT001's record that was amended, and the one that was marked as entered in error. */
const AMENDED = `chain = ':chain' AND version = 2 AND NOT in_error`;
const NUMBER = `(SELECT number FROM record WHERE ${AMENDED})`;
const MARKED = `chain = ':chain' AND in_error`;
const finds = /^PAT001(-REC\d+)? index/;

export const amendments: readonly Manipulation[] = [
  {
    what: 'an old version of a record is put in force',
    sql: `UPDATE resource_version SET current = (version = 1) WHERE chain = ':chain' AND record = ${NUMBER} AND id IN
            (SELECT id FROM resource_version WHERE chain = ':chain' AND version = 2)`,
    finds,
  },
  {
    what: 'the line of a record is that of its old version',
    sql: `UPDATE record SET version = 1, active_seq = block_seq,
            recorded_at = (SELECT recorded_at FROM block b WHERE b.chain = record.chain AND b.seq = record.block_seq)
          WHERE ${AMENDED}`,
    finds,
  },
  {
    what: 'the line of a record is of a version that there is not',
    sql: `UPDATE record SET active_seq = 9999 WHERE ${AMENDED}`,
    finds: /^PAT001-REC\d+ index: Its line is of a version that there is not/,
  },
  {
    what: 'the line of a record that was never amended is of a later block',
    sql: `UPDATE record SET active_seq = (SELECT seq FROM chain_head WHERE chain = ':chain') WHERE chain = ':chain' AND number = 1`,
    finds: /^PAT001-REC1 index/,
  },
  { what: 'a record is of another version', sql: `UPDATE record SET version = 3 WHERE ${AMENDED}`, finds },
  {
    what: 'an amended record begins in another block',
    sql: `UPDATE record SET block_seq = block_seq + 1 WHERE ${AMENDED}`,
    finds,
  },
  {
    what: 'a record is no longer entered in error',
    sql: `UPDATE record SET in_error = false WHERE ${MARKED}`,
    finds,
  },
  {
    what: 'a record is entered in error that is not',
    sql: `UPDATE record SET in_error = true WHERE chain = ':chain' AND number = 1`,
    finds: /^PAT001-REC1 index/,
  },
  {
    what: 'a value that was taken out comes back into the trend',
    sql: copyOf('observation', `'code', '4548-4'`, `chain = ':chain' AND record = ${NUMBER}`),
    finds,
  },
  {
    what: 'an amendment is moved to another record',
    sql: `UPDATE resource_version SET record = 1 WHERE chain = ':chain' AND version = 2 AND record = ${NUMBER}`,
    finds,
  },
  {
    what: 'the reason of an amendment is moved to another record',
    sql: `UPDATE resource_version SET record = 1 WHERE chain = ':chain' AND type = 'Provenance' AND record = ${NUMBER}`,
    finds,
  },
  ...['amend-record', 'mark-in-error'].flatMap((action): Manipulation[] => [
    {
      what: `the event of an amendment is deleted: ${action}`,
      sql: `DELETE FROM access_event WHERE chain = ':chain' AND action = '${action}'`,
      finds,
    },
    {
      what: `the event of an amendment is of another record: ${action}`,
      sql: `UPDATE access_event SET record = 1 WHERE chain = ':chain' AND action = '${action}'`,
      finds,
    },
  ]),
  {
    what: 'an amendment is only a mark, in the access log',
    sql: `UPDATE access_event SET action = 'mark-in-error' WHERE chain = ':chain' AND action = 'amend-record'`,
    finds,
  },
];
