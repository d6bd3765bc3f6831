// The words of records that were written before there was a search: made once, at the first start after the migration.

import { type JsonObject, parseJson, recordText } from '@patrec/fhir';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import { type Tx, transaction } from '../db/transaction.ts';

const AT_A_TIME = 200;

interface Missing {
  readonly chain: string;
  readonly number: number;
}

const lockMissing = statement(
  'words.missing',
  `SELECT chain, number FROM record WHERE words IS NULL ORDER BY chain, number LIMIT ${AT_A_TIME} FOR UPDATE`,
);
const selectBytes = statement(
  'words.bytes',
  `SELECT bytes FROM resource_version WHERE chain = $1 AND record = $2 AND current ORDER BY place`,
);
const updateWords = statement('words.write', 'UPDATE record SET words = $3 WHERE chain = $1 AND number = $2');

/** Writes the words of every record that has none yet. Stopped on the way, it goes on at the next start. */
export async function writeMissingWords(db: Db): Promise<void> {
  while ((await transaction(db, writeSome)) > 0);
}

async function writeSome(tx: Tx): Promise<number> {
  const missing = await tx.rows<Missing>(lockMissing, []);
  await Promise.all(missing.map((record) => writeWords(tx, record)));
  return missing.length;
}

async function writeWords(tx: Tx, { chain, number }: Missing): Promise<void> {
  const rows = await tx.rows<{ bytes: Uint8Array }>(selectBytes, [chain, number]);
  const words = recordText(rows.map(({ bytes }) => parseJson(bytes) as JsonObject));
  await tx.rows(updateWords, [chain, number, words]);
}
