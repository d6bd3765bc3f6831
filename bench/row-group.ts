// The rows that one block of ours left in the tables, to be written again by bare SQL.

import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** The rows of several tables, column by column, in the order of the statement's values. */
export type RowGroup = readonly Column[];

/** One column of some rows: its values as the texts that PostgreSQL writes. */
export interface Column {
  readonly isChain: boolean;
  readonly values: readonly (string | null)[];
}

/** A block's place. */
export interface Place {
  readonly chain: string;
  readonly seq: number;
}

interface Shape {
  readonly table: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

const AT_BLOCK = 'chain = $1 AND block_seq = $2';
const RECORDS = `record IN (SELECT number FROM record WHERE ${AT_BLOCK})`;

/** The tables that a record adds rows to, and which rows of each are a block's. */
const rowsOf: Readonly<Record<string, string>> = {
  resource_version: `SELECT * FROM resource_version WHERE ${AT_BLOCK}`,
  record: `SELECT * FROM record WHERE ${AT_BLOCK}`,
  observation: `SELECT * FROM observation WHERE chain = $1 AND ${RECORDS}`,
  access_event: `SELECT * FROM access_event WHERE ${AT_BLOCK}`,
  block: 'SELECT * FROM block WHERE chain = $1 AND seq = $2',
  ledger_pending: 'SELECT chain, seq, hash, false AS last FROM block WHERE chain = $1 AND seq = $2',
};

/** Reads what those blocks left behind, a group each, and the one statement that writes a group. */
export async function readRowGroups(
  settings: pg.ClientConfig,
  places: readonly Place[],
): Promise<{ text: string; groups: RowGroup[] }> {
  const options = '-c enable_seqscan=off'; // index-use.ts counts only what the server does
  const client = new pg.Client({ ...settings, options, types: { getTypeParser: () => String } });
  await client.connect();
  try {
    const shapes: Shape[] = [];
    for (const table of Object.keys(rowsOf)) shapes.push(await shapeOf(client, table));
    const groups: RowGroup[] = [];
    for (const place of places) groups.push(await groupAt(client, shapes, place));
    return { text: insertText(shapes), groups };
  } finally {
    await client.end();
  }
}

/** The statement's values for one more copy, under a chain that only this copy has: every key begins with it. */
export function copyOf(group: RowGroup): (string | null)[][] {
  const suffix = randomBytes(6).toString('hex');
  return group.map(({ isChain, values }) => (isChain ? values.map((chain) => `${chain}${suffix}`) : [...values]));
}

async function shapeOf(client: pg.Client, table: string): Promise<Shape> {
  const { rows } = await client.query<{ name: string; type: string }>(
    `SELECT attname AS name, format_type(atttypid, NULL) AS type FROM pg_attribute
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
    [table],
  );
  return { table, columns: rows };
}

async function groupAt(client: pg.Client, shapes: readonly Shape[], { chain, seq }: Place): Promise<RowGroup> {
  const group: Column[] = [];
  for (const { table, columns } of shapes) {
    const { rows } = await client.query<Record<string, string | null>>(String(rowsOf[table]), [chain, String(seq)]);
    for (const { name } of columns) {
      group.push({ isChain: name === 'chain', values: rows.map((row) => row[name] ?? null) });
    }
  }
  return group;
}

function insertText(shapes: readonly Shape[]): string {
  let value = 0;
  const inserts = shapes.map(({ table, columns }) => {
    const lists = columns.map(({ type }) => `$${++value}::${type}[]`);
    return `INSERT INTO ${table} (${columns.map(({ name }) => name).join(', ')}) SELECT * FROM unnest(${lists.join(', ')})`;
  });
  const last = inserts.pop();
  return `WITH ${inserts.map((insert, i) => `t${i} AS (${insert})`).join(', ')} ${last}`;
}
