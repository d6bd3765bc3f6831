// The deletion itself: bodies, salts and all that was made from them. Each statement runs under the locked head of the chain;
// together they leave of a record its number, of its blocks their place and hash (LEDGER section 5, item 18).

import { statement } from '../db/statement.ts';
import type { Tx } from '../db/transaction.ts';
import type { ErasureExtent } from './erasure-extent.ts';

/** Which erasure it is, of which chain, at which moment. Without a record it takes what waits for records too. */
export interface ErasedPlace {
  readonly chain: string;
  readonly id: string;
  readonly record: number | null;
  readonly at: string;
}

const GONE = 'unnest($2::bigint[], $3::text[]) AS g (seq, ref)';

// Erased events go on as those of the erasing block, which states them anew: who did what is kept, what it was is not.
const emptyBlocks = statement(
  'erase.blocks',
  `UPDATE block SET type = NULL, author = NULL, nonce = NULL, header = NULL, statement = NULL, recorded_at = NULL
   WHERE chain = $1 AND seq = ANY ($2::bigint[])`,
);
const deleteContents = statement(
  'erase.contents',
  `WITH gone AS (
     DELETE FROM resource_version v USING ${GONE}
     WHERE v.chain = $1 AND v.block_seq = g.seq AND v.type || '/' || v.id || '/_history/' || v.version = g.ref
     RETURNING v.id, v.record)
   INSERT INTO erased_content (chain, id, record) SELECT DISTINCT $1, id, record FROM gone WHERE record IS NOT NULL`,
);
const deleteFiles = statement(
  'erase.files',
  `WITH gone AS (
     DELETE FROM file f USING ${GONE}
     WHERE f.chain = $1 AND f.block_seq = g.seq AND 'Binary/' || f.id || '/_history/1' = g.ref RETURNING f.id, f.record, f.object),
   waiting AS (INSERT INTO erased_object (object, erased_at) SELECT object, $4 FROM gone)
   INSERT INTO erased_content (chain, id, record) SELECT $1, id, record FROM gone`,
);
const deleteUploads = statement(
  'erase.uploads',
  `WITH gone AS (DELETE FROM upload WHERE chain = $1 RETURNING object)
   INSERT INTO erased_object (object, erased_at) SELECT object, $2 FROM gone`,
);
const deleteRecords = statement(
  'erase.records',
  `WITH gone AS (DELETE FROM record WHERE chain = $1 AND number = ANY ($2::integer[]) RETURNING number, withheld_by, withheld_at)
   INSERT INTO erased_record (chain, number, erasure, withheld_by, withheld_at)
   SELECT $1, number, $3, withheld_by, withheld_at FROM gone`,
);
const deleteObservations = statement(
  'erase.observations',
  'DELETE FROM observation WHERE chain = $1 AND record = ANY ($2::integer[])',
);
const deleteCorrections = statement(
  'erase.corrections',
  'DELETE FROM correction WHERE chain = $1 AND record = ANY ($2::integer[])',
);
const deleteCopies = statement('erase.copies', 'DELETE FROM record_copy WHERE chain = $1');
const deleteCopyParts = statement('erase.copy-parts', 'DELETE FROM record_copy_part WHERE chain = $1');

/** The places of the blocks that lose their whole body. */
export function emptied({ blocks }: Pick<ErasureExtent, 'blocks'>): number[] {
  return blocks.filter(({ refs }) => refs === undefined).map(({ seq }) => seq);
}

/** Deletes it, and keeps that it was. The objects of files wait in `erased_object` for what removes them after the commit. */
export async function eraseContent(
  tx: Tx,
  { chain, id, record, at }: ErasedPlace,
  { blocks, records, contents }: ErasureExtent,
): Promise<void> {
  const gone = [chain, contents.map(({ seq }) => seq), contents.map(({ ref }) => ref)];
  await tx.rows(deleteContents, gone);
  await tx.rows(deleteFiles, [...gone, at]);
  await tx.rows(emptyBlocks, [chain, emptied({ blocks })]);
  await tx.rows(deleteObservations, [chain, records]);
  await tx.rows(deleteCorrections, [chain, records]);
  await tx.rows(deleteRecords, [chain, records, id]);
  await tx.rows(deleteCopies, [chain]);
  await tx.rows(deleteCopyParts, [chain]);
  if (record === null) await tx.rows(deleteUploads, [chain, at]);
}
