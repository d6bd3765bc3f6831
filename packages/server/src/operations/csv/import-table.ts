// Imports a table row by row. A row is the unit: it is written wholly, in a transaction of its own, or not at all. The same
// row again, in another file or after a stop, writes nothing and is told as present.

import type { Actor } from '../../access/actor.ts';
import type { Db } from '../../db/pool.ts';
import { AppError } from '../../errors.ts';
import { accountByLogin } from '../../identity/account-store.ts';
import { formOfRow, type Mapping, type TableKind } from './mapping.ts';
import { patientRows } from './patient-rows.ts';
import { REASON_COLUMN, type Table, type TableRow } from './read-table.ts';
import { resultRows } from './result-rows.ts';
import { type RowOutcome, rejected, type TableImport, type TakeRow } from './row.ts';

/** The columns of a table and its rows, read already or as they come. */
export interface RowsToTake extends Pick<Table, 'header'> {
  readonly rows: Iterable<TableRow> | AsyncIterable<TableRow>;
}

/**
 * Takes the rows one after another until the signal; `tell` hears of each. Throws what is no row's fault, such as a
 * database that is away: the rows before it stand.
 */
export async function importTable(
  kind: TableKind,
  table: RowsToTake,
  mapping: Mapping,
  parts: TableImport,
  tell: (row: TableRow, outcome: RowOutcome) => void,
  signal?: AbortSignal,
): Promise<void> {
  const take = kind === 'patients' ? patientRows(parts) : resultRows(parts, mapping);
  for await (const row of table.rows) {
    if (signal?.aborted) return;
    tell(row, await takeRow(take, table, mapping, row));
  }
}

function takeRow(
  take: TakeRow,
  { header }: RowsToTake,
  mapping: Mapping,
  row: TableRow,
): Promise<RowOutcome> | RowOutcome {
  if (row.cells.length !== header.length)
    return rejected('', 'row-length', { cells: String(row.cells.length), columns: String(header.length) });
  const asked = header.indexOf(REASON_COLUMN);
  const cells = row.cells.map((cell, i) => (i === asked ? '' : cell));
  return take(formOfRow(mapping, header, { ...row, cells }), row.line);
}

/** The member of staff or doctor in whose name rows are written. Throws not-found where there is none. */
export async function importerByLogin(db: Db, login: string): Promise<Actor> {
  const account = await accountByLogin(db, login.trim().toUpperCase());
  const { role } = account ?? {};
  if (account?.status !== 'active' || (role !== 'staff' && role !== 'doctor'))
    throw new AppError('not-found', 'Name a member of staff or a doctor who may write: --as STF1');
  return { account: account.id, login: account.login, name: account.name, role, verified: true, chain: null };
}
