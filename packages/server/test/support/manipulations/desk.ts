// What two of the desk did for a patient, edited by hand.

import { copyOf, type Manipulation } from './manipulation.ts';

const CONFIRMED = `chain = ':chain' AND state = 'confirmed' AND kind = 'guardian'`;
const OPEN = `chain = ':chain' AND state = 'open' AND kind = 'email'`;
const idOf = (login: string) => `(SELECT id FROM account WHERE login = '${login}')`;
const detail = (name: string, value: string) => `details = details || '{"${name}": "${value}"}'`;
const edit = (what: string, set: string, where = CONFIRMED): Manipulation => ({
  what: `at the desk ${what}`,
  sql: `UPDATE desk_act SET ${set} WHERE ${where}`,
  finds: /^PAT001 index/,
});

export const desk: readonly Manipulation[] = [
  edit('somebody else opened it', `opened_by = ${idOf('ADM1')}`),
  edit('somebody else confirmed it', `ended_by = ${idOf('ADM1')}`),
  edit('the same person did both', 'ended_by = opened_by'),
  edit('another document was shown', `document = 'aadhaar'`),
  edit('another right is given as the reason', detail('basis', 'court')),
  edit('the guardian was to decide', detail('level', 'complete')),
  edit('a note is added', detail('note', 'Order of the court')),
  edit('what was confirmed is said to be cancelled', `state = 'cancelled'`),
  edit(
    'what waits is said to be confirmed',
    `state = 'confirmed', ended_by = ${idOf('ADM1')}, ended_at = opened_at`,
    OPEN,
  ),
  edit('what waits is dated forward', `opened_at = opened_at + interval '1 day'`, OPEN),
  edit('another address was entered', detail('address', 'thief@example.org'), OPEN),
  { what: 'an act at the desk is deleted', sql: `DELETE FROM desk_act WHERE ${CONFIRMED}`, finds: /^PAT001 index/ },
  {
    what: 'an act at the desk is put in',
    sql: copyOf('desk_act', `'id', 'ffffffffffff-00000000000000000000'`, OPEN),
    finds: /^PAT001 index/,
  },
  {
    what: 'an act at the desk is put in for another patient',
    sql: copyOf('desk_act', `'chain', ':other'::text`, OPEN),
    finds: /^PAT002 index/,
  },
  {
    what: 'an act at the desk is put in on no chain',
    sql: copyOf('desk_act', `'chain', 'ffffffffffffffffffffffffffffffff'`, OPEN),
    finds: /^chain f+ index/,
  },
];
