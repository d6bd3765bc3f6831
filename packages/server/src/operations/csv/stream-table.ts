// The same tables as they come in: only a piece of the file is in memory at a time, and the sender waits for the rows.

import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse';
import {
  headerOf,
  notUtf8,
  type ReadRecord,
  readingWith,
  refusalOf,
  rowOf,
  separatorOf,
  type Table,
  type TableRow,
} from './read-table.ts';
import { TableError } from './table-error.ts';

/** The most columns and rows of a table that comes by a page. */
export const MOST_COLUMNS = 100;
export const MOST_ROWS = 100_000;
const LONGEST_NAME = 200;
const LONGEST_HEADER = 64 * 1024;

/** A table whose rows come one by one. */
export type StreamedTable = Omit<Table, 'rows'> & { readonly rows: AsyncIterable<TableRow> };

/** Gives `take` the table while it is read. Throws TableError where the file as a whole cannot be read. */
export async function streamTable(
  bytes: AsyncIterable<Uint8Array>,
  take: (table: StreamedTable) => Promise<void>,
): Promise<void> {
  const texts = decoded(bytes);
  const beginning = await firstLine(texts);
  const separator = separatorOf(beginning);
  const all = async function* () {
    yield beginning;
    yield* texts;
  };
  try {
    await pipeline(all, parse(readingWith(separator)), async (records: AsyncIterable<ReadRecord>) => {
      const read = rowsOf(records);
      const head = await read.next();
      const header = fitting(headerOf(head.done ? undefined : head.value));
      await take({ header, separator, rows: counted(read) });
    });
  } catch (error) {
    throw refusalOf(error);
  }
}

async function* decoded(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const text = (piece?: Uint8Array) => {
    try {
      return decoder.decode(piece, { stream: piece !== undefined });
    } catch {
      throw notUtf8();
    }
  };
  for await (const piece of bytes) {
    if (piece.includes(0)) throw notUtf8();
    yield text(piece);
  }
  yield text();
}

// The separator has to be known before the first cell is read.
async function firstLine(texts: AsyncGenerator<string>): Promise<string> {
  let beginning = '';
  while (!beginning.trimStart().includes('\n') && beginning.length < LONGEST_HEADER) {
    const { done, value } = await texts.next();
    if (done) break;
    beginning += value;
  }
  return beginning;
}

async function* rowsOf(records: AsyncIterable<ReadRecord>): AsyncGenerator<TableRow> {
  for await (const record of records) yield rowOf(record);
}

async function* counted(rows: AsyncIterable<TableRow>): AsyncGenerator<TableRow> {
  let count = 0;
  for await (const row of rows) {
    if (++count > MOST_ROWS)
      throw new TableError('table-too-long', `The file has more than ${MOST_ROWS} rows.`, {
        max: MOST_ROWS.toLocaleString('en-IN'),
      });
    yield row;
  }
}

// A file that is no table at all has one column, and so has one whose separator is none of ours.
function fitting(header: string[]): string[] {
  if (header.length < 2) throw new TableError('table-one-column', 'Only one column can be read.');
  if (header.length > MOST_COLUMNS || header.some((name) => name.length > LONGEST_NAME))
    throw new TableError('table-too-wide', `The file has more than ${MOST_COLUMNS} columns.`, {
      max: String(MOST_COLUMNS),
      letters: String(LONGEST_NAME),
    });
  return header;
}
