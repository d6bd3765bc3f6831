// A table in a file: UTF-8 text with a header, separated by commas, semicolons or tabs (RFC 4180).

import { isUtf8 } from 'node:buffer';
import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { AppError } from '../../errors.ts';
import { TableError } from './table-error.ts';

/** A row and the line of the file on which it begins. */
export interface TableRow {
  readonly line: number;
  readonly cells: readonly string[];
}

export interface Table {
  readonly header: readonly string[];
  readonly rows: readonly TableRow[];
  readonly separator: string;
}

/** The column that the file of rejected rows has besides; a reader passes over it. */
export const REASON_COLUMN = 'patrec: why it was not imported';

const LARGEST_BYTES = 64 * 1024 * 1024;
const LONGEST_ROW = 200_000;
const SEPARATORS = [',', ';', '\t'] as const;

/** Reads the table. Throws incorrect where the file as a whole cannot be read; a row of another length stays in it. */
export function readTable(bytes: Uint8Array): Table {
  const text = decode(bytes);
  const separator = separatorOf(text);
  const [head, ...rows] = parseText(text, separator);
  return { header: headerOf(head), rows, separator };
}

/** The names of the columns. Throws TableError where there are none, or one is missing or there twice. */
export function headerOf(head: TableRow | undefined): string[] {
  if (!head) throw new TableError('table-empty', 'The file is empty. The first line has to name the columns.');
  const header = head.cells.map((name) => name.trim());
  if (new Set(header).size < header.length || header.includes(''))
    throw new TableError('table-header', 'The first line has to name every column, each name once.');
  return header;
}

function decode(bytes: Uint8Array): string {
  if (bytes.length > LARGEST_BYTES) throw new AppError('too-large', 'The file is larger than 64 MB. Split it.');
  if (!bytes.includes(0) && isUtf8(bytes)) return new TextDecoder().decode(bytes);
  throw notUtf8();
}

/** The refusal of a file that is no UTF-8 text. */
export function notUtf8(): TableError {
  const message = 'The file is not UTF-8. Save it once more as "CSV UTF-8" and import that.';
  return new TableError('table-not-utf8', message);
}

/** The one that stands most often in the first line that is not empty, outside quotes. */
export function separatorOf(text: string): string {
  const line = (text.replace(/^[\r\n]+/, '').split(/\r?\n/, 1)[0] ?? '').replaceAll(/"[^"]*"/g, '');
  const count = (separator: string) => line.split(separator).length;
  return [...SEPARATORS].sort((a, b) => count(b) - count(a))[0] ?? ',';
}

/** How csv-parse is told to read. */
export function readingWith(delimiter: string) {
  const lenient = { relaxColumnCount: true, skipEmptyLines: true };
  return { ...lenient, bom: true, delimiter, info: true, maxRecordSize: LONGEST_ROW };
}

/** What csv-parse gives for a row, as it is told to. */
export interface ReadRecord {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

function parseText(text: string, delimiter: string): TableRow[] {
  try {
    return (parse(text, readingWith(delimiter)) as unknown as ReadRecord[]).map(rowOf);
  } catch (error) {
    throw refusalOf(error);
  }
}

/** The refusal that an error of the reader is; any other error as it is. */
export function refusalOf(error: unknown): unknown {
  if (!(error instanceof CsvError)) return error;
  const line = 'lines' in error ? String(error.lines) : '1';
  const message = `The file cannot be read near line ${line}: a quote is not closed or not doubled, or a row is too long.`;
  return new TableError('table-broken', message, { line });
}

/** A row of what was read, as it was written. */
export function rowOf({ record, info }: ReadRecord): TableRow {
  return { line: info.lines - breaksIn(record), cells: record.map(unguarded) };
}

// The reader counts lines at the end of a row; people look for its beginning.
function breaksIn(cells: readonly string[]): number {
  return cells.join('').split('\n').length - 1;
}

// What the file of rejected rows guards against spreadsheets is taken off again.
function unguarded(cell: string): string {
  return /^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell;
}

/** A table as text, to be mended and read again: no cell is taken for a formula by a spreadsheet (CWE-1236). */
export function writeTable(rows: readonly (readonly string[])[], separator: string): string {
  return `\ufeff${rows.map((cells) => writeRow(cells, separator)).join('')}`;
}

/** One row of it. */
export function writeRow(cells: readonly string[], separator: string): string {
  return `${cells.map((cell) => quoted(guarded(cell))).join(separator)}\r\n`;
}

/** A row with the reason in its place, for the file of rejects. A row that is longer than the header keeps its cells. */
export function rejectedRow(header: readonly string[], { cells }: TableRow, reason: string): string[] {
  const at = header.indexOf(REASON_COLUMN);
  const row = [...cells];
  if (at >= 0) row[at] = reason;
  else row.push(reason);
  return row;
}

/** The first line of that file. */
export function rejectedHeader(header: readonly string[]): readonly string[] {
  return header.includes(REASON_COLUMN) ? header : [...header, REASON_COLUMN];
}

function guarded(cell: string): string {
  return /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
}

function quoted(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`;
}
