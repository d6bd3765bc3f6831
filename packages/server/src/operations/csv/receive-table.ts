// Takes a table as it comes in: its rows are sealed and kept fifty by fifty, and what stands in its columns is gathered.

import { createHash } from 'node:crypto';
import { columnExamples } from './column-examples.ts';
import { ahead, type Importing, KEPT_MS } from './importing.ts';
import { guessMapping, type TableKind } from './mapping.ts';
import { tableSeal } from './plan.ts';
import type { TableRow } from './read-table.ts';
import { type StreamedTable, streamTable } from './stream-table.ts';
import { arriveImport, BATCH, insertImportRows } from './table-import-store.ts';

/** Keeps the table under that id, which has room already. Throws TableError, and what the sender's stream throws. */
export async function receiveTable(
  { db, ledger, key }: Importing,
  { id, kind, name }: { readonly id: string; readonly kind: TableKind; readonly name: string },
  bytes: AsyncIterable<Uint8Array>,
): Promise<void> {
  const seal = tableSeal(key, ledger.random, id);
  const sha256 = createHash('sha256');
  await streamTable(hashed(bytes, sha256), async ({ header, separator, rows }: StreamedTable) => {
    const examples = columnExamples(header.length);
    let [total, place] = [0, 0];
    for await (const batch of batches(rows)) {
      for (const { cells } of batch) examples.add(cells);
      await insertImportRows(db, id, place, seal.rows(batch, place));
      total += batch.length;
      place += 1;
    }
    const plan = { name, header, separator, examples: examples.all(), mapping: guessMapping(kind, { header }) };
    const expiresAt = ahead(ledger, KEPT_MS);
    await arriveImport(db, { id, sha256: sha256.digest('hex'), plan: seal.plan(plan), total, expiresAt });
  });
}

async function* hashed(bytes: AsyncIterable<Uint8Array>, sha256: { update(piece: Uint8Array): unknown }) {
  for await (const piece of bytes) {
    sha256.update(piece);
    yield piece;
  }
}

async function* batches(rows: AsyncIterable<TableRow>): AsyncGenerator<TableRow[]> {
  let batch: TableRow[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
