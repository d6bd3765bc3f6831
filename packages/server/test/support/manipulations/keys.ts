// Keys that doctors sign with, edited by hand: DOC1 has one that stands, with which PAT001-REC7 is signed, and two that are
// revoked, the older by an administrator; with the newer PAT001-REC8 is signed.

import type { Manipulation } from './manipulation.ts';

const finds = /^the institution index: A key that a doctor signs with/;
const STANDING = 'revoked_at IS NULL';
const SIGNED = `public_key = (SELECT convert_from(b.statement, 'UTF8')::jsonb->>'authorKey' FROM block b
  JOIN record r ON r.chain = b.chain AND r.block_seq = b.seq WHERE r.chain = ':chain' AND r.number = 8)`;
const INSTITUTION = '(SELECT institution_chain FROM installation)';
const somebody = `(SELECT id FROM account WHERE login = 'DOC2')`;

export const keys: readonly Manipulation[] = [
  {
    what: 'a key is put in for a doctor',
    sql: `INSERT INTO signing_key SELECT CASE substr(public_key, 1, 1) WHEN 'A' THEN 'B' ELSE 'A' END || substr(public_key, 2), account_id, made_at, made_seq FROM signing_key
      WHERE ${STANDING} LIMIT 1`,
    finds,
  },
  {
    what: 'a revoked key is revived',
    sql: `UPDATE signing_key SET revoked_at = NULL, revoked_seq = NULL, revoked_by = NULL, reason = NULL WHERE ${SIGNED}`,
    finds,
  },
  { what: 'a key is removed', sql: `DELETE FROM signing_key WHERE NOT ${STANDING}`, finds },
  {
    what: 'the reason of a revocation is another',
    sql: `UPDATE signing_key SET reason = 'None.' WHERE reason <> ''`,
    finds,
  },
  {
    what: 'the key of a signature is somebody else’s',
    sql: `UPDATE signing_key SET account_id = ${somebody} WHERE ${SIGNED}`,
    finds: /^PAT001-REC8 signature: .*registered for somebody else/,
  },
  {
    what: 'the key of a signature was never registered',
    sql: `DELETE FROM signing_key WHERE ${SIGNED}`,
    finds: /^PAT001-REC8 signature: .*never registered/,
  },
  {
    what: 'a record is signed before its key was registered',
    sql: `UPDATE block SET leaf_index = 0 WHERE chain = ':chain'
      AND seq = (SELECT block_seq FROM record WHERE chain = ':chain' AND number = 8)`,
    finds: /^PAT001-REC8 signature: .*registered only afterwards/,
  },
  {
    what: 'a record is signed after its key was revoked',
    sql: `UPDATE block SET leaf_index = leaf_index + 1000000 WHERE chain = ':chain'
      AND seq = (SELECT block_seq FROM record WHERE chain = ':chain' AND number = 8)`,
    finds: /^PAT001-REC8 signature: .*revoked before/,
  },
  {
    what: 'a revocation is moved back in the log',
    sql: `UPDATE block SET leaf_index = 0 WHERE chain = ${INSTITUTION} AND seq = (SELECT revoked_seq FROM signing_key WHERE ${SIGNED})`,
    finds: /^PAT001-REC8 signature: .*revoked before/,
  },
];
