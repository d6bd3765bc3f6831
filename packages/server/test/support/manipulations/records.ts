// What lists and charts read, edited by hand.

import { copyOf, type Manipulation, REC2, ROW2 } from './manipulation.ts';

export const records: readonly Manipulation[] = [
  {
    what: 'the title of a record is changed',
    sql: `UPDATE record SET title = 'Something else' WHERE ${ROW2}`,
    finds: /^PAT001-REC2 index/,
  },
  {
    what: 'a record is hidden from whoever searches for a word of it',
    sql: `UPDATE record SET words = ' ' WHERE ${ROW2}`,
    finds: /^PAT001-REC2 index/,
  },
  {
    what: 'the day of a record is moved into what a permission covers',
    sql: `UPDATE record SET day = '2020-01-01' WHERE ${ROW2}`,
    finds: /^PAT001-REC2 index/,
  },
  {
    what: 'the author of a record is changed',
    sql: `UPDATE record SET author = (SELECT id FROM account WHERE login = 'DOC2') WHERE ${ROW2}`,
    finds: /^PAT001-REC2 index/,
  },
  {
    what: 'a record is put at a time that is none',
    sql: `UPDATE record SET effective = 'infinity' WHERE ${ROW2}`,
    finds: /^PAT001/,
  },
  { what: 'a record is deleted', sql: `DELETE FROM record WHERE ${ROW2}`, finds: /^PAT001-REC2 index/ },
  {
    what: 'a record is put in under a block of another',
    sql: copyOf('record', `'number', 77`, ROW2),
    finds: /^PAT001(-REC77)? index/,
  },
  {
    what: 'a value of the trend is changed',
    sql: `UPDATE observation SET value = 14.2 WHERE ${REC2} AND code = '718-7'`,
    finds: /^PAT001-REC2 index/,
  },
  {
    what: 'a value of the trend is no number',
    sql: `UPDATE observation SET value = 'NaN' WHERE ${REC2} AND code = '718-7'`,
    finds: /^PAT001-REC2 index/,
  },
  { what: 'a value of the trend is deleted', sql: `DELETE FROM observation WHERE ${REC2}`, finds: /^PAT001-REC2/ },
  {
    what: 'a value of the trend is put in',
    sql: copyOf('observation', `'resource_id', 'x'`, REC2),
    finds: /^PAT001-REC2 index/,
  },
  {
    what: 'a flag of the trend is taken away',
    sql: `UPDATE observation SET flag = 'N' WHERE ${REC2} AND code = '718-7'`,
    finds: /^PAT001-REC2 index/,
  },
  {
    what: 'the name of a patient is changed',
    sql: `UPDATE patient SET name = 'Somebody Else' WHERE chain = ':chain'`,
    finds: /^PAT001 index/,
  },
  {
    what: 'two patients change numbers',
    sql: `UPDATE patient SET number = CASE number WHEN 'PAT001' THEN 'PAT002' ELSE 'PAT001' END;
          UPDATE patient_number SET chain = CASE chain WHEN ':chain' THEN ':other' ELSE ':chain' END`,
    finds: /^PAT00[12] index/,
  },
  {
    what: 'a number leads to another patient’s chart',
    sql: `UPDATE patient_number SET chain = ':other' WHERE number = 'PAT001'`,
    finds: /PAT001.* index/,
  },
  {
    what: 'a patient’s account is given another patient’s chart',
    sql: `UPDATE patient SET account_id = (SELECT id FROM account WHERE login = 'PAT002') WHERE chain = ':chain'`,
    finds: /^PAT001 index/,
  },
  {
    what: 'the phone by which a patient is recognised is changed',
    sql: `UPDATE patient SET phone = '9999999999' WHERE chain = ':chain'`,
    finds: /^PAT001 index/,
  },
  {
    what: 'the year in which a patient was born is changed',
    sql: `UPDATE patient SET born = '1950' WHERE chain = ':chain'`,
    finds: /^PAT001 index/,
  },
  {
    what: 'a doctor is said to wait who does not',
    sql: `UPDATE account SET status = 'awaiting-verification' WHERE login = 'DOC1'`,
    finds: /^the institution index: DOC1/,
  },
  { what: 'a patient is deleted', sql: `DELETE FROM patient WHERE chain = ':chain'`, finds: /:chain|PAT001/ },
];
