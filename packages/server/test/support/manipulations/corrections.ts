// Corrections, prints and denied attempts, edited by hand.

import { copyOf, type Manipulation } from './manipulation.ts';

const OPEN = `chain = ':chain' AND state = 'asked'`;
const ANSWERED = `chain = ':chain' AND state = 'refused'`;
const DENIED = `chain = ':chain' AND action = 'denied-access'`;
const finds = /^PAT001 index/;

export const corrections: readonly Manipulation[] = [
  { what: 'a request for correction is deleted', sql: `DELETE FROM correction WHERE ${OPEN}`, finds },
  {
    what: 'a request for correction is put in',
    sql: copyOf('correction', `'id', 'x', 'record', 3`, OPEN),
    finds,
  },
  {
    what: 'a request for correction is put in on a chain that there is not',
    sql: copyOf('correction', `'chain', 'ffff'`, OPEN),
    finds: /^chain ffff index: .*correction/,
  },
  {
    what: 'a request for correction says something else',
    sql: `UPDATE correction SET should = 'Nothing' WHERE ${OPEN}`,
    finds,
  },
  {
    what: 'a request for correction is moved to another record',
    sql: `UPDATE correction SET record = 3 WHERE ${OPEN}`,
    finds,
  },
  {
    what: 'a correction waits for somebody who did not write the record',
    sql: `UPDATE correction SET author = (SELECT id FROM account WHERE login = 'STF1') WHERE ${OPEN}`,
    finds,
  },
  {
    what: 'the answer to a correction is due later',
    sql: `UPDATE correction SET due_at = due_at + interval '1 day' WHERE ${OPEN}`,
    finds,
  },
  {
    what: 'a refused correction is accepted',
    sql: `UPDATE correction SET state = 'accepted' WHERE ${ANSWERED}`,
    finds,
  },
  {
    what: 'the answer to a correction says something else',
    sql: `UPDATE correction SET answer = 'Yes.' WHERE ${ANSWERED}`,
    finds,
  },
  {
    what: 'a correction is answered by somebody else',
    sql: `UPDATE correction SET answered_by = (SELECT id FROM account WHERE login = 'ADM1') WHERE ${ANSWERED}`,
    finds,
  },
  {
    what: 'a correction waits again',
    sql: `UPDATE correction SET state = 'asked', answered_at = NULL, answered_by = NULL, answer = '' WHERE ${ANSWERED}`,
    finds,
  },
  ...['ask-correction', 'answer-correction'].flatMap((action): Manipulation[] => [
    {
      what: `the event of a correction is deleted: ${action}`,
      sql: `DELETE FROM access_event WHERE chain = ':chain' AND action = '${action}'`,
      finds,
    },
    {
      what: `the event of a correction is by another right: ${action}`,
      sql: `UPDATE access_event SET basis = 'operation' WHERE chain = ':chain' AND action = '${action}'`,
      finds,
    },
  ]),
  { what: 'an attempt without permission is deleted', sql: `DELETE FROM access_event WHERE ${DENIED}`, finds },
  {
    what: 'an attempt without permission becomes a view with one',
    sql: `UPDATE access_event SET action = 'view-record', basis = 'author' WHERE ${DENIED}`,
    finds,
  },
  {
    what: 'an attempt without permission is on another record',
    sql: `UPDATE access_event SET record = 1 WHERE ${DENIED}`,
    finds,
  },
];
