// What an erasure takes: the records, every version and file of them, and what was asked to be corrected in them. It is named
// by blocks; how much it is, of which kinds and from when, is all that an administrator learns.

import type { RecordType } from '@patrec/fhir';
import { canonicalJson, type ErasedBlock, hex, sha256 } from '@patrec/ledger';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import type { Tx } from '../db/transaction.ts';

/** What goes. `hash` is that of `blocks`: the same for the same extent, and for no other. */
export interface ErasureExtent {
  readonly blocks: readonly ErasedBlock[];
  readonly records: readonly number[];
  /** Every content that goes, beside its block. */
  readonly contents: readonly { readonly seq: number; readonly ref: string }[];
  readonly hash: string;
}

/** How much goes of one kind of record. The days are those that the records are about, where the institution is. */
export interface ErasedKind {
  readonly type: RecordType;
  readonly count: number;
  readonly first: string;
  readonly last: string;
}

/** What goes, in numbers. */
export interface ErasurePreview {
  readonly kinds: readonly ErasedKind[];
  readonly versions: number;
  readonly files: number;
  readonly bytes: number;
  readonly corrections: number;
}

const selectNumbers = statement(
  'erasure.numbers',
  'SELECT number FROM record WHERE chain = $1 AND ($2::integer IS NULL OR number = $2) ORDER BY number',
);
// A request for correction is a block of its own, with what a guardian states beside it: all of it goes.
const selectBlocks = statement(
  'erasure.blocks',
  `WITH asked AS (
     SELECT DISTINCT v.block_seq FROM correction c JOIN resource_version v ON v.chain = c.chain AND v.id = c.id
     WHERE c.chain = $1 AND c.record = ANY ($2::integer[])),
   gone AS (
     SELECT block_seq AS seq, type || '/' || id || '/_history/' || version AS ref FROM resource_version
     WHERE chain = $1 AND (record = ANY ($2::integer[]) OR block_seq IN (SELECT block_seq FROM asked))
     UNION ALL
     SELECT block_seq, 'Binary/' || id || '/_history/1' FROM file WHERE chain = $1 AND record = ANY ($2::integer[]))
   SELECT g.seq, encode(b.hash, 'hex') AS hash, array_agg(g.ref ORDER BY g.ref COLLATE "C") AS refs,
     ARRAY(SELECT r.number FROM record r
       WHERE r.chain = $1 AND r.block_seq = g.seq AND r.number = ANY ($2::integer[]) ORDER BY r.number) AS records,
     (SELECT count(*) FROM resource_version v WHERE v.chain = $1 AND v.block_seq = g.seq)
       + (SELECT count(*) FROM file f WHERE f.chain = $1 AND f.block_seq = g.seq) AS held
   FROM gone g JOIN block b ON b.chain = $1 AND b.seq = g.seq GROUP BY g.seq, b.hash ORDER BY g.seq`,
);
const selectKinds = statement(
  'erasure.kinds',
  `SELECT type, count(*) AS count, min(day)::text AS first, max(day)::text AS last FROM record
   WHERE chain = $1 AND number = ANY ($2::integer[]) GROUP BY type ORDER BY count(*) DESC, type`,
);
const selectAmounts = statement(
  'erasure.amounts',
  `SELECT (SELECT coalesce(sum(version), 0)::integer FROM record WHERE chain = $1 AND number = ANY ($2::integer[])) AS versions,
     count(*) AS files, coalesce(sum(length), 0)::float8 AS bytes,
     (SELECT count(*) FROM correction WHERE chain = $1 AND record = ANY ($2::integer[])) AS corrections
   FROM file WHERE chain = $1 AND record = ANY ($2::integer[])`,
);

/** What would go of a chart, or of one record of it; nothing where there is none. */
export async function erasureExtent(store: Db | Tx, chain: string, record: number | null): Promise<ErasureExtent> {
  const numbers = await store.rows<{ number: number }>(selectNumbers, [chain, record]);
  const records = numbers.map(({ number }) => number);
  type Row = ErasedBlock & { readonly refs: readonly string[]; readonly held: number };
  const rows = await store.rows<Row>(selectBlocks, [chain, records]);
  // A block that brought more than this keeps its header and its statement, which hold commitments and no content.
  const blocks = rows.map(({ seq, hash, refs, records: begun, held }) => {
    return { seq, hash, records: begun, ...(refs.length < held && { refs }) };
  });
  const contents = rows.flatMap(({ seq, refs }) => refs.map((ref) => ({ seq, ref })));
  return { blocks, records, contents, hash: extentHash(blocks) };
}

/** The hash of an extent, by which a proposal and what was done are known to be of the same. */
export function extentHash(blocks: readonly ErasedBlock[]): string {
  return hex(sha256(canonicalJson(blocks)));
}

/** The same in numbers. */
export async function previewOf(db: Db, chain: string, { records }: ErasureExtent): Promise<ErasurePreview> {
  const [kinds, [amounts]] = await Promise.all([
    db.rows<ErasedKind>(selectKinds, [chain, records]),
    db.rows<Omit<ErasurePreview, 'kinds'>>(selectAmounts, [chain, records]),
  ]);
  return { kinds, ...(amounts ?? { versions: 0, files: 0, bytes: 0, corrections: 0 }) };
}
