// Tables that are imported, as the pages show them.

import { type FormError, type Language, type TableImportView, type TableRowView, tableFieldName } from '@patrec/web';
import { FileError } from '../../files/file-error.ts';
import type { ToldRow } from '../../operations/csv/plan.ts';
import { TableError } from '../../operations/csv/table-error.ts';
import type { OpenImport } from '../../operations/csv/table-imports.ts';
import { problemIn, whereText } from './import-words.ts';

/** Where a table stands. */
export function tableView({ plan, ...one }: OpenImport): TableImportView {
  const { id, kind, step, state, total, done, created, present, rejected, askedAt, expiresAt } = one;
  const counts = { total, done, created, present, rejected };
  return { id, kind, step, state, ...counts, name: plan.name, askedAt, until: expiresAt };
}

const SHOWN_CELLS = 4;

/** A row with what became of it; of its cells the first that say something. */
export function rowView(table: OpenImport, row: ToldRow, lang: Language): TableRowView {
  const { line, cells, outcome } = row;
  return {
    line,
    cells: cells.filter((cell) => cell.trim() !== '').slice(0, SHOWN_CELLS),
    outcome: outcome?.outcome ?? null,
    what: outcome && 'what' in outcome ? whereText(lang, outcome.what) : '',
    problems: problemsOfRow(table, row, lang),
  };
}

/** Why a row was rejected, in sentences that name the columns of its table; none where it was not. */
export function problemsOfRow({ plan }: OpenImport, { outcome }: ToldRow, lang: Language): string[] {
  if (outcome?.outcome !== 'rejected') return [];
  const columns = new Map(Object.entries(plan.mapping.columns).map(([column, field]) => [field, column]));
  const nameOf = (field: string) => columns.get(field) ?? tableFieldName(lang, field);
  return outcome.problems.map((one) => problemIn(lang, one, nameOf));
}

/** Why a table was not taken, at the field of the form. Throws any other error. */
export function refusedTable(error: unknown): FormError[] {
  if (!(error instanceof TableError) && !(error instanceof FileError)) throw error;
  const { code, params } = error;
  return [{ field: code === 'table-kind' ? 'kind' : 'file', code, params }];
}
