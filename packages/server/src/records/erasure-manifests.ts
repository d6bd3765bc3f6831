// The erasures of a chain as its blocks state them, and what they come to for each block.

import { type Content, ERASURE, parseErasure } from '@patrec/ledger';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';

/** An erasure's content, and the block that states it. */
export interface StoredManifest extends Content {
  readonly seq: number;
  readonly id: string;
}

/** What is gone of a block: these contents, or all of it where `refs` is null; and the records that it began. */
export interface ErasedPart {
  readonly refs: readonly string[] | null;
  readonly records: readonly number[];
}

const selectManifests = statement(
  'erasure.manifests',
  `SELECT block_seq AS seq, id, manifest AS bytes, salt FROM erasure
   WHERE chain = $1 AND manifest IS NOT NULL ORDER BY block_seq`,
);

/** The name of an erasure's content in a statement: it has one version. */
export function erasureRef(id: string): string {
  return `Erasure/${id}/_history/1`;
}

/** The erasures of a chain, in its order. */
export async function erasureManifests(db: Db, chain: string): Promise<StoredManifest[]> {
  type Row = Pick<StoredManifest, 'seq' | 'id' | 'bytes' | 'salt'>;
  const rows = await db.rows<Row>(selectManifests, [chain]);
  return rows.map((row) => ({ ...row, ref: erasureRef(row.id), mediaType: ERASURE }));
}

/** What all of them took, by block. Throws ProofError for one that is not what we write. */
export function erasedParts(manifests: readonly Pick<StoredManifest, 'bytes'>[]): Map<number, ErasedPart> {
  const parts = new Map<number, ErasedPart>();
  for (const { seq, refs, records } of manifests.flatMap(({ bytes }) => parseErasure(bytes).blocks)) {
    const before = parts.get(seq) ?? { refs: [], records: [] };
    const all = refs && before.refs ? [...before.refs, ...refs] : null;
    parts.set(seq, { refs: all, records: [...before.records, ...records] });
  }
  return parts;
}
