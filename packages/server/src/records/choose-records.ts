// Records that a patient picks by themselves: for a request or a permission of single records, and those withheld.

import type { AccessScope, RecordType } from '@patrec/fhir';
import { visibilityValues, visibleCondition } from '../access/visible.ts';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';

/** A record that can be picked. `effective` is ISO 8601 UTC. */
export interface ChosenRecord {
  readonly number: number;
  readonly type: RecordType;
  readonly title: string;
  readonly effective: string;
}

const OFFERED = 50;
const COLUMNS = 'r.number, r.type, r.title, r.effective';

const selectChoices = statement(
  'record.choices',
  `SELECT ${COLUMNS} FROM record r WHERE r.chain = $1 AND ${visibleCondition('$2', '$3')}
   ORDER BY r.number = ANY ($4::integer[]) DESC, r.effective DESC, r.number DESC LIMIT ${OFFERED}`,
);
const selectSharable = statement(
  'record.sharable',
  'SELECT number FROM record WHERE chain = $1 AND number = ANY ($2::integer[]) AND withheld_by IS NULL',
);
const selectWithheld = statement(
  'record.withheld',
  `SELECT ${COLUMNS} FROM record r WHERE r.chain = $1 AND r.withheld_by IS NOT NULL
   ORDER BY r.effective DESC, r.number DESC LIMIT 200`,
);

type Row = Omit<ChosenRecord, 'effective'> & { readonly effective: Date };

/** The newest 50 records within the scope that the patient does not withhold, `first` among them, newest first. */
export async function recordChoices(
  db: Db,
  chain: string,
  scope: AccessScope,
  first: readonly number[] = [],
): Promise<ChosenRecord[]> {
  const values = visibilityValues({ scopes: [scope], author: null, withheld: false });
  const found = (await db.rows<Row>(selectChoices, [chain, ...values, first])).map(toChosen);
  return found.sort((a, b) => (a.effective === b.effective ? b.number - a.number : a.effective < b.effective ? 1 : -1));
}

/** Those of the numbers that are records of the patient and not withheld. */
export async function sharableRecords(db: Db, chain: string, numbers: readonly number[]): Promise<Set<number>> {
  if (numbers.length === 0) return new Set();
  const rows = await db.rows<{ number: number }>(selectSharable, [chain, numbers]);
  return new Set(rows.map(({ number }) => number));
}

/** What the patient withholds, newest first, 200 at most. */
export async function withheldRecords(db: Db, chain: string): Promise<ChosenRecord[]> {
  return (await db.rows<Row>(selectWithheld, [chain])).map(toChosen);
}

function toChosen(row: Row): ChosenRecord {
  return { ...row, effective: row.effective.toISOString() };
}
