// A chain's blocks with all that hangs on them, read in order, a page at a time.

import type { Db } from '../../db/pool.ts';
import { statement } from '../../db/statement.ts';

const PAGE = 500;

export interface ChainHeadRow {
  readonly chain: string;
  readonly kind: 'patient' | 'institution';
  readonly seq: number;
  readonly hash: Buffer;
  readonly number: string | null;
}

export interface BlockRow {
  readonly seq: number;
  readonly prev: Buffer;
  readonly hash: Buffer;
  readonly type: string;
  readonly author: string;
  readonly nonce: string;
  readonly header: Buffer;
  readonly statement: Buffer;
}

export interface ContentRow {
  readonly block_seq: number;
  readonly id: string;
  readonly version: number;
  readonly type: string;
  readonly record: number | null;
  readonly current: boolean;
  readonly media_type: string;
  readonly bytes: Buffer;
  readonly salt: Buffer;
}

/** A block and the contents stored under it. */
export interface StoredBlock {
  readonly block: BlockRow;
  readonly contents: readonly ContentRow[];
}

const selectHeads = statement(
  'verify.heads',
  `SELECT h.chain, h.kind, h.seq, h.hash, p.number FROM chain_head h LEFT JOIN patient p ON p.chain = h.chain
   WHERE h.chain > $1 ORDER BY h.chain LIMIT ${PAGE}`,
);
const selectBlocks = statement(
  'verify.blocks',
  `SELECT seq, prev, hash, type, author, nonce, header, statement FROM block
   WHERE chain = $1 AND seq >= $2 ORDER BY seq LIMIT ${PAGE}`,
);
const selectContents = statement(
  'verify.contents',
  `SELECT block_seq, id, version, type, record, current, media_type, bytes, salt
   FROM resource_version WHERE chain = $1 AND block_seq BETWEEN $2 AND $3`,
);

/** Every chain there is, in the order of their ids. */
export async function* chainHeads(db: Db): AsyncGenerator<ChainHeadRow> {
  for (let after = ''; ; ) {
    const page = await db.rows<ChainHeadRow>(selectHeads, [after]);
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    after = last.chain;
  }
}

/** The blocks of one chain from the first on, a page at a time. */
export async function* blockPages(db: Db, chain: string): AsyncGenerator<StoredBlock[]> {
  for (let from = 0; ; ) {
    const blocks = await db.rows<BlockRow>(selectBlocks, [chain, from]);
    const last = blocks.at(-1);
    if (!last) return;
    const contents = await db.rows<ContentRow>(selectContents, [chain, from, last.seq]);
    const byBlock = Map.groupBy(contents, ({ block_seq }) => block_seq);
    yield blocks.map((block) => ({ block, contents: byBlock.get(block.seq) ?? [] }));
    if (blocks.length < PAGE) return;
    from = last.seq + 1;
  }
}
