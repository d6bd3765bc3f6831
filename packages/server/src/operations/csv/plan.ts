// What is known of a table that somebody imports by the pages, and of its rows, sealed as it is kept.

import { seal, unseal } from '../../sealed-secret.ts';
import type { Mapping } from './mapping.ts';
import type { Table, TableRow } from './read-table.ts';
import type { RowOutcome } from './row.ts';
import type { StoredImport, StoredRows } from './table-import-store.ts';

/** A table's name, columns, and which column is which field. */
export interface Plan extends Pick<Table, 'header' | 'separator'> {
  readonly name: string;
  /** For each column, what stands in it: different values, at most MOST_EXAMPLES. */
  readonly examples: readonly (readonly string[])[];
  readonly mapping: Mapping;
}

/** Rows with what became of them, or would; without an outcome where nobody knows yet. */
export interface ToldRow extends TableRow {
  readonly outcome: RowOutcome | undefined;
}

/** Seals and opens what belongs to one table. */
export interface TableSeal {
  readonly plan: (plan: Plan) => Buffer;
  readonly rows: (rows: readonly TableRow[], place: number) => Buffer;
  readonly outcomes: (outcomes: readonly RowOutcome[], place: number) => Buffer;
  readonly openPlan: (stored: Pick<StoredImport, 'plan'>) => Plan;
  readonly openRows: (stored: StoredRows) => ToldRow[];
}

/** The seal of the table of that id; `key` is for tables alone. */
export function tableSeal(key: Uint8Array, random: (length: number) => Uint8Array, id: string): TableSeal {
  const close = (value: unknown, what: string) => seal(key, JSON.stringify(value), `${id} ${what}`, random);
  const open = (sealed: Uint8Array, what: string) => JSON.parse(unseal(key, sealed, `${id} ${what}`));
  return {
    plan: (plan) => close(plan, 'plan'),
    rows: (rows, place) => close(rows, `rows ${place}`),
    outcomes: (outcomes, place) => close(outcomes, `outcomes ${place}`),
    openPlan: ({ plan }) => open(plan, 'plan'),
    openRows({ place, rows, outcome }) {
      const outcomes: RowOutcome[] = outcome ? open(outcome, `outcomes ${place}`) : [];
      return (open(rows, `rows ${place}`) as TableRow[]).map((row, i) => ({ ...row, outcome: outcomes[i] }));
    },
  };
}
