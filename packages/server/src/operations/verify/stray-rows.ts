// Rows that no walk along a chain comes by: those of chains that there are not, and numbers that lead to nobody.

import type { Db } from '../../db/pool.ts';
import { statement } from '../../db/statement.ts';
import { snapshot } from '../../db/transaction.ts';
import { mismatch, type Problem } from './problem.ts';

const TABLES = [
  'block',
  'resource_version',
  'record',
  'observation',
  'file',
  'upload',
  'access_request',
  'access_grant',
  'guardianship',
  'access_block',
  'introduction',
  'emergency_card',
  'access_event',
  'access_event_unsealed',
  'correction',
  'emergency_access',
  'patient',
  'patient_aadhaar',
  'patient_identifier',
  'desk_act',
  'erasure',
  'erased_record',
  'erased_content',
] as const;

const selectStrays = statement(
  'verify.strays',
  TABLES.map(
    (table) => `SELECT DISTINCT t.chain, '${table}' AS "table" FROM ${table} t
      WHERE NOT EXISTS (SELECT FROM chain_head h WHERE h.chain = t.chain)`,
  ).join(' UNION ALL '),
);
const selectNumbers = statement(
  'verify.numbers',
  `SELECT n.number FROM patient_number n
   WHERE NOT EXISTS (SELECT FROM patient p WHERE p.chain = n.chain AND p.number = n.number)`,
);

/** The rows under unknown chains, and the numbers that are no patient's. */
export function strayRows(db: Db): Promise<Problem[]> {
  return snapshot(db, async (frozen) => {
    const strays = await frozen.rows<{ chain: string; table: string }>(selectStrays, []);
    const numbers = await frozen.rows<{ number: string }>(selectNumbers, []);
    return [
      ...strays.map(({ chain, table }) =>
        mismatch(`chain ${chain}`, `There is no such chain, but there are rows in ${table}.`),
      ),
      ...numbers.map(({ number }) => mismatch(number, 'The number leads to somebody whose number it is not.')),
    ];
  });
}
