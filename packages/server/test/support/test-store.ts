// A store of its own for a test file: a fresh database, migrated, with its ledger and the log's key.

import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import { type Db, openDatabase } from '../../src/db/pool.ts';
import { type Files, filesOf } from '../../src/files/files.ts';
import { openLedger } from '../../src/identity/installation.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { keysAtHand, type LogKey, openLogKey } from '../../src/ledger/log-key.ts';
import type { Signer } from '../../src/ledger/signer.ts';
import type { LogIdentity } from '../../src/operations/verify/verify-log.ts';

export const LOG = 'test.patrec.example/log';

export interface TestStore {
  readonly db: Db;
  readonly ledger: Ledger;
  readonly files: Files;
  readonly clock: { offset: number };
  readonly key: LogKey;
  readonly keyFile: string;
  readonly signer: Signer;
  readonly identity: LogIdentity;
  readonly settings: pg.ClientConfig;
  readonly close: () => Promise<void>;
}

/** Opens an empty store. `clock.offset` (milliseconds) moves the ledger's clock. */
export async function openTestStore(): Promise<TestStore> {
  const database = `test_${randomBytes(6).toString('hex')}`;
  const server = inject('postgres');
  await administer(server, `CREATE DATABASE ${database} TEMPLATE ${inject('migrated')}`);
  const settings = { ...server, database };
  const db = openDatabase(settings, () => undefined, 8);
  const clock = { offset: 0 };
  const random = (length: number) => randomBytes(length);
  const parts = { log: LOG, signing: 'optional', clock: () => Date.now() + clock.offset, random } as const;
  const ledger = await openLedger(db, parts);
  const directory = await mkdtemp(join(tmpdir(), 'patrec-log-'));
  const keyFile = join(directory, 'log.key');
  const key = await openLogKey(keyFile, LOG, { ...parts, published: false });
  const signer = { keys: () => keysAtHand(keyFile, LOG), stateFile: join(directory, 'log.signed') };
  const files = filesOf({ directory, bucket: undefined, limit: 2 * 1024 * 1024, secret: 'the files of the tests' });
  await mkdir(files.incoming);
  const identity = { origin: LOG, verifierKey: key.verifierKey, stateFile: signer.stateFile };
  const close = async () => {
    await db.pool.end();
    await administer(server, `DROP DATABASE ${database} WITH (FORCE)`);
    await rm(directory, { recursive: true });
  };
  return { db, ledger, files, clock, key, keyFile, signer, identity, settings, close };
}

async function administer(server: pg.ClientConfig, command: string): Promise<void> {
  const client = new pg.Client({ ...server, database: 'patrec' });
  await client.connect();
  await client.query(command);
  await client.end();
}
