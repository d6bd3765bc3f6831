// Second factors and passkeys, edited by hand: PAT001's acts are in their own chain, DOC1's in the institution's.

import { flip, type Manipulation } from './manipulation.ts';

const of = (login: string) => `account_id = (SELECT id FROM account WHERE login = '${login}')`;

export const factors: readonly Manipulation[] = ['PAT001', 'DOC1'].flatMap((login): Manipulation[] => {
  const finds = new RegExp(`^${login} index: A second factor`);
  const owner = `(SELECT id FROM account WHERE login = '${login}')`;
  const somebody = `(SELECT id FROM account WHERE login = 'ADM1')`;
  return [
    {
      what: `a passkey is put in for ${login}`,
      sql: `INSERT INTO passkey SELECT 'x', ${owner}, name, public_key, 0, added_at FROM passkey WHERE ${of(login)}`,
      finds,
    },
    {
      what: `the key of a passkey of ${login} is replaced`,
      sql: `UPDATE passkey SET public_key = ${flip('public_key')} WHERE ${of(login)}`,
      finds,
    },
    { what: `a passkey of ${login} is removed`, sql: `DELETE FROM passkey WHERE ${of(login)}`, finds },
    {
      what: `a passkey of ${login} becomes somebody else’s`,
      sql: `UPDATE passkey SET account_id = ${somebody} WHERE ${of(login)}`,
      finds,
    },
    {
      what: `the key of ${login}’s app is replaced`,
      sql: `UPDATE totp SET sealed_key = ${flip('sealed_key')} WHERE ${of(login)}`,
      finds,
    },
    { what: `the app of ${login} is removed`, sql: `DELETE FROM totp WHERE ${of(login)}`, finds },
    {
      what: `a used code of ${login} is made unused`,
      sql: `UPDATE recovery_code SET used_at = NULL WHERE ${of(login)} AND used_at IS NOT NULL`,
      finds,
    },
    {
      what: `an unused code of ${login} is said to be used`,
      sql: `UPDATE recovery_code SET used_at = made_at WHERE ${of(login)} AND used_at IS NULL`,
      finds,
    },
    {
      what: `a code of ${login} is put in`,
      sql: `INSERT INTO recovery_code VALUES (${owner}, sha256('x'), now(), NULL)`,
      finds,
    },
    { what: `the codes of ${login} are removed`, sql: `DELETE FROM recovery_code WHERE ${of(login)}`, finds },
  ];
});
