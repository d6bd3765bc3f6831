// Who practises here, and by what imports recognise people and institutions, edited by hand.

import { copyOf, type Manipulation } from './manipulation.ts';

const OF_DOCTOR = `account_id = (SELECT id FROM account WHERE login = 'DOC1')`;
const ORGANIZATION = `identifier LIKE 'Organization|%'`;

export const directory: readonly Manipulation[] = [
  ...[
    ['somebody becomes an administrator', `role = 'administrator' WHERE login = 'STF1'`],
    ['an administrator becomes somebody else', `name = 'Another' WHERE login = 'ADM1'`],
    ['an administrator gets another number', `login = 'ADM99' WHERE login = 'ADM1'`],
    ['an administrator is one no more', `role = 'staff' WHERE login = 'ADM1'`],
    ['an administrator is shut out', `status = 'closed' WHERE login = 'ADM1'`],
  ].map(([what = '', change]) => ({
    what,
    sql: `UPDATE account SET ${change}`,
    finds: /^the institution index: An administrator is not whom the institution made one/,
  })),
  {
    what: 'an administrator is put in',
    sql: copyOf('account', `'id', 'forged', 'login', 'ADM98'`, `login = 'ADM1'`),
    finds: /^the institution index: An administrator is not whom the institution made one/,
  },
  ...['speciality', 'workplace', 'city'].map((column) => ({
    what: `a doctor is said to practise as or where they do not: ${column}`,
    sql: `UPDATE practitioner SET ${column} = 'Oncology' WHERE ${OF_DOCTOR}`,
    finds: /^the institution index: DOC1 is not who/,
  })),
  {
    what: 'a doctor is given the place of another',
    sql: `UPDATE practitioner SET resource_id = (SELECT resource_id FROM practitioner d JOIN account a ON a.id = d.account_id
          WHERE a.login = 'DOC2') WHERE ${OF_DOCTOR}`,
    finds: /^the institution index: DOC1 is not who/,
  },
  {
    what: 'a member of staff becomes a doctor',
    sql: `UPDATE account SET role = 'doctor' WHERE login = 'STF1'`,
    finds: /^the institution index: STF1 is not who/,
  },
  {
    what: 'a doctor is shut out',
    sql: `UPDATE account SET status = 'closed' WHERE login = 'DOC1'`,
    finds: /^the institution index: DOC1 is not who/,
  },
  {
    what: 'a doctor is taken out of the directory, and is no doctor any more',
    sql: `DELETE FROM practitioner WHERE ${OF_DOCTOR}; UPDATE account SET role = 'patient' WHERE login = 'DOC1'`,
    finds: /^the institution index: DOC1 is in the directory and nowhere else/,
  },
  ...[
    ['is taken from their account', `UPDATE patient SET account_id = NULL WHERE chain = ':chain'`],
    ['is shut out', `UPDATE account SET status = 'closed' WHERE login = 'PAT001'`],
  ].map(([how = '', sql = '']) => ({ what: `a patient ${how}`, sql, finds: /^PAT001 index: The patient.s line/ })),
  {
    what: 'a doctor is taken out of the directory',
    sql: `DELETE FROM practitioner WHERE ${OF_DOCTOR}`,
    finds: /^the institution index: DOC1 is not who/,
  },
  {
    what: 'an institution is taken for another',
    sql: `UPDATE directory_entry SET reference = 'Organization/other' WHERE ${ORGANIZATION}`,
    finds: /^the institution index: Imports/,
  },
  {
    what: 'an institution is not recognised any more',
    sql: `DELETE FROM directory_entry WHERE ${ORGANIZATION}`,
    finds: /^the institution index: Imports/,
  },
  {
    what: 'an identifier is put in for an institution',
    sql: `INSERT INTO directory_entry SELECT 'Organization|urn:x|1', reference FROM directory_entry LIMIT 1`,
    finds: /^the institution index: Imports/,
  },
  {
    what: 'an imported patient is not recognised any more',
    sql: `DELETE FROM patient_identifier`,
    finds: /^PAT\d+ index: Imports/,
  },
  {
    what: 'another patient is taken for the imported one',
    sql: `UPDATE patient_identifier SET chain = ':chain'`,
    finds: /^PAT001 index: Imports/,
  },
  {
    what: 'an identifier is put in for a patient',
    sql: `INSERT INTO patient_identifier VALUES ('Patient|urn:x|1', ':chain')`,
    finds: /^PAT001 index: Imports/,
  },
  {
    what: 'an identifier leads to a chain that there is not',
    sql: `INSERT INTO patient_identifier VALUES ('Patient|urn:x|1', 'nobody')`,
    finds: /^chain nobody index/,
  },
];
