// Erasures by hand: content gone without one, one that says too little, too much or what was never agreed.

import { copyOf, type Manipulation } from './manipulation.ts';

/** Of PAT001: a record that was erased, one that stands, and the blocks of that. */
const ERASED = `chain = ':chain' AND state = 'erased'`;
const STANDING = `(SELECT max(number) FROM record WHERE chain = ':chain')`;
const BLOCKS = `(SELECT block_seq FROM resource_version WHERE chain = ':chain' AND record = ${STANDING})`;
const EMPTY = 'type = NULL, author = NULL, nonce = NULL, header = NULL, statement = NULL, recorded_at = NULL';
const rows = /^PAT001 index: An erasure does not say what the chain says/;

export const erasures: readonly Manipulation[] = [
  {
    what: 'the body of a block goes without an erasure',
    sql: `UPDATE block SET ${EMPTY} WHERE chain = ':chain' AND seq IN ${BLOCKS};
          DELETE FROM resource_version WHERE chain = ':chain' AND record = ${STANDING};
          DELETE FROM record WHERE chain = ':chain' AND number = ${STANDING}`,
    finds: /^PAT001, block \d+ erasure: Block \d+: its content is gone, and no erasure says so/,
  },
  {
    what: 'a content goes without an erasure',
    sql: `DELETE FROM resource_version WHERE chain = ':chain' AND record = ${STANDING}`,
    finds: /^PAT001.* content: .* is missing/,
  },
  {
    what: 'more goes from a chart than its erasure names',
    sql: `UPDATE block SET ${EMPTY} WHERE chain = ':chain' AND type = 'access'`,
    finds: /^PAT001, block \d+ erasure/,
  },
  {
    what: 'the body of an erasing block goes',
    sql: `UPDATE block SET ${EMPTY} WHERE chain = ':chain' AND seq = (SELECT max(block_seq) FROM erasure WHERE ${ERASED})`,
    finds: /^PAT001, block \d+ erasure: .*no erasure says so/,
  },
  {
    what: 'an erasure is forgotten',
    sql: `DELETE FROM erasure WHERE ${ERASED}`,
    finds: /^PAT001.* content: .* is missing/,
  },
  {
    what: 'an erasure names what it did not take',
    sql: `UPDATE erasure SET manifest = convert_to(replace(convert_from(manifest, 'UTF8'), '"seq":', '"seq":1'), 'UTF8') WHERE ${ERASED}`,
    finds: /^PAT001/,
  },
  {
    what: 'a record counts as erased that stands',
    sql: `INSERT INTO erased_record SELECT chain, ${STANDING}, id FROM erasure WHERE ${ERASED} LIMIT 1`,
    finds: /^PAT001-REC\d+ index: It is erased, or not/,
  },
  {
    what: 'a record is told to be erased by what did not erase it',
    sql: `UPDATE erased_record SET erasure = 'another' WHERE chain = ':chain'`,
    finds: /^PAT001-REC\d+ index: It is erased, or not/,
  },
  {
    what: 'a record is erased and nobody is told so',
    sql: `DELETE FROM erased_record WHERE chain = ':chain'`,
    finds: /^PAT001-REC\d+ index: It is erased, or not/,
  },
  {
    what: 'a resource counts as erased that is there',
    sql: `INSERT INTO erased_content SELECT chain, id, 1 FROM resource_version WHERE chain = ':chain' AND record = ${STANDING} LIMIT 1`,
    finds: /^PAT001-REC\d+ index: Something of it counts as erased/,
  },
  {
    what: 'a proposal is made by hand',
    sql: copyOf(
      'erasure',
      `'id', 'forged', 'state', 'refused', 'manifest', null, 'salt', null,
            'block_seq', null`,
      ERASED,
    ),
    finds: rows,
  },
  {
    what: 'the legal basis of an erasure is another',
    sql: `UPDATE erasure SET basis = 'request' WHERE ${ERASED}`,
    finds: rows,
  },
  {
    what: 'an erasure is by somebody who is no administrator',
    sql: `UPDATE account SET role = 'staff' WHERE id IN (SELECT ended_by FROM erasure WHERE ${ERASED})`,
    finds: rows,
  },
  {
    what: 'a refused erasure was consented to',
    sql: `UPDATE erasure SET state = 'withdrawn' WHERE chain = ':chain' AND state = 'refused'`,
    finds: rows,
  },
  {
    what: 'the log says of no erasure',
    sql: `DELETE FROM access_event WHERE chain = ':chain' AND action = 'erase'`,
    finds: /^PAT001 index: The access log does not say/,
  },
  {
    what: 'who wrote what was erased is somebody else',
    sql: `UPDATE access_event SET actor = (SELECT id FROM account WHERE login = 'DOC2')
          WHERE chain = ':chain' AND action = 'write-record' AND record IN (SELECT number FROM erased_record WHERE chain = ':chain')`,
    finds: /^PAT001 index: The access log of .* does not say what was sealed/,
  },
  {
    what: 'the number of an erased record is given again',
    sql: `UPDATE patient SET record_count = record_count - 1 WHERE chain = ':chain'`,
    finds: /^PAT001 index/,
  },
];
