// Codes for doctors and emergency cards, edited by hand.

import { copyOf, type Manipulation } from './manipulation.ts';

const OPENED = `chain = ':chain' AND opened_at IS NOT NULL AND ended_at IS NULL`;
const UNUSED = `chain = ':chain' AND opened_at IS NULL AND ended_at IS NULL`;
const STANDING = `chain = ':chain' AND ended_at IS NULL`;
const CODE = `'\\x' || repeat('ab', 32)`;
const DOCTOR = `(SELECT id FROM account WHERE login = 'DOC1')`;
const FINDS = /^PAT001 index/;

export const cards: readonly Manipulation[] = [
  {
    what: 'a code is exchanged for one that is known',
    sql: `UPDATE introduction SET code_hash = decode(repeat('ab', 32), 'hex') WHERE ${UNUSED}`,
    finds: FINDS,
  },
  {
    what: 'a typed code is exchanged for one that is known',
    sql: `UPDATE introduction SET typed_hash = decode(repeat('ab', 32), 'hex') WHERE ${UNUSED}`,
    finds: FINDS,
  },
  {
    what: 'a code works for longer',
    sql: `UPDATE introduction SET until = until + interval '1 day' WHERE ${UNUSED}`,
    finds: FINDS,
  },
  {
    what: 'a code never ends',
    sql: `UPDATE introduction SET until = 'infinity' WHERE ${UNUSED}`,
    finds: FINDS,
  },
  {
    what: 'headings are shown for longer',
    sql: `UPDATE introduction SET until = until + interval '1 day' WHERE ${OPENED}`,
    finds: FINDS,
  },
  {
    what: 'headings are shown to another doctor',
    sql: `UPDATE introduction SET opened_by = ${DOCTOR} WHERE ${OPENED}`,
    finds: FINDS,
  },
  {
    what: 'a doctor is said to have used a code',
    sql: `UPDATE introduction SET opened_by = ${DOCTOR}, opened_at = made_at WHERE ${UNUSED}`,
    finds: FINDS,
  },
  {
    what: 'a used code can be used again',
    sql: `UPDATE introduction SET ended_at = until WHERE ${UNUSED};
          UPDATE introduction SET opened_by = NULL, opened_at = NULL WHERE ${OPENED}`,
    finds: FINDS,
  },
  {
    what: 'the end of what a code showed is undone',
    sql: `UPDATE introduction SET ended_at = NULL WHERE chain = ':chain' AND opened_at IS NOT NULL AND ended_at IS NOT NULL`,
    finds: FINDS,
  },
  {
    what: 'an introduction is put in for another patient',
    sql: copyOf('introduction', `'chain', ':other'::text`, OPENED),
    finds: /^PAT002 index/,
  },
  {
    what: 'an introduction is put in on no chain',
    sql: copyOf('introduction', `'chain', 'ffffffffffffffffffffffffffffffff'`, OPENED),
    finds: /^chain f+ index/,
  },
  { what: 'an introduction is deleted', sql: `DELETE FROM introduction WHERE ${OPENED}`, finds: FINDS },
  {
    what: 'the code of an emergency card is exchanged for one that is known',
    sql: `UPDATE emergency_card SET code_hash = decode(repeat('ab', 32), 'hex') WHERE ${STANDING}`,
    finds: FINDS,
  },
  {
    what: 'an emergency card shows something else of the record',
    sql: `UPDATE emergency_card SET content_id = (SELECT id FROM resource_version
            WHERE chain = ':chain' AND type = 'Observation' LIMIT 1) WHERE ${STANDING}`,
    finds: FINDS,
  },
  {
    what: 'an emergency card that was ended shows again',
    sql: `DELETE FROM emergency_card WHERE ${STANDING};
          UPDATE emergency_card SET ended_at = NULL WHERE id = (SELECT id FROM emergency_card WHERE chain = ':chain' LIMIT 1)`,
    finds: FINDS,
  },
  {
    what: 'an emergency card is said to have ended',
    sql: `UPDATE emergency_card SET ended_at = made_at WHERE ${STANDING}`,
    finds: FINDS,
  },
  {
    what: 'an emergency card is put in for another patient',
    sql: copyOf('emergency_card', `'chain', ':other'::text, 'code_hash', ${CODE}`, STANDING),
    finds: /^PAT002 index/,
  },
  {
    what: 'an emergency card is put in on no chain',
    sql: copyOf('emergency_card', `'chain', 'ffffffffffffffffffffffffffffffff'`, STANDING),
    finds: /^chain f+ index/,
  },
  { what: 'an emergency card is deleted', sql: `DELETE FROM emergency_card WHERE ${STANDING}`, finds: FINDS },
  {
    what: 'an emergency card shows what stood on it before',
    sql: `UPDATE resource_version SET current = (version = 1) WHERE chain = ':chain' AND type = 'QuestionnaireResponse'
            AND id = (SELECT content_id FROM emergency_card WHERE ${STANDING})`,
    finds: FINDS,
  },
  {
    what: 'what stands on an emergency card is edited',
    sql: `UPDATE resource_version SET bytes = set_byte(bytes, 20, get_byte(bytes, 20) # 1)
          WHERE chain = ':chain' AND type = 'QuestionnaireResponse' AND current`,
    finds: /^PAT001/,
  },
  ...['make-introduction', 'open-introduction', 'end-introduction', 'make-card', 'change-card', 'end-card'].flatMap(
    (action): Manipulation[] => [
      {
        what: `the event of a block is deleted: ${action}`,
        sql: `DELETE FROM access_event WHERE chain = ':chain' AND action = '${action}'`,
        finds: FINDS,
      },
      {
        what: `the event of a block is said to be somebody else’s: ${action}`,
        sql: `UPDATE access_event SET actor = (SELECT id FROM account WHERE login = 'ADM1')
              WHERE chain = ':chain' AND action = '${action}'`,
        finds: FINDS,
      },
    ],
  ),
  {
    what: 'a scan of an emergency card is said to be a doctor’s',
    sql: `UPDATE access_event SET actor = ${DOCTOR} WHERE chain = ':chain' AND action = 'scan-card'`,
    finds: FINDS,
  },
  {
    what: 'a scan of an emergency card is gone from the access log',
    sql: `DELETE FROM access_event WHERE chain = ':chain' AND action = 'scan-card'`,
    finds: FINDS,
  },
];
