// The objects of erased files. Their keys went with the erasure, so what is left of them opens nothing; a row names each until
// it is removed, whatever ends in between.

import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import type { Files } from './files.ts';

const selectAll = statement('erased-object.all', 'SELECT object FROM erased_object ORDER BY erased_at LIMIT 1000');
const deleteOne = statement('erased-object.delete', 'DELETE FROM erased_object WHERE object = $1');

/** Removes them. What was removed halfway is removed the next time. */
export async function removeErasedObjects({
  db,
  files,
}: {
  readonly db: Db;
  readonly files: Pick<Files, 'store'>;
}): Promise<void> {
  for (const { object } of await db.rows<{ object: string }>(selectAll, [])) {
    await files.store.remove(object);
    await db.rows(deleteOne, [object]);
  }
}
