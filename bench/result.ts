// What a measurement gives, and the counts that have to add up.

import type { Store } from '@patrec/server';
import { ask } from './stores.ts';

/** Rates are a second's. Without something bare to hold it against, `ratio` is to the rate that `aim` asks for. */
export interface Result {
  readonly name: string;
  readonly against: string;
  readonly ratio: number;
  readonly aim: number | null;
  readonly ours: number;
  readonly bare: number | null;
}

/** How many rows a table has, with a condition perhaps. The chain is named so that an index is used. */
export async function count(store: Store, table: string, condition = 'true'): Promise<number> {
  const [row] = await ask<{ count: number }>(store, `SELECT count(*) FROM ${table} WHERE chain > '' AND ${condition}`);
  return row?.count ?? 0;
}
