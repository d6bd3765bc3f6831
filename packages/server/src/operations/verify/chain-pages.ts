// A chain's blocks with all that hangs on them, read in order, a page at a time.

import type { Db } from '../../db/pool.ts';
import { statement } from '../../db/statement.ts';
import { filesOfBlocks, type StoredFile } from '../../files/stored-files.ts';

const PAGE = 500;

/** A chain as its head row says it is. `recordedAt` is in milliseconds since 1970. */
export interface ChainHeadRow {
  readonly chain: string;
  readonly kind: 'patient' | 'institution';
  readonly seq: number;
  readonly hash: Buffer;
  readonly recordedAt: number;
  readonly number: string | null;
  readonly patientAccount: string | null;
  readonly isInstitution: boolean;
  readonly systemAccount: string;
}

export interface BlockRow {
  readonly seq: number;
  readonly prev: Buffer;
  readonly hash: Buffer;
  readonly type: string;
  readonly author: string;
  readonly nonce: string;
  /** Null where the body of the block was erased, and with it all but its place and its hash. */
  readonly header: Buffer | null;
  readonly statement: Buffer | null;
  readonly recordedAt: number;
  readonly leafIndex: number | null;
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

/** A block, the contents stored under it, and the rows of its files. */
export interface StoredBlock {
  readonly block: BlockRow;
  readonly contents: readonly ContentRow[];
  readonly files: readonly StoredFile[];
}

// A time without end is a number too, that no block says.
const RECORDED_AT = 'extract(epoch FROM recorded_at)::float8 * 1000 AS "recordedAt"';
const selectChains = statement(
  'verify.chains',
  `SELECT chain FROM chain_head WHERE chain > $1 ORDER BY chain LIMIT ${PAGE}`,
);
const selectHead = statement(
  'verify.head',
  `SELECT h.chain, h.kind, h.seq, h.hash, ${RECORDED_AT}, p.number, p.account_id AS "patientAccount",
     h.chain = i.institution_chain AS "isInstitution",
     i.system_account AS "systemAccount"
   FROM installation i, chain_head h LEFT JOIN patient p ON p.chain = h.chain WHERE h.chain = $1`,
);
const selectBlocks = statement(
  'verify.blocks',
  `SELECT seq, prev, hash, type, author, nonce, header, statement, ${RECORDED_AT}, leaf_index AS "leafIndex" FROM block
   WHERE chain = $1 AND seq >= $2 ORDER BY seq LIMIT ${PAGE}`,
);
const selectContents = statement(
  'verify.contents',
  `SELECT block_seq, id, version, type, record, current, media_type, bytes, salt
   FROM resource_version WHERE chain = $1 AND block_seq BETWEEN $2 AND $3`,
);

/** Every chain there is, in order. */
export async function* chainIds(db: Db): AsyncGenerator<string> {
  for (let after = ''; ; ) {
    const page = await db.rows<{ chain: string }>(selectChains, [after]);
    for (const { chain } of page) yield chain;
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    after = last.chain;
  }
}

/** A chain's head; undefined where there is no such chain any more. */
export async function readHead(db: Db, chain: string): Promise<ChainHeadRow | undefined> {
  return (await db.rows<ChainHeadRow>(selectHead, [chain]))[0];
}

/** The blocks of one chain from the first on, a page at a time. */
export async function* blockPages(db: Db, chain: string): AsyncGenerator<StoredBlock[]> {
  for (let from = 0; ; ) {
    const blocks = await db.rows<BlockRow>(selectBlocks, [chain, from]);
    const last = blocks.at(-1);
    if (!last) return;
    const contents = await db.rows<ContentRow>(selectContents, [chain, from, last.seq]);
    const byBlock = Map.groupBy(contents, ({ block_seq }) => block_seq);
    const files = Map.groupBy(await filesOfBlocks(db, chain, from, last.seq), ({ blockSeq }) => blockSeq);
    yield blocks.map((block) => ({
      block,
      contents: byBlock.get(block.seq) ?? [],
      files: files.get(block.seq) ?? [],
    }));
    if (blocks.length < PAGE) return;
    from = last.seq + 1;
  }
}
