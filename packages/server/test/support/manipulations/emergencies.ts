// Access taken in emergencies, its review, and who may take it, edited by hand.

import { copyOf, type Manipulation } from './manipulation.ts';

const OPEN = `chain = ':chain' AND ended_at IS NULL AND outcome IS NULL`;
const ENDED = `chain = ':chain' AND ended_at IS NOT NULL`;
const UNJUSTIFIED = `chain = ':chain' AND outcome = 'not-justified'`;
const finds = /^PAT001 index/;
const institution = /^the institution index/;
const DOC2 = `(SELECT id FROM account WHERE login = 'DOC2')`;

export const emergencies: readonly Manipulation[] = [
  {
    what: 'an emergency access is invented',
    sql: copyOf('emergency_access', `'id', 'ffffffffffff-00000000000000000000', 'doctor', ${DOC2}`, OPEN),
    finds,
  },
  {
    what: 'an emergency access is invented for another patient',
    sql: copyOf('emergency_access', `'chain', ':other'`, OPEN),
    finds: /^PAT002 index/,
  },
  {
    what: 'an emergency access is invented on a chain that there is not',
    sql: copyOf('emergency_access', `'chain', 'nowhere'`, OPEN),
    finds: /^chain nowhere index: .*emergency_access/,
  },
  {
    what: 'an emergency access is extended',
    sql: `UPDATE emergency_access SET until = until + interval '1 day' WHERE ${OPEN}`,
    finds,
  },
  {
    what: 'an emergency access never ends',
    sql: `UPDATE emergency_access SET until = 'infinity' WHERE ${OPEN}`,
    finds: /^PAT001/,
  },
  {
    what: 'an emergency access that was ended is revived',
    sql: `UPDATE emergency_access SET ended_at = NULL, ended_by = NULL WHERE ${ENDED}`,
    finds,
  },
  {
    what: 'an emergency access is ended by nobody who ended it',
    sql: `UPDATE emergency_access SET ended_at = until, ended_by = doctor WHERE ${OPEN}`,
    finds,
  },
  {
    what: 'the end of an emergency access is dated back',
    sql: `UPDATE emergency_access SET ended_at = since WHERE ${ENDED}`,
    finds,
  },
  {
    what: 'an emergency access was ended by somebody else',
    sql: `UPDATE emergency_access SET ended_by = ${DOC2} WHERE ${ENDED}`,
    finds,
  },
  { what: 'an emergency access is removed', sql: `DELETE FROM emergency_access WHERE ${OPEN}`, finds },
  {
    what: 'an emergency access is another doctor’s',
    sql: `UPDATE emergency_access SET doctor = ${DOC2} WHERE ${OPEN}`,
    finds,
  },
  {
    what: 'an emergency access has another reason',
    sql: `UPDATE emergency_access SET reason = 'accident' WHERE ${OPEN}`,
    finds,
  },
  {
    what: 'an emergency access is explained in other words',
    sql: `UPDATE emergency_access SET note = 'She asked me to look at her record.' WHERE ${OPEN}`,
    finds,
  },
  {
    what: 'a review is invented',
    sql: `UPDATE emergency_access SET outcome = 'justified', reviewed_at = now(), review_note = 'Fine.',
            reviewed_by = (SELECT id FROM account WHERE login = 'ADM1') WHERE ${OPEN}`,
    finds,
  },
  {
    what: 'what was not justified becomes so',
    sql: `UPDATE emergency_access SET outcome = 'justified' WHERE ${UNJUSTIFIED}`,
    finds,
  },
  {
    what: 'a review says something else',
    sql: `UPDATE emergency_access SET review_note = 'Fine.' WHERE ${UNJUSTIFIED}`,
    finds,
  },
  {
    what: 'a review is by somebody else',
    sql: `UPDATE emergency_access SET reviewed_by = doctor WHERE ${UNJUSTIFIED}`,
    finds,
  },
  {
    what: 'a review is undone',
    sql: `UPDATE emergency_access SET outcome = NULL, reviewed_at = NULL, reviewed_by = NULL, review_note = ''
          WHERE ${UNJUSTIFIED}`,
    finds,
  },
  {
    what: 'a review is moved to another access',
    sql: `UPDATE emergency_access SET review_id = 'x' WHERE ${UNJUSTIFIED}`,
    finds,
  },
  ...['break-glass', 'end-emergency', 'emergency-justified', 'emergency-not-justified'].flatMap(
    (action): Manipulation[] => [
      {
        what: `the event of an emergency is deleted: ${action}`,
        sql: `DELETE FROM access_event WHERE chain = ':chain' AND action = '${action}'`,
        finds,
      },
      {
        what: `the event of an emergency is by another right: ${action}`,
        sql: `UPDATE access_event SET basis = 'operation' WHERE chain = ':chain' AND action = '${action}'`,
        finds,
      },
    ],
  ),
  {
    what: 'what was not justified becomes so in the access log',
    sql: `UPDATE access_event SET action = 'emergency-justified'
          WHERE chain = ':chain' AND action = 'emergency-not-justified'`,
    finds,
  },
  {
    what: 'an authorisation for emergencies is invented',
    sql: `INSERT INTO emergency_authorisation (id, doctor, since, authorised_by)
          SELECT 'x', ${DOC2}, now(), id FROM account WHERE login = 'ADM1'`,
    finds: institution,
  },
  {
    what: 'an authorisation for emergencies that was withdrawn stands again',
    sql: `UPDATE emergency_authorisation e SET ended_at = NULL, ended_by = NULL WHERE ended_at IS NOT NULL
            AND NOT EXISTS (SELECT FROM emergency_authorisation o WHERE o.doctor = e.doctor AND o.ended_at IS NULL)`,
    finds: institution,
  },
  {
    what: 'an authorisation for emergencies is another doctor’s',
    sql: `UPDATE emergency_authorisation SET doctor = ${DOC2}
          WHERE id = (SELECT min(id) FROM emergency_authorisation WHERE ended_at IS NULL)`,
    finds: institution,
  },
  {
    what: 'an authorisation for emergencies is dated back',
    sql: `UPDATE emergency_authorisation SET since = since - interval '1 day' WHERE ended_at IS NULL`,
    finds: institution,
  },
  {
    what: 'an authorisation for emergencies is by another administrator',
    sql: `UPDATE emergency_authorisation SET authorised_by = doctor WHERE ended_at IS NULL`,
    finds: institution,
  },
  {
    what: 'an authorisation for emergencies is removed',
    sql: `DELETE FROM emergency_authorisation WHERE ended_at IS NOT NULL`,
    finds: institution,
  },
];
