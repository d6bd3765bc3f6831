// What accounts hold beside their password, edited by hand: to come in where one may not.

import type { Manipulation } from './manipulation.ts';

const OF_PATIENT = `account_id = (SELECT account_id FROM patient WHERE chain = ':chain')`;
const OF_DOCTOR = `account_id = (SELECT id FROM account WHERE login = 'DOC1')`;
const idOf = (login: string) => `(SELECT id FROM account WHERE login = '${login}')`;

export const accounts: readonly Manipulation[] = [
  {
    what: 'an address is put in the place of a patient’s',
    sql: `UPDATE account_email SET address = 'thief@example.org' WHERE ${OF_PATIENT}`,
    finds: /^PAT001 index/,
  },
  {
    what: 'an address is put in the place of a doctor’s',
    sql: `UPDATE account_email SET address = 'thief@example.org' WHERE ${OF_DOCTOR}`,
    finds: /^the institution index/,
  },
  {
    what: 'the address of one account is given to another',
    sql: `INSERT INTO account_email SELECT ${idOf('DOC2')}, address, salt, lang, confirmed_at FROM account_email WHERE ${OF_DOCTOR}`,
    finds: /^the institution index/,
  },
  {
    what: 'an address is deleted',
    sql: `DELETE FROM account_email WHERE ${OF_PATIENT}`,
    finds: /^PAT001 index/,
  },
  ...['opened_by', 'ended_by'].map((column) => ({
    what: `a recovery is said to be somebody else’s: ${column}`,
    sql: `UPDATE desk_recovery SET ${column} = ${idOf('ADM1')} WHERE ${OF_PATIENT}`,
    finds: /^PAT001 index/,
  })),
  {
    what: 'a recovery that was confirmed is said to be cancelled',
    sql: `UPDATE desk_recovery SET state = 'cancelled' WHERE ${OF_PATIENT}`,
    finds: /^PAT001 index/,
  },
  {
    what: 'a recovery is dated forward, so that it waits on',
    sql: `UPDATE desk_recovery SET opened_at = opened_at + interval '1 day' WHERE ${OF_DOCTOR}`,
    finds: /^the institution index/,
  },
  {
    what: 'a recovery is put in',
    sql: `INSERT INTO desk_recovery SELECT 'x', ${idOf('ADM1')}, document, opened_by, opened_at, 'open', NULL, NULL
          FROM desk_recovery LIMIT 1`,
    finds: /^the institution index/,
  },
  { what: 'a recovery is deleted', sql: `DELETE FROM desk_recovery WHERE ${OF_PATIENT}`, finds: /^PAT001 index/ },
  {
    what: 'the last digits of an Aadhaar number are changed',
    sql: `UPDATE patient_aadhaar SET last_four = '0000' WHERE chain = ':chain'`,
    finds: /^PAT001 index/,
  },
  {
    what: 'a sealed Aadhaar number is moved to another patient',
    sql: `UPDATE patient_aadhaar SET chain = ':other' WHERE chain = ':chain'`,
    finds: /^PAT002 index/,
  },
  {
    what: 'a sealed Aadhaar number is put in for a chain that there is not',
    sql: `INSERT INTO patient_aadhaar SELECT 'nobody', sealed, mac, last_four FROM patient_aadhaar WHERE chain = ':chain'`,
    finds: /^chain nobody index/,
  },
];
