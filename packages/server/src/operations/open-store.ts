// Opens what a program of ours works on: the database, migrated, and its ledger. The server and the command line share it.

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { connectEmbedded } from '../db/embedded/connect.ts';
import { startEmbedded } from '../db/embedded/start.ts';
import { StartError } from '../db/embedded/start-error.ts';
import { migrate } from '../db/migrate.ts';
import { type ConnectionSettings, type Db, openDatabase } from '../db/pool.ts';
import { openLedger } from '../identity/installation.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { keysAtHand, type LogKey, openLogKey } from '../ledger/log-key.ts';
import { newestCheckpoint } from '../ledger/log-store.ts';
import { randomSource } from '../ledger/random-source.ts';
import type { Signer } from '../ledger/signer.ts';
import { writeMissingWords } from '../records/write-words.ts';

/** An open store. `close` ends the connections, then the embedded database if this program started it. */
export interface Store {
  readonly db: Db;
  readonly ledger: Ledger;
  readonly key: LogKey;
  /** The file of that key. */
  readonly keyFile: string;
  readonly signer: Signer;
  /** How another thread or program connects to the same database. */
  readonly settings: ConnectionSettings;
  /** Where the data is, in words for the person who started it. */
  readonly place: string;
  readonly close: () => Promise<void>;
}

export interface StoreOptions {
  readonly config: Pick<Config, 'databaseUrl' | 'dataDirectory' | 'logOrigin' | 'signing'>;
  readonly log: (line: string) => void;
  /** True for the server, which must be alone on its data directory; the command line may join a running one. */
  readonly exclusive: boolean;
  readonly connections?: number;
}

/** Opens the store that the configuration names. Throws StartError, in one line, when it cannot. */
export async function openStore({ config, log, exclusive, connections = 16 }: StoreOptions): Promise<Store> {
  const database = await openServer(config, log, exclusive);
  try {
    await migrate(database.settings);
    const db = openDatabase(
      database.settings,
      (error) => log(`A database connection was lost: ${error.message}`),
      connections,
    );
    await writeMissingWords(db);
    const parts = { log: config.logOrigin, signing: config.signing, clock: Date.now, random: randomSource() };
    const ledger = await openLedger(db, parts);
    const published = (await newestCheckpoint(db)) !== undefined;
    const keyFile = join(config.dataDirectory, 'log.key');
    const key = await openLogKey(keyFile, config.logOrigin, { ...parts, published });
    const keys = () => keysAtHand(keyFile, config.logOrigin);
    const signer = { keys, stateFile: join(config.dataDirectory, 'log.signed') };
    const close = async () => {
      await db.pool.end();
      await database.stop();
    };
    return { db, ledger, key, keyFile, signer, settings: database.settings, place: database.place, close };
  } catch (error) {
    await database.stop();
    throw config.databaseUrl ? unreachable(error) : error;
  }
}

interface DatabaseServer {
  readonly settings: ConnectionSettings;
  readonly place: string;
  readonly stop: () => Promise<void>;
}

async function openServer(
  { databaseUrl, dataDirectory }: StoreOptions['config'],
  log: (line: string) => void,
  exclusive: boolean,
): Promise<DatabaseServer> {
  if (databaseUrl) {
    await mkdir(dataDirectory, { recursive: true });
    return { settings: { connectionString: databaseUrl }, place: 'DATABASE_URL', stop: async () => undefined };
  }
  const running = exclusive ? undefined : await connectEmbedded(dataDirectory);
  if (running) return { settings: running, place: dataDirectory, stop: async () => undefined };
  const embedded = await startEmbedded({ dataDirectory, log });
  return { settings: embedded.connection, place: dataDirectory, stop: embedded.stop };
}

// The address may hold a password: no message repeats it.
function unreachable(error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  const lost = /^(E[A-Z]+|28|3D|08|57P)/.test(code ?? '');
  return lost
    ? new StartError(
        `The database of DATABASE_URL cannot be used (${code ?? message}). Check that it runs and that the address is right.`,
      )
    : error;
}
