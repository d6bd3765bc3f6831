// A row of a table that is imported: what it needs, and what becomes of it.

import { createHmac } from 'node:crypto';
import type { Actor } from '../../access/actor.ts';
import type { Db } from '../../db/pool.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { deriveKey } from '../../sealed-secret.ts';

/** What an import needs: the store, in whose name, from which file, and whether anything is written. */
export interface TableImport {
  readonly db: Db;
  readonly ledger: Ledger;
  readonly secret: string;
  readonly actor: Actor;
  readonly file: { readonly name: string; readonly sha256: string };
  readonly dryRun: boolean;
}

/** What is wrong with a row, at which field of the form (empty for the row as a whole). */
export interface RowProblem {
  readonly field: string;
  readonly code: string;
  readonly params?: Readonly<Record<string, string>>;
}

/** What became of a row, or would. `what` is the number of the patient or of the record; empty in a dry run. */
export type RowOutcome =
  | { readonly outcome: 'created' | 'present'; readonly what: string }
  | { readonly outcome: 'rejected'; readonly problems: readonly RowProblem[] };

/** Takes the form that a row fills in. */
export type TakeRow = (form: Readonly<Record<string, string>>, line: number) => Promise<RowOutcome>;

/** The outcome of a row with one problem. */
export function rejected(field: string, code: string, params?: RowProblem['params']): RowOutcome {
  return { outcome: 'rejected', problems: [{ field, code, ...(params && { params }) }] };
}

/**
 * 32 hexadecimal characters that stand for what a row says, whatever the order of its columns. They stand in a block's
 * header, so they are keyed: nobody finds a value by trying.
 */
export function nonceOfRow(secret: string, kind: string, form: Readonly<Record<string, string>>): string {
  const entries = Object.entries(form).sort(([a], [b]) => (a < b ? -1 : 1));
  const mac = createHmac('sha256', deriveKey(secret, 'import-row')).update(JSON.stringify([kind, entries]));
  return mac.digest('hex').slice(0, 32);
}
