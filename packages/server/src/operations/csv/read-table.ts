// A table in a file: UTF-8 text with a header, separated by commas, semicolons or tabs (RFC 4180).

import { isUtf8 } from 'node:buffer';
import { CsvError, parse } from 'csv-parse/sync';
import { AppError } from '../../errors.ts';

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
  if (!head) throw new AppError('incorrect', 'The file is empty. The first line has to name the columns.');
  const header = head.cells.map((name) => name.trim());
  if (new Set(header).size < header.length || header.includes(''))
    throw new AppError('incorrect', 'The first line has to name every column, each name once.');
  return { header, rows, separator };
}

function decode(bytes: Uint8Array): string {
  if (bytes.length > LARGEST_BYTES) throw new AppError('too-large', 'The file is larger than 64 MB. Split it.');
  const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (!wide && !bytes.includes(0) && isUtf8(bytes)) return new TextDecoder().decode(bytes);
  throw new AppError('incorrect', 'The file is not UTF-8. Save it once more as "CSV UTF-8" and import that.');
}

// The one that stands most often in the first line, outside quotes.
function separatorOf(text: string): string {
  const line = (text.split(/\r?\n/, 1)[0] ?? '').replaceAll(/"[^"]*"/g, '');
  const count = (separator: string) => line.split(separator).length;
  return [...SEPARATORS].sort((a, b) => count(b) - count(a))[0] ?? ',';
}

function parseText(text: string, delimiter: string): TableRow[] {
  try {
    const records = parse(text, {
      bom: true,
      delimiter,
      info: true,
      relaxColumnCount: true,
      skipEmptyLines: true,
      maxRecordSize: LONGEST_ROW,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return records.map(({ record, info }) => ({ line: info.lines - breaksIn(record), cells: record.map(unguarded) }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = 'lines' in error ? ` near line ${String(error.lines)}` : '';
    throw new AppError(
      'incorrect',
      `The file cannot be read${line}: a quote is not closed or not doubled, or a row is too long.`,
    );
  }
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
  const lines = rows.map((cells) => cells.map((cell) => quoted(guarded(cell))).join(separator));
  return `\ufeff${lines.join('\r\n')}\r\n`;
}

function guarded(cell: string): string {
  return /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
}

function quoted(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`;
}
