// What can be wrong with a table as a whole. The sentences of pages are in their catalogues, keyed by code.

import { AppError } from '../../errors.ts';

export type TableErrorCode =
  | 'table-kind'
  | 'table-empty'
  | 'table-header'
  | 'table-not-utf8'
  | 'table-broken'
  | 'table-too-long'
  | 'table-one-column'
  | 'table-too-wide'
  | 'table-too-many';

/** A table that is refused, and why, in English for the command line; `params` is what the page's sentence needs. */
export class TableError extends AppError {
  readonly code: TableErrorCode;
  readonly params: Readonly<Record<string, string>>;

  constructor(code: TableErrorCode, message: string, params: Readonly<Record<string, string>> = {}) {
    super('incorrect', message);
    this.code = code;
    this.params = params;
  }
}
