// What parseJson throws.

/** JSON that is refused: where (line and column from 1, columns in UTF-16 units) and why. */
export class JsonError extends Error {
  override name = 'JsonError';
  readonly line: number;
  readonly column: number;
  readonly reason: string;

  constructor(reason: string, line: number, column: number) {
    super(`${reason} (line ${line}, column ${column})`);
    this.reason = reason;
    this.line = line;
    this.column = column;
  }
}
