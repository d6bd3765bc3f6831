// What somebody does who has the database's password and knows this code: they make all the rest fit what they changed.

import {
  blockHash,
  type ContentRef,
  contentRef,
  headerBytes,
  hex,
  parseHeader,
  parseStatement,
  sealBlock,
  sha256,
  ZERO_HASH_HEX,
} from '@patrec/ledger';
import pg from 'pg';
import { type Db, openDatabase } from '../../src/db/pool.ts';
import { sequenceBatch } from '../../src/ledger/sequence.ts';
import { manipulate } from './manipulated-store.ts';
import type { TestStore } from './test-store.ts';

interface Block {
  readonly seq: number;
  readonly hash: Buffer;
  readonly header: Buffer;
  readonly statement: Buffer;
}

const MOVE_HEAD = `UPDATE chain_head h SET seq = b.seq, hash = b.hash, recorded_at = b.recorded_at FROM block b
  WHERE h.chain = $1 AND b.chain = h.chain AND b.seq = (SELECT max(seq) FROM block WHERE chain = $1)`;

/** The blocks of a chain in order. */
export async function blocksOf({ pool }: Db, chain: string): Promise<Block[]> {
  return (await pool.query('SELECT seq, hash, header, statement FROM block WHERE chain = $1 ORDER BY seq', [chain]))
    .rows;
}

/** Seals a chain anew from a block on, over the contents as they are now; `recordedAt` is what that block says then. */
export async function resealFrom(db: Db, chain: string, from: number, recordedAt?: string): Promise<void> {
  const blocks = await blocksOf(db, chain);
  // None of them stands in the way of another's new `prev`.
  await db.pool.query('UPDATE block SET prev = sha256(hash) WHERE chain = $1 AND seq >= $2', [chain, from]);
  let prev = from === 0 ? ZERO_HASH_HEX : hex(blocks[from - 1]?.hash ?? Buffer.of());
  for (const { seq, header, statement } of blocks.slice(from)) {
    const { nonce, recordedAt: said } = parseHeader(header);
    const time = seq === from && recordedAt !== undefined ? recordedAt : said;
    const stated = parseStatement(statement);
    const contents = await contentsNow(db, chain, seq, stated.contents);
    const sealed = sealBlock({ statement: { ...stated, contents }, seq, prev, recordedAt: time, nonce });
    await db.pool.query(
      `UPDATE block SET prev = $3, hash = $4, header = $5, statement = $6, recorded_at = $7 WHERE chain = $1 AND seq = $2`,
      [chain, seq, Buffer.from(prev, 'hex'), sealed.hash, sealed.header, sealed.statement, time].map(asBuffer),
    );
    prev = hex(sealed.hash);
  }
  await db.pool.query(MOVE_HEAD, [chain]);
}

async function contentsNow({ pool }: Db, chain: string, seq: number, stated: readonly ContentRef[]) {
  const { rows } = await pool.query(
    `SELECT type || '/' || id || '/_history/' || version AS ref, media_type AS "mediaType", bytes, salt
     FROM resource_version WHERE chain = $1 AND block_seq = $2`,
    [chain, seq],
  );
  const now = new Map(rows.map((row) => [row.ref, contentRef(row)]));
  return stated.map((content) => now.get(content.ref) ?? content);
}

/** Puts a statement that was made before at the end of a chain, under a header that fits there, and queues it for the log. */
export async function sealAtEnd(
  db: Db,
  chain: string,
  { header, statement }: Pick<Block, 'header' | 'statement'>,
  recordedAt = new Date().toISOString(),
): Promise<void> {
  const last = (await blocksOf(db, chain)).at(-1);
  if (!last) throw new Error('The chain has no block.');
  const seq = last.seq + 1;
  const sealed = headerBytes({
    ...parseHeader(header),
    chain,
    seq,
    prev: hex(last.hash),
    statement: hex(sha256(statement)),
    recordedAt,
  });
  const { type, author, nonce } = parseStatement(statement);
  const hash = blockHash(sealed);
  const row = [chain, seq, last.hash, hash, type, author, nonce, sealed, statement, recordedAt];
  await db.pool.query(
    `INSERT INTO block (chain, seq, prev, hash, type, author, nonce, header, statement, recorded_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    row.map(asBuffer),
  );
  await db.pool.query(MOVE_HEAD, [chain]);
  await db.pool.query('INSERT INTO ledger_pending VALUES ($1, $2, $3)', [chain, seq, hash].map(asBuffer));
}

const asBuffer = (value: unknown) => (value instanceof Uint8Array ? Buffer.from(value) : value);

/** Makes the log anew of the blocks that there are, by the program's own sequencer; nothing of the old one is left. */
export async function rebuildLog(db: Db, log: string): Promise<void> {
  await manipulate(
    db,
    `DELETE FROM log_leaf; DELETE FROM log_tile; DELETE FROM log_bundle; DELETE FROM log_checkpoint;
     UPDATE log_state SET size = 0;
     INSERT INTO ledger_pending SELECT chain, seq, hash FROM block ORDER BY leaf_index;
     UPDATE block SET leaf_index = NULL`,
  );
  await db.pool.query('DELETE FROM log_witness');
  while ((await sequenceBatch(db, log)) > 0);
}

/** A backup of the whole store, restored beside it. */
export async function backup({ settings }: TestStore): Promise<{ db: Db; close: () => Promise<void> }> {
  const { database } = settings;
  const copy = `${database}_backup`;
  const client = new pg.Client({ ...settings, database: 'patrec' });
  await client.connect();
  // A database is copied while nobody is connected to it; the store's connections come back by themselves.
  await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [database]);
  await client.query(`CREATE DATABASE ${copy} TEMPLATE ${database}`);
  const db = openDatabase({ ...settings, database: copy }, () => undefined, 8);
  const close = async () => {
    await db.pool.end();
    await client.query(`DROP DATABASE ${copy} WITH (FORCE)`);
    await client.end();
  };
  return { db, close };
}
