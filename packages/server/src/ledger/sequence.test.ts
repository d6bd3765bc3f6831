import {
  hex,
  leafHash,
  logEntry,
  merkleRoot,
  noteVerifier,
  openCheckpoint,
  parseEntryBundle,
  parseVerifierKey,
  rootFromTiles,
  tilePath,
} from '@patrec/ledger';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../test/support/test-server.ts';
import { openTestStore } from '../../test/support/test-store.ts';
import { transaction } from '../db/transaction.ts';
import { appendBlock, lockHead } from './append.ts';
import { randomHex } from './ledger.ts';
import { logSize } from './log-store.ts';
import { drainLog } from './run-log.ts';
import { sequenceBatch } from './sequence.ts';

let site: TestServer;
beforeAll(async () => {
  site = await startTestServer();
});
afterAll(() => site.close());

// Empty blocks on the institution's chain, many to a transaction.
async function appendBlocks(count: number, type: 'institution' | 'key' = 'institution'): Promise<void> {
  const { db, ledger } = site;
  await transaction(db, async (tx) => {
    let head = await lockHead(tx, ledger, ledger.institutionChain);
    for (let i = 0; i < count; i += 1) {
      const draft = { type, author: ledger.systemAccount, occurredAt: head.recordedAt } as const;
      head = await appendBlock(tx, ledger, head, { ...draft, nonce: randomHex(ledger, 16), contents: [] });
    }
  });
}

const fetched = async (path: string) => {
  const answer = await site.server.inject({ url: `/log/${path}` });
  return { status: answer.statusCode, bytes: answer.rawPayload, text: answer.body, headers: answer.headers };
};
const readTile = async (level: number, index: number, width: number) =>
  (await fetched(`tile/${tilePath(level, index, width)}`)).bytes;

// What a client of the log sees: the checkpoint, and every entry that it counts.
async function readLog() {
  const { ledger, key } = site;
  const note = (await fetched('checkpoint')).text;
  const checkpoint = openCheckpoint(note, ledger.log, [noteVerifier(parseVerifierKey(key.verifierKey))]);
  const entries: Uint8Array[] = [];
  for (let index = 0; index * 256 < checkpoint.size; index += 1) {
    const width = Math.min(256, checkpoint.size - index * 256);
    const { bytes } = await fetched(`tile/${tilePath('entries', index, width)}`);
    entries.push(...parseEntryBundle(bytes, width));
  }
  return { checkpoint, entries };
}

describe('sequenceBatch', () => {
  it('takes each block once and leaves out none, with four sequencers at 3,000 blocks while more arrive', async () => {
    const { db, ledger, signer } = site;
    await appendBlocks(3000);
    let arriving = true;
    const arrivals = (async () => {
      for (let i = 0; i < 20; i += 1) await appendBlocks(10);
      arriving = false;
    })();
    const sequencer = async () => {
      let idle = 0;
      while (idle < 3) idle = (await sequenceBatch(db, ledger.log)) > 0 || arriving ? 0 : idle + 1;
    };
    await Promise.all([sequencer(), sequencer(), sequencer(), sequencer(), arrivals]);
    await drainLog(db, ledger, signer);
    const { rows } = await db.pool.query(
      `SELECT (SELECT count(*) FROM block) AS blocks, (SELECT count(*) FROM ledger_pending) AS pending,
         (SELECT count(*) FROM log_leaf l JOIN block b ON b.hash = l.block_hash AND b.leaf_index = l.index) AS leaves,
         (SELECT max(index) + 1 FROM log_leaf) AS "end"`,
    );
    const { blocks } = rows[0];
    expect(blocks).toBeGreaterThan(3200);
    expect(rows[0]).toEqual({ blocks, pending: 0, leaves: blocks, end: blocks });
    expect(await logSize(db, ledger.log)).toBe(blocks);
  });

  it('takes at most 1,024 blocks at a time', async () => {
    const { db, ledger } = site;
    await appendBlocks(1500);
    expect(await sequenceBatch(db, ledger.log)).toBe(1024);
    expect(await sequenceBatch(db, ledger.log)).toBe(476);
    expect(await sequenceBatch(db, ledger.log)).toBe(0);
  });

  it('takes what a key is registered or revoked by after all that was there before it', async () => {
    const { db, ledger } = site;
    await appendBlocks(1, 'key');
    await appendBlocks(1030);
    const size = await logSize(db, ledger.log);
    expect(await sequenceBatch(db, ledger.log)).toBe(1024);
    expect(await sequenceBatch(db, ledger.log)).toBe(7);
    const { rows } = await db.pool.query("SELECT leaf_index AS place FROM block WHERE type = 'key'");
    expect(rows).toEqual([{ place: size + 1030 }]);
  });

  it('frees the room in the queue of those that are in the log', async () => {
    const store = await openTestStore();
    const { db, ledger } = store;
    const through = async (batches: number) => {
      for (let i = 0; i < batches; i += 1) {
        await db.pool.query(
          `INSERT INTO ledger_pending (chain, seq, hash)
           SELECT 'queued', n, sha256(int8send(n)) FROM generate_series($1::bigint, $1::bigint + 1023) n`,
          [await logSize(db, ledger.log)],
        );
        expect(await sequenceBatch(db, ledger.log)).toBe(1024);
      }
      const { rows } = await db.pool.query(`SELECT pg_relation_size('ledger_pending') AS bytes`);
      return rows[0].bytes;
    };
    await drainLog(db, ledger, store.signer);
    const before = await through(17);
    expect(await through(16)).toBeLessThan(1.5 * before);
    await store.close();
  });

  it('leaves the queue and the log as they were when it fails before the commit', async () => {
    const { db, ledger } = site;
    await appendBlocks(3);
    const before = await logSize(db, ledger.log);
    await db.pool.query(`ALTER TABLE log_bundle ADD CONSTRAINT refused CHECK (length(entries) = 0) NOT VALID`);
    await expect(sequenceBatch(db, ledger.log)).rejects.toThrow();
    await db.pool.query('ALTER TABLE log_bundle DROP CONSTRAINT refused');
    expect(await logSize(db, ledger.log)).toBe(before);
    expect(await sequenceBatch(db, ledger.log)).toBe(3);
  });
});

describe('the log over HTTP', () => {
  it('gives the entries and the tiles of the checkpoint’s root, at every size of a partial tile', async () => {
    const { db, ledger, signer } = site;
    for (const more of [0, 1, 7, 250, 300]) {
      await appendBlocks(more);
      await drainLog(db, ledger, signer);
      const { checkpoint, entries } = await readLog();
      expect(entries).toHaveLength(checkpoint.size);
      expect(hex(await rootFromTiles(checkpoint.size, readTile))).toBe(hex(checkpoint.root));
      expect(hex(merkleRoot(entries.map(leafHash)))).toBe(hex(checkpoint.root));
    }
  });

  it('holds every block that was acknowledged', async () => {
    const { entries } = await readLog();
    const { rows } = await site.db.pool.query<{ hash: Buffer; place: number }>(
      'SELECT hash, leaf_index AS place FROM block ORDER BY leaf_index',
    );
    expect(rows.map(({ hash }) => hex(logEntry(hash)))).toEqual(entries.map(hex));
    expect(rows.map(({ place }) => place)).toEqual(rows.map((_, i) => i));
  });

  it('gives a tile of any smaller width, the beginning of the larger, for good', async () => {
    const whole = await fetched('tile/0/000');
    expect(whole.bytes).toHaveLength(256 * 32);
    for (const width of [1, 2, 128, 255]) {
      const part = await fetched(`tile/0/000.p/${width}`);
      expect(part.bytes.equals(whole.bytes.subarray(0, width * 32))).toBe(true);
      expect(part.headers['cache-control']).toContain('immutable');
      expect((await fetched(`tile/entries/000.p/${width}`)).bytes).toHaveLength(width * 35);
    }
  });

  it.each([
    '0/999',
    '0/x001/x234/067',
    '9/000',
    '63/000',
    '64/000',
    '0/000.p/0',
    '0/000.p/256',
    '0/000.p/00',
    '0/0',
    '0/x000/000',
    'entries/999',
    'entries/000.p/257',
    '0/x999/x999/x999/x999/x999/999',
    '0/x009/x007/x199/x254/x740/991',
    '-1/000',
    '',
    '..%2f..%2fetc%2fpasswd',
  ])('has no tile %j', async (path) => {
    expect((await fetched(`tile/${path}`)).status).toBe(404);
  });

  it('has no partial tile wider than the log is', async () => {
    const { checkpoint } = await readLog();
    const index = Math.floor(checkpoint.size / 256);
    const width = checkpoint.size % 256;
    expect((await fetched(`tile/${tilePath(0, index, width)}`)).status).toBe(200);
    for (const wider of [width + 1, 256]) expect((await fetched(`tile/${tilePath(0, index, wider)}`)).status).toBe(404);
  });

  it('names its key, and answers nothing that personal data could hide in', async () => {
    expect((await fetched('vkey')).text).toBe(`${site.key.verifierKey}\n`);
    const { entries } = await readLog();
    expect(new Set(entries.map((entry) => `${entry.length} ${entry[0]}`))).toEqual(new Set(['33 1']));
  });
});
