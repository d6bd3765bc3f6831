// What all that imports tables by the pages is given, and how long tables are kept.

import type { Db } from '../../db/pool.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { deriveKey } from '../../sealed-secret.ts';
import { type ToldRow, tableSeal } from './plan.ts';
import { importRows } from './table-import-store.ts';

/** What imports need; `key` seals tables. */
export interface Importing {
  readonly db: Db;
  readonly ledger: Ledger;
  readonly key: Uint8Array;
}

/** How long a table is kept after what was last done with it, in milliseconds. */
export const KEPT_MS = 7 * 86_400_000;
/** The key that seals tables. */
export function tableKey(secret: string): Buffer {
  return deriveKey(secret, 'table-import');
}

/** A moment that many milliseconds from now, in ISO 8601 UTC. */
export function ahead({ clock }: Pick<Ledger, 'clock'>, milliseconds: number): string {
  return new Date(clock() + milliseconds).toISOString();
}

/** Some of its rows, fifty by fifty, from that place on; those alone of which one was rejected. */
export async function rowsOfImport(
  { db, ledger, key }: Importing,
  id: string,
  asked: Parameters<typeof importRows>[2],
): Promise<{ readonly place: number; readonly rows: ToldRow[] }[]> {
  const seal = tableSeal(key, ledger.random, id);
  return (await importRows(db, id, asked)).map((stored) => ({ place: stored.place, rows: seal.openRows(stored) }));
}
