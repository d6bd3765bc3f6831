// What is committed to, edited by hand.

import { copyOf, flip, type Manipulation, REC2 } from './manipulation.ts';

export const contents: readonly Manipulation[] = [
  {
    what: 'a salt is changed',
    sql: `UPDATE resource_version SET salt = ${flip('salt')} WHERE ${REC2} AND type = 'DiagnosticReport'`,
    finds: /^PAT001-REC2 commitment/,
  },
  {
    what: 'the bytes and salts of two records change places',
    sql: `UPDATE resource_version v SET bytes = o.bytes, salt = o.salt FROM resource_version o
          WHERE v.chain = ':chain' AND o.chain = v.chain AND v.type = 'DiagnosticReport' AND o.type = v.type
            AND v.record + o.record = 3`,
    finds: /^PAT001-REC1 commitment/,
  },
  {
    what: 'the numbers of two records change places in every table',
    sql: `UPDATE resource_version SET record = 3 - record WHERE chain = ':chain' AND record IN (1, 2);
          UPDATE observation SET record = 3 - record WHERE chain = ':chain' AND record IN (1, 2);
          UPDATE record SET number = 100 + number WHERE chain = ':chain' AND number IN (1, 2);
          UPDATE record SET number = 103 - number WHERE chain = ':chain' AND number > 100`,
    finds: /^PAT001-REC[12] index/,
  },
  {
    what: 'a resource is hidden: no longer current',
    sql: `UPDATE resource_version SET current = false WHERE ${REC2} AND type = 'Observation'`,
    finds: /^PAT001-REC2 index/,
  },
  {
    what: 'an old version of a permission is current again',
    sql: `UPDATE resource_version SET current = true WHERE chain = ':chain' AND type = 'Consent' AND NOT current`,
    finds: /^PAT001 index/,
  },
  {
    what: 'a resource without numbers is taken out of its record',
    sql: `UPDATE resource_version SET record = NULL WHERE ${REC2} AND convert_from(bytes, 'UTF8') LIKE '%5778-6%'`,
    finds: /^PAT001(-REC2)? index/,
  },
  {
    what: 'a resource is added under a block',
    sql: copyOf('resource_version', `'id', 'ffffffffffff-00000000000000000000'`, `${REC2}`),
    finds: /^PAT001(-REC2)? content/,
  },
  {
    what: 'a resource is added under no block',
    sql: copyOf('resource_version', `'id', 'ffffffffffff-00000000000000000000', 'block_seq', 9999`, `${REC2}`),
    finds: /^PAT001 index: .* contents/,
  },
  {
    what: 'a resource is deleted',
    sql: `DELETE FROM resource_version WHERE ${REC2} AND type = 'Observation'`,
    finds: /^PAT001-REC2 content/,
  },
];
