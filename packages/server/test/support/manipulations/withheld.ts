// What is withheld, and what was shared without a request, edited by hand.

import type { Manipulation } from './manipulation.ts';

const ROW3 = `chain = ':chain' AND number = 3`;
const WITHHELD = 'record = 3';

export const withheld: readonly Manipulation[] = [
  {
    what: 'a withheld record is shown',
    sql: `UPDATE record SET withheld_by = NULL, withheld_at = NULL WHERE ${ROW3}`,
    finds: /^PAT001-REC3 index/,
  },
  {
    what: 'a record is withheld that the patient shows',
    sql: `UPDATE record SET withheld_by = 'x', withheld_at = now() WHERE chain = ':chain' AND number = 2`,
    finds: /^PAT001-REC2 index/,
  },
  {
    what: 'a record is withheld again by a Consent that ended',
    sql: `UPDATE record r SET withheld_at = r.recorded_at, withheld_by = (SELECT min(v.id) FROM resource_version v
            WHERE v.chain = r.chain AND v.type = 'Consent' AND v.version = 2
              AND convert_from(v.bytes, 'UTF8') LIKE '%"deny"%')
          WHERE chain = ':chain' AND number = 1`,
    finds: /^PAT001-REC1 index/,
  },
  {
    what: 'a record is withheld by the Consent of another',
    sql: `UPDATE record r SET withheld_by = o.withheld_by, withheld_at = o.withheld_at
          FROM record o WHERE r.chain = ':chain' AND r.number = 2 AND o.chain = ':chain' AND o.number = 3`,
    finds: /^PAT001-REC2 index/,
  },
  {
    what: 'a withholding is dated back',
    sql: `UPDATE record SET withheld_at = recorded_at WHERE ${ROW3}`,
    finds: /^PAT001-REC3 index/,
  },
  {
    what: 'a withholding says another record in the access log',
    sql: `UPDATE access_event SET record = 2 WHERE chain = ':chain' AND action = 'withhold-record' AND ${WITHHELD}`,
    finds: /^PAT001 index/,
  },
  {
    what: 'a withholding becomes something else in the access log',
    sql: `UPDATE access_event SET action = 'grant-access', record = NULL
          WHERE chain = ':chain' AND action = 'withhold-record' AND ${WITHHELD}`,
    finds: /^PAT001 index/,
  },
  {
    what: 'a permission is said to answer no request',
    sql: `UPDATE access_grant SET request_id = NULL WHERE chain = ':chain' AND request_id IS NOT NULL`,
    finds: /^PAT001 index/,
  },
  {
    what: 'a permission that nobody asked for is said to answer a request',
    sql: `UPDATE access_grant SET request_id = 'x' WHERE chain = ':chain' AND request_id IS NULL`,
    finds: /^PAT001 index/,
  },
];
