// The rows of files, edited by hand. What an edit of the stored bytes does is in test/files.test.ts.

import { copyOf, flip, type Manipulation } from './manipulation.ts';

const FILE = `chain = ':chain'`;
const finds = /^PAT001(-REC\d+)? /;

export const files: readonly Manipulation[] = [
  { what: 'a file is taken from its record', sql: `DELETE FROM file WHERE ${FILE}`, finds: /^PAT001-REC4 content/ },
  {
    what: 'a file is moved to a record that others may read',
    sql: `UPDATE file SET record = 1 WHERE ${FILE}`,
    finds: /^PAT001-REC1 index: It has a file that its content does not name/,
  },
  {
    what: 'a file is put in under a block',
    sql: copyOf('file', `'id', 'ffffffffffff-00000000000000000000'`, FILE),
    finds,
  },
  {
    what: 'a file is put in under no block',
    sql: copyOf('file', `'id', 'ffffffffffff-00000000000000000000', 'block_seq', 9999`, FILE),
    finds: /^PAT001 index: .* files/,
  },
  {
    what: 'a file is put in on a chain that there is not',
    sql: copyOf('file', `'chain', 'ffff'`, FILE),
    finds: /^chain ffff index: .*file/,
  },
  {
    what: 'a file is said to be of another type',
    sql: `UPDATE file SET media_type = 'image/png' WHERE ${FILE}`,
    finds: /^PAT001-REC4 content/,
  },
  {
    what: 'a file is said to be of another length',
    sql: `UPDATE file SET length = length + 1 WHERE ${FILE}`,
    finds: /^PAT001-REC4 content/,
  },
  {
    what: 'a file is said to have another commitment',
    sql: `UPDATE file SET commitment = ${flip('commitment')} WHERE ${FILE}`,
    finds: /^PAT001-REC4 commitment/,
  },
];
